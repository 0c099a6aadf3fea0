package import Words

extension Line {
    /// The line as bytes for a terminal: control characters made visible, styles shown where the look has colour.
    package func text(for look: Look) -> String {
        guard look.hasColour else { return spans.reduce(into: "") { $0 += $1.text.visible } }
        return spans.joiningEqualStyles.map { span in
            guard let code = span.style.code, !span.text.isEmpty else { return span.text.visible }
            return "\u{1B}[\(code)m\(span.text.visible)\u{1B}[0m"
        }.joined()
    }
}

extension Line.Style {
    /// Only the sixteen colours that follow the reader's own palette.
    fileprivate var code: String? {
        switch self {
        case .plain: nil
        case .strong: "1"
        case .dim: "2"
        case .good: "32"
        case .bad: "31"
        case .warning: "33"
        case .name: "36"
        }
    }
}

extension Array where Element == Line.Span {
    /// Neighbours of one style as one span.
    var joiningEqualStyles: [Line.Span] {
        reduce(into: []) { joined, span in
            if let last = joined.indices.last, joined[last].style == span.style {
                joined[last].text += span.text
            } else {
                joined.append(span)
            }
        }
    }
}
