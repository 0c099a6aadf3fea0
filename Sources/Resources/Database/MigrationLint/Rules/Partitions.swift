/// detach-partition-not-concurrent, attach-partition-scan, partition-of-live-table
extension StatementCheck {
    mutating func checkPartitions(_ action: TableAction, of alter: AlterTable) {
        switch action.kind {
        case .detachPartition(let child, .plain):
            guard !state.isNew(alter.name), !state.isNew(child) else { return }
            let hasDefault = state.schema.defaultPartition(of: alter.name) != nil
            report(
                .detachNotConcurrent,
                "detaching \(child) locks all of \(alter.name) against reads and writes",
                at: action.range,
                // With a default partition the server knows no other way.
                as: hasDefault ? .note : nil,
                lock: lock(on: alter.name),
                instead: hasDefault
                    ? "With a default partition it cannot be done concurrently: keep lock_timeout short." : nil,
                write: hasDefault
                    ? nil : file("transaction=false", statement(with: "concurrently", behind: action.range.upperBound)),
            )
        case .attachPartition(let child, let isDefault, _):
            checkAttach(child, isDefault: isDefault, action, of: alter)
        default: break
        }
    }

    private mutating func checkAttach(_ child: ObjectName, isDefault: Bool, _ action: TableAction, of alter: AlterTable)
    {
        if let standing = state.schema.defaultPartition(of: alter.name), !state.isNew(standing), !provesBounds(standing)
        {
            report(
                .attachPartitionScan,
                "attaching \(child) reads the default partition \(standing) while nobody can use it",
                at: action.range,
                lock: lock(on: standing),
                instead: """
                    First give \(standing) a valid CHECK that excludes the new partition's bounds: ADD … NOT VALID, then VALIDATE in a \
                    later file.
                    """,
            )
        }
        guard !isDefault, !state.isNew(child), !provesBounds(child) else { return }
        report(
            .attachPartitionScan,
            "attaching \(child) reads all of it while nobody can use it, unless a valid check proves its bounds",
            at: action.range,
            lock: lock(on: child),
        )
    }

    /// Whether the table has a validated check at all: that it says the right thing is not proven here.
    private func provesBounds(_ table: ObjectName) -> Bool {
        state.schema.table(table)?.constraints.values.contains { $0.kind == .check && $0.isValid } == true
    }

    mutating func checkPartition(_ table: CreateTable) {
        guard let parent = table.partitionOf, !state.isNew(parent) else { return }
        report(
            .partitionOfLiveTable,
            "making \(table.name) locks all of \(parent) against reads and writes",
            lock: lock(on: parent),
            instead:
                "CREATE TABLE \(table.name) (LIKE \(parent) INCLUDING ALL), then ALTER TABLE \(parent) ATTACH PARTITION \(table.name).",
        )
    }
}
