internal import SQLText

/// vacuum-full-cluster, rewrite-table, refresh-matview-not-concurrent, lock-table-explicit, many-tables-one-txn,
/// missing-lock-timeout, partition-of-live-table
extension StatementCheck {
    mutating func checkTables() {
        switch command {
        case .vacuum(let names, isFull: true): reportCopy(of: names.isEmpty ? nil : names, by: "VACUUM FULL")
        case .cluster(let name): reportCopy(of: name.map { [$0] }, by: "CLUSTER")
        case .refresh(let name, isConcurrent: false, let hasData) where !state.isNew(name):
            report(
                .refreshNotConcurrent,
                hasData
                    ? "nobody can read \(name) while it is refreshed"
                    : "\(name) cannot be read until it is refreshed with data",
                lock: lock(on: name),
                write: hasData ? "refresh materialized view concurrently \(name);" : nil,
            )
        case .lockTable(let names, let mode) where mode >= .share:
            let live = names.filter { !state.isNew($0) }
            guard let first = live.first else { break }
            let stops = BlockedUse.listed(mode.blocks.subtracting([.changes]))
            report(
                .lockTableExplicit,
                "\(first) is locked by hand until the transaction ends, which stops \(stops)",
                lock: lock(on: first),
            )
        case .createTable(let table): checkPartition(table)
        default: break
        }
        checkLockTimeout()
        checkNumberOfTables()
    }

    private mutating func reportCopy(of names: [ObjectName]?, by words: String) {
        if let names, names.allSatisfy({ state.isNew($0) }) { return }
        let tables = names.map { $0.map(\.description).joined(separator: ", ") } ?? "every table of the database"
        report(
            .vacuumFullCluster,
            "\(words) writes \(tables) anew under a lock that stops reads and writes",
            lock: locks.first,
        )
    }

    mutating func checkRewrites(_ action: TableAction, of alter: AlterTable) {
        guard !state.isNew(alter.name) else { return }
        let words: String
        switch action.kind {
        case .setLogged(let isLogged): words = isLogged ? "SET LOGGED" : "SET UNLOGGED"
        case .setTablespace: words = "SET TABLESPACE"
        case .setAccessMethod: words = "SET ACCESS METHOD"
        case .setExpression: words = "SET EXPRESSION"
        default: return
        }
        report(
            .rewriteTable,
            "\(words) writes \(alter.name) anew under a lock that stops reads and writes",
            at: action.range,
            lock: lock(on: alter.name),
        )
    }

    /// The locks on tables in use that stop those who write.
    private var strongLocks: [TableLock] { locks.filter { $0.mode >= .share && !$0.isNew } }

    private mutating func checkLockTimeout() {
        guard !state.hasLockTimeout, let lock = strongLocks.first, state.spoken.insert(.missingLockTimeout).inserted
        else {
            return
        }
        report(
            .missingLockTimeout,
            "the lock on \(lock.target) is waited for without end, and everybody else waits behind it",
            lock: lock,
        )
    }

    /// A down undoes what its up was already asked about.
    private mutating func checkNumberOfTables() {
        guard state.isInTransaction, !isUndoing, let mine = subject, !state.isNew(mine) else { return }
        let name = (state.schema.table(mine)?.name ?? mine).description
        guard let lock = strongLocks.first(where: { $0.target == .table(name) }) else { return }
        let others = state.held.filter { $0.target != .table(name) && state.subjects.contains($0.target) }
        if let other = others.first, state.spoken.insert(.manyTablesOneTransaction).inserted {
            report(
                .manyTablesOneTransaction,
                "\(name) is locked while the transaction holds its lock on \(other.target)",
                lock: lock,
                write: file("", source(statement.range) + ";"),
            )
        }
        state.subjects.insert(.table(name))
    }

    /// The one table that the statement is about.
    ///
    /// An exchange of names needs both of its tables, and what is dropped is used no more.
    private var subject: ObjectName? {
        switch command {
        case .alterTable(let alter) where alter.kind == .table && !alter.isRename: alter.name
        case .createIndex(let index): index.table
        case .create(let object): object.table
        case .drop(let drop): drop.table
        case .truncate(let names, _), .lockTable(let names, _): names.first
        case .alterTrigger(let table): table
        default: nil
        }
    }
}

extension AlterTable {
    fileprivate var isRename: Bool {
        actions.allSatisfy { action in
            if case .renameTo = action.kind { return true }
            return false
        }
    }
}
