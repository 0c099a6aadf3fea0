internal import YAML

/// The objects of a kustomization in order, found by what they are and were called without looking through them.
struct ResourceSet {
    private(set) var resources: [Resource] = []
    /// Where the objects of a current identity stand.
    private var current: [Identity: Int] = [:]
    /// Made when first asked for, forgotten when something may have been renamed.
    private var names: [String: [Int]]?
    private var kinds: [String: [Int]]?

    var count: Int { resources.count }

    mutating func append(_ resource: Resource) throws(KustomizeError) {
        let key = resource.identity.key
        if let first = current[key] {
            throw KustomizeError(.duplicate(resource.identity.text, first: resources[first].place), at: resource.place)
        }
        current[key] = resources.count
        resources.append(resource)
        if names != nil { note(resources.count - 1) }
    }

    mutating func append(contentsOf others: consuming ResourceSet) throws(KustomizeError) {
        if count == 0, others.current.count == others.count {
            self = others
        } else {
            try append(contentsOf: others.resources)
        }
    }

    mutating func append(contentsOf others: [Resource]) throws(KustomizeError) {
        // Room for just so many: a tree of one large file has nothing to follow.
        if count == 0 {
            resources.reserveCapacity(others.count)
            current.reserveCapacity(others.count)
        }
        for resource in others where !resource.isDeleted { try append(resource) }
    }

    /// Changes one object; whoever renames it says so.
    mutating func change(
        _ position: Int,
        renames: Bool = false,
        _ body: (inout Resource) throws(KustomizeError) -> Void
    ) throws(KustomizeError) {
        let before = renames ? resources[position].identity.key : nil
        try body(&resources[position])
        guard let before else { return }
        if current[before] == position { current[before] = nil }
        if !resources[position].isDeleted { current[resources[position].identity.key] = position }
        if names != nil { note(position) }
    }

    /// Changes every object; whoever renames says so.
    mutating func changeAll(
        renames: Bool = false,
        _ body: (inout Resource) throws(KustomizeError) -> Void
    ) throws(KustomizeError) {
        if renames { (names, kinds) = (nil, nil) }
        for position in resources.indices where !resources[position].isDeleted { try body(&resources[position]) }
        if renames { reindex() }
    }

    mutating func delete(_ position: Int) {
        resources[position].isDeleted = true
        let key = resources[position].identity.key
        if current[key] == position { current[key] = nil }
    }

    mutating func replace(_ position: Int, with resource: Resource) {
        let key = resources[position].identity.key
        if current[key] == position { current[key] = nil }
        resources[position] = resource
        current[resource.identity.key] = position
        if names != nil { note(position) }
    }

    mutating func filter(_ isKept: (Resource) -> Bool) {
        resources.removeAll { $0.isDeleted || !isKept($0) }
        (names, kinds) = (nil, nil)
        reindex()
    }

    mutating func sort(_ order: ([Resource]) -> [Resource]) {
        filter { _ in true }
        resources = order(resources)
        reindex()
    }

    /// Gives every object away and forgets it.
    mutating func drain(_ take: (inout Resource) -> Void) {
        var rest = resources
        self = ResourceSet()
        for position in rest.indices {
            take(&rest[position])
            rest[position].node = []
        }
    }

    /// Takes every tree away, by position: the objects are names alone, now and before, until they are settled.
    mutating func takeNodes() -> [YAML.Node] {
        (current, names, kinds) = ([:], nil, nil)
        var nodes = [YAML.Node](repeating: [], count: resources.count)
        for position in resources.indices { swap(&nodes[position], &resources[position].node) }
        return nodes
    }

    /// Gives the trees back to objects that nobody will look for by an old name.
    mutating func settle(_ nodes: consuming [YAML.Node]) {
        for position in resources.indices {
            swap(&nodes[position], &resources[position].node)
            resources[position].forgetHistory()
        }
        reindex()
    }

    /// The objects that are or were called by a name, in order.
    mutating func called(_ name: String) -> [Int] {
        if names == nil { noteAll() }
        return (names?[name] ?? []).filter { !resources[$0].isDeleted }
    }

    /// The objects of a kind, in order; one that changed its kind is found by both.
    mutating func ofKind(_ kind: String) -> [Int] {
        if kinds == nil { noteAll() }
        return (kinds?[kind] ?? []).filter { !resources[$0].isDeleted }
    }

    var positions: [Int] { resources.indices.filter { !resources[$0].isDeleted } }

    /// The objects that are or were called so.
    mutating func withAnyIdentity(_ identity: Identity) -> [Int] {
        let key = identity.key
        return called(identity.name).filter { position in resources[position].identities.contains { $0.key == key } }
    }

    /// Two objects that became the same.
    func firstDuplicate() -> (first: Resource, second: Resource)? {
        var seen: [Identity: Int] = [:]
        for position in positions {
            let resource = resources[position]
            if let first = seen.updateValue(position, forKey: resource.identity.key) {
                return (resources[first], resource)
            }
        }
        return nil
    }

    private mutating func reindex() {
        current.removeAll(keepingCapacity: true)
        for position in positions.reversed() { current[resources[position].identity.key] = position }
    }

    private mutating func noteAll() {
        (names, kinds) = ([:], [:])
        for position in resources.indices { note(position) }
    }

    private mutating func note(_ position: Int) {
        let resource = resources[position]
        var noted: Set<String> = []
        for identity in resource.identities where noted.insert(identity.name).inserted {
            Self.add(position, to: &names, under: identity.name)
        }
        noted.removeAll()
        for identity in resource.identities where noted.insert(identity.type.kind).inserted {
            Self.add(position, to: &kinds, under: identity.type.kind)
        }
    }

    private static func add(_ position: Int, to index: inout [String: [Int]]?, under name: String) {
        var positions = index?[name] ?? []
        index?[name] = []
        if let last = positions.last, last >= position {
            var (low, high) = (0, positions.count)
            while low < high {
                let middle = (low + high) / 2
                if positions[middle] < position { low = middle + 1 } else { high = middle }
            }
            if positions[low] != position { positions.insert(position, at: low) }
        } else {
            positions.append(position)
        }
        index?[name] = positions
    }
}
