internal import YAML

/// `images`: every container's image of every kind, whatever depth its list of containers stands in.
struct Images {
    private let rules: [ImageRule]
    private let options: Kustomize.Options
    /// The rules of each name, by position.
    private var byName: [String: [Int]] = [:]
    private var patterns: [Int: Pattern] = [:]
    private(set) var used: Set<Int> = []

    init(_ rules: [ImageRule], options: Kustomize.Options) throws(KustomizeError) {
        self.rules = rules
        self.options = options
        for (position, rule) in rules.enumerated() {
            if options.compat, let pattern = try? Pattern(rule.name), pattern.literal == nil {
                patterns[position] = pattern
            } else {
                byName[rule.name, default: []].append(position)
            }
        }
    }

    mutating func apply(to set: inout ResourceSet) throws(KustomizeError) {
        var images = self
        try set.changeAll { resource throws(KustomizeError) in
            guard resource.identity.type.kind != "CustomResourceDefinition" else { return }
            images.isPodCarrier = Self.carriesPods(resource.node)
            images.walk(&resource.node, path: 0)
        }
        self = images
    }

    private var isPodCarrier = false

    /// Whether kustomize's second look, at `spec/containers` and `spec/template/spec/containers`, meets this object too.
    private static func carriesPods(_ node: YAML.Node) -> Bool {
        let spec = node["spec"]
        let pod = spec?["template"]?["spec"]
        return [spec?["containers"], spec?["initContainers"], pod?["containers"], pod?["initContainers"]]
            .contains { $0 != nil }
    }

    private static func mentionsContainers(_ node: YAML.Node) -> Bool {
        switch node.content {
        case .scalar: false
        case .sequence(let items): items.contains(where: mentionsContainers)
        case .mapping(let mapping):
            mapping.contains { $0.name == "containers" || $0.name == "initContainers" || mentionsContainers($0.value) }
        }
    }

    private mutating func walk(_ node: inout YAML.Node, path: Int) {
        guard Self.mentionsContainers(node) else { return }
        rewrite(&node)
    }

    private mutating func rewrite(_ node: inout YAML.Node) {
        switch node.content {
        case .scalar: return
        case .sequence(var items):
            node.content = .sequence([])
            for position in items.indices { rewrite(&items[position]) }
            node.content = .sequence(items)
        case .mapping(var mapping):
            node.content = .sequence([])
            mapping.rearrange { entries in
                for position in entries.indices {
                    if case .scalar = entries[position].value.content { continue }
                    rewrite(&entries[position].value)
                    let name = entries[position].name
                    if name == "containers" || name == "initContainers" { renew(&entries[position].value) }
                }
            }
            node.content = .mapping(mapping)
        }
    }

    private mutating func renew(_ containers: inout YAML.Node) {
        guard case .sequence(var items) = containers.content else { return }
        containers.content = .sequence([])
        for position in items.indices {
            guard let image = items[position]["image"], image.scalar != nil, !image.isNull else { continue }
            let renewed = renewed(image.plainText)
            guard renewed != image.plainText else { continue }
            items[position].set("image", to: image.saying(renewed))
        }
        containers.content = .sequence(items)
    }

    /// What all rules in turn make of an image: each may meet what the one before it wrote.
    private mutating func renewed(_ image: String) -> String {
        var image = image
        var position = 0
        while let rule = nextRule(for: image, from: position) {
            used.insert(rule)
            image = Self.renewed(image, by: rules[rule])
            // kustomize goes through the fields of pods twice.
            let again = options.compat && isPodCarrier && nextRule(for: image, from: rule) == rule
            if again { image = Self.renewed(image, by: rules[rule]) }
            position = rule + 1
        }
        return image
    }

    private func nextRule(for image: String, from position: Int) -> Int? {
        let named = byName[ImageName(image).name]?.first { $0 >= position }
        let matched = patterns.filter { $0.key >= position && $0.value.matches(ImageName(image).name) }.keys.min()
        return [named, matched].compactMap { $0 }.min()
    }

    private static func renewed(_ image: String, by rule: ImageRule) -> String {
        var parts = ImageName(image)
        if !rule.newName.isEmpty { parts.name = rule.newName }
        if !rule.newTag.isEmpty {
            parts.tag = rule.newTag
            parts.digest = rule.digest
        } else if !rule.digest.isEmpty {
            parts.tag = ""
            parts.digest = rule.digest
        } else if !rule.tagSuffix.isEmpty {
            parts.tag += rule.tagSuffix
            parts.digest = ""
        }
        return parts.text
    }
}

/// The parts of `registry:5000/name:tag@digest`.
struct ImageName {
    var name: String
    var tag = ""
    var digest = ""

    init(_ image: String) {
        var rest = Substring(image)
        if let at = rest.firstIndex(of: "@") {
            digest = String(rest[rest.index(after: at)...])
            rest = rest[..<at]
        }
        // A colon before a slash is that of the registry's port.
        let path = rest.firstIndex(of: "/") ?? rest.startIndex
        if let colon = rest[path...].firstIndex(of: ":") {
            tag = String(rest[rest.index(after: colon)...])
            rest = rest[..<colon]
        }
        name = String(rest)
    }

    var text: String {
        name + (tag.isEmpty ? "" : ":\(tag)") + (digest.isEmpty ? "" : "@\(digest)")
    }
}
