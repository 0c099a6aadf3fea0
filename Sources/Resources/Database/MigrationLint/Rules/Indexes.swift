/// index-not-concurrent, concurrent-unnamed, concurrent-if-not-exists-unchecked, drop-index-not-concurrent, reindex-not-concurrent
extension StatementCheck {
    mutating func checkIndexes() {
        switch command {
        case .createIndex(let index): check(index)
        case .dropIndex(let drop): check(drop)
        case .reindex(let reindex): check(reindex)
        default: break
        }
    }

    private mutating func check(_ index: CreateIndex) {
        let isPartitioned = state.schema.table(index.table)?.isPartitioned == true
        if isPartitioned, !index.isOnly {
            if index.isConcurrent || !state.isNew(index.table) { reportPartitioned(index) }
        } else if index.isConcurrent {
            checkConcurrent(index)
        } else if !index.isOnly, !state.isNew(index.table) {
            let target = index.isUnique ? "unique index" : "index"
            report(
                .indexNotConcurrent,
                "\(target) on \(index.table) is built under a lock that stops writes",
                lock: lock(on: index.table),
                write: file("transaction=false", concurrent(index)),
            )
        }
    }

    private mutating func checkConcurrent(_ index: CreateIndex) {
        guard let name = index.name else {
            report(
                .concurrentUnnamed,
                "concurrently built index on \(index.table) has no name: what a failed build leaves cannot be told from the next",
                write: concurrent(index),
            )
            return
        }
        if index.isIfNotExists, !state.clearedIndexes.contains(name) {
            let full = index.table.sibling(name)
            report(
                .concurrentIfNotExists,
                "index \(name) counts as there even if a failed build has left it invalid",
                write: "drop index concurrently if exists \(full);\n" + concurrent(index),
            )
        }
    }

    /// A partitioned table's index is built partition by partition.
    private mutating func reportPartitioned(_ index: CreateIndex) {
        let name = ObjectName.quoted(index.name ?? defaultName(of: index))
        let message =
            index.isConcurrent
            ? "index on the partitioned table \(index.table) cannot be built concurrently"
            : "index on \(index.table) is built on every partition under a lock that stops writes"
        let definition = source(index.definition)
        let unique = index.isUnique ? "unique " : ""
        report(
            .indexNotConcurrent,
            message,
            lock: lock(on: index.table),
            instead: """
                Create the index ON ONLY the parent, build each partition's index concurrently in a file with transaction=false, then \
                attach each: the parent's index becomes valid with the last.
                """,
            write: "create \(unique)index \(name) \(onOnly(definition));",
        )
    }

    private func onOnly(_ definition: String) -> String { "on only" + definition.dropFirst(2) }

    /// The same index, concurrently and with a name, without IF NOT EXISTS.
    private func concurrent(_ index: CreateIndex) -> String {
        let unique = index.isUnique ? "unique " : ""
        let name = ObjectName.quoted(index.name ?? defaultName(of: index))
        return "create \(unique)index concurrently \(name) \(source(index.definition));"
    }

    private func defaultName(of index: CreateIndex) -> String {
        ([index.table.name] + index.columns + ["idx"]).joined(separator: "_")
    }

    private mutating func check(_ drop: DropIndex) {
        guard !drop.isConcurrent else { return }
        let live = drop.names.filter { !state.isNew(index: $0) }
        guard let first = live.first else { return }
        let table = state.schema.index(first)?.table
        let place = table.map { "\($0)" } ?? "its table"
        if state.schema.index(first)?.isPartitioned == true {
            report(
                .dropIndexNotConcurrent,
                "dropping index \(first) locks \(place) and its partitions against reads and writes",
                as: .note,
                lock: locks.first,
                instead: "An index of a partitioned table cannot be dropped concurrently: keep lock_timeout short.",
            )
            return
        }
        let exists = drop.isIfExists ? "if exists " : ""
        let statements = live.map { "drop index concurrently \(exists)\($0);" }.joined(separator: "\n")
        report(
            .dropIndexNotConcurrent,
            "dropping index \(first) locks \(place) against reads and writes",
            lock: locks.first,
            write: file("transaction=false", statements),
        )
    }

    private mutating func check(_ reindex: Reindex) {
        guard !reindex.isConcurrent else { return }
        if let name = reindex.name {
            if reindex.target == .index, state.isNew(index: name) { return }
            if reindex.target == .table, state.isNew(name) { return }
        }
        let thing = reindex.name.map { "\(reindex.target.rawValue) \($0)" } ?? reindex.target.rawValue
        // The catalogues of the system cannot be rebuilt concurrently.
        let isSystem = reindex.target == .system
        report(
            .reindexNotConcurrent,
            "rebuilding \(thing) stops writes, and reads by the rebuilt index",
            lock: locks.first,
            write: isSystem
                ? nil
                : file("transaction=false", statement(with: "concurrently", behind: reindex.targetWord.upperBound)),
        )
    }
}
