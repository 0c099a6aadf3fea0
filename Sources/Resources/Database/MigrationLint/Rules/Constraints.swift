/// fk-without-not-valid, check-without-not-valid, validate-same-transaction, set-not-null, unique-constraint-inline,
/// primary-key-inline, exclude-constraint-inline
extension StatementCheck {
    mutating func checkConstraints(_ action: TableAction, of alter: AlterTable) {
        guard !state.isNew(alter.name) else { return }
        switch action.kind {
        case .addConstraint(let constraint): check(constraint, action, of: alter)
        case .validateConstraint(let name): checkValidation(of: name, action, of: alter)
        case .setNotNull(let column): checkNotNull(column, action, of: alter)
        case .addColumn(let column): checkConstraints(of: column, of: alter)
        default: break
        }
    }

    private mutating func check(_ constraint: TableConstraint, _ action: TableAction, of alter: AlterTable) {
        let table = alter.name
        switch constraint.kind {
        case .foreignKey where !constraint.isNotValid && constraint.isEnforced:
            let other = constraint.foreignKey?.references
            let isWhole = settings.serverVersion < 18 && state.schema.table(table)?.isPartitioned == true
            let both = other.map { $0 == table ? "\(table)" : "\(table) and \($0)" } ?? "\(table)"
            report(
                .foreignKeyWithoutNotValid,
                "foreign key on \(table) is checked row by row under a lock that stops writes to \(both)",
                at: action.range,
                lock: lock(on: table),
                instead: isWhole
                    ? "Before version 18 it cannot be NOT VALID here: add it to each partition so, validate each, then add it here."
                    : nil,
                write: isWhole ? nil : twoSteps(constraint, of: alter),
            )
        case .check where !constraint.isNotValid && constraint.isEnforced:
            report(
                .checkWithoutNotValid,
                "check on \(table) is proven row by row under a lock that stops reads and writes",
                at: action.range,
                lock: lock(on: table),
                write: twoSteps(constraint, of: alter),
            )
        case .notNull where !constraint.isNotValid:
            if let column = constraint.notNullColumn { checkNotNull(column, action, of: alter) }
        case .unique where constraint.index == nil: reportIndex(.uniqueInline, constraint, action, of: alter)
        case .primaryKey where constraint.index == nil: reportIndex(.primaryKeyInline, constraint, action, of: alter)
        case .exclude:
            report(
                .excludeInline,
                "exclusion constraint on \(table) builds its index under a lock that stops reads and writes",
                at: action.range,
                lock: lock(on: table),
            )
        default: break
        }
    }

    /// The constraint as it is added without a scan, and how it is validated.
    private func twoSteps(_ constraint: TableConstraint, of alter: AlterTable) -> String {
        let name = ObjectName.quoted(
            constraint.name ?? KnownTable(name: alter.name, origin: 0).defaultName(of: constraint)
        )
        let head = source(alter.head)
        let body = source(constraint.range)
        let named = constraint.name == nil ? "constraint \(name) \(body)" : body
        return file("", "\(head) add \(named) not valid;") + "\n"
            + file("", "\(head) validate constraint \(name);")
    }

    private mutating func reportIndex(
        _ rule: LintRule,
        _ constraint: TableConstraint,
        _ action: TableAction,
        of alter: AlterTable,
    ) {
        let kind = constraint.kind == .primaryKey ? "primary key" : "unique constraint"
        let name = ObjectName.quoted(
            constraint.name ?? KnownTable(name: alter.name, origin: 0).defaultName(of: constraint)
        )
        let columns = constraint.columns.map(ObjectName.quoted).joined(separator: ", ")
        let words = constraint.kind == .primaryKey ? "primary key" : "unique"
        report(
            rule,
            "\(kind) on \(alter.name) builds its index under a lock that stops reads and writes",
            at: action.range,
            lock: lock(on: alter.name),
            write: file("transaction=false", "create unique index concurrently \(name) on \(alter.name) (\(columns));")
                + "\n"
                + file("", "\(source(alter.head)) add constraint \(name) \(words) using index \(name);"),
        )
    }

