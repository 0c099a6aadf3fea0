internal import YAML

/// A tree as JSON, byte for byte as Go's encoder writes it: keys sorted, no spaces, what HTML minds escaped.
enum GoJSON {
    static func text(of node: YAML.Node) -> String {
        var text = ""
        write(node, to: &text)
        return text
    }

    private static func write(_ node: YAML.Node, to text: inout String) {
        switch node.content {
        case .scalar(let scalar):
            switch node.value {
            case .null: text += "null"
            case .boolean(let truth): text += truth ? "true" : "false"
            case .integer(let number): text += String(number)
            case .hugeInteger, .float: text += scalar.text
            case .text, nil: quote(scalar.text, to: &text)
            }
        case .sequence(let items):
            text += "["
            for (position, item) in items.enumerated() {
                if position > 0 { text += "," }
                write(item, to: &text)
            }
            text += "]"
        case .mapping(let mapping):
            text += "{"
            let entries = mapping.sorted { Bytewise.precedes($0.name, $1.name) }
            for (position, entry) in entries.enumerated() {
                if position > 0 { text += "," }
                quote(entry.name, to: &text)
                text += ":"
                write(entry.value, to: &text)
            }
            text += "}"
        }
    }

    private static func quote(_ value: String, to text: inout String) {
        text += "\""
        for character in value.unicodeScalars {
            switch character {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "\u{8}": text += "\\b"
            case "\u{C}": text += "\\f"
            case "<", ">", "&", "\u{0}"..<"\u{20}", "\u{2028}", "\u{2029}":
                let digits = String(character.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            default: text.unicodeScalars.append(character)
            }
        }
        text += "\""
    }
}
