extension SQLText {
    /// The first `copy` of the text that speaks with the client: `copy [binary] table [(columns)] from stdin` or
    /// `copy (query) to stdout`, where the server takes either name for either way.
    ///
    /// Its data would be read as statements and found faulty for some odd reason, so this is told before.
    func copyFault() -> SQLFault? {
        var copy: Copy?
        for index in tokens.indices where !tokens[index].isComment {
            let token = tokens[index]
            if copy?.depth ?? 0 == 0, isWord(token, "copy"), mayBeginStatement(index) {
                copy = Copy(start: token.start)
            } else if copy != nil {
                if let fault = copy?.take(token, of: self) { return fault }
                if copy?.isOver == true { copy = nil }
            }
        }
        return nil
    }

    /// First of all, behind a semicolon, or behind a comment, which may head a section.
    private func mayBeginStatement(_ index: Int) -> Bool {
        guard index > 0 else { return true }
        return tokens[index - 1].isComment || isSign(tokens[index - 1], ";")
    }
}

/// A copy statement as far as it has been read.
private struct Copy {
    let start: Int
    private(set) var depth = 0
    private(set) var isOver = false
    private var direction: SQLFault.Kind?
    private var hasSubject = false

    init(start: Int) { self.start = start }

    mutating func take(_ token: Token, of text: SQLText) -> SQLFault? {
        defer { hasSubject = true }
        if text.isSign(token, ";") {
            isOver = true
        } else if text.isSign(token, "(") {
            depth += 1
        } else if text.isSign(token, ")") {
            depth -= 1
            isOver = depth < 0
        } else if depth > 0 {
            return nil
        } else if let direction {
            isOver = true
            return text.isWord(token, "stdin") || text.isWord(token, "stdout") ? SQLFault(direction, at: start) : nil
        } else if hasSubject, text.isWord(token, "from") {
            direction = .copyFromStandardInput
        } else if hasSubject, text.isWord(token, "to") {
            direction = .copyToStandardOutput
        } else {
            isOver = !token.isIdentifier && !text.isSign(token, ".")
        }
        return nil
    }
}
