internal import Words

/// A single value of the tree, and the numbers of all that it hangs below, itself last.
struct ValueLeaf {
    var path: ValuePath
    var way: [Int]
    /// Where the file says it; nil where no file does.
    var place: Place?
}

extension Values {
    /// Every single value that a template could read, in the order of the tree.
    var leaves: [ValueLeaf] {
        var leaves: [ValueLeaf] = []
        collect(root, [], [], &leaves)
        return leaves
    }

    private func collect(_ value: Value, _ steps: [String], _ way: [Int], _ leaves: inout [ValueLeaf]) {
        let way = way + [value.number]
        switch value.content {
        case .nothing, .reference: return
        case .map(let fields):
            for entry in fields.entries { collect(entry.value, steps + [entry.name], way, &leaves) }
        case .list(let items):
            for (position, item) in items.enumerated() { collect(item, steps + [String(position)], way, &leaves) }
        case .truth, .integer, .number, .text:
            let place: Place? = if case .file(let place) = value.origin { place } else { nil }
            leaves.append(ValueLeaf(path: ValuePath(steps), way: way, place: place))
        }
    }
}

extension ValueUsage {
    /// Whether a single value was read, alone or with what it hangs below, or asked for.
    func covers(_ way: [Int]) -> Bool {
        way.contains { taken[$0] } || way.last.map { askedOf[$0] } == true
    }
}
