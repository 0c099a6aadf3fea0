/// drop-column, drop-table, drop-database, drop-cascade, truncate-table, truncate-cascade
extension StatementCheck {
    mutating func checkRemovals() {
        switch command {
        case .drop(let drop): check(drop)
        case .dropIndex(let drop):
            if drop.isCascade, !drop.names.allSatisfy({ state.isNew(index: $0) }) {
                report(.dropCascade, "CASCADE drops all that depends on index \(list(drop.names)), whatever it is")
            }
        case .alterTable(let alter): check(alter)
        case .outsideTransaction("DROP DATABASE"):
            report(.dropDatabase, "the database and all in it is gone, and cannot be brought back")
        case .truncate(let names, let isCascade): checkTruncate(names, isCascade)
        default: break
        }
    }

    private mutating func check(_ drop: DropObject) {
        let old = drop.names.filter { name in
            if let table = drop.table { return !state.isNew(table) }
            return !state.isNew(drop.kind, name)
        }
        guard !old.isEmpty else { return }
        if drop.kind == .table || drop.kind == .foreignTable {
            report(
                .dropTable,
                "\(list(old)) and all in it is gone: whoever still uses it fails from then on",
                lock: lock(on: old[0]),
            )
        }
        if let cascade = drop.cascade {
            report(
                .dropCascade,
                "CASCADE drops all that depends on \(drop.kind.rawValue) \(list(old)), whatever it is",
                at: cascade,
            )
        }
    }

    private mutating func check(_ alter: AlterTable) {
        let table = alter.name
        for action in alter.actions {
            switch action.kind {
            case .dropColumn(let column, let isCascade):
                guard !state.isNew(column: column, of: table) else { continue }
                report(
                    .dropColumn,
                    "\(table).\(column) and all in it is gone: whoever still uses it fails from then on",
                    at: action.range,
                    lock: lock(on: table),
                )
                if isCascade {
                    report(
                        .dropCascade,
                        "CASCADE drops all that depends on \(table).\(column), whatever it is",
                        at: action.range,
                    )
                }
            case .dropConstraint(let name, isCascade: true):
                let origin = state.schema.table(table)?.constraints[name]?.origin
                guard !state.isNew(table), origin != state.moment.file else { continue }
                report(
                    .dropCascade,
                    "CASCADE drops all that depends on constraint \(name) of \(table), foreign keys of other tables first",
                    at: action.range,
                )
            default: break
            }
        }
    }

    private mutating func checkTruncate(_ names: [ObjectName], _ isCascade: Bool) {
        let old = names.filter { !state.isNew($0) }
        guard !old.isEmpty else { return }
        report(.truncateTable, "every row of \(list(old)) is gone", lock: lock(on: old[0]))
        if isCascade {
            let known = LockReckoner(
                knowing: state.schema,
                version: settings.serverVersion,
                file: state.moment.file,
            ).referrers(of: names)
            let also = known.isEmpty ? "every table that references \(list(old))" : "also \(list(known))"
            report(.truncateCascade, "CASCADE empties \(also), and what references those")
        }
    }

    private func list(_ names: [ObjectName]) -> String { names.map(\.description).joined(separator: ", ") }
}
