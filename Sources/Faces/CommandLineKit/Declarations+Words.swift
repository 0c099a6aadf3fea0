// How a row of the table is told in words; help, the manual page and the reference say the same.
extension OptionSpec {
    /// `-e, --env`, `--[no-]wait`, `-C`; what has no short form stands under the long ones of the others.
    var names: String {
        guard let long else { return "-\(name)" }
        let spelled = isNegatable ? "--[no-]\(long)" : "--\(long)"
        return short.map { "-\($0), \(spelled)" } ?? "    \(spelled)"
    }

    /// The summary, and in parentheses what else is known.
    var about: String {
        var facts: [String] = []
        let choices = completion.fixedValues
        if !choices.isEmpty { facts.append(choices.joined(separator: ", ")) }
        if isRepeatable { facts.append("may be repeated") }
        if !environment.isEmpty { facts.append("else " + environment.joined(separator: ", ")) }
        if let defaultText { facts.append("default \(defaultText)") }
        return facts.isEmpty ? summary : "\(summary) (\(facts.joined(separator: "; ")))"
    }
}

extension ArgumentSpec {
    var about: String {
        let choices = completion.fixedValues
        return choices.isEmpty ? summary : "\(summary) (\(choices.joined(separator: ", ")))"
    }
}
