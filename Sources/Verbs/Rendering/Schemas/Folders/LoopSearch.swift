/// Finds rules that lead back to themselves without going deeper into an object, or too deep into one another.
struct LoopSearch {
    private var edges: [Int: [Int]] = [:]
    private static let longest = 30

    mutating func add(_ rule: Int, leadsTo others: [Int]) {
        if !others.isEmpty { edges[rule] = others }
    }

    var hasLoop: Bool {
        // How many steps can be gone from each rule on.
        var lengths: [Int: Int] = [:]
        return edges.keys.contains { length(from: $0, &lengths, depth: 0) > Self.longest }
    }

    private func length(from rule: Int, _ lengths: inout [Int: Int], depth: Int) -> Int {
        if let known = lengths[rule] { return known }
        guard let others = edges[rule] else { return 0 }
        guard depth <= Self.longest else { return Self.longest + 1 }
        var longest = 0
        for other in others {
            longest = max(longest, 1 + length(from: other, &lengths, depth: depth + 1))
            if longest > Self.longest { return longest }
        }
        lengths[rule] = longest
        return longest
    }
}
