/// Numbers and operators.
extension Lexer {
    /// Past a number: `1`, `1.`, `.5`, `1.5e-3`, `0x1F`, `1_000`.
    ///
    /// The two dots of `1..2` are no part of one.
    func numberEnd(from start: Int) -> Int {
        if let end = prefixedIntegerEnd(from: start) { return end }
        var end = digitsEnd(from: start)
        if byte(at: end) == UInt8(ascii: "."), end == start || byte(at: end + 1) != UInt8(ascii: ".") {
            end = digitsEnd(from: end + 1)
        }
        guard byte(at: end) | 0x20 == UInt8(ascii: "e") else { return end }
        let sign = byte(at: end + 1)
        let exponent = end + (sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") ? 2 : 1)
        return byte(at: exponent).isDigit ? digitsEnd(from: exponent) : end
    }

    /// Since PostgreSQL 16 single underscores may stand between digits; before, such a number was an error.
    private func digitsEnd(from start: Int) -> Int {
        var end = start
        while true {
            if byte(at: end).isDigit {
                end += 1
            } else if end > start, byte(at: end) == UInt8(ascii: "_"), byte(at: end + 1).isDigit {
                end += 2
            } else {
                return end
            }
        }
    }

    /// `0x1F`, `0o17`, `0b1010`, as since PostgreSQL 16.
    private func prefixedIntegerEnd(from start: Int) -> Int? {
        guard bytes[start] == UInt8(ascii: "0") else { return nil }
        let isDigit: (UInt8) -> Bool
        switch byte(at: start + 1) | 0x20 {
        case UInt8(ascii: "x"): isDigit = { $0.isHexDigit }
        case UInt8(ascii: "o"): isDigit = { $0.isDigit && $0 < UInt8(ascii: "8") }
        case UInt8(ascii: "b"): isDigit = { $0.isDigit && $0 < UInt8(ascii: "2") }
        default: return nil
        }
        var end = start + 2
        while true {
            if isDigit(byte(at: end)) {
                end += 1
            } else if byte(at: end) == UInt8(ascii: "_"), isDigit(byte(at: end + 1)) {
                end += 2
            } else {
                return end > start + 2 ? end : nil
            }
        }
    }

    /// Past an operator, which a comment ends.
    ///
    /// One of several signs gives up `+` and `-` at its end, unless it holds a sign that no operator of the SQL standard has: so
    /// `=-` is two operators, `@-` one.
    @inline(__always)
    mutating func operatorEnd(from start: Int) -> Int {
        if start < singleSignsEnd { return start + 1 }
        var end = start + 1
        while end < bytes.count, classOfByte(at: end).isSymbol, !beginsComment(at: end) { end += 1 }
        guard end > start + 1, bytes[end - 1].isPlusOrMinus else { return end }
        if bytes[start..<end].contains(where: \.isUnusualSymbol) { return end }
        singleSignsEnd = end
        while end > start + 1, bytes[end - 1].isPlusOrMinus { end -= 1 }
        return end
    }

    @inline(__always)
    private func beginsComment(at offset: Int) -> Bool {
        switch bytes[offset] {
        case UInt8(ascii: "-"): byte(at: offset + 1) == UInt8(ascii: "-")
        case UInt8(ascii: "/"): byte(at: offset + 1) == UInt8(ascii: "*")
        default: false
        }
    }
}

extension UInt8 {
    var isHexDigit: Bool { hexValue != nil }

    var hexValue: UInt32? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(self - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(self - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(self - UInt8(ascii: "A")) + 10
        default: nil
        }
    }

    fileprivate var isPlusOrMinus: Bool { self == UInt8(ascii: "+") || self == UInt8(ascii: "-") }

    /// A sign that marks an operator as none of the standard's.
    fileprivate var isUnusualSymbol: Bool { "~!@#^&|`?%".utf8.contains(self) }
}
