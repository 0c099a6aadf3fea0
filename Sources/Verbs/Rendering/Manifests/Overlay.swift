internal import Templates
internal import Words
internal import YAML

/// One folder of the tree, in the making: a layer's files, and what turns the layer below into this one.
struct Overlay {
    private var files: [String: [YAML.Node]] = [:]
    private var origins: [String: (templates: Set<String>, inputs: Set<String>)] = [:]
    private var patches: [YAML.Node] = []
    private let layer: Layer
    /// The layer below, as this folder writes its way to it.
    private let below: String?

    init(_ layer: Layer, over below: String? = nil) {
        self.layer = layer
        self.below = below
        for member in layer.members { add(member) }
    }

    private mutating func add(_ member: Layer.Member) {
        files[member.file, default: []].append(member.document.root)
        origins[member.file, default: ([], [])].templates.insert(member.template)
        origins[member.file, default: ([], [])].inputs.insert(member.inputs)
    }

    /// Adds what differs between the objects that the layer below has and those that this one wants.
    mutating func add(changesFrom old: Layer, to new: Layer) {
        for member in old.members where new.member(member.identity) == nil {
            var gone: YAML.Node = [
                "apiVersion": .init(text: member.identity.apiVersion), "kind": .init(text: member.identity.kind),
                "metadata": ["name": .init(text: member.identity.name)],
            ]
            if case .mapping(var mapping) = gone.content {
                mapping["$patch"] = "delete"
                gone = .init(mapping)
            }
            patch(member.identity, with: gone, of: [member])
        }
        for member in new.members {
            guard let before = old.member(member.identity) else {
                add(member)
                continue
            }
            let operations = PatchMaking.operations(from: before.document.root, to: member.document.root)
            if !operations.isEmpty { patch(member.identity, with: .init(operations), of: [before, member]) }
        }
    }

    private mutating func patch(_ identity: ManifestIdentity, with content: YAML.Node, of members: [Layer.Member]) {
        let file = "patches/\(identity.kind.lowercased())-\(identity.name).yaml"
        files[file] = [content]
        origins[file] = (Set(members.map(\.template)), Set(members.map(\.inputs)))
        let (group, version) = identity.groupAndVersion
        var target = YAML.Mapping()
        if let group { target["group"] = .init(text: group) }
        target["version"] = .init(text: version)
        target["kind"] = .init(text: identity.kind)
        target["name"] = .init(text: identity.name)
        patches.append(["path": .init(text: file), "target": .init(target)])
    }

    /// The folder's files, the kustomization among them.
    /// - Parameter attachments: files of the project that generators may name.
    func output(in folder: String, attachments: [String: [UInt8]]) -> [OutputFile] {
        var output: [OutputFile] = []
        for (file, documents) in files {
            let origin = origins[file] ?? ([], [])
            let header = Header.text(of: origin.templates.sorted(), inputs: origin.inputs.sorted())
            output.append(made(file, in: folder, documents, header))
        }
        let kustomization = kustomization
        let header = Header.text(of: [layer.kustomizationTemplate], inputs: [layer.kustomizationInputs])
        output.append(made(Layer.kustomizationFile, in: folder, [kustomization], header))
        for (file, bytes) in layer.texts { output.append(OutputFile(path: "\(folder)/\(file)", bytes: bytes)) }
        for file in Self.filesNamed(in: kustomization) {
            guard layer.texts[file] == nil, let bytes = attachments[file] else { continue }
            output.append(OutputFile(path: "\(folder)/\(file)", bytes: bytes))
        }
        return output
    }

    private func made(_ file: String, in folder: String, _ nodes: [YAML.Node], _ header: String) -> OutputFile {
        OutputFile(path: "\(folder)/\(file)", bytes: Array(YAML.text(ofAll: nodes, comment: header).utf8))
    }

    private static let order = [
        "apiVersion", "kind", "namespace", "resources", "components", "labels", "images", "configMapGenerator",
        "secretGenerator", "patches",
    ]

    private var kustomization: YAML.Node {
        let given = layer.kustomization?.root.mapping ?? YAML.Mapping()
        var own = given
        if own["apiVersion"] == nil { own["apiVersion"] = "kustomize.config.k8s.io/v1beta1" }
        if own["kind"] == nil { own["kind"] = "Kustomization" }
        let listed = files.keys.filter { !$0.hasPrefix("patches/") }.sorted()
        let resources =
            (below.map { [$0] } ?? []).map { YAML.Node(text: $0) } + listed.map { YAML.Node(text: $0) }
            + (given["resources"]?.sequence ?? [])
        if !resources.isEmpty { own["resources"] = .init(resources) }
        let patches = patches + (given["patches"]?.sequence ?? [])
        if !patches.isEmpty { own["patches"] = .init(patches) }
        var ordered = YAML.Mapping()
        for name in Self.order + own.names.filter({ !Self.order.contains($0) }) {
            if let entry = own.entry(name) { ordered.set(entry.key, to: entry.value) }
        }
        return .init(ordered)
    }

    /// The files that generators read: `name` or `key=name`.
    private static func filesNamed(in kustomization: YAML.Node) -> [String] {
        let generators =
            (kustomization["configMapGenerator"]?.sequence ?? []) + (kustomization["secretGenerator"]?.sequence ?? [])
        return generators.flatMap { $0["files"]?.sequence ?? [] }.compactMap(\.string).map { entry in
            entry.split(separator: "=", maxSplits: 1).last.map { String($0) } ?? entry
        }
    }
}
