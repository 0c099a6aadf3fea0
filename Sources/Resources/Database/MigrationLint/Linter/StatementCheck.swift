internal import SQLText

/// One statement in its place, under the eyes of the rules; each family of rules is an extension.
struct StatementCheck {
    let text: SQLText
    let statement: Statement
    let command: SQLCommand
    /// The statements that follow in the section.
    let following: ArraySlice<SQLCommand>
    /// The number of the statement in its section.
    let number: Int
    let settings: LintSettings
    var state: LintState
    let locks: [TableLock]
    private(set) var complaints: [Complaint] = []

    /// A finding before it has its place in a file.
    struct Complaint {
        var rule: LintRule
        var severity: LintSeverity
        var range: Range<Int>
        var message: String
        var lock: TableLock?
        var instead: String
        var replacement: String?
    }

    init(
        _ statement: Statement,
        _ command: SQLCommand,
        in text: SQLText,
        following: ArraySlice<SQLCommand>,
        number: Int,
        settings: LintSettings,
        state: LintState,
    ) {
        self.text = text
        self.statement = statement
        self.command = command
        self.following = following
        self.number = number
        self.settings = settings
        self.state = state
        locks = LockReckoner.locks(
            of: command,
            knowing: state.schema,
            version: settings.serverVersion,
            file: state.moment.file,
        )
    }

    var section: LintSection { state.section }
    var isUndoing: Bool { section.direction == .down }

    mutating func run() {
        checkTransactions()
        checkIndexes()
        checkTables()
        checkRows()
        checkRemovals()
        checkSession()
        checkStyle()
        if case .alterTable(let alter) = command {
            for action in alter.actions {
                check(action, of: alter)
                note(renameBy: action, of: alter)
                state.schema.learn(action, of: alter.name, at: state.moment)
            }
        } else {
            state.schema.learn(command, at: state.moment)
        }
        state.leave(command, locks: locks, statement: number)
    }

    private mutating func check(_ action: TableAction, of alter: AlterTable) {
        if [.table, .foreignTable, .materializedView].contains(alter.kind) {
            checkColumns(action, of: alter)
            checkConstraints(action, of: alter)
            checkPartitions(action, of: alter)
            checkRewrites(action, of: alter)
        }
        checkClients(action, of: alter)
    }

    private mutating func note(renameBy action: TableAction, of alter: AlterTable) {
        switch action.kind {
        case .renameColumn(let old, let new):
            state.renames.append(LintState.Rename(table: alter.name, column: old, new: new))
        case .renameTo(let new): state.renames.append(LintState.Rename(table: alter.name, column: nil, new: new))
        default: break
        }
    }

    // For the rules

    mutating func report(
        _ rule: LintRule,
        _ message: String,
        at range: Range<Int>? = nil,
        as severity: LintSeverity? = nil,
        lock: TableLock? = nil,
        instead: String? = nil,
        write replacement: String? = nil,
    ) {
        guard settings.covers(rule) else { return }
        complaints.append(
            Complaint(
                rule: rule,
                severity: severity ?? rule.severity,
                range: range ?? statement.range,
                message: message,
                lock: lock,
                instead: instead ?? rule.instead,
                replacement: replacement,
            )
        )
    }

    /// The lock the statement takes on a table.
    func lock(on table: ObjectName) -> TableLock? {
        let name = (state.schema.table(table)?.name ?? table).description
        return locks.first { $0.target == .table(name) }
    }

    func source(_ range: Range<Int>) -> String { text.text(range) }

    /// The statement with words put in behind one place.
    func statement(with words: String, behind offset: Int) -> String {
        source(statement.range.lowerBound..<offset) + " " + words + source(offset..<statement.range.upperBound) + ";"
    }

    /// A file, or several, as they are written in place of this one.
    func file(_ options: String = "", _ statements: String...) -> String {
        let directive = "-- ihctl:\(section.direction.rawValue)" + (options.isEmpty ? "" : " \(options)")
        return ([directive] + statements).joined(separator: "\n")
    }
}
