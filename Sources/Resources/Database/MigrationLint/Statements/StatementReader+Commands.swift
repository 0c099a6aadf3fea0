internal import SQLText

extension SQLCommand {
    init(_ statement: Statement, in text: SQLText) {
        var reader = StatementReader(statement, in: text)
        self = reader.command()
    }
}

extension StatementReader {
    mutating func command() -> SQLCommand {
        if take("create") { return create() ?? .other }
        if take("alter") { return alter() ?? .other }
        if take("drop") { return drop() ?? .other }
        if take("comment", "on") { return comment() }
        return rowCommand() ?? maintenance() ?? transactionControl() ?? session() ?? .other
    }

    // Upkeep

    private mutating func maintenance() -> SQLCommand? {
        if take("vacuum") { return vacuum() }
        if takeAny("analyze", "analyse") {
            _ = take("verbose")
            if isAtSign("(") { skipGroup() }
            return .analyze(tablesWithColumns())
        }
        if take("reindex") { return reindex() }
        if take("cluster") { return cluster() }
        if take("refresh", "materialized", "view") {
            let isConcurrent = take("concurrently")
            guard let name = name() else { return nil }
            return .refresh(name, isConcurrent: isConcurrent, hasData: find("no", "data") == nil)
        }
        if take("truncate") {
            _ = take("table")
            return .truncate(names(), isCascade: find("cascade") != nil)
        }
        if take("lock") {
            _ = take("table")
            let names = names()
            return .lockTable(names, lockMode() ?? .accessExclusive)
        }
        return nil
    }

    private mutating func vacuum() -> SQLCommand {
        var isFull = false
        if let options = parenthesized() {
            isFull = options.commaSeparated().contains { $0.isAt("full") && !$0.isOff }
        }
        while isAtAny("full", "freeze", "verbose", "analyze", "analyse") {
            if isAt("full") { isFull = true }
            advance()
        }
        return .vacuum(tablesWithColumns(), isFull: isFull)
    }

    /// Whether an option of a parenthesized list is switched off: `full false`.
    private var isOff: Bool {
        guard let value = peek(1) else { return false }
        return ["false", "off", "0", "'false'", "'off'"].contains(text.text(of: value).lowercased())
    }

    private mutating func tablesWithColumns() -> [ObjectName] {
        var tables: [ObjectName] = []
        repeat {
            guard let table = table() else { break }
            tables.append(table)
            if isAtSign("(") { skipGroup() }
        } while takeSign(",")
        return tables
    }

    private mutating func reindex() -> SQLCommand? {
        var isConcurrent = false
        if let options = parenthesized() {
            isConcurrent = options.commaSeparated().contains { $0.isAt("concurrently") && !$0.isOff }
        }
        guard let word = current, let target = Reindex.Target(rawValue: text.name(of: word)) else { return nil }
        advance()
        if take("concurrently") { isConcurrent = true }
        return .reindex(Reindex(target: target, name: name(), isConcurrent: isConcurrent, targetWord: word.range))
    }

    private mutating func cluster() -> SQLCommand {
        _ = take("verbose")
        if isAtSign("(") { skipGroup() }
        guard let first = name() else { return .cluster(nil) }
        // The older spelling names the index first.
        if take("on") { return .cluster(name()) }
        return .cluster(first)
    }

    private mutating func lockMode() -> LockMode? {
        guard take("in") else { return nil }
        var words: [String] = []
        while !isAt("mode"), let word = identifier() { words.append(word) }
        return LockMode(rawValue: words.joined(separator: " ").uppercased())
    }

    // Transactions and settings

    private mutating func transactionControl() -> SQLCommand? {
        if take("begin") || take("start", "transaction") { return .begin }
        if takeAny("commit", "end") { return take("prepared") ? .outsideTransaction("COMMIT PREPARED") : .commit }
        if take("prepare", "transaction") { return .commit }
        if takeAny("rollback", "abort") {
            if take("prepared") { return .outsideTransaction("ROLLBACK PREPARED") }
            _ = takeAny("work", "transaction")
            return take("to") ? .savepoint : .rollback
        }
        if takeAny("savepoint", "release") { return .savepoint }
        return nil
    }

    private mutating func session() -> SQLCommand? {
        if take("do") { return .doBlock }
        if take("set") { return set() }
        if take("reset") {
            if take("session", "authorization") { return .reset("session authorization") }
            if take("time", "zone") { return .reset("timezone") }
            let name = name()
            return .reset(name?.name == "all" ? nil : name?.description)
        }
        if take("discard", "all") { return .outsideTransaction("DISCARD ALL") }
        return nil
    }

    private mutating func set() -> SQLCommand {
        let isLocal = take("local")
        if !isLocal { _ = isAt("session", "authorization") || isAt("session", "characteristics") || take("session") }
        if take("session", "authorization") {
            return .set(Setting(name: "session authorization", value: restText, isLocal: isLocal))
        }
        // Both last as long as the transaction.
        if isAt("constraints") || isAt("transaction") { return .other }
        if take("time", "zone") { return .set(Setting(name: "timezone", value: restText, isLocal: isLocal)) }
        guard let name = name() else { return .other }
        _ = takeSign("=") || take("to")
        return .set(Setting(name: name.description, value: restText, isLocal: isLocal))
    }

    /// What is left, constants without their quotes.
    private var restText: String {
        tokens.map { $0.isString ? text.text(text.content(of: $0)) : text.name(of: $0) }.joined(separator: " ")
    }

    private mutating func comment() -> SQLCommand {
        let kind = objectKind()
        if kind == .column {
            // The table is what stands before the last dot.
            var parts: [String] = []
            repeat {
                guard let part = identifier() else { break }
                parts.append(part)
            } while takeSign(".")
            guard parts.count > 1 else { return .other }
            return .comment(
                kind: .table,
                ObjectName(parts[parts.count - 2], schema: parts.count > 2 ? parts[parts.count - 3] : nil),
            )
        }
        guard let name = name() else { return .other }
        if [.constraint, .trigger, .policy, .rule].contains(kind), take("on"), let table = self.name() {
            return .comment(kind: kind, table)
        }
        return .comment(kind: kind, name)
    }

    /// Goes past the words for a kind of thing.
    mutating func objectKind() -> ObjectKind {
        if take("materialized", "view") { return .materializedView }
        if take("foreign", "table") { return .foreignTable }
        if take("event", "trigger") || take("text", "search") || take("operator", "class") || take("operator", "family")
        {
            return .other
        }
        if isAt("user", "mapping") || isAt("access", "method") || isAt("foreign", "data") { return .other }
        guard let word = identifier() else { return .other }
        switch word {
        case "user", "group": return .role
        default: return ObjectKind(rawValue: word) ?? .other
        }
    }
}
