extension YAML.Node {
    package var scalar: YAML.Scalar? {
        if case .scalar(let scalar) = content { scalar } else { nil }
    }

    package var sequence: [YAML.Node]? {
        if case .sequence(let items) = content { items } else { nil }
    }

    package var mapping: YAML.Mapping? {
        if case .mapping(let mapping) = content { mapping } else { nil }
    }

    /// What a scalar means, its tag heard; `nil` for collections.
    ///
    /// `!!str 12` is a text, `!!int "12"` a whole number; with a tag of our own (`!v`) it is a text for whoever knows the tag.
    package var value: YAML.ScalarValue? {
        guard case .scalar(let scalar) = content else { return nil }
        guard let tag else { return scalar.value }
        return YAML.CoreSchema.value(of: scalar.text, tag: tag)
    }

    /// The text of a scalar that is a text: nothing for `12`, `true` or null, whose text is `scalar?.text`.
    package var string: String? {
        value == .text ? scalar?.text : nil
    }

    package var int: Int? {
        if case .integer(let number) = value { number } else { nil }
    }

    /// A number, whole ones included.
    package var double: Double? {
        switch value {
        case .float(let number): number
        case .integer(let number): Double(number)
        case .hugeInteger: scalar.flatMap { Double($0.text) }
        default: nil
        }
    }

    package var bool: Bool? {
        if case .boolean(let truth) = value { truth } else { nil }
    }

    package var isNull: Bool { value == .null }

    /// The value of a key; `nil` where there is none or this is no mapping.
    package subscript(name: String) -> YAML.Node? {
        if case .mapping(let mapping) = content { mapping[name] } else { nil }
    }

    /// An item of a sequence; `nil` beyond its end or where this is no sequence.
    package subscript(position: Int) -> YAML.Node? {
        guard case .sequence(let items) = content, items.indices.contains(position) else { return nil }
        return items[position]
    }

    /// What stands here in a reader's words, for messages: `the text "abc"`, `a list`, `the number 12`.
    package var inWords: String {
        switch content {
        case .sequence: return "a list"
        case .mapping: return "a map"
        case .scalar(let scalar):
            let text = YAML.excerpt(scalar.text)
            if let tag, !tag.hasPrefix("!!") { return "\(tag) \(text)" }
            return switch value {
            case .null: "nothing (null)"
            case .boolean: text
            case .integer, .hugeInteger, .float: "the number \(text)"
            default: "the text \"\(text)\""
            }
        }
    }
}

extension YAML {
    /// A message with its beginning and its end, and how much is left out between, where it is longer than anybody reads.
    package static func shortened(_ text: String, limit: Int = 1_000) -> String {
        let size = text.utf8.count
        guard size > limit + 100 else { return text }
        let (head, tail) = (
            String(text.unicodeScalars.prefix(limit / 2)), String(text.unicodeScalars.suffix(limit / 2))
        )
        let left = size - head.utf8.count - tail.utf8.count
        return left > 0 ? "\(head) … (\(left) bytes left out) … \(tail)" : text
    }

    /// The beginning of a text on one line, for messages.
    package static func excerpt(_ text: String, limit: Int = 60) -> String {
        var shown = ""
        for scalar in text.unicodeScalars.prefix(limit) {
            switch scalar {
            case "\n": shown += "\\n"
            case "\r": shown += "\\r"
            case "\t": shown += "\\t"
            case _ where scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value): shown += "\u{FFFD}"
            default: shown.unicodeScalars.append(scalar)
            }
        }
        return text.unicodeScalars.dropFirst(limit).isEmpty ? shown : shown + "…"
    }
}
