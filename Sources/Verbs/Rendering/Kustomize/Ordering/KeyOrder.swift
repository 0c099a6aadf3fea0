internal import YAML

/// The order kustomize prints the keys of a map in: numbers within them by their value, letters behind all else.
///
/// The relation is not transitive (`1a < 2 < 12 < 1a`), so kustomize's own output differs from run to run where such keys
/// meet. Sorted bytewise first and then stably by the relation, ours is always the same, and kustomize's where that has one.
enum KeyOrder {
    /// Sorts in place: a tree is large, and of no use in its old order.
    static func sort(_ node: inout YAML.Node) {
        switch node.content {
        case .scalar: return
        case .sequence(var items):
            guard items.contains(where: { $0.scalar == nil }) else { return }
            node.content = .sequence([])
            for position in items.indices { sort(&items[position]) }
            node.content = .sequence(items)
        case .mapping(var mapping):
            let isWordy = mapping.allSatisfy { isWord($0.name) }
            let isSorted = isWordy && isBytewise(mapping)
            // Scalars alone, in order: most maps of a manifest stay as they are.
            if isSorted, mapping.allSatisfy({ $0.value.scalar != nil }) { return }
            node.content = .sequence([])
            mapping.rearrange { entries in
                if !isSorted { entries.sort { Bytewise.precedes($0.name, $1.name) } }
                if !isWordy { entries = merged(entries[...]) }
                for position in entries.indices { sort(&entries[position].value) }
            }
            node.content = .mapping(mapping)
        }
    }

    private static func isBytewise(_ mapping: YAML.Mapping) -> Bool {
        zip(mapping, mapping.dropFirst()).allSatisfy { Bytewise.precedes($0.name, $1.name) }
    }

    /// Of letters alone, whose order is that of the bytes.
    private static func isWord(_ name: String) -> Bool {
        name.utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0 & 0xDF) }
    }

    private static func merged(_ entries: ArraySlice<YAML.Mapping.Entry>) -> [YAML.Mapping.Entry] {
        guard entries.count > 1 else { return Array(entries) }
        let middle = entries.startIndex + entries.count / 2
        let (left, right) = (merged(entries[..<middle]), merged(entries[middle...]))
        var result: [YAML.Mapping.Entry] = []
        result.reserveCapacity(entries.count)
        var (mine, theirs) = (0, 0)
        while mine < left.count, theirs < right.count {
            if precedes(right[theirs].name, left[mine].name) {
                result.append(right[theirs])
                theirs += 1
            } else {
                result.append(left[mine])
                mine += 1
            }
        }
        return result + left[mine...] + right[theirs...]
    }

    static func precedes(_ one: String, _ other: String) -> Bool {
        let (mine, theirs) = (Array(one.unicodeScalars), Array(other.unicodeScalars))
        for position in 0..<min(mine.count, theirs.count) where mine[position] != theirs[position] {
            let (left, right) = (mine[position], theirs[position])
            switch (left.properties.isAlphabetic, right.properties.isAlphabetic) {
            case (true, true): return left < right
            case (true, false): return false
            case (false, true): return true
            case (false, false): break
            }
            let (first, firstEnd) = number(in: mine, from: position)
            let (second, secondEnd) = number(in: theirs, from: position)
            if first != second { return first < second }
            if firstEnd != secondEnd { return firstEnd < secondEnd }
            return left < right
        }
        return mine.count < theirs.count
    }

    private static func number(in text: [UnicodeScalar], from start: Int) -> (value: Int64, end: Int) {
        var value: Int64 = 0
        var end = start
        while end < text.count, ("0"..."9").contains(text[end]) {
            value = value &* 10 &+ Int64(text[end].value - 48)
            end += 1
        }
        return (value, end)
    }
}
