internal import SQLText

extension StatementReader {
    mutating func tableAction() -> TableAction.Kind {
        if take("add") { return addition() }
        if take("drop") { return removal() }
        if take("alter") {
            if take("constraint"), let name = identifier() { return .alterConstraint(name) }
            _ = take("column")
            guard let column = identifier() else { return .other }
            return columnAction(column)
        }
        if take("rename") { return renaming() }
        if take("validate", "constraint"), let name = identifier() { return .validateConstraint(name) }
        if take("set") { return setting() }
        if take("reset") { return .storageParameters(optionNames) }
        return partitionAction() ?? switchAction() ?? .other
    }

    private mutating func addition() -> TableAction.Kind {
        if let constraint = tableConstraint() { return .addConstraint(constraint) }
        _ = take("column")
        _ = take("if", "not", "exists")
        return columnDefinition().map(TableAction.Kind.addColumn) ?? .other
    }

    private mutating func removal() -> TableAction.Kind {
        let isConstraint = take("constraint")
        if !isConstraint { _ = take("column") }
        _ = take("if", "exists")
        guard let name = identifier() else { return .other }
        let isCascade = isAt("cascade")
        return isConstraint ? .dropConstraint(name, isCascade: isCascade) : .dropColumn(name, isCascade: isCascade)
    }

    private mutating func columnAction(_ column: String) -> TableAction.Kind {
        if take("set", "data", "type") || take("type") { return typeChange(of: column) }
        if take("set", "default") { return .setDefault(column) }
        if take("drop", "default") { return .dropDefault(column) }
        if take("set", "not", "null") { return .setNotNull(column) }
        if take("drop", "not", "null") { return .dropNotNull(column) }
        if take("set", "expression") { return .setExpression(column) }
        if take("drop", "expression") { return .dropExpression(column) }
        if take("add", "generated") { return .addIdentity(column) }
        if take("set", "statistics") { return .tuneColumn }
        if isAt("set") || isAt("reset"), peek(1).map({ text.isSign($0, "(") }) == true { return .tuneColumn }
        return .otherOfColumn
    }

    private mutating func typeChange(of column: String) -> TableAction.Kind {
        guard let type = typeName() else { return .other }
        if take("collate") { _ = name() }
        guard take("using") else { return .setType(column: column, type, conversion: .none) }
        var cast = self
        if cast.identifier() == column {
            if cast.isAtEnd { return .setType(column: column, type, conversion: .plainCast) }
            if cast.takeSign("::"), let target = cast.typeName(), cast.isAtEnd {
                let isSame =
                    target.name == type.name && target.modifiers == type.modifiers && target.isArray == type.isArray
                return .setType(column: column, type, conversion: isSame ? .plainCast : .expression)
            }
        }
        return .setType(column: column, type, conversion: .expression)
    }

    private mutating func renaming() -> TableAction.Kind {
        if take("to"), let name = identifier() { return .renameTo(name) }
        if take("constraint"), let old = identifier(), take("to"), let new = identifier() {
            return .renameConstraint(old, to: new)
        }
        _ = take("column")
        if let old = identifier(), take("to"), let new = identifier() { return .renameColumn(old, to: new) }
        return .other
    }

    private mutating func setting() -> TableAction.Kind {
        if take("schema"), let name = identifier() { return .setSchema(name) }
        if take("logged") { return .setLogged(true) }
        if take("unlogged") { return .setLogged(false) }
        if take("tablespace") { return .setTablespace }
        if take("access", "method") { return .setAccessMethod }
        if take("without", "cluster") { return .clusterOn }
        return isAtSign("(") ? .storageParameters(optionNames) : .other
    }

    private var optionNames: [String] {
        var reader = self
        return reader.columnList()
    }

    private mutating func partitionAction() -> TableAction.Kind? {
        if take("attach", "partition"), let table = name() {
            let bounds = place
            return .attachPartition(table, isDefault: isAt("default"), bounds: range(from: bounds, to: past))
        }
        if take("detach", "partition"), let table = name() {
            if isAt("concurrently") { return .detachPartition(table, mode: .concurrently) }
            return .detachPartition(table, mode: isAt("finalize") ? .finalize : .plain)
        }
        if take("inherit"), let parent = name() { return .inherit(parent) }
        if take("no", "inherit"), let parent = name() { return .noInherit(parent) }
        return nil
    }

    private mutating func switchAction() -> TableAction.Kind? {
        if take("owner", "to") { return .owner }
        if take("replica", "identity") { return .replicaIdentity }
        if take("cluster", "on") { return .clusterOn }
        if isAtAny("force", "no") || isAt("enable", "row") || isAt("disable", "row") { return .rowSecurity }
        guard isAtAny("enable", "disable") else { return nil }
        let isOn = take("enable")
        if !isOn { advance() }
        _ = takeAny("always", "replica")
        if take("rule") { return .switchRule }
        guard take("trigger"), let token = current else { return nil }
        // A trigger that is called "all" is written with quotes.
        let which = token.kind == .word ? text.name(of: token) : ObjectName.quoted(text.name(of: token))
        return .switchTrigger(which: which, isOn: isOn)
    }
}
