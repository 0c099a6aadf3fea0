/// One thing of a schema, by its kind and its full name, both as PostgreSQL spells them: `table public.orders`.
package struct SchemaObject: Sendable, CustomStringConvertible {
    package var kind: ObjectKind
    /// Quoted where SQL needs it; what belongs to a table carries its name: `public.orders."Total"`.
    package var name: String

    package init(kind: ObjectKind, name: String) {
        self.kind = kind
        self.name = name
    }

    package var description: String { "\(kind) \(name)" }
}

/// PostgreSQL tells names apart byte by byte; Swift's own `==` would take `é` and `e` with an accent for the same.
extension SchemaObject: Hashable {
    package static func == (one: SchemaObject, other: SchemaObject) -> Bool {
        one.kind == other.kind && one.name.isSpelt(like: other.name)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(kind)
        name.hashSpelling(into: &hasher)
    }
}

extension SchemaObject: Comparable {
    package static func < (one: SchemaObject, other: SchemaObject) -> Bool {
        one.kind == other.kind ? one.name.isSpelt(before: other.name) : one.kind < other.kind
    }
}

/// What a thing is, in PostgreSQL's words: `table`, `materialized view`.
package struct ObjectKind: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    package var description: String { rawValue }

    package static let schema = ObjectKind(rawValue: "schema")
    package static let `extension` = ObjectKind(rawValue: "extension")
    package static let collation = ObjectKind(rawValue: "collation")
    package static let enumeration = ObjectKind(rawValue: "enum")
    package static let domain = ObjectKind(rawValue: "domain")
    package static let composite = ObjectKind(rawValue: "composite type")
    package static let range = ObjectKind(rawValue: "range type")
    package static let sequence = ObjectKind(rawValue: "sequence")
    package static let table = ObjectKind(rawValue: "table")
    package static let column = ObjectKind(rawValue: "column")
    package static let constraint = ObjectKind(rawValue: "constraint")
    package static let index = ObjectKind(rawValue: "index")
    package static let statistics = ObjectKind(rawValue: "statistics")
    package static let function = ObjectKind(rawValue: "function")
    package static let procedure = ObjectKind(rawValue: "procedure")
    package static let aggregate = ObjectKind(rawValue: "aggregate")
    package static let `operator` = ObjectKind(rawValue: "operator")
    package static let cast = ObjectKind(rawValue: "cast")
    package static let view = ObjectKind(rawValue: "view")
    package static let materializedView = ObjectKind(rawValue: "materialized view")
    package static let rule = ObjectKind(rawValue: "rule")
    package static let trigger = ObjectKind(rawValue: "trigger")
    package static let policy = ObjectKind(rawValue: "policy")
    package static let eventTrigger = ObjectKind(rawValue: "event trigger")
    package static let defaultPrivileges = ObjectKind(rawValue: "default privileges")

    /// The kinds that can be written as SQL, in the order in which they are; all others are only known to be there.
    package static let written: [ObjectKind] = [
        .schema, .extension, .collation, .enumeration, .range, .domain, .composite, .sequence, .table, .column,
        .constraint, .index, .statistics, .function, .procedure, .aggregate, .operator, .cast, .view,
        .materializedView, .rule, .trigger, .policy, .eventTrigger, .defaultPrivileges,
    ]

    private static let ranks = Dictionary(uniqueKeysWithValues: written.enumerated().map { ($1, $0) })

    package var isWritten: Bool { Self.ranks[self] != nil }
}

extension ObjectKind: Comparable {
    package static func < (one: ObjectKind, other: ObjectKind) -> Bool {
        let (rank, otherRank) = (ranks[one] ?? .max, ranks[other] ?? .max)
        return rank == otherRank ? one.rawValue < other.rawValue : rank < otherRank
    }
}
