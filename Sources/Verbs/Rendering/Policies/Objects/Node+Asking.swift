internal import YAML

// Reading trees that may hold anything: what is of another type than is asked for is as good as missing.
extension YAML.Node? {
    /// The text of a scalar whatever it means; empty for anything else and for null.
    var plain: String {
        guard case .scalar(let scalar) = self?.content, self?.isNull == false else { return "" }
        return scalar.text
    }

    var items: [YAML.Node] { self?.sequence ?? [] }
    var entries: [YAML.Mapping.Entry] { self?.mapping?.entries ?? [] }
    var bool: Bool? { self?.bool }
    var int: Int? { self?.int }

    /// There, and not null.
    var isThere: Bool { self.map { !$0.isNull } ?? false }

    /// There, with something in it: `{}` and `[]` are as good as nothing.
    var isFilled: Bool {
        switch self?.content {
        case .mapping(let mapping): !mapping.isEmpty
        case .sequence(let items): !items.isEmpty
        case .scalar: self?.isNull == false
        case nil: false
        }
    }

    /// The texts of a list of scalars.
    var texts: [String] { items.map { Optional($0).plain } }
}

extension YAML.Node {
    subscript(names: String...) -> YAML.Node? {
        var node: YAML.Node? = self
        for name in names { node = node?[name] }
        return node
    }
}

extension YAML.Path {
    static func / (path: YAML.Path, key: String) -> YAML.Path { path + .key(key) }
    static func / (path: YAML.Path, index: Int) -> YAML.Path { path + .index(index) }

    init(_ keys: String...) { self.init(keys.map(Step.key)) }

    static let metadata = YAML.Path("metadata")
    static let spec = YAML.Path("spec")
    static let annotations = YAML.Path("metadata", "annotations")
    static let labels = YAML.Path("metadata", "labels")

    /// The way as a person says it, an item of a list by its name: `spec.containers[agent].image`.
    func text(in root: YAML.Node) -> String {
        var text = ""
        var node: YAML.Node? = root
        for step in steps {
            switch step {
            case .key(let key):
                text += (text.isEmpty ? "" : ".") + YAML.Path([step]).description
                node = node?[key]
            case .index(let index):
                node = node?[index]
                let name = node?["name"].plain ?? ""
                text += name.isEmpty ? "[\(index)]" : "[\(YAML.excerpt(name))]"
            }
        }
        return text
    }

    /// The place of what stands here, or of the nearest thing around it that does.
    func place(in root: YAML.Node) -> YAML.Place {
        var node = root
        var place = root.place
        for step in steps {
            let next: (node: YAML.Node, place: YAML.Place)? =
                switch step {
                case .key(let key): node.mapping?.entry(key).map { ($0.value, $0.key.place) }
                case .index(let index): node[index].map { ($0, $0.place) }
                }
            guard let next else { break }
            node = next.node
            if next.place != .nowhere { place = next.place }
        }
        return place
    }
}
