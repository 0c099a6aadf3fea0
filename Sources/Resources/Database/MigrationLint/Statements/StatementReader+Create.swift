internal import SQLText

extension StatementReader {
    /// Behind CREATE.
    mutating func create() -> SQLCommand? {
        let isOrReplace = take("or", "replace")
        if isAtAny("database", "tablespace", "subscription") {
            let word = current.map { text.name(of: $0) } ?? ""
            // A subscription that makes no slot may be created inside a transaction.
            if word == "subscription", hasOption("connect", "false") || hasOption("create_slot", "false") {
                return .other
            }
            return .outsideTransaction("CREATE \(word.uppercased())")
        }
        if isAt("index") || isAt("unique", "index") { return createIndex() }
        _ = takeAny("global", "local")
        let isTemporary = takeAny("temporary", "temp")
        _ = take("unlogged")
        if isAt("table") || isAt("foreign", "table") {
            _ = take("foreign")
            advance()
            return createTable(isTemporary: isTemporary)
        }
        _ = takeAny("recursive", "constraint", "trusted", "procedural", "default")
        return createObject(isOrReplace: isOrReplace, isTemporary: isTemporary)
    }

    private func hasOption(_ name: String, _ value: String) -> Bool {
        let words = tokens.map { text.name(of: $0) }
        return words.indices.contains { place in
            words[place] == name && words.indices.contains(place + 2) && words[place + 2].contains(value)
        }
    }

    private mutating func createTable(isTemporary: Bool) -> SQLCommand? {
        let isIfNotExists = take("if", "not", "exists")
        let first = place
        guard let name = name() else { return nil }
        var table = CreateTable(name: name, nameRange: range(from: first))
        table.isTemporary = isTemporary || name.schema == "pg_temp"
        table.isIfNotExists = isIfNotExists
        if take("partition", "of") { table.partitionOf = self.name() }
        if take("of") { _ = self.name() }
        if let elements = parenthesized() {
            for element in elements.commaSeparated() { element.readElement(of: &table) }
        }
        table.isDefaultPartition = table.partitionOf != nil && isAt("default")
        table.isPartitioned = find("partition", "by") != nil
        if take("inherits"), let parents = parenthesized() {
            var parents = parents
            table.inherits = parents.names()
        }
        if find("as") != nil { table.reads = selectedTables.names }
        return .createTable(table)
    }

    /// A column, a constraint or a LIKE between the parentheses of CREATE TABLE.
    private func readElement(of table: inout CreateTable) {
        var reader = self
        if reader.take("like") {
            if let source = reader.name() { table.like.append(source) }
        } else if let constraint = reader.tableConstraint() {
            table.constraints.append(constraint)
        } else if let column = reader.columnDefinition() {
            table.columns.append(column)
        }
    }

    private mutating func createIndex() -> SQLCommand? {
        let first = place - 1
        let isUnique = take("unique")
        guard let word = current?.range else { return nil }
        advance()
        let isConcurrent = take("concurrently")
        let isIfNotExists = take("if", "not", "exists")
        let name = isAt("on") ? nil : identifier()
        let on = place
        guard take("on") else { return nil }
        let isOnly = isAt("only")
        guard let table = table() else { return nil }
        var index = CreateIndex(
            name: name,
            table: table,
            indexWord: word,
            definition: 0..<0,
            range: range(from: first, to: past)
        )
        index.isUnique = isUnique
        index.isConcurrent = isConcurrent
        index.isIfNotExists = isIfNotExists
        index.isOnly = isOnly
        if take("using") { _ = identifier() }
        index.columns = columnList()
        index.definition = range(from: on, to: past)
        return .createIndex(index)
    }

    private mutating func createObject(isOrReplace: Bool, isTemporary: Bool) -> SQLCommand? {
        let kind = objectKind()
        _ = take("if", "not", "exists")
        var object = CreateObject(kind: kind, name: name())
        object.isOrReplace = isOrReplace
        if isTemporary { object.traits.insert(.isTemporary) }
        switch kind {
        case .view, .materializedView: object.reads = selectedTables.names
        case .type: if isAt("as", "enum") { object.traits.insert(.isEnum) }
        case .domain: if find("check") != nil || find("not", "null") != nil { object.traits.insert(.hasCheck) }
        case .function:
            if find("immutable") != nil || find("stable") != nil {
                object.traits.insert(.isSteady)
            } else {
                object.traits.insert(.isVolatile)
            }
        case .trigger, .policy, .statistics:
            if let on = find(kind == .statistics ? "from" : "on") {
                advance(to: on + 1)
                object.table = table()
            }
        case .rule:
            if let to = find("to") {
                advance(to: to + 1)
                object.table = table()
            }
        case .publication:
            if take("for", "table") { object.reads = names() }
        default: break
        }
        return .create(object)
    }
}
