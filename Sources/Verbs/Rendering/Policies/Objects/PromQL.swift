/// As much of Prometheus's language as can be judged without a server.
enum PromQL {
    /// What does not close, in words; nothing where all does.
    static func imbalance(of expression: String) -> String? {
        guard expression.contains(where: { !$0.isWhitespace }) else { return "is empty" }
        var open: [UInt8] = []
        var quote: UInt8?
        var isEscaped = false
        for byte in expression.utf8 {
            if let mark = quote {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\"), mark != UInt8(ascii: "`") {
                    isEscaped = true
                } else if byte == mark {
                    quote = nil
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"): quote = byte
            case UInt8(ascii: "("): open.append(UInt8(ascii: ")"))
            case UInt8(ascii: "["): open.append(UInt8(ascii: "]"))
            case UInt8(ascii: "{"): open.append(UInt8(ascii: "}"))
            case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
                if open.popLast() != byte { return "closes a bracket that is not open" }
            default: continue
            }
        }
        if quote != nil { return "does not close a quote" }
        return open.isEmpty ? nil : "does not close a bracket"
    }

    /// `1h30m`, `90s`, `0`; nothing for what is no duration.
    static func seconds(_ text: String) -> Int? {
        if text == "0" { return 0 }
        var total = 0.0
        var number = ""
        var rest = text[...]
        while let character = rest.first {
            if character.isASCII, character.isNumber || character == "." {
                number.append(character)
                rest.removeFirst()
                continue
            }
            let unit = String(rest.prefix { $0.isASCII && $0.isLetter })
            let lengths = ["ms": 0.001, "s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800, "y": 31_536_000]
            guard let length = lengths[unit], let amount = Double(number) else { return nil }
            total += amount * length
            number = ""
            rest = rest.dropFirst(unit.count)
        }
        return number.isEmpty && !text.isEmpty && total < 1e12 ? Int(total) : nil
    }
}
