/// What a byte may begin, as the server's scanner has it.
enum ByteClass: UInt8 {
    case other, space, letter
    /// A letter that, with a quote behind it, begins a string: `b e n u x`.
    case prefix
    case digit, symbol
    /// `( ) [ ] , ;`
    case single
    case dot, colon, minus, slash, quote, doubleQuote, dollar, backslash

    /// What may stand in an identifier behind its first byte.
    @inline(__always)
    var continuesWord: Bool { self == .letter || self == .prefix || self == .digit || self == .dollar }

    /// What operators are made of.
    @inline(__always)
    var isSymbol: Bool { self == .symbol || self == .minus || self == .slash }

    static let table: [ByteClass] = (UInt8.min...UInt8.max).map(ByteClass.init(of:))

    private init(of byte: UInt8) {
        self =
            switch byte {
            case UInt8(ascii: " "), 0x09...0x0D: .space
            case UInt8(ascii: "0")...UInt8(ascii: "9"): .digit
            case UInt8(ascii: "_"), 0x80...0xFF: .letter
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
                "benux".utf8.contains(byte | 0x20) ? .prefix : .letter
            case UInt8(ascii: "."): .dot
            case UInt8(ascii: ":"): .colon
            case UInt8(ascii: "-"): .minus
            case UInt8(ascii: "/"): .slash
            case UInt8(ascii: "'"): .quote
            case UInt8(ascii: "\""): .doubleQuote
            case UInt8(ascii: "$"): .dollar
            case UInt8(ascii: "\\"): .backslash
            case _ where "()[],;".utf8.contains(byte): .single
            case _ where "~!@#^&|`?+*%<>=".utf8.contains(byte): .symbol
            default: .other
            }
    }
}
