internal import YAML

extension ReplacementRule {
    /// An entry of `replacements`: a rule, or a file that holds one or a list of them.
    static func read(
        _ node: YAML.Node,
        _ load: (Placed<String>) throws(KustomizeError) -> YAML.Node
    ) throws(KustomizeError) -> [ReplacementRule] {
        guard let path = node["path"] else { return [try ReplacementRule(node)] }
        let fields = try FieldReader(node, "replacements", known: ["path"])
        let file = Placed(value: try fields.string("path") ?? "", place: path.place)
        let loaded = try load(file)
        guard let items = loaded.sequence else { return [try ReplacementRule(loaded)] }
        var rules: [ReplacementRule] = []
        for item in items { rules.append(try ReplacementRule(item)) }
        return rules
    }

    private init(_ node: YAML.Node) throws(KustomizeError) {
        let fields = try FieldReader(node, "replacements", known: ["source", "sourceValue", "targets"])
        place = node.place
        switch (fields.node("source"), try fields.string("sourceValue")) {
        case (let node?, nil): source = try ReplacementSource(node)
        case (nil, let value?):
            source = ReplacementSource(identity: nil, value: value, path: "", options: ReplacementOptions())
        case (nil, nil): throw KustomizeError(.invalid("a replacement needs a source"), at: place)
        default: throw KustomizeError(.invalid("a replacement has a source or a sourceValue, not both"), at: place)
        }
        guard fields.node("targets") != nil else {
            throw KustomizeError(.invalid("a replacement needs targets"), at: place)
        }
        targets = []
        for node in try fields.items("targets") { targets.append(try ReplacementTarget(node)) }
    }
}

extension ReplacementSource {
    fileprivate init(_ node: YAML.Node) throws(KustomizeError) {
        let known = ["group", "version", "kind", "name", "namespace", "fieldPath", "options"]
        let fields = try FieldReader(node, "replacements.source", known: known)
        let type = ObjectType(
            group: try fields.string("group") ?? "",
            version: try fields.string("version") ?? "",
            kind: try fields.string("kind") ?? ""
        )
        identity = Identity(
            type: type,
            name: try fields.string("name") ?? "",
            namespace: try fields.string("namespace") ?? ""
        )
        value = nil
        path = try fields.string("fieldPath") ?? ""
        if path.isEmpty { path = "metadata.name" }
        options = try ReplacementOptions(fields.node("options"))
    }
}

extension ReplacementTarget {
    fileprivate init(_ node: YAML.Node) throws(KustomizeError) {
        let fields = try FieldReader(
            node,
            "replacements.targets",
            known: ["select", "reject", "fieldPaths", "options"]
        )
        guard let chosen = fields.node("select") else {
            throw KustomizeError(.invalid("a target must select objects"), at: node.place)
        }
        select = try Selector(chosen, "replacements.targets.select")
        reject = []
        for node in try fields.items("reject") { reject.append(try Selector(node, "replacements.targets.reject")) }
        paths = try fields.strings("fieldPaths")
        if paths.isEmpty { paths = [Placed(value: "metadata.name", place: node.place)] }
        options = try ReplacementOptions(fields.node("options"))
    }
}

extension ReplacementOptions {
    fileprivate init(_ node: YAML.Node?) throws(KustomizeError) {
        guard let node else { return }
        let known = ["delimiter", "index", "encoding", "create"]
        let fields = try FieldReader(node, "options", known: known)
        delimiter = try fields.string("delimiter") ?? ""
        index = try fields.int("index") ?? 0
        creates = try fields.bool("create")
    }
}
