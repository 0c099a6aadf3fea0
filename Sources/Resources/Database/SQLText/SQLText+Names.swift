extension SQLText {
    /// The longest name the server keeps, in bytes; it cuts off what is longer.
    package static let nameLimit = 63

    /// Whether a token is this word without quotes, in upper or lower case; `word` is given in lower case.
    @inline(__always)
    package func isWord(_ token: Token, _ word: StaticString) -> Bool {
        guard token.kind == .word, token.length == word.utf8CodeUnitCount else { return false }
        let expected = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
        return bytes.withUnsafeBufferPointer { bytes in
            for index in expected.indices where bytes[token.start + index].lowercasedASCII != expected[index] {
                return false
            }
            return true
        }
    }

    /// Whether a token is this operator or punctuation.
    @inline(__always)
    package func isSign(_ token: Token, _ sign: StaticString) -> Bool {
        guard token.kind == .punctuation || token.kind == .operator, token.length == sign.utf8CodeUnitCount else {
            return false
        }
        return bytes[token.range].elementsEqual(
            UnsafeBufferPointer(start: sign.utf8Start, count: sign.utf8CodeUnitCount)
        )
    }

    /// The name that an identifier or keyword is to the server; any other token gives its text.
    ///
    /// A word is in lower case, a quoted identifier without its quotes and with its escapes read, either cut to what the server keeps.
    package func name(of token: Token) -> String {
        switch token.kind {
        case .word: name(of: bytes[token.range].map(\.lowercasedASCII))
        case .quotedIdentifier: name(of: unquoted(content(of: token)))
        case .unicodeIdentifier: name(of: decoded(unquoted(content(of: token)), escape: unicodeEscape(behind: token)))
        default: text(of: token)
        }
    }

    /// What stands between the quotes of a string or quoted identifier, or behind the sign of a comment, as it is written.
    package func content(of token: Token) -> Range<Int> {
        switch token.kind {
        case .string: contentOfString(token)
        case .quotedIdentifier: token.start + 1..<token.end - 1
        case .escapeString, .bitString, .nationalString, .unicodeString: contentOfString(token)
        case .unicodeIdentifier: token.start + 3..<token.end - 1
        case .dollarString: contentOfDollarString(token)
        case .lineComment: token.start + 2..<token.end
        case .blockComment: token.start + 2..<token.end - 2
        default: token.range
        }
    }

    /// A part of a continued string has no prefix, whatever its kind.
    private func contentOfString(_ token: Token) -> Range<Int> {
        let quote = bytes[token.range].firstIndex(of: UInt8(ascii: "'")) ?? token.start
        return quote + 1..<token.end - 1
    }

    private func contentOfDollarString(_ token: Token) -> Range<Int> {
        let afterFirst = bytes[token.range].dropFirst()
        let delimiter = (afterFirst.firstIndex(of: UInt8(ascii: "$")) ?? token.start) + 1 - token.start
        return token.start + delimiter..<token.end - delimiter
    }

    private func name(of bytes: [UInt8]) -> String {
        guard bytes.count > Self.nameLimit else { return String(decoding: bytes, as: UTF8.self) }
        var end = Self.nameLimit
        while end > 0, bytes[end] & 0xC0 == 0x80 { end -= 1 }
        return String(decoding: bytes[..<end], as: UTF8.self)
    }

    /// A doubled quote stands for one.
    private func unquoted(_ range: Range<Int>) -> [UInt8] {
        let quote = UInt8(ascii: "\"")
        guard bytes[range].contains(quote) else { return Array(bytes[range]) }
        var plain: [UInt8] = []
        var offset = range.lowerBound
        while offset < range.upperBound {
            plain.append(bytes[offset])
            offset += bytes[offset] == quote ? 2 : 1
        }
        return plain
    }
}

extension UInt8 {
    @inline(__always)
    var lowercasedASCII: UInt8 {
        self >= UInt8(ascii: "A") && self <= UInt8(ascii: "Z") ? self | 0x20 : self
    }
}
