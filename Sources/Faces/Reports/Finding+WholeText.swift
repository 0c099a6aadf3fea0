internal import Words

extension Finding {
    /// Everything it says but its place, as plain text: for formats that have one field for it.
    var wholeText: String {
        var parts = [headline]
        for piece in evidence {
            switch piece {
            case .paragraph(let text): parts.append(text)
            case .verbatim(let text): parts.append(text.hasSuffix("\n") ? String(text.dropLast()) : text)
            case .fact(let name, let value): parts.append("\(name): \(value)")
            }
        }
        for remedy in remedies {
            switch remedy {
            case .fix(let line): parts.append("fix: \(line)")
            case .hint(let text): parts.append("hint: \(text)")
            case .then(let line): parts.append("then: \(line)")
            }
        }
        if let topic { parts.append("more: ihctl explain \(topic)") }
        return parts.joined(separator: "\n")
    }
}
