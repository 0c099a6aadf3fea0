/// Subjects as patterns: tokens between dots, `*` for any one, a last `>` for one or more.
enum Subjects {
    /// Whether some subject is of both.
    static func collide(_ one: String, _ other: String) -> Bool {
        let (left, right) = (tokens(one), tokens(other))
        for index in 0..<max(left.count, right.count) {
            guard index < left.count, index < right.count else { return false }
            if left[index] == ">" || right[index] == ">" { return true }
            if left[index] != right[index], left[index] != "*", right[index] != "*" { return false }
        }
        return true
    }

    /// Whether every subject of the narrow one is of the wide one.
    static func covers(_ wide: String, _ narrow: String) -> Bool {
        let (wide, narrow) = (tokens(wide), tokens(narrow))
        for (index, token) in narrow.enumerated() {
            guard index < wide.count else { return false }
            if wide[index] == ">" { return true }
            if token == ">" || (wide[index] != "*" && wide[index] != token) { return false }
        }
        return wide.count == narrow.count
    }

    static func tokens(_ subject: String) -> [Substring] {
        subject.split(separator: ".", omittingEmptySubsequences: false)
    }
}

/// Many subjects of many owners, so arranged that those which collide with another are found without looking at all.
struct SubjectIndex {
    struct Entry: Hashable {
        let subject: String
        let owner: Int
    }

    private struct Node {
        var children: [Substring: Int] = [:]
        /// Subjects that end here.
        var ending: [Entry] = []
        /// Subjects whose last token, `>`, stands here.
        var open: [Entry] = []
    }

    private var nodes = [Node()]

    mutating func insert(_ subject: String, owner: Int) {
        let entry = Entry(subject: subject, owner: owner)
        var place = 0
        for token in Subjects.tokens(subject) {
            if token == ">" {
                nodes[place].open.append(entry)
                return
            }
            if let next = nodes[place].children[token] {
                place = next
            } else {
                nodes.append(Node())
                nodes[place].children[token] = nodes.count - 1
                place = nodes.count - 1
            }
        }
        nodes[place].ending.append(entry)
    }

    func colliding(with subject: String) -> [Entry] {
        var found: [Entry] = []
        search(0, Subjects.tokens(subject)[...], &found)
        return found
    }

    private func search(_ place: Int, _ tokens: ArraySlice<Substring>, _ found: inout [Entry]) {
        let node = nodes[place]
        guard let token = tokens.first else {
            found += node.ending
            return
        }
        found += node.open
        switch token {
        case ">": for child in node.children.values { gather(child, &found) }
        case "*": for child in node.children.values { search(child, tokens.dropFirst(), &found) }
        default:
            for key in [token, "*"] {
                if let child = node.children[key] { search(child, tokens.dropFirst(), &found) }
            }
        }
    }

    private func gather(_ place: Int, _ found: inout [Entry]) {
        found += nodes[place].ending + nodes[place].open
        for child in nodes[place].children.values { gather(child, &found) }
    }
}
