/// add-not-null-no-default, add-column-volatile-default, add-generated-stored, add-serial-or-identity-column, change-column-type
extension StatementCheck {
    mutating func checkColumns(_ action: TableAction, of alter: AlterTable) {
        guard !state.isNew(alter.name) else { return }
        switch action.kind {
        case .addColumn(let column): check(column, action, of: alter)
        case .setType(let column, let type, let conversion):
            checkType(of: column, type, conversion, action, of: alter)
        default: break
        }
    }

    private mutating func check(_ column: ColumnDefinition, _ action: TableAction, of alter: AlterTable) {
        let name = "\(alter.name).\(column.name)"
        if column.isNumbered {
            let kind = column.generation == .identity ? "identity column" : "serial column"
            report(
                .addSerialOrIdentity,
                "\(kind) \(name) is numbered by writing the whole table anew, which stops reads and writes",
                at: action.range,
                lock: lock(on: alter.name),
                write: numbered(column, of: alter),
            )
            return
        }
        if column.generation == .stored {
            report(
                .addGeneratedStored,
                "generated column \(name) is computed by writing the whole table anew, which stops reads and writes",
                at: action.range,
                lock: lock(on: alter.name),
            )
            return
        }
        checkDefault(of: column, action, of: alter)
        let isFilled = column.defaultValue.map { !$0.isNull } ?? (column.generation != nil)
        // A primary key has a finding of its own.
        if column.isNotNull, !column.isPrimaryKey, !isFilled {
            report(
                .addNotNullNoDefault,
                "column \(name) is NOT NULL without a default, which fails as soon as there is a row",
                at: action.range,
            )
        }
    }

    private mutating func checkDefault(of column: ColumnDefinition, _ action: TableAction, of alter: AlterTable) {
        guard let value = column.defaultValue, !value.isNull else { return }
        let name = "\(alter.name).\(column.name)"
        let head = source(alter.head)
        let quoted = ObjectName.quoted(column.name)
        let type = column.type.map { source($0.range) } ?? ""
        let replacement = """
            \(head) add column \(quoted) \(type);
            \(head) alter column \(quoted) set default \(source(value.range));
            """
        let rewrite = "writes the whole table anew, which stops reads and writes"
        switch value.volatility(knowing: state.schema.isVolatile) {
        case .volatile(let function):
            report(
                .volatileDefault,
                "column \(name) gets another \(function)() in every row, which \(rewrite)",
                at: action.range,
                lock: lock(on: alter.name),
                write: replacement,
            )
        case .unknown(let function):
            report(
                .volatileDefault,
                "the default of column \(name) \(rewrite), unless \(function)() is stable or immutable",
                at: action.range,
                as: .warning,
                lock: lock(on: alter.name),
                write: replacement,
            )
        case .stable where settings.serverVersion < 11:
            report(
                .volatileDefault,
                "a default for column \(name) \(rewrite) before version 11",
                at: action.range,
                lock: lock(on: alter.name),
                write: replacement,
            )
        case .stable: break
        }
    }

    private func numbered(_ column: ColumnDefinition, of alter: AlterTable) -> String {
        let head = source(alter.head)
        let quoted = ObjectName.quoted(column.name)
        let sequence = alter.name.sibling("\(alter.name.name)_\(column.name)_seq")
        return """
            create sequence \(sequence);
            \(head) add column \(quoted) bigint;
            \(head) alter column \(quoted) set default nextval('\(sequence)');
            alter sequence \(sequence) owned by \(alter.name).\(quoted);
            """
    }

    private mutating func checkType(
        of column: String,
        _ type: TypeName,
        _ conversion: TableAction.TypeConversion,
        _ action: TableAction,
        of alter: AlterTable,
    ) {
        let name = "\(alter.name).\(column)"
        let new = source(type.range)
        let old = state.schema.table(alter.name)?.columns[column]?.type
        let change = old.map { TypeChange(from: $0, to: type, conversion: conversion) }
        let exemption = old == nil && conversion != .expression ? TypeChange.exemption(for: type) : nil
        let rewrite = "writes the whole table anew, which stops reads and writes"
        let message: String
        var severity = LintSeverity.error
        switch change {
        case .free:
            guard let check = state.schema.table(alter.name)?.checks(on: column).first else { return }
            message = "\(name) as \(new) reads the whole table to prove \(check) again, which stops reads and writes"
            severity = .warning
        case .freeInUTC:
            message = "\(name) as \(new) \(rewrite), unless the session's time zone is UTC"
            severity = .warning
        case .rewrite, nil:
            message = "\(name) as \(new) \(rewrite)" + (exemption.map { ", \($0)" } ?? "")
            if exemption != nil { severity = .warning }
        }
        // A down that takes its own up back is for the day when something went wrong.
        let isUndone = isUndoing && state.schema.table(alter.name)?.columns[column]?.typeOrigin == state.moment.file
        report(
            .changeColumnType,
            message,
            at: action.range,
            as: isUndone ? .warning : severity,
            lock: lock(on: alter.name),
        )
    }
}
