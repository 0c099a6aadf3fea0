/// The values that templates are rendered with: one tree for one environment and region.
package struct Values: Sendable {
    package let root: Value
    /// Of every value by its number: what it hangs below, and under which name.
    private let parents: [Int]
    private let steps: [String]

    /// As deep as the platform file may be; templates add their own depth to it.
    package static let depthLimit = 100

    /// Numbers a tree, in which nothing is deeper than `depthLimit`.
    package init(_ root: Fields, origin: Origin = .elsewhere("built in")) {
        var numbered = Value(.map(root), origin)
        var parents = [0]
        var steps = [""]
        var next = 0
        Self.number(&numbered, parent: 0, depth: 0, &next, &parents, &steps)
        self.root = numbered
        self.parents = parents
        self.steps = steps
    }

    /// How many values there are, lists and maps among them.
    var count: Int { parents.count }

    /// The way to a value, by its number.
    func path(of number: Int) -> ValuePath {
        var way: [String] = []
        var here = number
        while here > 0 {
            way.append(steps[here])
            here = parents[here]
        }
        return ValuePath(way.reversed())
    }

    /// The value at a path, or nil.
    package func at(_ path: ValuePath) -> Value? {
        var here = root
        for step in path.steps {
            guard let next = here.child(step) else { return nil }
            here = next
        }
        return here
    }

    /// Of the values whose numbers are in order: the one that has this number.
    func value(numbered number: Int) -> Value? {
        guard parents.indices.contains(number) else { return nil }
        var here = root
        // The numbers below a value are a range, so each step has one way to go.
        while here.number != number {
            guard let next = here.child(holding: number) else { return nil }
            here = next
        }
        return here
    }

    private static func number(
        _ value: inout Value,
        parent: Int,
        depth: Int,
        _ next: inout Int,
        _ parents: inout [Int],
        _ steps: inout [String],
    ) {
        precondition(depth <= depthLimit, "values are no deeper than \(depthLimit)")
        let own = next
        value.number = own
        next += 1
        func take(_ step: String, _ child: inout Value) {
            parents.append(own)
            steps.append(step)
            number(&child, parent: own, depth: depth + 1, &next, &parents, &steps)
        }
        switch value.content {
        case .map(var fields):
            value.content = .nothing
            fields.change(take)
            value.content = .map(fields)
        case .list(var items):
            value.content = .nothing
            for position in items.indices { take(String(position), &items[position]) }
            value.content = .list(items)
        default: break
        }
        value.end = next
    }
}

extension Values.Value {
    /// What hangs below it under a name or, of a list, at a position.
    func child(_ step: String) -> Values.Value? {
        switch content {
        case .map(let fields): fields[step]
        case .list(let items): Int(step).flatMap { items.indices.contains($0) ? items[$0] : nil }
        default: nil
        }
    }

    /// The one of its children that has a number or has it below.
    fileprivate func child(holding number: Int) -> Values.Value? {
        switch content {
        case .map(let fields): Self.search(fields.entries, number) { $0.value }
        case .list(let items): Self.search(items, number) { $0 }
        default: nil
        }
    }

    private static func search<Item>(_ items: [Item], _ number: Int, _ value: (Item) -> Values.Value) -> Values.Value? {
        var (low, high) = (0, items.count)
        while low < high {
            let middle = (low + high) / 2
            let here = value(items[middle])
            if number < here.number {
                high = middle
            } else if number >= here.end {
                low = middle + 1
            } else {
                return here
            }
        }
        return nil
    }
}
