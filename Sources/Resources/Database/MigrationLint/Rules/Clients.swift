internal import SQLText

/// rename-column, rename-table, drop-not-null, drop-default
extension StatementCheck {
    mutating func checkClients(_ action: TableAction, of alter: AlterTable) {
        let table = alter.name
        // A view's own columns and name count as a table's.
        if state.isNew(table) || state.isNew(alter.kind, table) { return }
        switch action.kind {
        case .renameColumn(let old, let new):
            let undone = LintState.Rename(table: table, column: new, new: old)
            guard !state.isNew(column: old, of: table), !state.renames.contains(where: undone.matches) else { return }
            report(
                .renameColumn,
                "\(table).\(old) becomes \(new): whoever still uses \(old) fails from then on",
                at: action.range,
            )
        case .renameTo(let new): checkRename(of: table, to: table.sibling(new), at: action.range, alter.kind)
        case .setSchema(let schema):
            checkRename(of: table, to: ObjectName(table.name, schema: schema), at: action.range, alter.kind)
        case .dropNotNull(let column):
            let origin = state.schema.table(table)?.columns[column]?.notNullOrigin
            guard !state.isNew(column: column, of: table), origin != state.moment.file else { return }
            report(
                .dropNotNull,
                "\(table).\(column) may be null from then on: whoever reads it must bear that",
                at: action.range,
            )
        case .dropDefault(let column):
            let origin = state.schema.table(table)?.columns[column]?.defaultOrigin
            guard !state.isNew(column: column, of: table), origin != state.moment.file else { return }
            report(
                .dropDefault,
                "\(table).\(column) has no default from then on: whoever leaves it out writes null, or fails",
                at: action.range,
            )
        default: break
        }
    }

    private mutating func checkRename(
        of table: ObjectName,
        to new: ObjectName,
        at range: Range<Int>,
        _ kind: ObjectKind
    ) {
        guard [.table, .view, .materializedView, .foreignTable].contains(kind) else { return }
        let undone = LintState.Rename(table: new, column: nil, new: table.name)
        if state.renames.contains(where: undone.matches) || isTakenUp(table) { return }
        // To name the schema where a bare name stood is a move all the same.
        let name = new.name == table.name ? new.description : ObjectName.quoted(new.name)
        report(
            .renameTable,
            "\(table) becomes \(name): whoever still uses \(table) fails from then on",
            at: range,
            write: new.name == table.name
                ? nil : "\(source(statement.range));\ncreate view \(table) as select * from \(new);",
        )
    }

    /// Whether something else takes the name in the same transaction: a view, a new table, the next table of an exchange.
    private func isTakenUp(_ name: ObjectName) -> Bool {
        for command in following {
            switch command {
            case .commit, .rollback: return false
            case .create(let object) where object.kind == .view || object.kind == .materializedView:
                if object.name?.matches(name) == true { return true }
            case .createTable(let table): if table.name.matches(name) { return true }
            case .alterTable(let alter):
                for case .renameTo(let new) in alter.actions.map(\.kind) where new == name.name { return true }
            default: break
            }
        }
        return false
    }
}

extension LintState.Rename {
    /// Whether both rename the same thing to the same name.
    func matches(_ other: Self) -> Bool {
        table.matches(other.table) && column == other.column && new == other.new
    }
}
