/// Cuts bytes into tokens by the rules of the server's scanner, in one pass and without looking back.
///
/// `standard_conforming_strings` is taken to be on, as it is by default since PostgreSQL 9.1.
struct Lexer {
    let bytes: UnsafeBufferPointer<UInt8>
    let classes: UnsafeBufferPointer<ByteClass>
    private(set) var tokens: [Token] = []
    /// Up to here every `+` and `-` that has not been read yet is an operator of its own, given up by the one before.
    ///
    /// Without that a row of them would be read anew for each.
    var singleSignsEnd = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>, classes: UnsafeBufferPointer<ByteClass>) {
        self.bytes = bytes
        self.classes = classes
        // Real migrations have a token every six to eight bytes.
        tokens.reserveCapacity(bytes.count / 6 + 16)
    }

    /// All tokens from an offset on; those before a fault are kept.
    mutating func run(from start: Int) throws(SQLFault) {
        var offset = start
        while offset < bytes.count {
            let byteClass = classOfByte(at: offset)
            if byteClass == .space {
                offset += 1
                continue
            }
            let (kind, end) = try token(of: byteClass, at: offset)
            tokens.append(Token(kind, from: offset, to: end))
            offset = end
        }
    }

    @inline(__always)
    private mutating func token(of byteClass: ByteClass, at start: Int) throws(SQLFault) -> (Token.Kind, Int) {
        switch byteClass {
        case .letter: return (.word, wordEnd(from: start + 1))
        case .prefix: return try prefixed(at: start)
        case .single: return (.punctuation, start + 1)
        case .digit: return (.number, numberEnd(from: start))
        case .symbol: return (.operator, operatorEnd(from: start))
        case .dot:
            if byte(at: start + 1).isDigit { return (.number, numberEnd(from: start)) }
            return (.punctuation, start + (byte(at: start + 1) == UInt8(ascii: ".") ? 2 : 1))
        case .colon:
            let next = byte(at: start + 1)
            return (.punctuation, start + (next == UInt8(ascii: ":") || next == UInt8(ascii: "=") ? 2 : 1))
        case .minus:
            if byte(at: start + 1) == UInt8(ascii: "-") { return (.lineComment, lineEnd(from: start + 2)) }
            return (.operator, operatorEnd(from: start))
        case .slash:
            if byte(at: start + 1) == UInt8(ascii: "*") { return (.blockComment, try blockCommentEnd(at: start)) }
            return (.operator, operatorEnd(from: start))
        case .quote:
            let kind = continuedKind(at: start) ?? .string
            return (kind, try stringEnd(kind, opening: start, from: start + 1))
        case .doubleQuote: return (.quotedIdentifier, try identifierEnd(opening: start, from: start + 1))
        case .dollar: return try dollar(at: start)
        case .backslash: throw SQLFault(.psqlCommand(psqlCommand(at: start)), at: start)
        case .other, .space: return (.other, start + 1)
        }
    }

    /// The byte there, and 0 behind the last one.
    @inline(__always)
    func byte(at offset: Int) -> UInt8 { offset < bytes.count ? bytes[offset] : 0 }

    @inline(__always)
    func classOfByte(at offset: Int) -> ByteClass { classes[Int(bytes[offset])] }

    @inline(__always)
    func wordEnd(from start: Int) -> Int {
        var end = start
        while end < bytes.count, classOfByte(at: end).continuesWord { end += 1 }
        return end
    }

    @inline(__always)
    private func lineEnd(from start: Int) -> Int {
        var end = start
        while end < bytes.count, !bytes[end].isNewline { end += 1 }
        return end
    }

    /// Comments nest.
    private func blockCommentEnd(at start: Int) throws(SQLFault) -> Int {
        var offset = start + 2
        var depth = 1
        while offset < bytes.count {
            switch (bytes[offset], byte(at: offset + 1)) {
            case (UInt8(ascii: "*"), UInt8(ascii: "/")):
                offset += 2
                depth -= 1
                if depth == 0 { return offset }
            case (UInt8(ascii: "/"), UInt8(ascii: "*")):
                offset += 2
                depth += 1
            default: offset += 1
            }
        }
        throw SQLFault(.unterminatedComment, at: start)
    }

    /// The backslash and what stands behind it, as far as it can be a command's name.
    private func psqlCommand(at start: Int) -> String {
        var end = start + 1
        while end < bytes.count, end - start < 32, bytes[end].isASCIILetter || bytes[end] == UInt8(ascii: "_") {
            end += 1
        }
        // `\!`, `\.`, `\?` and their like are one sign long.
        if end == start + 1, byte(at: end) > 0x20, byte(at: end) < 0x7F { end += 1 }
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }
}

extension UInt8 {
    /// What ends a line comment, and what a string may be continued behind.
    @inline(__always)
    var isNewline: Bool { self == 0x0A || self == 0x0D }

    @inline(__always)
    var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }

    @inline(__always)
    var isASCIILetter: Bool { self | 0x20 >= UInt8(ascii: "a") && self | 0x20 <= UInt8(ascii: "z") }
}
