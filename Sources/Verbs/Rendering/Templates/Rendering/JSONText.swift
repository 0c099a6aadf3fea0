internal import Words
internal import YAML

/// A tree as JSON: two spaces, keys in the tree's order.
enum JSONText {
    static func of(_ root: YAML.Node) -> String {
        var text = ""
        write(root, indent: "", to: &text)
        return text + "\n"
    }

    private static func write(_ node: YAML.Node, indent: String, to text: inout String) {
        switch node.content {
        case .scalar(let scalar): text += spelled(scalar)
        case .sequence(let items):
            let inner = indent + "  "
            if items.isEmpty { return text += "[]" }
            text += "["
            for (position, item) in items.enumerated() {
                text += position == 0 ? "\n\(inner)" : ",\n\(inner)"
                write(item, indent: inner, to: &text)
            }
            text += "\n\(indent)]"
        case .mapping(let mapping):
            let inner = indent + "  "
            if mapping.isEmpty { return text += "{}" }
            text += "{"
            for (position, entry) in mapping.entries.enumerated() {
                text += position == 0 ? "\n\(inner)" : ",\n\(inner)"
                text += "\(JSONValue.quoted(entry.name)): "
                write(entry.value, indent: inner, to: &text)
            }
            text += "\n\(indent)}"
        }
    }

    /// What JSON has no number for (`.inf`, `.nan`) stays a text.
    private static func spelled(_ scalar: YAML.Scalar) -> String {
        switch scalar.value {
        case .null: "null"
        case .boolean(let truth): truth ? "true" : "false"
        case .integer(let number): String(number)
        case .float(let number) where number.isFinite: JSONValue.number(number).compact
        case .hugeInteger, .float, .text: JSONValue.quoted(scalar.text)
        }
    }
}
