internal import YAML

extension LabelRule {
    init(_ node: YAML.Node) throws(KustomizeError) {
        let known = ["pairs", "includeSelectors", "includeTemplates", "fields"]
        let reader = try FieldReader(node, "labels", known: known)
        pairs = try reader.pairs("pairs")
        includesSelectors = try reader.bool("includeSelectors")
        includesTemplates = try reader.bool("includeTemplates")
        fields = []
        for node in try reader.items("fields") { fields.append(try FieldSpec(node)) }
        place = node.place
    }
}

extension PatchRule {
    init(_ node: YAML.Node) throws(KustomizeError) {
        let fields = try FieldReader(node, "patches", known: ["path", "patch", "target", "options"])
        let path = try fields.string("path")?.nonBlank
        let text = try fields.string("patch")?.nonBlank
        place = node.place
        switch (path, text) {
        case (let path?, nil):
            source = .file(path)
            place = fields.node("path")?.place ?? place
        case (nil, let text?):
            source = .inline(text)
            place = fields.node("patch")?.place ?? place
        case (nil, nil): throw KustomizeError(.invalid("a patch needs a path or a patch"), at: place)
        default: throw KustomizeError(.invalid("a patch has a path or a patch, not both"), at: place)
        }
        target = try fields.node("target").map { node throws(KustomizeError) in try Selector(node, "patches.target") }
        guard let options = fields.node("options") else { return }
        let known = ["allowNameChange", "allowKindChange", "allowNoMatch"]
        let reader = try FieldReader(options, "patches.options", known: known)
        allowsNameChange = try reader.bool("allowNameChange")
        allowsKindChange = try reader.bool("allowKindChange")
        allowsNoMatch = try reader.bool("allowNoMatch")
    }

    /// An entry of `patchesStrategicMerge`: a file, or where it has several lines or looks like YAML the patch itself.
    init(pathOrText entry: Placed<String>) {
        let isText = entry.value.utf8.contains(UInt8(ascii: "\n")) || entry.value.contains(": ")
        source = isText ? .inline(entry.value) : .file(entry.value)
        place = entry.place
    }
}

extension ImageRule {
    init(_ node: YAML.Node) throws(KustomizeError) {
        let fields = try FieldReader(node, "images", known: ["name", "newName", "newTag", "tagSuffix", "digest"])
        name = try fields.string("name") ?? ""
        newName = try fields.string("newName") ?? ""
        newTag = try fields.string("newTag") ?? ""
        tagSuffix = try fields.string("tagSuffix") ?? ""
        digest = try fields.string("digest") ?? ""
        place = node.place
    }
}

extension ReplicaRule {
    init(_ node: YAML.Node) throws(KustomizeError) {
        let fields = try FieldReader(node, "replicas", known: ["name", "count"])
        name = try fields.string("name") ?? ""
        count = try fields.int("count") ?? 0
        place = node.place
    }
}

/// `options` of one generator and `generatorOptions` of all.
struct GeneratorOptions {
    var labels: [Pair] = []
    var annotations: [Pair] = []
    var hasNoHash = false
    var isImmutable = false

    init(_ node: YAML.Node, _ path: String) throws(KustomizeError) {
        let known = ["labels", "annotations", "disableNameSuffixHash", "immutable"]
        let fields = try FieldReader(node, path, known: known)
        labels = try fields.pairs("labels")
        annotations = try fields.pairs("annotations")
        hasNoHash = try fields.bool("disableNameSuffixHash")
        isImmutable = try fields.bool("immutable")
    }

    static func merged(_ general: [Pair]?, _ own: [Pair]?) -> [Pair] {
        var values: [String: String] = [:]
        for pair in (general ?? []) + (own ?? []) { values[pair.key] = pair.value }
        return values.sorted { Bytewise.precedes($0.key, $1.key) }.map { Pair(key: $0.key, value: $0.value) }
    }
}

extension GeneratorRule {
    init(_ node: YAML.Node, isSecret: Bool, global: GeneratorOptions?) throws(KustomizeError) {
        let path = isSecret ? "secretGenerator" : "configMapGenerator"
        let known = ["name", "namespace", "behavior", "files", "literals", "envs", "env", "options"]
        let fields = try FieldReader(node, path, known: known + (isSecret ? ["type"] : []))
        self.isSecret = isSecret
        name = try fields.string("name") ?? ""
        guard !name.isEmpty else { throw KustomizeError(.incomplete(missing: "name"), at: node.place) }
        namespace = try fields.string("namespace") ?? ""
        let word = try fields.string("behavior") ?? ""
        guard let behavior = Behavior(rawValue: word.isEmpty ? "create" : word) else {
            throw KustomizeError(
                .mismatch("\(path).behavior", expected: "create, merge or replace", found: "\"\(word)\""),
                at: fields.node("behavior")?.place ?? node.place
            )
        }
        self.behavior = behavior
        type = isSecret ? try fields.string("type") ?? "" : ""
        envs = try fields.strings("envs")
        if let env = try fields.string("env") {
            envs.append(Placed(value: env, place: fields.node("env")?.place ?? node.place))
        }
        literals = try fields.strings("literals")
        files = try fields.strings("files")
        let own = try fields.node("options").map { node throws(KustomizeError) in
            try GeneratorOptions(node, "\(path).options")
        }
        labels = GeneratorOptions.merged(global?.labels, own?.labels)
        annotations = GeneratorOptions.merged(global?.annotations, own?.annotations)
        hasNoHash = global?.hasNoHash == true || own?.hasNoHash == true
        isImmutable = global?.isImmutable == true || own?.isImmutable == true
        place = node.place
    }
}

extension String {
    /// The text without white space round it, nil where nothing is left.
    var nonBlank: String? {
        let isBlank: (Character) -> Bool = { $0.isWhitespace }
        guard let start = firstIndex(where: { !isBlank($0) }), let end = lastIndex(where: { !isBlank($0) }) else {
            return nil
        }
        return String(self[start...end])
    }
}
