internal import YAML

/// What turns one tree into another, as a JSON patch: maps by their keys, lists of one length item by item, everything else whole.
///
/// Exact for every kind of object, which a merge of maps and lists by keys is only for those whose keys are known.
enum PatchMaking {
    static func operations(from old: YAML.Node, to new: YAML.Node) -> [YAML.Node] {
        var operations: [YAML.Node] = []
        compare(old, new, at: "", &operations)
        return operations
    }

    private static func compare(_ old: YAML.Node, _ new: YAML.Node, at path: String, _ operations: inout [YAML.Node]) {
        guard old != new else { return }
        switch (old.content, new.content) {
        case (.mapping(let before), .mapping(let after)):
            for entry in before.entries where after[entry.name] == nil {
                operations.append(["op": "remove", "path": .init(text: path + step(entry.name))])
            }
            for entry in after.entries {
                let place = path + step(entry.name)
                if let earlier = before[entry.name] {
                    compare(earlier, entry.value, at: place, &operations)
                } else {
                    operations.append(["op": "add", "path": .init(text: place), "value": entry.value])
                }
            }
        case (.sequence(let before), .sequence(let after)) where before.count == after.count:
            for (position, items) in zip(before, after).enumerated() {
                compare(items.0, items.1, at: "\(path)/\(position)", &operations)
            }
        default:
            operations.append(["op": "replace", "path": .init(text: path), "value": new])
        }
    }

    private static func step(_ key: String) -> String {
        var escaped = "/"
        for character in key.unicodeScalars {
            switch character {
            case "~": escaped += "~0"
            case "/": escaped += "~1"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }
}
