internal import SQLText

/// Tells the locks of a statement, by the manual and as measured on a server.
///
/// Foreign keys, partitions and the tables of indexes are those that the migrations up to here have shown.
struct LockReckoner {
    let schema: KnownSchema
    let version: Int
    /// The file that is read: its own tables are new.
    let file: Int?
    private(set) var locks: [TableLock] = []

    init(knowing schema: KnownSchema, version: Int, file: Int?) {
        self.schema = schema
        self.version = version
        self.file = file
    }

    static func locks(
        of command: SQLCommand,
        knowing schema: KnownSchema,
        version: Int,
        file: Int?,
    ) -> [TableLock] {
        var reckoner = LockReckoner(knowing: schema, version: version, file: file)
        reckoner.reckon(command)
        return reckoner.locks
    }

    // Noting

    mutating func lock(_ name: ObjectName?, _ mode: LockMode, rewrites: Bool = false, scans: Bool = false) {
        guard let name else { return }
        let table = schema.table(name)
        let isNew = table.map { $0.isTemporary || $0.origin == file } ?? false
        note(
            TableLock(
                .table((table?.name ?? name).description),
                mode,
                rewrites: rewrites,
                scans: scans,
                isNew: isNew,
            )
        )
    }

    /// One line for a thing: the strongest lock, and all the work.
    mutating func note(_ lock: TableLock) {
        guard let place = locks.firstIndex(where: { $0.target == lock.target }) else {
            locks.append(lock)
            return
        }
        locks[place].mode = max(locks[place].mode, lock.mode)
        locks[place].rewrites = locks[place].rewrites || lock.rewrites
        locks[place].scans = locks[place].scans || lock.scans
    }

    mutating func lockTable(ofIndex name: ObjectName, _ mode: LockMode, scans: Bool = false) {
        if let index = schema.index(name) {
            lock(index.table, mode, scans: scans)
        } else {
            note(TableLock(.tableOfIndex(name.description), mode, scans: scans))
        }
    }

    // Reckoning

    private mutating func reckon(_ command: SQLCommand) {
        switch command {
        case .createTable(let table): create(table)
        case .createIndex(let index):
            lock(index.table, index.isConcurrent ? .shareUpdateExclusive : .share, scans: !index.isOnly)
            if !index.isOnly { lockPartitions(of: index.table) }
        case .dropIndex(let drop):
            for name in drop.names {
                lockTable(ofIndex: name, drop.isConcurrent ? .shareUpdateExclusive : .accessExclusive)
            }
        case .reindex(let reindex): self.reindex(reindex)
        case .alterTable(let alter):
            for action in alter.actions {
                reckon(action, of: alter)
                if !alter.isOnly, action.reachesPartitions { lockPartitions(of: alter.name) }
            }
        case .alterIndex(let name, let action): alter(index: name, action)
        case .create(let object): create(object)
        case .drop(let drop): self.drop(drop)
        case .alterDomain(let name, let action): alter(domain: name, action)
        case .alterTrigger(let table): lock(table, .accessExclusive)
        case .rename(let kind, let name, _): if kind == .view { lock(name, .accessExclusive) }
        case .comment(let kind, let name): comment(on: kind, name)
        default: reckonRows(command)
        }
    }

    /// Statements that read or write the rows of whole tables.
    private mutating func reckonRows(_ command: SQLCommand) {
        switch command {
        case .truncate(let names, let isCascade):
            for name in names {
                lock(name, .accessExclusive)
                lockPartitions(of: name)
            }
            if isCascade { for name in referrers(of: names) { lock(name, .accessExclusive) } }
        case .update(let change), .delete(let change): lock(change.table, .rowExclusive)
        case .insert(let table, let reads):
            lock(table, .rowExclusive)
            for name in reads { lock(name, .accessShare) }
            lockReferenced(by: table)
        case .merge(let table, let using):
            lock(table, .rowExclusive)
            lock(using, .accessShare)
        case .copy(let table, let isInto):
            lock(table, isInto ? .rowExclusive : .accessShare)
            if isInto { lockReferenced(by: table) }
        case .select(let select):
            for name in select.names { lock(name, select.isLocking ? .rowShare : .accessShare) }
        case .vacuum(let names, let isFull):
            for name in names {
                lock(name, isFull ? .accessExclusive : .shareUpdateExclusive, rewrites: isFull, scans: true)
            }
        case .analyze(let names):
            for name in names {
                lock(name, .shareUpdateExclusive)
                lockPartitions(of: name)
            }
        case .cluster(let name): lock(name, .accessExclusive, rewrites: true, scans: true)
        case .refresh(let name, let isConcurrent, _):
            lock(name, isConcurrent ? .exclusive : .accessExclusive, rewrites: !isConcurrent, scans: true)
            for source in schema.table(name)?.source ?? [] { lock(source, .accessShare) }
        case .lockTable(let names, let mode): for name in names { lock(name, mode) }
        default: break
        }
    }

    /// New rows look for those they point to.
    private mutating func lockReferenced(by table: ObjectName) {
        for name in referenced(by: table) { lock(name, .rowShare) }
    }

