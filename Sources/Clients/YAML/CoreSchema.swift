extension YAML {
    /// YAML 1.2's core schema (YAML 1.2.2, section 10.3.2): what plain scalars mean.
    enum CoreSchema {
        /// What a plain scalar means.
        static func value(of text: String) -> ScalarValue {
            var text = text
            return text.withUTF8 { value(of: $0) }
        }

        static func value(of bytes: UnsafeBufferPointer<UInt8>) -> ScalarValue {
            // Most scalars are words: the first byte alone decides for them.
            guard let first = bytes.first else { return .null }
            switch first {
            case UInt8(ascii: "~"): return bytes.count == 1 ? .null : .text
            case UInt8(ascii: "n"), UInt8(ascii: "N"):
                return matches(bytes, "null", "Null", "NULL") ? .null : .text
            case UInt8(ascii: "t"), UInt8(ascii: "T"):
                return matches(bytes, "true", "True", "TRUE") ? .boolean(true) : .text
            case UInt8(ascii: "f"), UInt8(ascii: "F"):
                return matches(bytes, "false", "False", "FALSE") ? .boolean(false) : .text
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
                return number(bytes) ?? .text
            default: return .text
            }
        }

        /// What a tagged scalar means: a tag of YAML's own decides, whatever the style; any other leaves a text.
        static func value(of text: String, tag: String) -> ScalarValue {
            let plain = value(of: text)
            return switch (tag, plain) {
            case ("!!null", .null), ("!!bool", .boolean), ("!!int", .integer), ("!!int", .hugeInteger): plain
            case ("!!float", .float): plain
            case ("!!float", .integer(let number)): .float(Double(number))
            case ("!!float", .hugeInteger): .float(Double(text) ?? .infinity)
            default: .text
            }
        }

        /// Whether a node may bear a tag of YAML's own; other tags are for whoever knows them.
        static func accepts(_ tag: String, on content: Node.Content) -> Bool {
            guard tag.hasPrefix("!!") else { return true }
            switch (tag, content) {
            case ("!!map", .mapping), ("!!seq", .sequence), ("!!set", .mapping), ("!!omap", .sequence): return true
            case ("!!map", _), ("!!seq", _), ("!!set", _), ("!!omap", _): return false
            case ("!!null", .scalar(let scalar)), ("!!bool", .scalar(let scalar)), ("!!int", .scalar(let scalar)),
                ("!!float", .scalar(let scalar)):
                return value(of: scalar.text, tag: tag) != .text
            case ("!!null", _), ("!!bool", _), ("!!int", _), ("!!float", _), ("!!str", .mapping), ("!!str", .sequence):
                return false
            default: return true
            }
        }

        private static func matches(_ bytes: UnsafeBufferPointer<UInt8>, _ words: StaticString...) -> Bool {
            words.contains { word in
                word.utf8CodeUnitCount == bytes.count
                    && bytes.elementsEqual(UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
            }
        }

        private static func number(_ bytes: UnsafeBufferPointer<UInt8>) -> ScalarValue? {
            if bytes.count > 2, bytes[0] == UInt8(ascii: "0") {
                if bytes[1] == UInt8(ascii: "x") { return integer(bytes.dropFirst(2), radix: 16, negative: false) }
                if bytes[1] == UInt8(ascii: "o") { return integer(bytes.dropFirst(2), radix: 8, negative: false) }
            }
            let signed = bytes[0] == UInt8(ascii: "-") || bytes[0] == UInt8(ascii: "+")
            let digits = bytes.dropFirst(signed ? 1 : 0)
            let negative = bytes[0] == UInt8(ascii: "-")
            if let whole = integer(digits, radix: 10, negative: negative) { return whole }
            if digits.first == UInt8(ascii: ".") {
                let word = UnsafeBufferPointer(rebasing: digits)
                if matches(word, ".inf", ".Inf", ".INF") { return .float(negative ? -.infinity : .infinity) }
                if !signed, matches(word, ".nan", ".NaN", ".NAN") { return .float(.nan) }
            }
            return isFloat(digits) ? .float(Double(String(decoding: bytes, as: UTF8.self)) ?? .infinity) : nil
        }

        private static func integer(_ digits: Slice<UnsafeBufferPointer<UInt8>>, radix: Int, negative: Bool)
            -> ScalarValue?
        {
            guard !digits.isEmpty else { return nil }
            var total = 0
            var fits = true
            for byte in digits {
                guard let digit = hexadecimal(byte), digit < radix else { return nil }
                guard fits else { continue }
                let (shifted, tooLong) = total.multipliedReportingOverflow(by: radix)
                let (next, tooLarge) = shifted.addingReportingOverflow(negative ? -digit : digit)
                fits = !tooLong && !tooLarge
                total = next
            }
            return fits ? .integer(total) : .hugeInteger
        }

        private static func hexadecimal(_ byte: UInt8) -> Int? {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): Int(byte - UInt8(ascii: "a")) + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): Int(byte - UInt8(ascii: "A")) + 10
            default: nil
            }
        }

        // ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?
        private static func isFloat(_ unsigned: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
            var rest = unsigned
            func takeDigits() -> Bool {
                let before = rest.count
                rest = rest.drop { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
                return rest.count < before
            }
            let whole = takeDigits()
            if rest.first == UInt8(ascii: ".") {
                rest = rest.dropFirst()
                guard takeDigits() || whole else { return false }
            } else if !whole {
                return false
            }
            guard rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") else { return rest.isEmpty }
            rest = rest.dropFirst()
            if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
            return takeDigits() && rest.isEmpty
        }
    }
}
