internal import SQLText

extension StatementReader {
    /// A constraint of a table; nil where a column begins.
    mutating func tableConstraint() -> TableConstraint? {
        let first = place
        var name: String?
        if take("constraint") { name = identifier() }
        guard let kind = constraintKind() else {
            advance(to: first)
            return nil
        }
        var constraint = TableConstraint(kind: kind, name: name, range: range(from: first, to: past))
        switch kind {
        case .check:
            if let condition = parenthesized() {
                constraint.condition = condition.whole
                constraint.mentions = Set(condition.tokens.filter(\.isIdentifier).map { text.name(of: $0) })
                constraint.notNullColumn = condition.notNullColumn
            }
        case .foreignKey:
            constraint.columns = columnList()
            if take("references") { constraint.foreignKey = reference(from: constraint.columns) }
        case .notNull:
            constraint.notNullColumn = identifier()
            constraint.columns = [constraint.notNullColumn].compactMap(\.self)
        case .unique, .primaryKey:
            if take("using", "index") {
                constraint.index = identifier()
            } else {
                _ = take("nulls", "not", "distinct") || take("nulls", "distinct")
                constraint.columns = columnList()
            }
        case .exclude, .other: break
        }
        constraint.isNotValid = find("not", "valid") != nil
        constraint.isEnforced = find("not", "enforced") == nil
        return constraint
    }

    private mutating func constraintKind() -> TableConstraint.Kind? {
        if isAt("check"), peek(1).map({ text.isSign($0, "(") }) == true {
            advance()
            return .check
        }
        if take("foreign", "key") { return .foreignKey }
        if take("primary", "key") { return .primaryKey }
        if take("not", "null") { return .notNull }
        if take("unique") { return .unique }
        if isAt("exclude"), peek(1).map({ text.isSign($0, "(") || text.isWord($0, "using") }) == true {
            advance()
            return .exclude
        }
        return nil
    }

    /// The column of the first `column is not null` that must hold.
    private var notNullColumn: String? {
        guard find("or") == nil else { return nil }
        var reader = self
        while !reader.isAtEnd {
            // Parentheses round the whole condition.
            if let inner = reader.parenthesized() {
                if let column = inner.notNullColumn { return column }
            } else if let column = reader.identifier(), reader.take("is", "not", "null") {
                return column
            }
            while !reader.isAtEnd, !reader.take("and") { reader.skipGroup() }
        }
        return nil
    }
}
