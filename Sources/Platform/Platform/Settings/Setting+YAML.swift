package import YAML

extension Setting {
    /// From a YAML tree; an unknown tag or a number out of range is told, and null stands in its place.
    package init(_ node: YAML.Node, problems: inout [Problem]) {
        self.init(node, at: SettingPath(), problems: &problems)
    }

    private init(_ node: YAML.Node, at path: SettingPath, problems: inout [Problem]) {
        let origin = Origin(node.place)
        if let tag = node.tag, !tag.hasPrefix("!!") {
            problems.append(Problem(at: path, origin, "the tag \(tag) means nothing here"))
        }
        switch node.content {
        case .scalar(let scalar):
            let content: Content
            switch node.value {
            case .boolean(let value): content = .boolean(value)
            case .integer(let value): content = .integer(value)
            case .float(let value): content = .number(value)
            case .hugeInteger:
                problems.append(
                    Problem(at: path, origin, "the number \(scalar.text) is too large", hint: "put it in quotes")
                )
                content = .null
            case .null: content = .null
            case .text, nil: content = .text(scalar.text)
            }
            self.init(content, origin)
        case .sequence(let items):
            var list: [Setting] = []
            for (index, item) in items.enumerated() {
                list.append(Setting(item, at: path / String(index), problems: &problems))
            }
            self.init(.list(list), origin)
        case .mapping(let mapping):
            let entries = mapping.entries.map { entry in
                SettingMap.Entry(
                    key: entry.name,
                    keyOrigin: Origin(entry.key.place),
                    value: Setting(entry.value, at: path / entry.name, problems: &problems),
                )
            }
            self.init(.map(SettingMap(entries)), origin)
        }
    }
}

extension Origin {
    package init(_ place: YAML.Place) {
        self = place.file.map { .file($0, line: place.line, column: place.column) } ?? .builtIn
    }
}
