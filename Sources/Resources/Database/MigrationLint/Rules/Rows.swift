internal import SQLText

/// backfill-in-ddl-txn, unbatched-update-delete, disable-trigger-all, do-block-unread
extension StatementCheck {
    mutating func checkRows() {
        switch command {
        case .update(let change): check(change, "UPDATE")
        case .delete(let change): check(change, "DELETE")
        case .insert(let table, let reads):
            if reads.contains(where: { !state.isNew($0) }) { checkBackfill(of: table, "INSERT … SELECT") }
        case .merge(let table, _): if !state.isNew(table) { checkBackfill(of: table, "MERGE") }
        case .doBlock: report(.doBlockUnread, "the inside of a DO block is not read")
        case .alterTable(let alter):
            for action in alter.actions {
                guard case .switchTrigger(which: "all", isOn: false) = action.kind, !state.isNew(alter.name) else {
                    continue
                }
                report(
                    .disableTriggerAll,
                    "all triggers of \(alter.name) are off, its foreign keys with them",
                    at: action.range,
                    lock: lock(on: alter.name),
                )
            }
        default: break
        }
    }

    private mutating func check(_ change: RowChange, _ words: String) {
        guard !state.isNew(change.table) else { return }
        if !change.isOfConstants { checkBackfill(of: change.table, words) }
        if !change.hasWhere {
            report(
                .unbatchedUpdateDelete,
                "\(words) touches every row of \(change.table) in one go",
                lock: lock(on: change.table),
            )
        }
    }

    /// Many rows while a strong lock is held on some table in use.
    private mutating func checkBackfill(of table: ObjectName, _ words: String) {
        guard let held = state.held.max(by: { $0.mode < $1.mode }) else { return }
        let stops = BlockedUse.listed(held.mode.blocks.subtracting([.changes]))
        report(
            .backfillInDDLTransaction,
            "\(words) on \(table) runs while the transaction holds a lock on \(held.target) that stops \(stops)",
            lock: held,
            write: file("", source(statement.range) + ";"),
        )
    }
}
