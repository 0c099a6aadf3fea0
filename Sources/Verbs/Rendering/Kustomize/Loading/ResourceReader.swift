internal import YAML

/// Makes resources of the documents of a file.
struct ResourceReader {
    let options: Kustomize.Options

    func resources(in bytes: [UInt8], file: String) throws(KustomizeError) -> [Resource] {
        let documents = try documents(in: bytes, file: file)
        var resources: [Resource] = []
        resources.reserveCapacity(documents.count)
        var types: Set<ObjectType> = []
        for document in documents { try add(document, to: &resources, &types) }
        return resources
    }

    /// Every document that says something, its scalars as Kubernetes reads them.
    func documents(in bytes: [UInt8], file: String) throws(KustomizeError) -> [YAML.Node] {
        let documents: [YAML.Document]
        do { documents = try YAML.parseAll(bytes, file: file) } catch { throw KustomizeError(error) }
        var nodes: [YAML.Node] = []
        for document in documents where !document.isEmpty && !document.root.isNull {
            let root = Annotations(options: options).asTexts(document.root) ?? document.root
            nodes.append(try ScalarReading(options: options).read(root))
        }
        return nodes
    }

    /// - Parameter types: those met so far, so that objects of one type share it.
    private func add(_ node: YAML.Node, to resources: inout [Resource], _ types: inout Set<ObjectType>)
        throws(KustomizeError)
    {
        guard node.mapping != nil else {
            throw KustomizeError(.mismatch("document", expected: "an object", found: node.inWords), at: node.place)
        }
        var identity = Identity(of: node)
        identity.type = types.insert(identity.type).memberAfterInsert
        guard !identity.type.kind.isEmpty else { throw KustomizeError(.incomplete(missing: "kind"), at: node.place) }
        if identity.type.kind.hasSuffix("List"), let items = node["items"] {
            guard let list = items.sequence else {
                throw KustomizeError(.mismatch("items", expected: "a list", found: items.inWords), at: items.place)
            }
            for item in list { try add(item, to: &resources, &types) }
            return
        }
        guard !identity.name.isEmpty else {
            throw KustomizeError(.incomplete(missing: "metadata.name"), at: node.place)
        }
        try refuseEmptyItems(node, path: "")
        resources.append(Resource(node, identity: identity, at: node.place))
    }

    /// A null in a list is nearly always a slip of the hand, and kustomize refuses it.
    private func refuseEmptyItems(_ node: YAML.Node, path: String) throws(KustomizeError) {
        switch node.content {
        case .scalar: return
        case .sequence(let items):
            for item in items {
                guard !item.isNull else {
                    throw KustomizeError(
                        .invalid("an item of \(path.isEmpty ? "a list" : path) is empty"),
                        at: item.place
                    )
                }
                try refuseEmptyItems(item, path: path)
            }
        case .mapping(let mapping):
            for entry in mapping {
                guard !entry.value.isLeaf else { continue }
                try refuseEmptyItems(entry.value, path: entry.name)
            }
        }
    }
}

extension YAML.Node {
    fileprivate var isLeaf: Bool {
        if case .scalar = content { true } else { false }
    }
}
