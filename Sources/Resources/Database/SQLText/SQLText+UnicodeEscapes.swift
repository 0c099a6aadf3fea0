/// The escapes of `U&"…"`.
extension SQLText {
    /// The escape character that `UESCAPE '!'` behind a token names; a backslash where nothing is named.
    func unicodeEscape(behind token: Token) -> UInt8 {
        var following = tokens[firstToken { $0.start >= token.end }...].lazy.filter { !$0.isComment }.makeIterator()
        guard let word = following.next(), isWord(word, "uescape"), let string = following.next(),
            string.kind == .string,
            string.length == 3
        else { return UInt8(ascii: "\\") }
        return bytes[string.start + 1]
    }

    /// `\0441`, `\+01F600` and `\\` as characters, a pair of surrogates as one; what is no such escape stays, as the server refuses it.
    func decoded(_ bytes: [UInt8], escape: UInt8) -> [UInt8] {
        var plain: [UInt8] = []
        var rest = bytes[...]
        while let byte = rest.popFirst() {
            if byte != escape {
                plain.append(byte)
            } else if rest.first == escape {
                plain.append(escape)
                rest = rest.dropFirst()
            } else if let (scalar, length) = scalar(rest, escape: escape) {
                plain.append(contentsOf: Array(String(Character(scalar)).utf8))
                rest = rest.dropFirst(length)
            } else {
                plain.append(byte)
            }
        }
        return plain
    }

    /// The scalar written behind an escape character, and how many bytes say so.
    private func scalar(_ bytes: ArraySlice<UInt8>, escape: UInt8) -> (Unicode.Scalar, length: Int)? {
        guard let (first, length) = number(bytes) else { return nil }
        if let scalar = Unicode.Scalar(first) { return (scalar, length) }
        let second = bytes.dropFirst(length)
        guard (0xD800..<0xDC00).contains(first), second.first == escape, let (low, more) = number(second.dropFirst()),
            (0xDC00..<0xE000).contains(low),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + low - 0xDC00)
        else { return nil }
        return (scalar, length + 1 + more)
    }

    private func number(_ bytes: ArraySlice<UInt8>) -> (UInt32, length: Int)? {
        let isLong = bytes.first == UInt8(ascii: "+")
        let digits = (isLong ? bytes.dropFirst().prefix(6) : bytes.prefix(4)).compactMap(\.hexValue)
        guard digits.count == (isLong ? 6 : 4) else { return nil }
        return (digits.reduce(0) { $0 << 4 | $1 }, digits.count + (isLong ? 1 : 0))
    }
}
