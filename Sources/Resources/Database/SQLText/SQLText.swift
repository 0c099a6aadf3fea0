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
        let beginning = Self.beginning(of: bytes)
        let (tokens, fault) = Self.lex(bytes, from: beginning)
        self.bytes = bytes
        self.tokens = tokens
        let (starts, nul) = Self.lines(of: bytes, from: beginning)
        lineStarts = starts
        let faults = [nul.map { SQLFault(.nul, at: $0) }, Self.damage(of: bytes), copyFault(), fault]
        if let first = faults.compactMap(\.self).min(by: { $0.offset < $1.offset }) { throw first }
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

    /// Behind the byte order mark, if there is one.
    static func beginning(of bytes: [UInt8]) -> Int { bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0 }

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

    /// The first bytes that are no UTF-8.
    private static func damage(of bytes: [UInt8]) -> SQLFault? {
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: bytes.span)
            return nil
        } catch {
            return SQLFault(.invalidUTF8, at: error.byteOffsets.lowerBound)
        }
    }
}
