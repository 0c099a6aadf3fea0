/// How files and history stand to each other, version by version.
package struct Standing: Sendable {
    package struct Entry: Sendable {
        package var version: Version
        package var name: String
        package var file: MigrationFile?
        package var applied: HistoryEntry?
        package var state: State

        package var title: String { version.title(name) }
    }

    package enum State: Sendable, Hashable {
        case applied
        case pending
        /// Not applied, and older than something that is.
        case outOfOrder
        /// The file is not what was applied.
        case edited
        /// Applied, and its file is gone.
        case missing
        /// Applied, and newer than every file: by a later state of the project.
        case unknown
        /// Some statements of a migration without a transaction are done; `isEdited` where those were changed since.
        case halfApplied(done: Int, of: Int, isEdited: Bool)
        case halfUndone(done: Int, of: Int)

        package var word: String {
            switch self {
            case .applied: "applied"
            case .pending: "pending"
            case .outOfOrder: "out of order"
            case .edited: "edited"
            case .missing: "missing"
            case .unknown: "unknown"
            case .halfApplied(let done, let all, let isEdited): "\(isEdited ? "edited, " : "")\(done) of \(all) applied"
            case .halfUndone(let done, let all): "\(done) of \(all) undone"
            }
        }

        /// As JSON says it.
        package var identifier: String {
            switch self {
            case .applied: "applied"
            case .pending: "pending"
            case .outOfOrder: "out_of_order"
            case .edited: "edited"
            case .missing: "missing"
            case .unknown: "unknown"
            case .halfApplied(_, _, let isEdited): isEdited ? "half_applied_edited" : "half_applied"
            case .halfUndone: "half_undone"
            }
        }

        /// Whether somebody has to decide something before anything runs.
        package var isFault: Bool {
            switch self {
            case .outOfOrder, .edited, .missing, .unknown, .halfApplied(_, _, isEdited: true): true
            case .applied, .pending, .halfApplied, .halfUndone: false
            }
        }
    }

    /// Oldest first.
    package let entries: [Entry]

    package init(files: [MigrationFile], history: [HistoryEntry]) {
        let newestFile = files.lazy.map(\.version).filter { !$0.isRepeatable }.max()
        let newestApplied = history.lazy.map(\.version).filter { !$0.isRepeatable }.max()
        let (files, history) = (files.sorted { $0.version < $1.version }, history.sorted { $0.version < $1.version })
        var entries: [Entry] = []
        entries.reserveCapacity(max(files.count, history.count))
        // Both in order, side by side.
        var line = history.startIndex
        func takeLinesWithoutFile(before version: Version?) {
            while line < history.endIndex, version.map({ history[line].version < $0 }) ?? true {
                let applied = history[line]
                let isNewer = !applied.version.isRepeatable && (newestFile.map { applied.version > $0 } ?? true)
                let state: State = isNewer ? .unknown : .missing
                entries.append(Entry(version: applied.version, name: applied.name, applied: applied, state: state))
                line += 1
            }
        }
        for file in files {
            takeLinesWithoutFile(before: file.version)
            var applied: HistoryEntry?
            while line < history.endIndex, history[line].version == file.version {
                applied = history[line]
                line += 1
            }
            let state = Standing.state(of: file, applied, newestApplied)
            entries.append(Entry(version: file.version, name: file.name, file: file, applied: applied, state: state))
        }
        takeLinesWithoutFile(before: nil)
        self.entries = entries
    }

    private static func state(of file: MigrationFile, _ applied: HistoryEntry?, _ newestApplied: Version?) -> State {
        guard let applied else {
            return newestApplied.map { file.version < $0 } == true ? .outOfOrder : .pending
        }
        // Another text is to be run from its beginning, whatever became of the last one.
        if file.version.isRepeatable, applied.checksum != file.checksum { return .pending }
        if applied.direction == .down {
            return .halfUndone(done: applied.statementsDone, of: applied.statements)
        }
        if !applied.isWhole {
            let isEdited = applied.checksum != file.checksum && !file.begins(with: applied)
            return .halfApplied(done: applied.statementsDone, of: applied.statements, isEdited: isEdited)
        }
        // A baseline says that the schema is there, not by which text.
        return applied.checksum == file.checksum || applied.checksum.isEmpty ? .applied : .edited
    }

    package subscript(version: Version) -> Entry? {
        entries.first { $0.version == version }
    }

    package var faults: [Entry] { entries.filter { $0.state.isFault } }
    package var pending: [Entry] { entries.filter { $0.state == .pending || $0.state == .outOfOrder } }
}

extension MigrationFile {
    /// Whether the statements that are done still begin the file, whatever became of the rest.
    fileprivate func begins(with applied: HistoryEntry) -> Bool {
        guard let migration = try? read() else { return false }
        return migration.up.checksum(ofFirst: applied.statementsDone) == applied.doneChecksum
    }
}
