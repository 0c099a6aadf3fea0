internal import SQLText

/// int-primary-key, char-type, timestamp-without-time-zone, json-type, identifier-too-long, unqualified-name, serial-type,
/// domain-with-check
extension StatementCheck {
    mutating func checkStyle() {
        guard settings.includesStyle else { return }
        checkLengths()
        checkNames()
        switch command {
        case .createTable(let table):
            for column in table.columns { checkType(of: column, in: table.name) }
            checkKey(of: table)
        case .alterTable(let alter):
            for action in alter.actions {
                if case .addColumn(let column) = action.kind { checkType(of: column, in: alter.name) }
                if case .setType(let column, let type, _) = action.kind { check(type, "\(alter.name).\(column)") }
            }
        case .create(let object) where object.kind == .domain && object.traits.contains(.hasCheck):
            report(.domainWithCheck, "domain \(object.name?.description ?? "") has a constraint of its own")
        default: break
        }
    }

    private mutating func checkType(of column: ColumnDefinition, in table: ObjectName) {
        guard let type = column.type else { return }
        check(type, "\(table).\(column.name)")
        if type.isSerial {
            report(.serialType, "\(table).\(column.name) is \(source(type.range))", at: type.range)
        }
    }

    private mutating func check(_ type: TypeName, _ name: String) {
        let message = "\(name) is \(source(type.range))"
        switch type.name {
        case "bpchar": report(.charType, message, at: type.range)
        case "timestamp": report(.timestampWithoutTimeZone, message, at: type.range)
        case "json": report(.jsonType, message, at: type.range)
        default: break
        }
    }

    private mutating func checkKey(of table: CreateTable) {
        let keys = table.constraints.filter { $0.kind == .primaryKey }.map(\.columns)
        for column in table.columns where column.isPrimaryKey || keys.contains([column.name]) {
            guard let type = column.type, (type.serialBase ?? type.name) == "int4" else { continue }
            report(.intPrimaryKey, "primary key \(table.name).\(column.name) is \(source(type.range))", at: type.range)
        }
    }

    private mutating func checkLengths() {
        for token in text.tokens[statement.tokens] where token.isIdentifier {
            guard token.length > SQLText.nameLimit, text.content(of: token).count > SQLText.nameLimit else { continue }
            report(
                .identifierTooLong,
                "the server cuts this name to \(ObjectName.quoted(text.name(of: token)))",
                at: token.range,
            )
        }
    }

    private mutating func checkNames() {
        switch command {
        case .createTable(let table) where !table.isTemporary: checkName(table.name)
        case .createIndex(let index): checkName(index.table)
        case .dropIndex(let drop): for name in drop.names { checkName(name) }
        case .alterTable(let alter): checkName(alter.name)
        case .create(let object): checkName(of: object)
        case .drop(let drop):
            if let table = drop.table {
                checkName(table)
            } else if Self.kindsInSchemas.contains(drop.kind) {
                for name in drop.names { checkName(name) }
            }
        case .alterType(let name, _), .alterDomain(let name, _): checkName(name)
        default: break
        }
    }

    private mutating func checkName(of object: CreateObject) {
        if let table = object.table {
            checkName(table)
        } else if let name = object.name, Self.kindsInSchemas.contains(object.kind),
            !object.traits.contains(.isTemporary)
        {
            checkName(name)
        }
    }

    private mutating func checkName(_ name: ObjectName) {
        if name.schema != nil || state.schema.table(name)?.isTemporary == true { return }
        report(.unqualifiedName, "\(name) names no schema")
    }

    private static let kindsInSchemas: Set<ObjectKind> = [
        .table, .view, .materializedView, .sequence, .type, .domain, .function, .procedure, .aggregate, .foreignTable,
    ]
}
