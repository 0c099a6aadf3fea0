/// A table as the migrations up to here have made it; what they do not show is not in it.
struct KnownTable: Sendable {
    var name: ObjectName
    /// The file that made it.
    var origin: Int
    var isTemporary = false
    var isPartitioned = false
    /// The tables that a materialized view is made of.
    var source: [ObjectName] = []
    var parent: ObjectName?
    var columns: [String: KnownColumn] = [:]
    var constraints: [String: KnownConstraint] = [:]

    /// The columns that a validated check keeps free of nulls.
    func provesNotNull(_ column: String) -> Bool {
        columns[column]?.isNotNull == true
            || constraints.values.contains { $0.notNullColumn == column && $0.isValid }
    }

    /// The valid checks that are proven anew when the column takes another type.
    func checks(on column: String) -> [String] {
        constraints.filter { $0.value.isValid && $0.value.mentions.contains(column) }.map(\.key).sorted()
    }
}

struct KnownColumn: Sendable {
    var type: TypeName?
    var isNotNull: Bool
    /// The files that made it, that set its NOT NULL, its default and its type.
    var origin: Int?
    var notNullOrigin: Int?
    var defaultOrigin: Int?
    var typeOrigin: Int?
}

struct KnownConstraint: Sendable {
    var kind: TableConstraint.Kind
    var isValid: Bool
    var notNullColumn: String?
    /// Every name in a check's condition.
    var mentions: Set<String> = []
    var references: ObjectName?
    var origin: Int
    /// The transaction that added it.
    var transaction: Int
}

struct KnownIndex: Sendable {
    var table: ObjectName
    var origin: Int
    /// Over a partitioned table, where nothing can be done concurrently.
    var isPartitioned: Bool
}
