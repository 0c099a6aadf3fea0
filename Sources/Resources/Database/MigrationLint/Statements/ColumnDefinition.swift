internal import SQLText

/// A column as `create table` and `add column` write it.
struct ColumnDefinition: Sendable {
    enum Generation: Sendable, Hashable { case stored, virtual, unsaid, identity }

    var name: String
    /// Nil where none is written, as in `create table … of`.
    var type: TypeName?
    var isNotNull = false
    var defaultValue: Expression?
    var generation: Generation?
    var isPrimaryKey = false
    var isUnique = false
    var checks: [Range<Int>] = []
    var foreignKey: ForeignKey?
    var nameRange: Range<Int>
    var range: Range<Int>

    /// Whether each row gets a number of its own.
    var isNumbered: Bool { generation == .identity || type?.isSerial == true }
}

/// What a foreign key points to.
struct ForeignKey: Sendable, Hashable {
    var columns: [String]
    var references: ObjectName
    var referencedColumns: [String]
}

extension StatementReader {
    mutating func columnDefinition() -> ColumnDefinition? {
        let first = place
        guard let token = current, let name = identifier() else { return nil }
        var column = ColumnDefinition(name: name, nameRange: token.range, range: 0..<0)
        if !isAtColumnConstraint { column.type = typeName() }
        while !isAtEnd { columnConstraint(of: &column) }
        column.range = range(from: first)
        if column.isPrimaryKey || column.isNumbered { column.isNotNull = true }
        return column
    }

    var isAtColumnConstraint: Bool {
        isAtExpressionEnd || isAtAny("collate", "options", "with", "using", "enforced")
    }

    private mutating func columnConstraint(of column: inout ColumnDefinition) {
        let first = place
        if take("constraint") {
            _ = identifier()
        } else if take("not", "null") {
            column.isNotNull = true
        } else if take("default") {
            column.defaultValue = expression()
        } else if take("generated") {
            column.generation = generation()
        } else if take("primary", "key") {
            column.isPrimaryKey = true
        } else if take("unique") {
            column.isUnique = true
        } else if take("references") {
            column.foreignKey = reference(from: [column.name])
        } else if take("check") {
            skipGroup()
            _ = take("no", "inherit")
            if !take("not", "enforced") { column.checks.append(range(from: first)) }
        } else {
            skipGroup()
        }
    }

    private mutating func generation() -> ColumnDefinition.Generation {
        if !take("always") { _ = take("by", "default") }
        _ = take("as")
        if take("identity") {
            if isAtSign("(") { skipGroup() }
            return .identity
        }
        skipGroup()
        if take("stored") { return .stored }
        return take("virtual") ? .virtual : .unsaid
    }

    /// Behind the word REFERENCES.
    mutating func reference(from columns: [String]) -> ForeignKey? {
        guard let table = name() else { return nil }
        return ForeignKey(columns: columns, references: table, referencedColumns: columnList())
    }

    /// Up to the next constraint of the column.
    mutating func expression() -> Expression {
        let first = place
        repeat {
            // `::varchar(10)`, `::timestamp with time zone`
            if takeSign("::") { _ = typeName() } else { skipGroup() }
        } while !isAtEnd && !isAtExpressionEnd
        return Expression(part(first..<place))
    }

    /// A NULL behind an operator belongs to the expression, `not null` and a bare `null` behind a value do not.
    private var isAtExpressionEnd: Bool {
        isAtAny(
            "constraint",
            "not",
            "null",
            "default",
            "generated",
            "primary",
            "unique",
            "references",
            "check",
            "deferrable",
            "initially",
            "storage",
            "compression",
        )
    }
}
