internal import Words

/// One form for policies that mean the same: stores give them back with lists unwrapped, accounts spelled out and statements moved about.
enum PolicyForm {
    static func canonical(_ policy: JSONValue) -> JSONValue {
        guard case .object(var members) = policy else { return policy }
        members["Version"] = members["Version"] ?? "2008-10-17"
        let statements = list(members["Statement"] ?? .null).map(statement)
        members["Statement"] = .array(statements.sorted { $0.compact < $1.compact })
        return .object(members)
    }

    private static func statement(_ value: JSONValue) -> JSONValue {
        guard case .object(var members) = value else { return value }
        if members["Sid"] == "" { members["Sid"] = nil }
        for key in ["Action", "NotAction"] { members[key] = members[key].map { set($0) { $0.lowercased() } } }
        for key in ["Resource", "NotResource"] { members[key] = members[key].map { set($0) { $0 } } }
        for key in ["Principal", "NotPrincipal"] { members[key] = members[key].map(principal) }
        if let condition = members["Condition"] { members["Condition"] = self.condition(condition) }
        return .object(members)
    }

    /// `*` is `{"AWS": "*"}`, and an account's number is its root.
    private static func principal(_ value: JSONValue) -> JSONValue {
        guard case .object(let kinds) = value else { return ["AWS": set(value) { $0 }] }
        return .object(
            kinds.mapValues { names in
                set(names) { name in
                    let isAccount = name.utf8.count == 12 && name.allSatisfy(\.isWholeNumber)
                    return isAccount ? "arn:aws:iam::\(name):root" : name
                }
            }
        )
    }

    private static func condition(_ value: JSONValue) -> JSONValue {
        guard case .object(let operators) = value else { return value }
        return .object(
            operators.mapValues { keys in
                guard case .object(let keys) = keys else { return keys }
                let pairs = keys.map { ($0.key.lowercased(), set($0.value) { $0 }) }
                return .object(Dictionary(pairs) { _, last in last })
            }
        )
    }

    private static func list(_ value: JSONValue) -> [JSONValue] {
        if case .array(let elements) = value { return elements }
        return value == .null ? [] : [value]
    }

    /// Texts in no order; figures and truths count as their texts.
    private static func set(_ value: JSONValue, _ spelling: (String) -> String) -> JSONValue {
        let texts = list(value).map { element in
            if case .string(let text) = element { spelling(text) } else { element.compact }
        }
        return .array(Set(texts).sorted().map(JSONValue.string))
    }
}
