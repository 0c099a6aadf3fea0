internal import Cryptography
internal import YAML

/// Makes the ConfigMaps and Secrets of a kustomization.
struct Generator {
    let options: Kustomize.Options
    /// Reads a file that stands in or below the kustomization's folder.
    let load: (Placed<String>) throws(KustomizeError) -> [UInt8]

    func resource(_ rule: GeneratorRule) throws(KustomizeError) -> Resource {
        var data = YAML.Mapping()
        var binary = YAML.Mapping()
        var keys: Set<String> = []
        for entry in try KeyValues(options: options, load: load).entries(of: rule) {
            guard keys.insert(entry.key).inserted else {
                throw KustomizeError(.repeatedKey(entry.key, of: rule.name), at: entry.place)
            }
            let text = rule.isSecret ? nil : String(validating: entry.bytes, as: UTF8.self)
            if let text {
                data[entry.key] = YAML.Node(text: text, at: entry.place)
            } else {
                let coded = YAML.Node(text: Self.wrapped(entry.bytes), at: entry.place)
                if rule.isSecret { data[entry.key] = coded } else { binary[entry.key] = coded }
            }
        }
        var resource = Resource(object(rule, data, binary), identity: identity(of: rule), at: rule.place)
        resource.needsHash = !rule.hasNoHash
        return resource
    }

    private func identity(of rule: GeneratorRule) -> Identity {
        let type = ObjectType(version: "v1", kind: rule.isSecret ? "Secret" : "ConfigMap")
        return Identity(type: type, name: rule.name, namespace: rule.namespace)
    }

    private func object(_ rule: GeneratorRule, _ data: YAML.Mapping, _ binary: YAML.Mapping) -> YAML.Node {
        var metadata: YAML.Node = ["name": YAML.Node(text: rule.name)]
        if !rule.namespace.isEmpty { metadata.set("namespace", to: YAML.Node(text: rule.namespace)) }
        if !rule.labels.isEmpty { metadata.set("labels", to: YAML.Node(rule.labels)) }
        if !rule.annotations.isEmpty { metadata.set("annotations", to: YAML.Node(rule.annotations)) }
        var object: YAML.Node = ["apiVersion": "v1", "kind": rule.isSecret ? "Secret" : "ConfigMap"]
        object.set("metadata", to: metadata)
        if rule.isSecret { object.set("type", to: YAML.Node(text: rule.type.isEmpty ? "Opaque" : rule.type)) }
        if rule.isSecret || !data.isEmpty { object.set("data", to: YAML.Node(data)) }
        if !binary.isEmpty { object.set("binaryData", to: YAML.Node(binary)) }
        if rule.isImmutable { object.set("immutable", to: true) }
        return object
    }

    /// Base64 as kustomize writes it: in lines of 70 from the length of one line on.
    ///
    /// The breaks count in the hash.
    private static func wrapped(_ bytes: [UInt8]) -> String {
        let coded = bytes.base64
        let width = 70
        guard coded.utf8.count >= width else { return coded }
        var lines = ""
        var rest = coded[...]
        while !rest.isEmpty {
            lines += rest.prefix(width)
            lines += "\n"
            rest = rest.dropFirst(width)
        }
        return lines
    }
}

extension YAML.Node {
    init(_ pairs: [Pair]) {
        var mapping = YAML.Mapping()
        for pair in pairs { mapping[pair.key] = YAML.Node(text: pair.value) }
        self.init(mapping)
    }
}

extension Generator {
    /// Adds a generated object to what is there, or merges it with the one object it is meant for.
    static func add(_ made: Resource, _ rule: GeneratorRule, to set: inout ResourceSet) throws(KustomizeError) {
        let matches = set.withAnyIdentity(made.identity)
        guard let position = matches.first else {
            guard rule.behavior == .create else {
                throw KustomizeError(.nothingToMerge(made.identity.text), at: rule.place)
            }
            return try set.append(made)
        }
        guard matches.count == 1 else {
            throw KustomizeError(.ambiguous(made.identity.text, count: matches.count), at: rule.place)
        }
        guard rule.behavior != .create else {
            throw KustomizeError(.exists(made.identity.text, behavior: rule.behavior.rawValue), at: rule.place)
        }
        let old = set.resources[position]
        var new = made
        new.node.set("metadata", to: merged(old.node["metadata"], new.node["metadata"], old: old.identity))
        if rule.behavior == .merge {
            for field in ["data", "binaryData"] {
                guard let before = old.node[field]?.mapping else { continue }
                var values = before
                for entry in new.node[field]?.mapping ?? YAML.Mapping() { values[entry.name] = entry.value }
                new.node.set(field, to: YAML.Node(values))
            }
        }
        new.reread()
        new.inherit(from: old)
        set.replace(position, with: new)
    }

    /// The old object's name stays; labels and annotations are joined, the new ones win.
    private static func merged(_ old: YAML.Node?, _ new: YAML.Node?, old identity: Identity) -> YAML.Node {
        var metadata = new ?? YAML.Node(YAML.Mapping())
        metadata.set("name", to: YAML.Node(text: identity.name))
        metadata.set("namespace", to: identity.namespace.isEmpty ? Optional.none : YAML.Node(text: identity.namespace))
        for field in ["labels", "annotations"] {
            guard var values = old?[field]?.mapping else { continue }
            for entry in new?[field]?.mapping ?? YAML.Mapping() { values[entry.name] = entry.value }
            metadata.set(field, to: YAML.Node(values))
        }
        return metadata
    }
}
