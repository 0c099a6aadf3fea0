/// One statement of a text.
package struct Statement: Sendable, Hashable {
    /// From the first byte of the first token to the last byte of the last one: without the semicolon, without comments around.
    package let range: Range<Int>
    /// Past the semicolon; where none ends the statement, the end of the part of the text that was split.
    package let end: Int
    /// The indices of its tokens, of comments inside as well.
    package let tokens: Range<Int>
    /// The indices of its tokens, of the semicolon and of the comments that go with it: those behind the statement before, and those
    /// behind it in its last line.
    package let surroundings: Range<Int>
}

extension SQLText {
    package func text(of statement: Statement) -> String { text(statement.range) }

    /// The comments directly before a statement, inside it, and at the end of its last line.
    package func comments(of statement: Statement) -> [Token] {
        tokens[statement.surroundings].filter(\.isComment)
    }

    /// The statements of the text, or of a part of it whose bounds cut through no token; empty ones are left out.
    ///
    /// What is wrong as SQL is the server's to refuse: a parenthesis that is never closed takes all that follows into its statement.
    package func statements(in range: Range<Int>? = nil) -> [Statement] {
        let range = range ?? 0..<bytes.count
        let indices = tokenIndices(in: range)
        var splitter = Splitter(self, from: indices.lowerBound)
        for index in indices { splitter.take(index, before: indices.upperBound) }
        return splitter.finish(at: range.upperBound, before: indices.upperBound)
    }
}
