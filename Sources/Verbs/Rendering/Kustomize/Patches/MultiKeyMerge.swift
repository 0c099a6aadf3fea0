internal import YAML

/// Merges lists whose items are known by several keys, some of which may be missing: a port without its protocol.
///
/// Step by step what kustomize does, its loss of a patch whose item gives a key that the object leaves out included:
/// the object's own item is laid over the result last.
struct MultiKeyMerge {
    let list: ListMerge
    let keys: [String]
    /// Every item is compared with every other.
    private static let mostItems = 500

    func merge(_ patch: [YAML.Node], _ base: [YAML.Node]) throws(MergeError) -> [YAML.Node] {
        guard patch.count + base.count <= Self.mostItems else {
            throw MergeError(path: list.path, reason: "more than \(Self.mostItems) items to merge by several keys")
        }
        var rows = distinct((patch + base).map(row))
        complete(&rows)
        let valid = keys.indices.filter { key in rows.contains { !$0[key].isEmpty } }
        let used = valid.isEmpty ? Array(keys.indices) : valid
        var base = base
        var result: [YAML.Node] = []
        for row in rows {
            let named = used.filter { !row[$0].isEmpty }
            let old = find(row, named, in: base)
            let new = find(row, named, in: patch)
            let merged = try list.merge.merge(
                old.map { base[$0] },
                new.map { patch[$0] },
                schema: list.schema,
                list: nil,
                path: list.path
            )
            guard var merged, merged.mapping?.isEmpty == false else {
                base.removeAll { matches($0, row, used) }
                continue
            }
            if let old, new != nil { base[old] = merged }
            for key in used where merged[keys[key]] == nil && !row[key].isEmpty {
                merged.set(keys[key], to: YAML.Node(YAML.Scalar(text: row[key], style: .plain)))
            }
            put(merged, row, used, into: &result)
        }
        for item in base { lay(item, used, over: &result) }
        return result
    }

    private func row(_ item: YAML.Node) -> [String] { keys.map { item[$0]?.plainText ?? "" } }

    private func distinct(_ rows: [[String]]) -> [[String]] {
        var seen: Set<[String]> = []
        return rows.filter { seen.insert($0).inserted }
    }

    /// Rows that differ only in what one of them leaves out, and agree in something, are the same.
    private func complete(_ rows: inout [[String]]) {
        for one in rows.indices {
            for other in rows.indices {
                guard let both = joined(rows[one], rows[other]) else { continue }
                rows[one] = both
                rows[other] = both
            }
        }
    }

    private func joined(_ one: [String], _ other: [String]) -> [String]? {
        var both: [String] = []
        var agree = false
        for (mine, theirs) in zip(one, other) {
            if mine == theirs {
                agree = true
            } else if !mine.isEmpty, !theirs.isEmpty {
                return nil
            }
            both.append(mine.isEmpty ? theirs : mine)
        }
        return agree ? both : nil
    }

    private func find(_ row: [String], _ used: [Int], in items: [YAML.Node]) -> Int? {
        items.firstIndex { matches($0, row, used) }
    }

    private func matches(_ item: YAML.Node, _ row: [String], _ used: [Int]) -> Bool {
        used.allSatisfy { key in
            guard let value = item[keys[key]] else { return false }
            return row[key].isEmpty || value.plainText == row[key]
        }
    }

    private func put(_ item: YAML.Node, _ row: [String], _ used: [Int], into items: inout [YAML.Node]) {
        let places = items.indices.filter { matches(items[$0], row, used) }
        for place in places { items[place] = item }
        if places.isEmpty { items.append(item) }
    }

    /// An item of the object goes behind the merged, and what agrees with the keys it gives goes.
    private func lay(_ item: YAML.Node, _ used: [Int], over items: inout [YAML.Node]) {
        let values = row(item)
        // Where nobody gives more than one key, the list is like any other.
        if used.count == 1 { return put(item, values, used, into: &items) }
        let present = used.filter { !values[$0].isEmpty }
        if !present.isEmpty { items.removeAll { matches($0, values, present) } }
        items.append(item)
    }
}
