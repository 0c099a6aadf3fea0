internal import YAML

/// A label selector: `app=web,tier!=db,env in (a,b),!old`.
struct Requirements {
    private enum Requirement {
        case present(String)
        case absent(String)
        case among(String, Set<String>)
        case notAmong(String, Set<String>)
    }

    private var requirements: [Requirement] = []

    var isEmpty: Bool { requirements.isEmpty }

    init(_ text: String, at place: YAML.Place) throws(KustomizeError) {
        for part in Self.parts(of: text) {
            guard let requirement = Self.requirement(part) else {
                throw KustomizeError(.badPattern(text, reason: "it is no label selector"), at: place)
            }
            requirements.append(requirement)
        }
    }

    func match(_ labels: YAML.Node?) -> Bool {
        requirements.allSatisfy { requirement in
            switch requirement {
            case .present(let key): labels?[key] != nil
            case .absent(let key): labels?[key] == nil
            case .among(let key, let values): labels?[key].map { values.contains($0.plainText) } ?? false
            case .notAmong(let key, let values): labels?[key].map { !values.contains($0.plainText) } ?? true
            }
        }
    }

    /// The commas outside of parentheses part it.
    private static func parts(of text: String) -> [String] {
        var parts: [String] = []
        var part = ""
        var depth = 0
        for character in text {
            if character == "(" { depth += 1 }
            if character == ")" { depth -= 1 }
            if character == ",", depth == 0 {
                parts.append(part)
                part = ""
            } else {
                part.append(character)
            }
        }
        parts.append(part)
        return text.nonBlank == nil ? [] : parts
    }

    private static func requirement(_ text: String) -> Requirement? {
        guard let text = text.nonBlank else { return nil }
        if text.hasPrefix("!") { return key(String(text.dropFirst())).map { .absent($0) } }
        if let open = text.firstIndex(of: "("), text.hasSuffix(")") {
            let words = text[..<open].split(separator: " ")
            guard words.count == 2 else { return nil }
            let inside = text[text.index(after: open)...].dropLast()
            let values = Set(inside.split(separator: ",").map { String($0).nonBlank ?? "" })
            switch words[1] {
            case "in": return .among(String(words[0]), values)
            case "notin": return .notAmong(String(words[0]), values)
            default: return nil
            }
        }
        guard let equals = text.firstIndex(of: "=") else { return key(text).map { .present($0) } }
        let isNegated = text[..<equals].last == "!"
        var value = text[text.index(after: equals)...]
        if value.first == "=" { value = value.dropFirst() }
        guard let key = key(String(text[..<equals].dropLast(isNegated ? 1 : 0))) else { return nil }
        let values: Set = [String(value).nonBlank ?? ""]
        return isNegated ? .notAmong(key, values) : .among(key, values)
    }

    private static func key(_ text: String) -> String? {
        guard let key = text.nonBlank, !key.contains(where: { $0.isWhitespace || "()!=,".contains($0) }) else {
            return nil
        }
        return key
    }
}
