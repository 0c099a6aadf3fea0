/// What somebody probably meant: the nearest of the names that exist.
package enum NearestName {
    /// The nearest candidate, or nil where none is near enough to be worth a guess.
    package static func to(_ word: String, among candidates: some Sequence<String>) -> String? {
        all(to: word, among: candidates, limit: 1).first
    }

    /// The nearest candidates, best first; equally near ones in alphabetical order.
    package static func all(to word: String, among candidates: some Sequence<String>, limit: Int = 3) -> [String] {
        let wanted = Array(word.lowercased())
        guard !wanted.isEmpty, wanted.count <= longestWord else { return [] }
        var near: [(distance: Int, name: String)] = []
        for name in Set(candidates) where !name.isEmpty && name.count <= longestWord {
            let known = Array(name.lowercased())
            let distance = distance(wanted, known)
            // A third of the letters may be wrong; a beginning of three letters counts as one slip.
            let isBeginning = wanted.count >= 3 && known.starts(with: wanted)
            let allowed = max(1, max(wanted.count, known.count) / 3)
            if distance <= allowed, distance < max(wanted.count, known.count) {
                near.append((distance, name))
            } else if isBeginning {
                near.append((allowed, name))
            }
        }
        near.sort { ($0.distance, $0.name) < ($1.distance, $1.name) }
        return near.prefix(limit).map(\.name)
    }

    /// Longer words are data, not slips, and the work grows with the square of the length.
    private static let longestWord = 100

    /// Slips between two words: a letter too many, too few, wrong, or two exchanged.
    static func distance(_ left: [Character], _ right: [Character]) -> Int {
        if left == right { return 0 }
        if left.isEmpty || right.isEmpty { return max(left.count, right.count) }
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for i in 1...left.count {
            var row = [i] + Array(repeating: 0, count: right.count)
            for j in 1...right.count {
                let change = left[i - 1] == right[j - 1] ? 0 : 1
                var best = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + change)
                if i > 1, j > 1, left[i - 1] == right[j - 2], left[i - 2] == right[j - 1] {
                    best = min(best, beforeLast[j - 2] + 1)
                }
                row[j] = best
            }
            beforeLast = last
            last = row
        }
        return last[right.count]
    }
}
