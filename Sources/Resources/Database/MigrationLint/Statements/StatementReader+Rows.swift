internal import SQLText

/// Statements that read and write rows.
extension StatementReader {
    mutating func rowCommand() -> SQLCommand? {
        if isAt("with") { return withQueries() }
        if take("update") {
            guard let table = table() else { return nil }
            return .update(rowChange(of: table))
        }
        if take("delete", "from") {
            guard let table = table() else { return nil }
            return .delete(rowChange(of: table))
        }
        if take("insert", "into") {
            guard let table = name() else { return nil }
            return .insert(table: table, reads: selectedTables.names)
        }
        if take("merge", "into") {
            guard let table = table() else { return nil }
            guard let using = find("using") else { return .merge(table: table, using: nil) }
            advance(to: using + 1)
            return .merge(table: table, using: self.table())
        }
        if take("copy") {
            guard let table = name() else { return nil }
            if isAtSign("(") { skipGroup() }
            return .copy(table: table, isInto: isAt("from"))
        }
        if let setting = configCall() { return .set(setting) }
        if isAtAny("select", "table", "values") || isAtSign("(") { return .select(selectedTables) }
        return nil
    }

    /// The setting of `select pg_catalog.set_config('search_path', '', false)`.
    private func configCall() -> Setting? {
        var reader = self
        guard reader.take("select"), reader.name()?.name == "set_config", let arguments = reader.parenthesized() else {
            return nil
        }
        let values = arguments.commaSeparated().map { part in
            part.current.map { $0.isString ? text.text(text.content(of: $0)) : text.name(of: $0) } ?? ""
        }
        guard values.count == 3 else { return nil }
        return Setting(name: values[0], value: values[1], isLocal: values[2] == "true", isCall: true)
    }

    /// Goes past the queries of WITH to the statement they serve.
    private mutating func withQueries() -> SQLCommand? {
        while !isAtEnd {
            if isAtAny("select", "insert", "update", "delete", "merge") { return rowCommand() }
            skipGroup()
        }
        return nil
    }

    private func rowChange(of table: ObjectName) -> RowChange {
        guard let place = find("where") else { return RowChange(table: table, hasWhere: false, isOfConstants: false) }
        var condition = self
        condition.advance(to: place + 1)
        return RowChange(table: table, hasWhere: true, isOfConstants: condition.namesConstants)
    }

    /// Whether one of the conditions joined by AND compares a column with constants.
    private var namesConstants: Bool {
        guard find("or") == nil else { return false }
        var reader = self
        while !reader.isAtEnd {
            if reader.name() != nil {
                if reader.takeSign("=") {
                    if reader.isAtConstant { return true }
                } else if reader.take("in"), let list = reader.parenthesized() {
                    if list.commaSeparated().allSatisfy(\.isAtConstant) { return true }
                }
            }
            while !reader.isAtEnd, !reader.isAt("and") { reader.skipGroup() }
            reader.advance()
        }
        return false
    }

    private var isAtConstant: Bool { current.map { $0.isString || $0.kind == .number } ?? false }

    /// The tables behind FROM and JOIN, those of subqueries too.
    var selectedTables: SelectedTables {
        var names: [ObjectName] = []
        var reader = self
        var into: ObjectName?
        var isLocking = false
        var own: Set<String> = []
        while !reader.isAtEnd {
            if reader.skipFromOfExpression() { continue }
            if reader.takeAny("from", "join", "table") {
                repeat {
                    _ = reader.takeAny("only", "lateral")
                    guard let name = reader.name() else { break }
                    if reader.isAtSign("(") { continue }
                    if !names.contains(name) { names.append(name) }
                    // An alias may stand before the comma.
                    _ = reader.take("as")
                    if reader.peek(1).map({ text.isSign($0, ",") }) == true { reader.advance() }
                } while reader.takeSign(",")
            } else if reader.take("into") {
                _ = reader.takeAny("temporary", "temp", "unlogged", "table")
                into = reader.name()
            } else if reader.take("for", "update") || reader.take("for", "no", "key", "update")
                || reader.take("for", "share")
                || reader.take("for", "key", "share")
            {
                isLocking = true
            } else {
                // The names that WITH gives to its queries are no tables.
                if let token = reader.current, token.isIdentifier, reader.peek(1).map({ text.isWord($0, "as") }) == true
                {
                    let name = text.name(of: token)
                    reader.advance()
                    reader.advance()
                    _ = reader.take("not")
                    _ = reader.take("materialized")
                    if reader.isAtSign("(") { own.insert(name) }
                    continue
                }
                reader.advance()
            }
        }
        names.removeAll { $0.schema == nil && own.contains($0.name) }
        return SelectedTables(names: names, isLocking: isLocking, into: into)
    }

    /// Goes past a FROM that names no table: `extract(year from at)`, `is distinct from 1`.
    private mutating func skipFromOfExpression() -> Bool {
        if take("distinct", "from") { return true }
        guard isAtAny("extract", "substring", "trim", "overlay"), peek(1).map({ text.isSign($0, "(") }) == true else {
            return false
        }
        advance()
        skipGroup()
        return true
    }
}
