package import SQLText

/// What statements leave behind in the session that runs them.
extension SQLText {
    /// Whether it may leave something behind: a setting, a temporary table, a role.
    package func mayTouchSession(_ statement: Statement) -> Bool {
        var reader = WordReader(self, statement)
        let lasting: [StaticString] = [
            "set", "reset", "do", "call", "select", "with", "values", "table", "insert", "update", "delete", "merge",
            "execute", "explain", "prepare", "load", "listen", "discard", "declare", "deallocate",
        ]
        if lasting.contains(where: { reader.takes($0) }) { return true }
        guard reader.takes("create") else { return false }
        _ = reader.takes("local") || reader.takes("global")
        // A table made of a query may call anything.
        return reader.takes("temp") || reader.takes("temporary") || reader.has("as")
    }

    /// Whether it does nothing but prepare the session for what follows, so that a run which goes on in a new session has to repeat it.
    func setsSession(_ statement: Statement) -> Bool {
        var reader = WordReader(self, statement)
        if reader.takes("set") { return !["local", "transaction", "constraints"].contains { reader.takes($0) } }
        if reader.takes("select") {
            if reader.takes("pg_catalog") { _ = reader.takes(sign: ".") }
            return reader.takes("set_config")
        }
        let words: [StaticString] = ["reset", "load", "prepare", "deallocate", "listen", "unlisten", "discard"]
        return words.contains { reader.takes($0) }
    }

    /// Whether it wants to be the first of its transaction.
    func setsTransaction(_ statement: Statement) -> Bool {
        var reader = WordReader(self, statement)
        return reader.takes("set", "transaction")
    }
}
