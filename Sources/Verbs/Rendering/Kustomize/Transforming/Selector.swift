internal import YAML

/// Which objects a patch or a replacement is for: what is not named is free.
struct Selector {
    private let group: Pattern?
    private let version: Pattern?
    private let kind: Pattern?
    private let name: Pattern?
    private let namespace: Pattern?
    private let labels: Requirements
    private let annotations: Requirements
    let place: YAML.Place
    /// As it was written, for messages.
    let text: String

    private static let known = [
        "group", "version", "kind", "name", "namespace", "labelSelector", "annotationSelector",
    ]

    init(_ node: YAML.Node, _ path: String) throws(KustomizeError) {
        let fields = try FieldReader(node, path, known: Self.known)
        func pattern(_ field: String) throws(KustomizeError) -> Pattern? {
            guard let text = try fields.string(field), !text.isEmpty else { return nil }
            do {
                return try Pattern(text)
            } catch {
                let place = fields.node(field)?.place ?? node.place
                throw KustomizeError(.badPattern(text, reason: error.reason), at: place)
            }
        }
        group = try pattern("group")
        version = try pattern("version")
        kind = try pattern("kind")
        name = try pattern("name")
        namespace = try pattern("namespace")
        labels = try Requirements(try fields.string("labelSelector") ?? "", at: node.place)
        annotations = try Requirements(try fields.string("annotationSelector") ?? "", at: node.place)
        place = node.place
        var words: [String] = []
        for field in Self.known {
            if let value = try fields.string(field), !value.isEmpty { words.append("\(field) \(value)") }
        }
        text = words.isEmpty ? "anything" : words.joined(separator: ", ")
    }

    /// The objects that a patch is for: their type and labels as they are, name and namespace as they are or first were.
    func patched(in set: inout ResourceSet) -> [Int] {
        candidates(in: &set).filter { position in
            let resource = set.resources[position]
            let (now, first) = (resource.identity, resource.original)
            return matchesType(now.type) && (matchesNamespace(first) || matchesNamespace(now))
                && (matches(name, first.name) || matches(name, now.name)) && matchesLabels(resource)
        }
    }

    /// The objects that a replacement is for: one of their identities is meant.
    func replaced(in set: inout ResourceSet) -> [Int] {
        candidates(in: &set).filter { position in
            let resource = set.resources[position]
            return matchesLabels(resource) && resource.identities.contains(where: matchesIdentity)
        }
    }

    /// Whether a replacement leaves an object out: by labels if it names any, or by one of its identities.
    func rejects(_ resource: Resource) -> Bool {
        if !labels.isEmpty || !annotations.isEmpty, matchesLabels(resource) { return true }
        let namesIdentity = [group, version, kind, name, namespace].contains { $0 != nil }
        return namesIdentity && resource.identities.contains(where: matchesIdentity)
    }

    /// A plain name or kind is looked up, so that many selectors cost no more than what they find.
    private func candidates(in set: inout ResourceSet) -> [Int] {
        if let name = name?.literal { return set.called(name) }
        if let kind = kind?.literal { return set.ofKind(kind) }
        return set.positions
    }

    private func matchesIdentity(_ identity: Identity) -> Bool {
        matchesType(identity.type) && matchesNamespace(identity) && matches(name, identity.name)
    }

    private func matchesType(_ type: ObjectType) -> Bool {
        matches(kind, type.kind) && matches(group, type.group) && matches(version, type.version)
    }

    private func matchesNamespace(_ identity: Identity) -> Bool {
        matches(namespace, identity.effectiveNamespace)
    }

    private func matchesLabels(_ resource: Resource) -> Bool {
        if labels.isEmpty, annotations.isEmpty { return true }
        let metadata = resource.node["metadata"]
        return labels.match(metadata?["labels"]) && annotations.match(metadata?["annotations"])
    }

    private func matches(_ pattern: Pattern?, _ text: String) -> Bool {
        pattern?.matches(text) ?? true
    }
}
