/// One token of a text: what it is, and where it stands.
package struct Token: Sendable, Hashable {
    package enum Kind: UInt8, Sendable {
        /// An identifier without quotes, or a keyword: the lexer does not tell them apart.
        case word
        case quotedIdentifier
        /// `U&"…"`
        case unicodeIdentifier
        /// `'…'`; the parts of a string that goes on in the next line are tokens of one kind each.
        case string
        /// `E'…'`
        case escapeString
        /// `U&'…'`
        case unicodeString
        /// `B'…'` or `X'…'`
        case bitString
        /// `N'…'`
        case nationalString
        case dollarString
        case number
        /// `$1`
        case parameter
        case `operator`
        /// One of `( ) [ ] , ; : . :: .. :=`
        case punctuation
        /// From `--` up to the end of the line, without it.
        case lineComment
        case blockComment
        /// A byte that begins nothing the server knows, such as `{`.
        case other
    }

    package let kind: Kind
    private let first: UInt32
    private let past: UInt32

    init(_ kind: Kind, from start: Int, to end: Int) {
        self.kind = kind
        first = UInt32(truncatingIfNeeded: start)
        past = UInt32(truncatingIfNeeded: end)
    }

    /// In bytes from the beginning of the text.
    package var start: Int { Int(first) }
    /// Past the last byte.
    package var end: Int { Int(past) }
    package var range: Range<Int> { start..<end }
    package var length: Int { end - start }

    package var isComment: Bool { kind == .lineComment || kind == .blockComment }
    /// A name in any of its three spellings; a word may be a keyword as well.
    package var isIdentifier: Bool { kind.rawValue <= Kind.unicodeIdentifier.rawValue }
    /// A string constant in any of its spellings.
    package var isString: Bool {
        kind.rawValue >= Kind.string.rawValue && kind.rawValue <= Kind.dollarString.rawValue
    }
}