    private mutating func create(_ table: CreateTable) {
        if table.isIfNotExists, schema.table(table.name) != nil { return }
        for name in table.references { lock(name, .shareRowExclusive) }
        if let parent = table.partitionOf {
            lock(parent, .accessExclusive)
            lock(schema.defaultPartition(of: parent), .accessExclusive, scans: true)
            for key in referenced(by: parent) { lock(key, .shareRowExclusive) }
        }
        for name in table.inherits { lock(name, .shareUpdateExclusive) }
        for name in table.like + table.reads { lock(name, .accessShare) }
    }

    private mutating func create(_ object: CreateObject) {
        switch object.kind {
        case .trigger:
            lock(object.table, .shareRowExclusive)
            if let table = object.table { lockPartitions(of: table) }
        case .policy, .rule: lock(object.table, .accessExclusive)
        case .statistics: lock(object.table, .shareUpdateExclusive)
        case .publication: for name in object.reads { lock(name, .shareUpdateExclusive) }
        case .view, .materializedView:
            for name in object.reads { lock(name, .accessShare) }
            if object.isOrReplace { lock(object.name, .accessExclusive) }
        default: break
        }
    }

    private mutating func drop(_ drop: DropObject) {
        switch drop.kind {
        case .table, .materializedView, .view, .foreignTable:
            for name in drop.names {
                lock(name, .accessExclusive)
                lockPartitions(of: name)
                guard drop.kind == .table else { continue }
                // The triggers of foreign keys on the other tables go as well.
                for referenced in referenced(by: name) { lock(referenced, .accessExclusive) }
                if let parent = schema.table(name)?.parent {
                    lock(parent, .accessExclusive)
                    lock(schema.defaultPartition(of: parent), .accessExclusive)
                }
            }
            if drop.kind == .table, drop.isCascade {
                for name in drop.names.flatMap(schema.tablesReferring) { lock(name, .accessExclusive) }
            }
        case .trigger, .policy, .rule: lock(drop.table, .accessExclusive)
        default: break
        }
    }

    private mutating func reindex(_ reindex: Reindex) {
        let mode = reindex.isConcurrent ? LockMode.shareUpdateExclusive : .share
        guard let name = reindex.name else { return }
        switch reindex.target {
        case .table: lock(name, mode, scans: true)
        case .index:
            lockTable(ofIndex: name, mode, scans: true)
            note(TableLock(.index(name.description), reindex.isConcurrent ? .shareUpdateExclusive : .accessExclusive))
        case .schema, .database, .system: note(TableLock(.tables(of: name.description), mode, scans: true))
        }
    }

    private mutating func alter(index name: ObjectName, _ action: IndexAction) {
        switch action {
        case .rename, .storage, .statistics:
            note(TableLock(.index(name.description), .shareUpdateExclusive))
        case .tablespace: note(TableLock(.index(name.description), .accessExclusive, rewrites: true))
        case .attachPartition(let partition):
            note(TableLock(.index(name.description), .shareUpdateExclusive))
            note(TableLock(.index(partition.description), .accessExclusive))
            lockTable(ofIndex: partition, .shareUpdateExclusive)
        case .other: break
        }
    }

    private mutating func alter(domain name: ObjectName, _ action: DomainAction) {
        let isScanning =
            switch action {
            case .addConstraint(let constraint): !constraint.isNotValid
            case .validateConstraint, .setNotNull: true
            case .other: false
            }
        guard isScanning else { return }
        let tables = schema.tables(using: name)
        for table in tables { lock(table, .share, scans: true) }
        if tables.isEmpty { note(TableLock(.tables(of: name.description), .share, scans: true)) }
    }

    private mutating func comment(on kind: ObjectKind, _ name: ObjectName) {
        switch kind {
        case .constraint, .trigger, .policy, .rule: lock(name, .accessShare)
        case .table, .view, .materializedView, .foreignTable: lock(name, .shareUpdateExclusive)
        default: break
        }
    }

    // What else hangs on a table

    /// The lock of a partitioned table on each of its partitions; what is read or written is they alone.
    private mutating func lockPartitions(of name: ObjectName) {
        let full = (schema.table(name)?.name ?? name).description
        let partitions = schema.partitions(of: name)
        guard let place = locks.firstIndex(where: { $0.target == .table(full) }), !partitions.isEmpty else { return }
        let mine = locks[place]
        for partition in partitions { lock(partition, mine.mode, rewrites: mine.rewrites, scans: mine.scans) }
        locks[place].rewrites = false
        locks[place].scans = false
    }

    func referenced(by name: ObjectName) -> [ObjectName] {
        guard let table = schema.table(name) else { return [] }
        return Set(table.constraints.values.compactMap(\.references)).sorted { $0.description < $1.description }
    }

    func referrers(of names: [ObjectName]) -> [ObjectName] {
        var found: [ObjectName] = []
        var pending = names
        while let name = pending.popLast() {
            for referrer in schema.tablesReferring(to: name)
            where !found.contains(where: referrer.matches) && !names.contains(where: referrer.matches) {
                found.append(referrer)
                pending.append(referrer)
            }
        }
        return found
    }
}
