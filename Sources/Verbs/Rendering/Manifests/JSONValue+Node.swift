internal import Words
internal import YAML

extension JSONValue {
    /// The same tree; a number that JSON cannot hold is a text.
    init(_ node: YAML.Node) {
        switch node.content {
        case .sequence(let items): self = .array(items.map { JSONValue($0) })
        case .mapping(let mapping):
            self = .object(Dictionary(mapping.entries.map { ($0.name, JSONValue($0.value)) }) { $1 })
        case .scalar(let scalar):
            switch node.value {
            case .null: self = .null
            case .boolean(let truth): self = .boolean(truth)
            case .integer(let number): self = .integer(number)
            case .float(let number) where number.isFinite: self = .number(number)
            default: self = .string(scalar.text)
            }
        }
    }
}
