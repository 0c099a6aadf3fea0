extension LockReckoner {
    /// The locks of one action: on the table itself, and on those it brings in.
    mutating func reckon(_ action: TableAction, of alter: AlterTable) {
        let table = alter.name
        // Options of a sequence; those who want a number wait as well.
        if alter.kind == .sequence, case .other = action.kind { return lock(table, .shareRowExclusive) }
        switch action.kind {
        case .addColumn(let column): add(column, to: table)
        case .setType(let column, let type, let conversion):
            let isFree = typeChange(of: column, in: table, to: type, conversion) == .free
            let proofs = schema.table(table)?.checks(on: column) ?? []
            lock(table, .accessExclusive, rewrites: !isFree, scans: !isFree || !proofs.isEmpty)
        case .setNotNull(let column):
            let isProven = version >= 12 && schema.table(table)?.provesNotNull(column) == true
            lock(table, .accessExclusive, scans: !isProven)
        case .setExpression: lock(table, .accessExclusive, rewrites: true, scans: true)
        case .setTablespace: lock(table, .accessExclusive, rewrites: true)
        case .setLogged, .setAccessMethod: lock(table, .accessExclusive, rewrites: true, scans: true)
        case .addConstraint(let constraint): add(constraint, to: table)
        case .validateConstraint(let name):
            let known = schema.table(table)?.constraints[name]
            lock(table, .shareUpdateExclusive, scans: known?.isValid != true)
            lock(known?.references, .rowShare)
        case .dropConstraint(let name, _):
            lock(table, .accessExclusive)
            lock(schema.table(table)?.constraints[name]?.references, .accessExclusive)
        case .dropColumn:
            lock(table, .accessExclusive)
        case .attachPartition(let child, _, _):
            lock(table, .shareUpdateExclusive)
            lock(child, .accessExclusive, scans: true)
            lock(schema.defaultPartition(of: table), .accessExclusive, scans: true)
            for key in referenced(by: table) { lock(key, .shareRowExclusive) }
        case .detachPartition(let child, let mode):
            lock(table, mode == .plain ? .accessExclusive : .shareUpdateExclusive)
            lock(child, .accessExclusive)
            if mode == .plain { lock(schema.defaultPartition(of: table), .accessExclusive) }
        case .inherit(let parent):
            lock(table, .accessExclusive)
            lock(parent, .shareUpdateExclusive)
        case .noInherit(let parent):
            lock(table, .accessExclusive)
            lock(parent, .accessShare)
        case .switchTrigger: lock(table, .shareRowExclusive)
        case .tuneColumn, .clusterOn: lock(table, .shareUpdateExclusive)
        case .storageParameters(let names):
            lock(table, names.contains("user_catalog_table") ? .accessExclusive : .shareUpdateExclusive)
        case .otherOfColumn, .setDefault, .dropDefault, .dropNotNull, .addIdentity, .dropExpression, .alterConstraint,
            .renameConstraint, .renameColumn, .renameTo, .setSchema, .switchRule, .rowSecurity, .owner,
            .replicaIdentity,
            .other:
            lock(table, .accessExclusive)
        }
    }

    private mutating func add(_ column: ColumnDefinition, to table: ObjectName) {
        let rewrites = rewrites(adding: column)
        let isIndexed = column.isPrimaryKey || column.isUnique
        // A NOT NULL without default is looked up in every row, and so is a check.
        let isProven =
            column.defaultValue.map { !$0.isNull } ?? (column.generation != nil || column.type?.isSerial == true)
        let scans = rewrites || isIndexed || !column.checks.isEmpty || (column.isNotNull && !isProven)
        lock(table, .accessExclusive, rewrites: rewrites, scans: scans)
        lock(column.foreignKey?.references, .shareRowExclusive)
    }

    /// Whether every row must be written to hold the new column.
    func rewrites(adding column: ColumnDefinition) -> Bool {
        if column.isNumbered || column.generation == .stored { return true }
        if column.generation == .unsaid { return version < 18 }
        guard let value = column.defaultValue, !value.isNull else { return false }
        if version < 11 { return true }
        if case .volatile = value.volatility(knowing: schema.isVolatile) { return true }
        return false
    }

    private mutating func add(_ constraint: TableConstraint, to table: ObjectName) {
        switch constraint.kind {
        case .foreignKey:
            let scans = !constraint.isNotValid && constraint.isEnforced
            lock(table, .shareRowExclusive, scans: scans)
            lock(constraint.foreignKey?.references, .shareRowExclusive, scans: scans)
        case .check:
            lock(table, .accessExclusive, scans: !constraint.isNotValid && constraint.isEnforced)
        case .notNull:
            let isProven = constraint.notNullColumn.map { schema.table(table)?.provesNotNull($0) == true } ?? false
            lock(table, .accessExclusive, scans: !constraint.isNotValid && !isProven)
        case .unique, .exclude: lock(table, .accessExclusive, scans: constraint.index == nil)
        case .primaryKey:
            let columns = constraint.columns
            let isProven = constraint.index != nil && columns.isEmpty
            lock(table, .accessExclusive, scans: !isProven)
        case .other: lock(table, .accessExclusive)
        }
    }

    /// Nil where nothing shows what type the column has.
    func typeChange(
        of column: String,
        in table: ObjectName,
        to type: TypeName,
        _ conversion: TableAction.TypeConversion,
    ) -> TypeChange? {
        if conversion == .expression { return .rewrite }
        guard let old = schema.table(table)?.columns[column]?.type else { return nil }
        return TypeChange(from: old, to: type, conversion: conversion)
    }
}

extension TableAction {
    /// Whether the partitions of a table are changed along with it.
    var reachesPartitions: Bool {
        switch kind {
        case .addColumn, .dropColumn, .setType, .setDefault, .dropDefault, .setNotNull, .dropNotNull, .setExpression,
            .dropExpression, .addConstraint, .validateConstraint, .dropConstraint, .renameColumn, .renameConstraint,
            .alterConstraint, .switchTrigger, .otherOfColumn:
            true
        default: false
        }
    }
}
