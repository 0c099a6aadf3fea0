internal import SQLText

/// One statement after the other in its place, under the eyes of the rules; each family of rules is an extension.
struct StatementCheck {
    let text: SQLText
    let settings: LintSettings
    /// Changed where it is, never copied: with thousands of files much is known.
    var state: LintState
    private(set) var statement: Statement
    private(set) var command: SQLCommand
    /// The statements that follow in the section.
    private(set) var following: ArraySlice<SQLCommand>
    private(set) var locks: [TableLock] = []
    private var complaints: [Complaint] = []

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

    /// Nil where the section has no statement.
    init?(
        _ statements: [Statement],
        _ commands: [SQLCommand],
        in text: SQLText,
        _ settings: LintSettings,
        _ state: LintState
    ) {
        guard let statement = statements.first, let command = commands.first else { return nil }
        self.text = text
        self.settings = settings
        self.state = state
        self.statement = statement
        self.command = command
        following = commands[1...]
    }

    var section: LintSection { state.section }
    var isUndoing: Bool { section.direction == .down }

    /// What is wrong with the next statement.
    mutating func judge(_ statement: Statement, _ command: SQLCommand, before following: ArraySlice<SQLCommand>)
        -> [Complaint]
    {
        self.statement = statement
        self.command = command
        self.following = following
        complaints = []
        locks = LockReckoner.locks(
            of: command,
            knowing: state.schema,
            version: settings.serverVersion,
            file: state.moment.file,
        )
        checkTransactions()
        checkIndexes()
        checkTables()
        checkRows()
        checkRemovals()
        checkSession()
        checkSchemaName()
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
        state.leave(command, locks: locks)
        return complaints
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
        case .setSchema: state.renames.append(LintState.Rename(table: alter.name, column: nil, new: alter.name.name))
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
