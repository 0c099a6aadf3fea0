/// The consumers of one workqueue, of which no two may take the same subject.
struct Rivals: Sendable {
    private let names: [String]
    private let filters: [[String]]
    private let index: SubjectIndex
    private let owners: [String: Int]

    init(_ consumers: [String: [String]]) {
        names = consumers.keys.sorted()
        filters = names.map { consumers[$0] ?? [] }
        var index = SubjectIndex()
        for (owner, filters) in filters.enumerated() {
            // No filter is a filter for everything.
            for filter in filters.isEmpty ? [">"] : filters { index.insert(filter, owner: owner) }
        }
        self.index = index
        owners = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($0.element, $0.offset) })
    }

    /// The first other consumer that takes what this one takes, and by which of its filters; nil where it takes everything.
    func clash(of name: String) -> (filter: String?, other: String)? {
        guard let own = owners[name] else { return nil }
        let wanted: [String?] = filters[own].isEmpty ? [nil] : filters[own]
        for filter in wanted {
            let others = index.colliding(with: filter ?? ">").map(\.owner).filter { $0 != own }
            if let other = others.min() { return (filter, names[other]) }
        }
        return nil
    }
}
