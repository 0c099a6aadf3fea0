internal import JSON

/// Two streams that would store the same subject, which the server refuses; or one that names it twice.
struct Overlap: Sendable, Hashable {
    let stream: String
    let subject: String
    let other: String
    let otherSubject: String

    var isWithinItself: Bool { stream == other }

    /// As one of the two sees it.
    func reason(seenFrom name: String, isUndeclared: Bool) -> String {
        let (own, their) = name == stream ? (subject, otherSubject) : (otherSubject, subject)
        if isWithinItself { return "its own subjects \(own) and \(their) overlap" }
        let whose = name == stream ? other : stream
        let kind = isUndeclared ? "the undeclared stream" : "stream"
        return "its subject \(own) overlaps with \(their) of \(kind) \(whose)"
    }
}

/// What streams keep after all is as declared, and where that collides.
struct SubjectMap: Sendable {
    private let names: [String]
    private let subjects: [[String]]

    /// Streams by name with their subjects; in a fixed order, so that the same world gives the same words.
    init(_ streams: [String: [String]]) {
        names = streams.keys.sorted()
        subjects = names.map { streams[$0] ?? [] }
    }

    /// Those that one of the named streams takes part in, each pair once.
    func overlaps(of declared: Set<String>) -> [Overlap] {
        let index = index()
        var found: [Overlap] = []
        for (owner, name) in names.enumerated() where declared.contains(name) {
            for subject in subjects[owner] {
                for entry in index.colliding(with: subject) {
                    let other = names[entry.owner]
                    // Where both are asked about, each finds the other.
                    let isFirst = name == other ? subject < entry.subject : name < other || !declared.contains(other)
                    guard isFirst else { continue }
                    found.append(
                        Overlap(stream: name, subject: subject, other: other, otherSubject: entry.subject)
                    )
                }
            }
        }
        return found
    }

    /// Who owns subjects that collide with others.
    struct Lookup {
        fileprivate let index: SubjectIndex
        fileprivate let names: [String]

        func owners(of subjects: [String]) -> Set<String> {
            Set(subjects.flatMap { index.colliding(with: $0) }.map { names[$0.owner] })
        }
    }

    func lookup() -> Lookup { Lookup(index: index(), names: names) }

    private func index() -> SubjectIndex {
        var index = SubjectIndex()
        for (owner, all) in subjects.enumerated() {
            for subject in all { index.insert(subject, owner: owner) }
        }
        return index
    }
}
