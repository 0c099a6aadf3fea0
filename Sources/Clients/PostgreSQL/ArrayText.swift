/// PostgreSQL's text form of a one-dimensional array: `{a,"b, c",NULL}`.
enum ArrayText {
    static func write(_ elements: [String]) -> String {
        let quoted = elements.map { element in
            "\"\(element.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
        }
        return "{\(quoted.joined(separator: ","))}"
    }

    /// The elements, nil for NULL; nil in whole for anything else, several dimensions included.
    static func read(_ text: Substring) -> [String?]? {
        var rest = text.unicodeScalars[...]
        // An array with unusual bounds is written `[2:3]={…}`.
        if rest.first == "[" {
            guard let equals = rest.firstIndex(of: "=") else { return nil }
            rest = rest[rest.index(after: equals)...]
        }
        guard rest.popFirst() == "{" else { return nil }
        if rest.first == "}" { return rest.count == 1 ? [] : nil }
        var elements: [String?] = []
        while true {
            guard let element = element(&rest) else { return nil }
            elements.append(element)
            switch rest.popFirst() {
            case ",": continue
            case "}": return rest.isEmpty ? elements : nil
            default: return nil
            }
        }
    }

    private static func element(_ rest: inout Substring.UnicodeScalarView) -> String?? {
        var content = String.UnicodeScalarView()
        if rest.first == "\"" {
            rest.removeFirst()
            while let scalar = rest.popFirst() {
                if scalar == "\"" { return .some(String(content)) }
                if scalar == "\\" {
                    guard let escaped = rest.popFirst() else { return nil }
                    content.append(escaped)
                } else {
                    content.append(scalar)
                }
            }
            return nil
        }
        while let scalar = rest.first, scalar != ",", scalar != "}" {
            if scalar == "{" || scalar == "\"" { return nil }
            rest.removeFirst()
            if scalar == "\\" {
                guard let escaped = rest.popFirst() else { return nil }
                content.append(escaped)
            } else {
                content.append(scalar)
            }
        }
        let text = String(content)
        return text.uppercased() == "NULL" ? .some(nil) : .some(text)
    }
}
