internal import YAML

/// Merges lists whose items know each other by keys, or are plain values.
struct ListMerge {
    let merge: StrategicMerge
    let schema: MergeSchema?
    let path: String

    func merge(_ old: YAML.Node?, _ new: YAML.Node?, by list: MergeSchema.List) throws(MergeError) -> YAML.Node? {
        guard var result = old ?? new else { return nil }
        var patch = new?.sequence ?? []
        var base = old?.sequence ?? []
        switch try Self.directive(&patch, path: path) {
        case "delete": return nil
        case "replace": base = []
        default: break
        }
        let items: [YAML.Node] =
            switch list {
            case .values: values(patch, base)
            case .keyed(let keys) where keys.count == 1: try keyed(patch, base, by: keys[0])
            case .keyed(let keys): try MultiKeyMerge(list: self, keys: keys).merge(patch, base)
            }
        if items.isEmpty, !(base.isEmpty && patch.isEmpty) { return nil }
        result.content = .sequence(items)
        return result
    }

    /// One item that is a directive and nothing else speaks for the whole list.
    private static func directive(_ patch: inout [YAML.Node], path: String) throws(MergeError) -> String {
        let alone = patch.firstIndex { $0.mapping?.count == 1 && $0["$patch"] != nil }
        guard let alone, let word = patch[alone]["$patch"]?.plainText else { return "merge" }
        guard ["delete", "replace", "merge"].contains(word) else {
            throw MergeError(path: path, reason: "$patch is delete, replace or merge, found \"\(word)\"")
        }
        patch.remove(at: alone)
        return word
    }

    private func values(_ patch: [YAML.Node], _ base: [YAML.Node]) -> [YAML.Node] {
        var seen: Set<String> = []
        return (patch + base).filter { !$0.isNull && seen.insert($0.plainText).inserted }
    }

    private func keyed(_ patch: [YAML.Node], _ base: [YAML.Node], by key: String) throws(MergeError) -> [YAML.Node] {
        var positions: [String: Int] = [:]
        for (position, item) in base.enumerated() {
            guard let name = item[key], positions[name.plainText] == nil else { continue }
            positions[name.plainText] = position
        }
        var result: [YAML.Node] = []
        var taken: [String: Int] = [:]
        for item in patch {
            guard item.mapping != nil else {
                throw MergeError(path: path, reason: "expected a map with the key \(key), found \(item.inWords)")
            }
            guard let name = item[key], !name.isNull else {
                throw MergeError(path: path, reason: "an item has no \(key), by which it is known")
            }
            guard taken[name.plainText] == nil else { continue }
            let old = positions[name.plainText].map { base[$0] }
            taken[name.plainText] = result.count
            guard
                var merged = try merge.merge(old, item, schema: schema, list: nil, path: "\(path)[\(name.plainText)]"),
                merged.mapping?.isEmpty == false
            else { continue }
            // kustomize lays the old item over one that was to take its stead.
            if item["$patch"]?.plainText == "replace", let old { merged = old }
            if merged[key] == nil { merged.set(key, to: name) }
            result.append(merged)
        }
        for item in base {
            guard let name = item[key] else {
                result.append(item)
                continue
            }
            guard taken[name.plainText] == nil else { continue }
            taken[name.plainText] = result.count
            let kept = try merge.merge(item, nil, schema: schema, list: nil, path: path)
            if let kept, kept.mapping?.isEmpty != true { result.append(kept) }
        }
        return result
    }
}

extension ListMerge {
    /// `$deleteFromPrimitiveList`.
    static func remove(_ values: YAML.Node, from field: String, of mapping: inout YAML.Mapping) {
        guard var list = mapping[field], let items = list.sequence else { return }
        let removed = Set((values.sequence ?? []).map(\.plainText))
        list.content = .sequence(items.filter { !removed.contains($0.plainText) })
        mapping[field] = list
    }

    /// `$setElementOrder`: the items it names first and in its order, the others behind them as they stood.
    static func order(
        _ field: String,
        of mapping: inout YAML.Mapping,
        by order: YAML.Node,
        _ list: MergeSchema.List?
    ) {
        guard var node = mapping[field], let items = node.sequence else { return }
        let key: String? = if case .keyed(let keys) = list { keys.first } else { nil }
        func name(_ item: YAML.Node) -> String { (key.flatMap { item[$0] } ?? item).plainText }
        var ranks: [String: Int] = [:]
        for (rank, item) in (order.sequence ?? []).enumerated() where ranks[name(item)] == nil {
            ranks[name(item)] = rank
        }
        let ranked = items.enumerated().map { (ranks[name($0.element)] ?? Int.max, $0.offset) }.sorted { $0 < $1 }
        node.content = .sequence(ranked.map { items[$0.1] })
        mapping[field] = node
    }
}
