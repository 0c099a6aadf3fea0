/// What a statement does, as far as locks and rules ask.
///
/// Whatever is not understood is `other`.
enum SQLCommand: Sendable {
    case createTable(CreateTable)
    case createIndex(CreateIndex)
    case dropIndex(DropIndex)
    case reindex(Reindex)
    case alterTable(AlterTable)
    case alterIndex(ObjectName, IndexAction)
    /// Anything else that `create` makes.
    case create(CreateObject)
    case drop(DropObject)
    case alterType(ObjectName, TypeAction)
    case alterDomain(ObjectName, DomainAction)
    case alterTrigger(table: ObjectName)
    case rename(kind: ObjectKind, ObjectName, to: ObjectName)
    case truncate([ObjectName], isCascade: Bool)
    case update(RowChange)
    case delete(RowChange)
    /// `reads` are the tables that the rows come from.
    case insert(table: ObjectName, reads: [ObjectName])
    case merge(table: ObjectName, using: ObjectName?)
    case copy(table: ObjectName, isInto: Bool)
    case select(SelectedTables)
    case vacuum([ObjectName], isFull: Bool)
    case analyze([ObjectName])
    case cluster(ObjectName?)
    case refresh(ObjectName, isConcurrent: Bool, hasData: Bool)
    case lockTable([ObjectName], LockMode)
    case begin
    case commit
    case rollback
    case savepoint
    case set(Setting)
    case reset(String?)
    /// On a constraint, a trigger, a policy or a rule: the name of its table.
    case comment(kind: ObjectKind, ObjectName)
    case doBlock
    /// Refused inside a transaction; these are its words.
    case outsideTransaction(String)
    case other
}

enum ObjectKind: String, Sendable, Hashable {
    case table, index, view, materializedView = "materialized view", sequence, type, domain, schema, `extension`,
        function,
        procedure, routine, aggregate, trigger, policy, rule, statistics, publication, database, tablespace, column,
        constraint,
        role, foreignTable = "foreign table"
    case other = "object"
}

struct CreateTable: Sendable {
    var name: ObjectName
    var nameRange: Range<Int>
    var isTemporary = false
    var isIfNotExists = false
    var columns: [ColumnDefinition] = []
    var constraints: [TableConstraint] = []
    var partitionOf: ObjectName?
    var isDefaultPartition = false
    var isPartitioned = false
    var inherits: [ObjectName] = []
    var like: [ObjectName] = []
    /// The tables that the query of `create table … as` reads.
    var reads: [ObjectName] = []

    /// The tables its foreign keys point to, each once.
    var references: [ObjectName] {
        let keys = columns.compactMap(\.foreignKey) + constraints.compactMap(\.foreignKey)
        return keys.map(\.references).reduce(into: []) { known, name in
            if !known.contains(name) { known.append(name) }
        }
    }
}

struct TableConstraint: Sendable {
    enum Kind: Sendable, Hashable { case check, foreignKey, unique, primaryKey, exclude, notNull, other }

    var kind: Kind
    var name: String?
    var columns: [String] = []
    var foreignKey: ForeignKey?
    /// What a check demands, without its parentheses.
    var condition: Range<Int>?
    /// Every name in a check's condition, its columns among them.
    var mentions: Set<String> = []
    /// The column that a check `column is not null` is about.
    var notNullColumn: String?
    var isNotValid = false
    var isEnforced = true
    /// The index of `using index`.
    var index: String?
    var range: Range<Int>
}

struct CreateIndex: Sendable {
    var name: String?
    var table: ObjectName
    var isUnique = false
    var isConcurrent = false
    var isIfNotExists = false
    var isOnly = false
    /// The plain columns of its key.
    var columns: [String] = []
    /// The word INDEX, behind which CONCURRENTLY stands.
    var indexWord: Range<Int>
    /// From ON to the end.
    var definition: Range<Int>
    var range: Range<Int>
}

struct DropIndex: Sendable {
    var names: [ObjectName]
    var isConcurrent = false
    var isIfExists = false
    var isCascade = false
}

struct Reindex: Sendable {
    enum Target: String, Sendable, Hashable { case index, table, schema, database, system }

    var target: Target
    var name: ObjectName?
    var isConcurrent = false
    /// Behind this word CONCURRENTLY stands.
    var targetWord: Range<Int>
}

enum IndexAction: Sendable, Hashable {
    case rename(String), attachPartition(ObjectName), storage, tablespace, statistics, other
}

struct CreateObject: Sendable {
    var kind: ObjectKind
    var name: ObjectName?
    /// The table a trigger, a policy or a rule stands on.
    var table: ObjectName?
    var isOrReplace = false
    /// The tables a view reads.
    var reads: [ObjectName] = []
    /// What `as enum`, `check` or a volatility word tell.
    var traits: Set<Trait> = []

    enum Trait: Sendable, Hashable { case isEnum, hasCheck, isVolatile, isSteady, isTemporary }
}

struct DropObject: Sendable {
    var kind: ObjectKind
    var names: [ObjectName]
    /// The table of a trigger, a policy or a rule.
    var table: ObjectName?
    var isIfExists = false
    /// The word CASCADE.
    var cascade: Range<Int>?

    var isCascade: Bool { cascade != nil }
}

enum TypeAction: Sendable {
    case addValue(String, isPlaced: Bool, range: Range<Int>)
    case renameValue
    case renameTo(String)
    case other
}

enum DomainAction: Sendable {
    case addConstraint(TableConstraint)
    case validateConstraint(String)
    case setNotNull
    case other
}

/// An UPDATE or a DELETE.
struct RowChange: Sendable {
    var table: ObjectName
    var hasWhere: Bool
    /// The condition holds for the rows of some constants: `id = 7`, `code in ('a', 'b')`.
    var isOfConstants: Bool
}

struct SelectedTables: Sendable {
    var names: [ObjectName]
    var isLocking: Bool
    /// `select … into`.
    var into: ObjectName?
}

struct Setting: Sendable {
    var name: String
    var value: String
    var isLocal: Bool
    /// Made by `select set_config(…)`.
    var isCall = false
}
