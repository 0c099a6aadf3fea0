/// The rules of one version, and where the kinds' schemas are.
struct Shelf {
    var book: RuleBook
    private var folders: [FolderReader]
    private var found: [KindName: Finding] = [:]

    /// What is known of a kind.
    enum Finding {
        case rule(Int, isSpecAlone: Bool)
        /// In other versions alone.
        case elsewhere(VersionSpan)
        /// A schema that cannot be used.
        case broken(file: String, reason: String)
        case nothing
    }

    init(version: KubernetesVersion, cluster: KubernetesVersion, folders: [SchemaFolder]) {
        book = RuleBook(version: version, cluster: cluster)
        self.folders = folders.map { FolderReader($0, version: cluster) }
    }

    /// The book, for who puts it back.
    mutating func takeBook() -> RuleBook {
        let taken = book
        book = RuleBook(version: taken.version, cluster: taken.cluster)
        return taken
    }

    /// - Returns: `isSpecAlone` where the rule may leave out apiVersion, kind and metadata.
    mutating func finding(for name: KindName) -> Finding {
        if let known = found[name] { return known }
        let finding = lookUp(name)
        found[name] = finding
        return finding
    }

    private mutating func lookUp(_ name: KindName) -> Finding {
        for position in folders.indices {
            switch folders[position].rule(for: name, in: &book) {
            case .success(let rule?): return .rule(rule, isSpecAlone: true)
            case .success(nil): continue
            case .failure(let error): return .broken(file: error.file, reason: error.reason)
            }
        }
        for text in [CompactText.kubernetes, .written] {
            guard let kind = text.kinds[name] else { continue }
            guard kind.span.contains(book.version) else { return .elsewhere(kind.span) }
            let fields = kind.type.contains(".") ? RuleBook.fields(of: kind.type) : []
            return .rule(book.number(of: kind.type), isSpecAlone: !fields.contains { $0.name == "metadata" })
        }
        return .nothing
    }
}
