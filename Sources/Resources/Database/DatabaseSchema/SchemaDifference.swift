/// One thing in which a schema is not as expected.
package struct SchemaDifference: Sendable, Hashable, CustomStringConvertible {
    package enum Kind: String, Sendable, Hashable {
        case missing, extra, changed
    }

    package let kind: Kind
    package let object: SchemaObject
    /// What of the object changed; nil where it is missing or extra as a whole.
    package let field: String?
    /// As PostgreSQL spells it, nil for nothing; of a missing object what it should be in short.
    package let expected: String?
    /// As PostgreSQL spells it, nil for nothing; of an extra object what it is in short.
    package let found: String?

    package var description: String {
        switch kind {
        case .missing: "missing: \(object)"
        case .extra: "extra: \(object)"
        case .changed: "changed: \(object): \(field ?? ""): \(expected ?? "none") → \(found ?? "none")"
        }
    }
}

extension SchemaDifference: Comparable {
    /// By table, view or what else it belongs to, then by kind and name.
    package static func < (one: SchemaDifference, other: SchemaDifference) -> Bool {
        if one.object != other.object { return one.object < other.object }
        return (one.field ?? "") < (other.field ?? "")
    }
}