    private mutating func checkValidation(of name: String, _ action: TableAction, of alter: AlterTable) {
        let known = state.schema.table(alter.name)?.constraints[name]
        if known?.isValid == true { return }
        let isOfThisTransaction =
            known.map { $0.origin == state.moment.file && $0.transaction == state.moment.transaction } ?? false
        let full = state.schema.table(alter.name)?.name ?? alter.name
        let held = state.held.first { $0.target == .table(full.description) }
        guard let mode = held?.mode ?? (isOfThisTransaction ? lock(on: alter.name)?.mode : nil) else { return }
        let stops = BlockedUse.listed(mode.blocks.subtracting([.changes]))
        report(
            .validateSameTransaction,
            "\(name) is validated while the transaction holds a lock on \(alter.name) that stops \(stops)",
            at: action.range,
            lock: TableLock(.table(full.description), mode, scans: true),
            write: file("", "\(source(alter.head)) \(source(action.range));"),
        )
    }

    private mutating func checkNotNull(_ column: String, _ action: TableAction, of alter: AlterTable) {
        let known = state.schema.table(alter.name)
        if settings.serverVersion >= 12, known?.provesNotNull(column) == true { return }
        // All checks of a table are known only where a migration has made it.
        let isSure = known.map { $0.origin != KnownSchema.beforeAll } ?? false
        let unless = isSure || settings.serverVersion < 12 ? "" : ", unless a valid check proves \(column) is not null"
        let name = ObjectName.quoted("\(alter.name.name)_\(column)_not_null")
        let head = source(alter.head)
        let quoted = ObjectName.quoted(column)
        let constraint = settings.serverVersion >= 18 ? "not null \(quoted)" : "check (\(quoted) is not null)"
        let added = file("", "\(head) add constraint \(name) \(constraint) not valid;") + "\n"
        let proven = file("", "\(head) validate constraint \(name);")
        let set = file("", "\(head) alter column \(quoted) set not null;", "\(head) drop constraint \(name);")
        report(
            .setNotNull,
            "all of \(alter.name) is read for nulls in \(column) under a lock that stops reads and writes\(unless)",
            at: action.range,
            as: isSure ? nil : .warning,
            lock: lock(on: alter.name),
            write: added + proven + (settings.serverVersion >= 18 ? "" : "\n" + set),
        )
    }

    /// What a new column brings along besides itself.
    private mutating func checkConstraints(of column: ColumnDefinition, of alter: AlterTable) {
        let table = alter.name
        let head = source(alter.head)
        let name = ObjectName.quoted(column.name)
        for (rule, isGiven, kind) in [
            (LintRule.uniqueInline, column.isUnique, "unique constraint"),
            (LintRule.primaryKeyInline, column.isPrimaryKey, "primary key"),
        ] where isGiven {
            report(
                rule,
                "\(kind) of the new column \(table).\(column.name) builds its index under a lock that stops reads and writes",
                at: column.range,
                lock: lock(on: table),
            )
        }
        for check in column.checks {
            let constraint = ObjectName.quoted("\(table.name)_\(column.name)_check")
            report(
                .checkWithoutNotValid,
                "check of the new column \(table).\(column.name) is proven row by row under a lock that stops reads and writes",
                at: check,
                lock: lock(on: table),
                instead: "Add the column without the check, then the check NOT VALID, and VALIDATE it in a later file.",
                write: "\(head) add constraint \(constraint) \(source(check)) not valid;",
            )
        }
        // A column that is null everywhere points nowhere: only a default makes the server look.
        if let key = column.foreignKey, let value = column.defaultValue, !value.isNull {
            report(
                .foreignKeyWithoutNotValid,
                "foreign key of the new column \(table).\(column.name) is checked row by row, as it has a default",
                at: column.range,
                lock: lock(on: table),
                instead:
                    "Add the column without REFERENCES, then the foreign key NOT VALID, and VALIDATE it in a later file.",
                write: """
                    \(head) add constraint \(ObjectName.quoted("\(table.name)_\(column.name)_fkey")) \
                    foreign key (\(name)) references \(key.references) not valid;
                    """,
            )
        }
    }
}
