/// Where in the files a statement stands.
struct Moment: Sendable {
    var file: Int
    var transaction: Int
}

extension KnownSchema {
    /// What is known after a statement.
    ///
    /// ALTER TABLE goes action by action, see `learn(_:of:at:)`.
    mutating func learn(_ command: SQLCommand, at moment: Moment) {
        switch command {
        case .createTable(let table): learn(table, at: moment)
        case .createIndex(let index):
            if let name = index.name {
                let isPartitioned = table(index.table)?.isPartitioned == true
                put(index: name, KnownIndex(table: index.table, origin: moment.file, isPartitioned: isPartitioned))
            }
        case .dropIndex(let drop): for name in drop.names { remove(index: name) }
        case .alterIndex(let name, .rename(let new)): rename(index: name, to: new)
        case .create(let object): learn(object, at: moment)
        case .drop(let drop):
            for name in drop.names {
                if [.table, .materializedView, .foreignTable].contains(drop.kind) { remove(table: name) }
                remove(drop.kind, name)
            }
        case .alterTable(let alter): for action in alter.actions { learn(action, of: alter.name, at: moment) }
        case .alterType(let name, .renameTo(let new)):
            if let origin = origin(of: .type, name) { put(.type, name.sibling(new), origin: origin) }
        case .rename(let kind, let name, let new):
            if let origin = origin(of: kind, name) { put(kind, new, origin: origin) }
        case .select(let select):
            if let into = select.into { put(KnownTable(name: into, origin: moment.file)) }
        default: break
        }
    }

    private mutating func learn(_ object: CreateObject, at moment: Moment) {
        guard let name = object.name else { return }
        switch object.kind {
        case .materializedView:
            put(KnownTable(name: name, origin: moment.file, source: object.reads))
        case .function: put(function: name, isVolatile: object.traits.contains(.isVolatile))
        default: break
        }
        // What is replaced was made by an older file.
        if object.isOrReplace, origin(of: object.kind, name) != nil { return }
        put(object.kind, name, origin: moment.file)
    }

    private mutating func learn(_ table: CreateTable, at moment: Moment) {
        // IF NOT EXISTS makes nothing of what is known to be there.
        if table.isIfNotExists, self.table(table.name) != nil { return }
        var known = KnownTable(name: table.name, origin: moment.file)
        known.isTemporary = table.isTemporary
        known.isPartitioned = table.isPartitioned
        known.parent = table.partitionOf
        for source in table.like { known.columns = self.table(source)?.columns ?? [:] }
        if let parent = table.partitionOf { known.columns = self.table(parent)?.columns ?? [:] }
        for column in table.columns { known.add(column, at: moment) }
        for constraint in table.constraints { known.add(constraint, at: moment, isValid: true) }
        put(known)
        if table.isDefaultPartition, let parent = table.partitionOf { set(defaultPartition: table.name, of: parent) }
        // The indexes that constraints bring along.
        for (name, constraint) in known.constraints where [.unique, .primaryKey, .exclude].contains(constraint.kind) {
            put(index: name, KnownIndex(table: table.name, origin: moment.file, isPartitioned: table.isPartitioned))
        }
    }
}

extension KnownTable {
    mutating func add(_ column: ColumnDefinition, at moment: Moment) {
        columns[column.name] = KnownColumn(
            type: column.type,
            isNotNull: column.isNotNull,
            origin: moment.file,
            notNullOrigin: column.isNotNull ? moment.file : nil,
            defaultOrigin: column.defaultValue == nil ? nil : moment.file,
            typeOrigin: moment.file,
        )
        let table = name.name
        func put(
            _ kind: TableConstraint.Kind,
            _ name: String,
            mentions: Set<String> = [],
            references: ObjectName? = nil,
        ) {
            constraints[name] = KnownConstraint(
                kind: kind,
                isValid: true,
                mentions: mentions,
                references: references,
                origin: moment.file,
                transaction: moment.transaction,
            )
        }
        if let key = column.foreignKey { put(.foreignKey, "\(table)_\(column.name)_fkey", references: key.references) }
        if column.isPrimaryKey { put(.primaryKey, "\(table)_pkey") }
        if column.isUnique { put(.unique, "\(table)_\(column.name)_key") }
        if !column.checks.isEmpty { put(.check, "\(table)_\(column.name)_check", mentions: [column.name]) }
    }

    mutating func add(_ constraint: TableConstraint, at moment: Moment, isValid: Bool) {
        constraints[constraint.name ?? defaultName(of: constraint)] = KnownConstraint(
            kind: constraint.kind,
            isValid: isValid,
            notNullColumn: constraint.notNullColumn,
            mentions: constraint.mentions,
            references: constraint.foreignKey?.references,
            origin: moment.file,
            transaction: moment.transaction,
        )
        if constraint.kind == .primaryKey, constraint.index == nil {
            for column in constraint.columns { columns[column]?.isNotNull = true }
        }
    }

    /// The name the server would give.
    func defaultName(of constraint: TableConstraint) -> String {
        let middle = (constraint.foreignKey?.columns ?? constraint.columns).map { "_\($0)" }.joined()
        return switch constraint.kind {
        case .foreignKey: "\(name.name)\(middle)_fkey"
        case .unique: "\(name.name)\(middle)_key"
        case .primaryKey: "\(name.name)_pkey"
        case .exclude: "\(name.name)\(middle)_excl"
        case .notNull: "\(name.name)\(middle)_not_null"
        case .check, .other: "\(name.name)\(middle)_check"
        }
    }
}
