/// What is known at one statement of a section: of the schema, of the transaction, of the session.
struct LintState: Sendable {
    struct EnumValue: Sendable {
        var type: ObjectName
        var value: String
    }

    var schema: KnownSchema
    var moment: Moment
    let section: LintSection
    /// Of the server, or of a BEGIN in the file.
    var isInTransaction: Bool
    /// The BEGIN of the file that is still open.
    var openBegin: Range<Int>?
    /// The strong locks that the transaction holds on tables which others use.
    var held: [TableLock] = []
    /// What the statements of this transaction that hold them were about.
    var subjects: Set<TableLock.Target> = []
    /// The values of enums that this transaction added.
    var enumValues: [EnumValue] = []
    /// The indexes that this section has dropped concurrently if they existed.
    var clearedIndexes: Set<String> = []
    var hasLockTimeout: Bool
    /// Rules that speak once a transaction or once a section, and have spoken.
    var spoken: Set<LintRule> = []
    /// The renames of this file, both sections: what they did may be undone.
    var renames: [Rename] = []

    struct Rename: Sendable, Hashable {
        var table: ObjectName
        /// Nil where the table itself is renamed.
        var column: String?
        var new: String
    }

    /// `moment` is that of the section's first statement, `renames` those of the sections before.
    init(schema: KnownSchema, section: LintSection, moment: Moment, renames: [Rename]) {
        self.schema = schema
        self.section = section
        self.renames = renames
        self.moment = moment
        isInTransaction = section.isTransactional
        hasLockTimeout = section.hasLockTimeout
    }

    // What this file made

    /// Nobody else uses the table yet.
    func isNew(_ name: ObjectName) -> Bool {
        guard let table = schema.table(name) else { return false }
        return table.isTemporary || table.origin == moment.file
    }

    func isNew(column: String, of table: ObjectName) -> Bool {
        isNew(table) || schema.table(table)?.columns[column]?.origin == moment.file
    }

    func isNew(_ kind: ObjectKind, _ name: ObjectName) -> Bool {
        switch kind {
        case .table, .materializedView, .foreignTable: isNew(name)
        default: schema.origin(of: kind, name) == moment.file
        }
    }

    func isNew(index name: ObjectName) -> Bool {
        guard let index = schema.index(name) else { return false }
        return index.origin == moment.file || isNew(index.table)
    }

    // Going on

    /// After a statement: its locks stay until the transaction ends, and what it made is known.
    mutating func leave(_ command: SQLCommand, locks: [TableLock]) {
        switch command {
        case .begin: beginTransaction()
        case .commit, .rollback: endTransaction()
        case .set(let setting) where setting.name == "lock_timeout":
            hasLockTimeout = !Self.isZero(setting.value)
        case .reset(let name) where name == nil || name == "lock_timeout":
            hasLockTimeout = section.hasLockTimeout
        case .dropIndex(let drop) where drop.isConcurrent && drop.isIfExists:
            clearedIndexes.formUnion(drop.names.map(\.name))
        case .alterType(let type, .addValue(let value, _, _)) where isInTransaction && !isNew(.type, type):
            enumValues.append(EnumValue(type: type, value: value))
        default: break
        }
        if isInTransaction {
            held += locks.filter { $0.mode >= .share && !$0.isNew }
        } else {
            moment.transaction += 1
        }
    }

    private mutating func beginTransaction() {
        moment.transaction += 1
        isInTransaction = true
    }

    private mutating func endTransaction() {
        moment.transaction += 1
        isInTransaction = false
        held = []
        subjects = []
        enumValues = []
        spoken = []
    }

    /// `0`, `0s`, `'0 ms'`.
    private static func isZero(_ value: String) -> Bool {
        let digits = value.prefix { $0.isNumber || $0 == "." }
        return !digits.isEmpty && digits.allSatisfy { $0 == "0" || $0 == "." }
    }
}
