extension SchemaWriter {
    /// Owned by a column, it goes with it: told when the table is there.
    func sequence(_ entry: SchemaEntry) -> [Piece] {
        let unlogged = entry.has("unlogged") ? "unlogged " : ""
        let type = entry["type"].map { $0 == "bigint" ? "" : " as \($0)" } ?? ""
        let options = entry["options"].map { " \($0)" } ?? ""
        var pieces = [Piece(.tables, entry, ["create \(unlogged)sequence \(entry.object.name)\(type)\(options);"])]
        if let column = entry["owned by"] {
            let owner = SchemaObject(kind: .column, name: column)
            let table = schema[owner]?.belongsTo
            let statement = "alter sequence \(entry.object.name) owned by \(column);"
            pieces.append(
                Piece(
                    .attachments,
                    entry,
                    step: 1,
                    [statement],
                    needs: Set([entry.object] + (table.map { [$0] } ?? []))
                )
            )
        }
        return pieces
    }

    func table(_ entry: SchemaEntry) -> [Piece] {
        let name = entry.object.name
        let columns = columns(of: entry)
        let isPartition = entry.has("bound")
        // A column that comes from a parent alone is not written again, unless the table is made by itself and attached.
        let own = columns.filter { isPartition || $0["inherited"] != "yes" }
        let inside = parts(of: entry, .constraint).filter(standsInside).sorted { one, other in
            let (rank, otherRank) = (Self.rank(one), Self.rank(other))
            return rank == otherRank ? one.object < other.object : rank < otherRank
        }
        var lines = own.map { "    \(columnText($0, isPartition: isPartition))" }
        lines += inside.map { "    constraint \($0.local) \($0["definition"] ?? "")" }
        var text = "create \(entry.has("unlogged") ? "unlogged " : "")table \(name) "
        text += lines.isEmpty ? "()" : "(\n\(lines.joined(separator: ",\n"))\n)"
        if let parents = entry["inherits"] { text += "\ninherits (\(parents))" }
        if let key = entry["partition by"] { text += "\npartition by \(key)" }
        if let method = entry["access method"] { text += "\nusing \(method)" }
        if let options = entry["options"] { text += "\nwith (\(options))" }

        var statements = [text + ";"]
        for column in columns { statements += settings(of: column, in: entry) }
        if let type = entry["of type"] { statements.append("alter table \(name) of \(type);") }
        if entry.has("row security") { statements.append("alter table \(name) enable row level security;") }
        if entry.has("row security forced") { statements.append("alter table \(name) force row level security;") }
        if let identity = entry["replica identity"] {
            statements.append("alter table only \(name) replica identity \(identity);")
        }
        var needs = entry.needs
        for part in columns + inside { needs.formUnion(part.needs) }
        for column in columns where !hasLateDefault(column) { needs.formUnion(column.defaultNeeds) }
        needs.remove(entry.object)
        if !isPartition {
            needs.formUnion(entry.parents)
            return [Piece(.tables, entry, statements, needs: needs)]
        }
        let parent = entry["partition of"] ?? ""
        let attach = "alter table only \(parent) attach partition \(name) \(entry["bound"] ?? "");"
        // The parent comes by itself; with it, its checks, which the partition then has to have already.
        let checks = parts(of: entry, .constraint).filter { $0["type"] == "check" }.map(\.object)
        let parentNeeds = Set(entry.parents + checks + [entry.object])
        needs.subtract(entry.parents)
        return [
            Piece(.tables, entry, statements, needs: needs),
            Piece(.attachments, entry, step: 1, [attach], needs: parentNeeds),
        ]
    }

    private static func rank(_ constraint: SchemaEntry) -> Int {
        ["primary key", "unique", "exclude", "check"].firstIndex(of: constraint["type"] ?? "") ?? .max
    }

    private func columnText(_ column: SchemaEntry, isPartition: Bool) -> String {
        var text = "\(column.local) \(column["type"] ?? "")"
        if let compression = column["compression"], isPartition || !column.has("inherited") {
            text += " compression \(compression)"
        }
        if let collation = column["collation"] { text += " collate \(collation)" }
        if let expression = column["generated"] { text += " generated always as \(expression)" }
        if let identity = column["identity"] { text += " generated \(identity)" }
        if let value = column["default"], !hasLateDefault(column) { text += " default \(value)" }
        if column.has("not null") { text += " not null" }
        return text
    }

    /// What cannot stand in `create table`, and in what an inherited column differs from its parent's.
    private func settings(of column: SchemaEntry, in table: SchemaEntry) -> [String] {
        let alter = "alter table only \(table.object.name) alter column \(column.local)"
        var statements: [String] = []
        var usual: SchemaEntry?
        if column.has("inherited"), !table.has("bound") {
            usual = table.parents.lazy.compactMap { schema[.column, "\($0.name).\(column.local)"] }.first
            if column["compression"] != usual?["compression"] {
                statements.append("\(alter) set compression \(column["compression"] ?? "default");")
            }
        }
        if column["inherited"] == "yes", !table.has("bound") {
            if column["default"] != usual?["default"], column["generated"] == nil, !hasLateDefault(column) {
                statements.append(column["default"].map { "\(alter) set default \($0);" } ?? "\(alter) drop default;")
            }
            if column.has("not null"), usual?.has("not null") != true { statements.append("\(alter) set not null;") }
        }
        if let storage = column["storage"], storage != usual?["storage"] {
            statements.append("\(alter) set storage \(storage);")
        }
        if let target = column["statistics"] { statements.append("\(alter) set statistics \(target);") }
        if let options = column["options"] { statements.append("\(alter) set (\(options));") }
        return statements
    }

    /// A default that calls a function of this schema could need a table first that needs this one.
    private func hasLateDefault(_ column: SchemaEntry) -> Bool {
        column.has("default") && column.defaultNeeds.contains { $0.kind == .function }
    }

    /// A table's columns are written with it; what is left are late defaults, and what is said of a view's.
    func column(_ entry: SchemaEntry) -> [Piece] {
        guard let whole = entry.belongsTo else { return [] }
        switch whole.kind {
        case .table where hasLateDefault(entry):
            let statement =
                "alter table only \(whole.name) alter column \(entry.local) set default \(entry["default"] ?? "");"
            return [
                Piece(.tables, entry, []), Piece(.attachments, entry, step: 1, [statement], needs: entry.defaultNeeds),
            ]
        case .view, .materializedView:
            let alter = "alter \(whole.kind) \(whole.name) alter column \(entry.local)"
            var statements: [String] = []
            if let value = entry["default"] { statements.append("\(alter) set default \(value);") }
            if let target = entry["statistics"] { statements.append("\(alter) set statistics \(target);") }
            if let options = entry["options"] { statements.append("\(alter) set (\(options));") }
            return [Piece(.views, entry, statements, needs: entry.needs.union(entry.defaultNeeds))]
        default: return [Piece(.tables, entry, [], needs: [])]
        }
    }
}
