extension SQLText {
    /// The first `copy` of the text that speaks with the client, where a statement may begin: behind a semicolon, behind a comment,
    /// which may head a section, or first of all.
    func copyFault() -> SQLFault? {
        for index in tokens.indices where isWord(tokens[index], "copy") {
            let before = index > 0 ? tokens[index - 1] : nil
            guard before.map({ $0.isComment || isSign($0, ";") }) ?? true else { continue }
            if let kind = faultOfCopy(at: index) { return SQLFault(kind, at: tokens[index].start) }
        }
        return nil
    }

    /// `copy [binary] table [(columns)] from stdin` or `copy (query) to stdout`; the server takes either name for either way.
    private func faultOfCopy(at index: Int) -> SQLFault.Kind? {
        var depth = 0
        var direction: SQLFault.Kind?
        var isFirst = true
        for token in tokens[(index + 1)...] where !token.isComment {
            defer { isFirst = false }
            if isSign(token, "(") {
                depth += 1
            } else if isSign(token, ")") {
                depth -= 1
            } else if depth > 0 {
                continue
            } else if let direction {
                return isWord(token, "stdin") || isWord(token, "stdout") ? direction : nil
            } else if isWord(token, "from"), !isFirst {
                direction = .copyFromStandardInput
            } else if isWord(token, "to"), !isFirst {
                direction = .copyToStandardOutput
            } else if !token.isIdentifier, !isSign(token, ".") {
                return nil
            }
        }
        return nil
    }
}
