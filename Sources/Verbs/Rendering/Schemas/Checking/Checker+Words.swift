internal import Words
internal import YAML

/// How values and what was expected of them are told; nothing that may be a secret is.
extension Checker {
    /// What stands there: its text too, unless it may be a secret.
    func found(_ node: YAML.Node) -> String {
        guard hides(node) else { return node.inWords }
        return switch node.value {
        case .boolean: "true or false"
        case .integer, .hugeInteger, .float: "a number"
        default: "a text"
        }
    }

    /// Values of Secrets and of environment variables, and what stands behind a name such as `password`.
    func hides(_ node: YAML.Node) -> Bool {
        guard node.scalar != nil, !node.isNull else { return false }
        if object.kind == "Secret" || object.kind == "SealedSecret" {
            return steps.first == .key("data") || steps.first == .key("stringData")
                || steps.contains(.key("encryptedData"))
        }
        var names: [String] = []
        for case .key(let name) in steps { names.append(name) }
        guard let last = names.last else { return false }
        return last == "value" && names.dropLast().last == "env" || TellingName.tells(last)
    }

    func expected(of rule: Rule) -> String {
        switch rule.form {
        case .quantity: "a quantity"
        case .time: "a time"
        case .duration: "a duration"
        default: rule.types.inWords
        }
    }

    /// What slip it looks like.
    func hint(_ rule: Rule, _ node: YAML.Node) -> String? {
        switch node.content {
        case .scalar(let scalar):
            switch node.value {
            case .null:
                return "leave it out, or give it a value: a template's value may be missing"
            case .text where scalar.style != .plain:
                let plain = YAML.Node(YAML.Scalar(text: scalar.text, style: .plain))
                let isNumber = plain.double != nil && !rule.types.isDisjoint(with: [.number, .whole])
                let isTruth = plain.bool != nil && rule.types.contains(.truth)
                return isNumber || isTruth ? "write it without quotes" : listHint(rule)
            case .text:
                if rule.types.contains(.truth), scalar.oldReading == .boolean { return "write true or false" }
                return listHint(rule)
            default:
                return rule.types.contains(.text) ? "put it in quotes" : listHint(rule)
            }
        case .mapping:
            return rule.types == .list ? "each item of a list begins with a dash" : nil
        case .sequence(let items):
            return rule.types == .map && items.count == 1 ? "it is no list: take away the dash" : nil
        }
    }

    private func listHint(_ rule: Rule) -> String? {
        rule.types == .list ? "each item of a list begins with a dash" : nil
    }
}

extension Rule.Form {
    var inWords: String {
        switch self {
        case .int32: "a whole number of 32 bits"
        case .int64: "a whole number of 64 bits"
        case .bytes: "base64"
        case .time: "a time such as 2030-01-31T08:00:00Z"
        case .quantity: "a quantity such as 500m, 2, 512Mi"
        case .duration: "a duration such as 30s, 5m, 1h30m"
        }
    }
}
