internal import SQLText

extension StatementReader {
    /// Behind ALTER.
    mutating func alter() -> SQLCommand? {
        if isAt("system") { return .outsideTransaction("ALTER SYSTEM") }
        if isAt("index") { return alterIndex() }
        if isAtAny("table", "view") || isAt("foreign", "table") || isAt("materialized", "view") || isAt("sequence") {
            return alterTable()
        }
        let kind = objectKind()
        guard let name = name() else { return nil }
        switch kind {
        case .type: return .alterType(name, typeAction())
        case .domain: return .alterDomain(name, domainAction())
        case .trigger:
            guard take("on"), let table = table() else { return nil }
            return .alterTrigger(table: table)
        case .policy, .rule:
            guard take("on"), let table = table() else { return nil }
            return .create(CreateObject(kind: kind, name: name, table: table))
        default:
            if take("rename", "to"), let new = identifier() { return .rename(kind: kind, name, to: name.sibling(new)) }
            return .other
        }
    }

    private mutating func alterIndex() -> SQLCommand? {
        advance()
        _ = take("if", "exists")
        guard let name = name() else { return nil }
        if take("rename", "to"), let new = identifier() { return .alterIndex(name, .rename(new)) }
        if take("attach", "partition"), let index = self.name() { return .alterIndex(name, .attachPartition(index)) }
        if isAt("set", "tablespace") { return .alterIndex(name, .tablespace) }
        if isAtAny("set", "reset") { return .alterIndex(name, .storage) }
        if isAt("alter") { return .alterIndex(name, .statistics) }
        return .alterIndex(name, .other)
    }

    private mutating func alterTable() -> SQLCommand? {
        let first = place - 1
        let kind = objectKind()
        // ALTER TABLE ALL IN TABLESPACE moves whatever stands there.
        if isAt("all", "in") { return nil }
        let isIfExists = take("if", "exists")
        let isOnly = isAt("only")
        guard let name = table() else { return nil }
        let head = range(from: first)
        let actions = rest.commaSeparated().map { part in
            var part = part
            let kind = part.tableAction()
            return TableAction(kind: kind, range: part.whole)
        }
        return .alterTable(
            AlterTable(kind: kind, name: name, isOnly: isOnly, isIfExists: isIfExists, actions: actions, head: head)
        )
    }

    private mutating func typeAction() -> TypeAction {
        if isAt("add", "value") {
            let first = place
            advance()
            advance()
            _ = take("if", "not", "exists")
            let value = current.map { text.text(text.content(of: $0)) } ?? ""
            advance()
            return .addValue(value, isPlaced: isAtAny("before", "after"), range: range(from: first, to: past))
        }
        if take("rename", "value") { return .renameValue }
        if take("rename", "to"), let name = identifier() { return .renameTo(name) }
        return .other
    }

    private mutating func domainAction() -> DomainAction {
        if isAt("add") {
            advance()
            return tableConstraint().map(DomainAction.addConstraint) ?? .other
        }
        if take("validate", "constraint"), let name = identifier() { return .validateConstraint(name) }
        return take("set", "not", "null") ? .setNotNull : .other
    }
}
