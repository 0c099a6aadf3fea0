/// A text of SQL and its tokens, read as the server would read it.
///
/// All offsets are in bytes from the beginning of the text as it was given, a byte order mark included.
package struct SQLText: Sendable {
    package let bytes: [UInt8]
    /// In order, comments included; between them is nothing but white space.
    package let tokens: [Token]
    /// Where each line begins; the first behind a byte order mark.
    let lineStarts: [UInt32]

    /// The longest message the server takes.
    package static let limit = 0x3FFF_FFFF

    /// Throws the first fault of the text.
    package init(_ bytes: [UInt8]) throws(SQLFault) {
        guard bytes.count <= Self.limit else { throw SQLFault(.tooLong(limit: Self.limit), at: Self.limit) }
        let beginning = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let (tokens, fault) = Self.lex(bytes, from: beginning)
        self.bytes = bytes
        self.tokens = tokens
        lineStarts = Self.lineStarts(of: bytes, from: beginning)
        let faults = [Self.damage(of: bytes), copyFault(), fault].compactMap(\.self)
        if let first = faults.min(by: { $0.offset < $1.offset }) { throw first }
    }

    package func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    package func text(of token: Token) -> String { text(token.range) }

    /// The indices of the tokens that stand in a range of offsets.
    package func tokenIndices(in range: Range<Int>) -> Range<Int> {
        let lower = firstToken { $0.start >= range.lowerBound }
        let upper = firstToken { $0.end > range.upperBound }
        return lower..<max(lower, upper)
    }

    /// The index of the first token with a property that all later ones have as well.
    func firstToken(_ holds: (Token) -> Bool) -> Int {
        var (low, high) = (0, tokens.count)
        while low < high {
            let middle = (low + high) / 2
            if holds(tokens[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    private static func lex(_ bytes: [UInt8], from beginning: Int) -> ([Token], SQLFault?) {
        bytes.withUnsafeBufferPointer { bytes in
            ByteClass.table.withUnsafeBufferPointer { classes in
                var lexer = Lexer(bytes, classes: classes)
                do throws(SQLFault) {
                    try lexer.run(from: beginning)
                    return (lexer.tokens, nil)
                } catch {
                    return (lexer.tokens, error)
                }
            }
        }
    }

    /// The first byte that stands in no text.
    private static func damage(of bytes: [UInt8]) -> SQLFault? {
        let nul = bytes.firstIndex(of: 0)
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: bytes.span)
        } catch {
            let offset = error.byteOffsets.lowerBound
            if offset < nul ?? .max { return SQLFault(.invalidUTF8, at: offset) }
        }
        return nul.map { SQLFault(.nul, at: $0) }
    }
}
