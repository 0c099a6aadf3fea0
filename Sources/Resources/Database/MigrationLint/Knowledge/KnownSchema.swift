/// What the migrations up to here tell of the schema: by this a rule knows whether a table is new, which type a column had, whether a check was validated.
struct KnownSchema: Sendable {
    /// A kind of thing and its bare name.
    private struct Key: Sendable, Hashable {
        var kind: ObjectKind
        var name: String
    }

    private var tables: [String: [KnownTable]] = [:]
    private var indexes: [String: KnownIndex] = [:]
    /// The file that made each other thing.
    private var origins: [Key: Int] = [:]
    /// Whether each function that was made is volatile.
    private var volatility: [String: Bool] = [:]
    /// The tables that were children when they were made or attached, by their parent's bare name.
    private var partitions: [String: [ObjectName]] = [:]
    private var defaultPartitions: [String: ObjectName] = [:]
    /// Which tables have a foreign key to a table, by the latter's bare name.
    private var referrers: [String: [ObjectName]] = [:]

    // Tables

    func table(_ name: ObjectName) -> KnownTable? { tables[name.name]?.first { $0.name.matches(name) } }

    mutating func put(_ table: KnownTable) {
        remove(table: table.name)
        tables[table.name.name, default: []].append(table)
        for key in table.constraints.values { note(referrer: table.name, of: key.references) }
        if let parent = table.parent { note(partition: table.name, of: parent) }
    }

    mutating func remove(table name: ObjectName) {
        tables[name.name]?.removeAll { $0.name.matches(name) }
    }

    mutating func rename(table name: ObjectName, to new: ObjectName) {
        guard var table = table(name) else { return }
        remove(table: name)
        table.name = new
        put(table)
        for (index, known) in indexes where known.table.matches(name) { indexes[index]?.table = new }
    }

    mutating func change(table name: ObjectName, _ change: (inout KnownTable) -> Void) {
        guard let place = tables[name.name]?.firstIndex(where: { $0.name.matches(name) }) else { return }
        change(&tables[name.name, default: []][place])
    }

    /// Changes a table that is perhaps not known yet: an older one, of which only this much is seen.
    mutating func learn(table name: ObjectName, _ change: (inout KnownTable) -> Void) {
        if table(name) == nil { put(KnownTable(name: name, origin: Self.beforeAll)) }
        self.change(table: name, change)
    }

    /// The origin of what no file has made.
    static let beforeAll = -1

    // Partitions and foreign keys

    mutating func note(partition: ObjectName, of parent: ObjectName) {
        partitions[parent.name, default: []].append(partition)
    }

    /// The partitions of a table, and theirs.
    func partitions(of parent: ObjectName) -> [ObjectName] {
        let children = (partitions[parent.name] ?? []).filter { table($0)?.parent?.matches(parent) == true }
        return children.flatMap { [$0] + partitions(of: $0) }
    }

    func defaultPartition(of parent: ObjectName) -> ObjectName? { defaultPartitions[parent.name] }

    mutating func set(defaultPartition: ObjectName, of parent: ObjectName) {
        defaultPartitions[parent.name] = defaultPartition
    }

    mutating func note(referrer: ObjectName, of table: ObjectName?) {
        guard let table, referrers[table.name]?.contains(referrer) != true else { return }
        referrers[table.name, default: []].append(referrer)
    }

    /// The tables with foreign keys to this one.
    func tablesReferring(to name: ObjectName) -> [ObjectName] {
        (referrers[name.name] ?? []).filter { referrer in
            table(referrer)?.constraints.values.contains { $0.references?.matches(name) == true } == true
        }
    }

    /// The tables with a column of this type.
    func tables(using type: ObjectName) -> [ObjectName] {
        tables.values.joined().filter { table in
            table.columns.values.contains { $0.type?.name == type.name }
        }.map(\.name).sorted { $0.description < $1.description }
    }

    // Indexes

    func index(_ name: ObjectName) -> KnownIndex? { indexes[name.name] }

    mutating func put(index: String, _ known: KnownIndex) { indexes[index] = known }

    mutating func remove(index: ObjectName) { indexes[index.name] = nil }

    mutating func rename(index: ObjectName, to new: String) {
        indexes[new] = indexes.removeValue(forKey: index.name)
    }

    // Other things

    func origin(of kind: ObjectKind, _ name: ObjectName) -> Int? { origins[Key(kind: kind, name: name.name)] }

    mutating func put(_ kind: ObjectKind, _ name: ObjectName, origin: Int) {
        origins[Key(kind: kind, name: name.name)] = origin
    }

    mutating func remove(_ kind: ObjectKind, _ name: ObjectName) { origins[Key(kind: kind, name: name.name)] = nil }

    func isVolatile(_ function: ObjectName) -> Bool? { volatility[function.name] }

    mutating func put(function: ObjectName, isVolatile: Bool) { volatility[function.name] = isVolatile }
}
