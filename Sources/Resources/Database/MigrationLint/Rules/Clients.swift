internal import SQLText

/// rename-column, rename-table, drop-not-null, drop-default
extension StatementCheck {
    /// A schema's name is part of the name of all its tables.
    mutating func checkSchemaName() {
        guard case .rename(.schema, let name, let new) = command, !state.isNew(.schema, name) else { return }
        report(.renameTable, "schema \(name) becomes \(new): whoever still names it fails from then on")
    }

    mutating func checkClients(_ action: TableAction, of alter: AlterTable) {
        let table = alter.name
        // A view's own columns and name count as a table's.
        if state.isNew(table) || state.isNew(alter.kind, table) { return }
        switch action.kind {
        case .renameColumn(let old, let new):
            guard !state.isNew(column: old, of: table), !state.undoesRename(of: old, to: new, in: table) else { return }
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
        // The second half of an exchange takes a name that this file has set free.
        let isFreed = state.renames.contains { $0.column == nil && $0.table.matches(new) }
        if isFreed || isTakenUp(table) { return }
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

extension LintState {
    /// Whether this file gave the column its name, and now takes it back.
    fileprivate func undoesRename(of column: String, to new: String, in table: ObjectName) -> Bool {
        renames.contains { $0.column == new && $0.new == column && isSame($0.table, table) }
    }

    /// Whether both are one table, which this file may have renamed meanwhile.
    private func isSame(_ one: ObjectName, _ other: ObjectName) -> Bool {
        one.matches(other)
            || renames.contains { rename in
                let names = [rename.table, rename.table.sibling(rename.new)]
                return rename.column == nil && names.contains(where: one.matches)
                    && names.contains(where: other.matches)
            }
    }
}
