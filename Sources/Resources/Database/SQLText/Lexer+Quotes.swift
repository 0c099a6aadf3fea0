/// Everything between quotes of some kind.
extension Lexer {
    /// A word, or a string whose first letter says how to read it.
    func prefixed(at start: Int) throws(SQLFault) -> (Token.Kind, Int) {
        let next = byte(at: start + 1)
        if next == UInt8(ascii: "'") {
            switch bytes[start] | 0x20 {
            case UInt8(ascii: "e"):
                return (.escapeString, try stringEnd(.escapeString, opening: start, from: start + 2))
            case UInt8(ascii: "b"), UInt8(ascii: "x"):
                return (.bitString, try stringEnd(.bitString, opening: start, from: start + 2))
            case UInt8(ascii: "n"):
                return (.nationalString, try stringEnd(.nationalString, opening: start, from: start + 2))
            default: break
            }
        } else if next == UInt8(ascii: "&"), bytes[start] | 0x20 == UInt8(ascii: "u") {
            switch byte(at: start + 2) {
            case UInt8(ascii: "'"):
                return (.unicodeString, try stringEnd(.unicodeString, opening: start, from: start + 3))
            case UInt8(ascii: "\""):
                return (.unicodeIdentifier, try identifierEnd(opening: start, from: start + 3))
            default: break
            }
        }
        return (.word, wordEnd(from: start + 1))
    }

    /// A quote behind a string and at least one end of line carries that string on, with its rules; so `E'a'`, a new line and
    /// `'\''` is one string.
    func continuedKind(at quote: Int) -> Token.Kind? {
        var index = tokens.count - 1
        while index >= 0, tokens[index].kind == .lineComment { index -= 1 }
        guard index >= 0 else { return nil }
        let before = tokens[index]
        guard before.isString, before.kind != .dollarString else { return nil }
        // Where a line comment stands between them, its line has ended.
        if index < tokens.count - 1 { return before.kind }
        return bytes[before.end..<quote].contains(where: \.isNewline) ? before.kind : nil
    }

    /// Past the closing quote; a doubled one stands for itself, and a backslash counts in escape strings alone.
    @inline(__always)
    func stringEnd(_ kind: Token.Kind, opening: Int, from start: Int) throws(SQLFault) -> Int {
        var offset = start
        while offset < bytes.count {
            let byte = bytes[offset]
            if byte == UInt8(ascii: "'") {
                guard self.byte(at: offset + 1) == byte else { return offset + 1 }
                offset += 2
            } else if byte == UInt8(ascii: "\\"), kind == .escapeString {
                offset += 2
            } else {
                offset += 1
            }
        }
        throw SQLFault(.unterminatedString, at: opening)
    }

    func identifierEnd(opening: Int, from start: Int) throws(SQLFault) -> Int {
        var offset = start
        while offset < bytes.count {
            if bytes[offset] == UInt8(ascii: "\"") {
                guard byte(at: offset + 1) == UInt8(ascii: "\"") else { return offset + 1 }
                offset += 2
            } else {
                offset += 1
            }
        }
        throw SQLFault(.unterminatedIdentifier, at: opening)
    }

    /// `$1`, a dollar quote, or a dollar sign that begins nothing.
    func dollar(at start: Int) throws(SQLFault) -> (Token.Kind, Int) {
        if byte(at: start + 1).isDigit {
            var end = start + 2
            while byte(at: end).isDigit { end += 1 }
            return (.parameter, end)
        }
        var end = start + 1
        while end < bytes.count, classOfByte(at: end).continuesWord, classOfByte(at: end) != .dollar { end += 1 }
        guard byte(at: end) == UInt8(ascii: "$") else { return (.other, start + 1) }
        return (.dollarString, try dollarQuoteEnd(opening: start, bodyFrom: end + 1))
    }

    private func dollarQuoteEnd(opening: Int, bodyFrom body: Int) throws(SQLFault) -> Int {
        let delimiter = bytes[opening..<body]
        var offset = body
        while offset + delimiter.count <= bytes.count {
            if bytes[offset] == UInt8(ascii: "$"), bytes[offset..<offset + delimiter.count].elementsEqual(delimiter) {
                return offset + delimiter.count
            }
            offset += 1
        }
        let tag = String(decoding: delimiter.dropFirst().dropLast(), as: UTF8.self)
        throw SQLFault(.unterminatedDollarQuote(tag: tag), at: opening)
    }
}
