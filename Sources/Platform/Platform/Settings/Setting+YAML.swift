package import YAML

extension Setting {
    /// From a YAML tree; a tag is told.
    package init(_ node: YAML.Node, problems: inout [Problem]) {
        self.init(node, at: SettingPath(), problems: &problems)
    }

    /// YAML's own words for what this model has; every other tag asks for something that would not happen.
    private static let knownTags: Set<String> = ["!!str", "!!int", "!!float", "!!bool", "!!null", "!!seq", "!!map"]

    private init(_ node: YAML.Node, at path: SettingPath, problems: inout [Problem]) {
        let origin = Origin(node.place)
        if let tag = node.tag, !Setting.knownTags.contains(tag) {
            // The tag is not shown: a password that begins with ! is one too.
            let hint = "a text that begins with ! wants quotes"
            problems.append(Problem(at: path, origin, "has a tag, which means nothing here", hint: hint))
        }
        switch node.content {
        case .scalar(let scalar): self.init(scalar, means: node.value, origin)
        case .sequence(let items):
            var list: [Setting] = []
            list.reserveCapacity(items.count)
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

    private init(_ scalar: YAML.Scalar, means value: YAML.ScalarValue?, _ origin: Origin) {
        switch value {
        case .boolean(let value): self.init(.boolean(value), origin, written: scalar.text)
        case .integer(let value): self.init(.integer(value), origin, written: scalar.text)
        case .float(let value): self.init(.number(value), origin, written: scalar.text)
        case .hugeInteger: self.init(.number(Double(scalar.text) ?? .infinity), origin, written: scalar.text)
        case .null: self.init(.null, origin)
        case .text, nil: self.init(.text(scalar.text), origin)
        }
    }
}

extension Origin {
    package init(_ place: YAML.Place) {
        self = place.file.map { .file($0, line: place.line, column: place.column) } ?? .builtIn
    }
}
