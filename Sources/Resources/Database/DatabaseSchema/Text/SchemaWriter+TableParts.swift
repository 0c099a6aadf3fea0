extension SchemaWriter {
    /// Whether a constraint can be written with its table or domain.
    ///
    /// Not so a foreign key, what is not validated, what calls a function of this schema, and the keys of partitioned
    /// tables and their partitions, which have names of their own and are put together afterwards.
    func standsInside(_ constraint: SchemaEntry) -> Bool {
        guard let type = constraint["type"], type != "foreign key", let whole = constraint.belongsTo,
            constraint["definition"]?.hasSuffix(" NOT VALID") == false, !callsRoutines(constraint)
        else { return false }
        guard let table = schema[whole], whole.kind == .table else { return true }
        if type == "check" { return constraint["inherited"] != "yes" || table.has("bound") }
        return !isPartitioned(table)
    }

    private func callsRoutines(_ entry: SchemaEntry) -> Bool {
        entry.needs.contains { $0.kind == .function || $0.kind == .operator }
    }

    private func isPartitioned(_ table: SchemaEntry) -> Bool { table.has("partition by") || table.has("bound") }

    func constraint(_ entry: SchemaEntry) -> [Piece] {
        guard let whole = entry.belongsTo else { return [] }
        let isTable = whole.kind == .table
        let phase: Piece.Phase = isTable ? .tables : .types
        var statements: [String] = []
        if let options = entry["index options"], let index = indexName(of: entry.object) {
            statements.append("alter index \(index) set (\(options));")
        }
        if entry.has("clustered") { statements.append("alter table only \(whole.name) cluster on \(entry.local);") }
        if entry.has("replica identity") {
            statements.append("alter table only \(whole.name) replica identity using index \(entry.local);")
        }
        if standsInside(entry) { return [Piece(phase, entry, statements, needs: [])] }
        let type = entry["type"]
        // From a parent, which hands it on.
        if type == "check", entry["inherited"] == "yes" { return [Piece(phase, entry, statements, needs: [])] }
        let only = isTable && type != "foreign key" && type != "check" ? "only " : ""
        let kind = isTable ? "table" : "domain"
        let definition = entry["definition"] ?? ""
        statements.insert("alter \(kind) \(only)\(whole.name) add constraint \(entry.local) \(definition);", at: 0)
        if type == "foreign key" { return [Piece(.foreignKeys, entry, statements, needs: [])] }
        let isPart = schema[whole].map(isPartitioned) == true
        if type == "check" { return [Piece(isPart ? .tables : isTable ? .attachments : .types, entry, statements)] }
        if let parent = entry.parents.first, let index = indexName(of: parent), let own = indexName(of: entry.object) {
            statements.append("alter index \(index) attach partition \(own);")
        }
        return [
            Piece(isPart ? .partitionIndexes : .tables, entry, statements, needs: entry.needs.union(entry.parents))
        ]
    }

    /// An index is in its table's schema, and that of a constraint has the constraint's name.
    private func indexName(of object: SchemaObject) -> String? {
        guard object.kind == .constraint else { return object.name }
        guard let entry = schema[object], let table = entry.belongsTo else { return nil }
        guard let local = schema[table]?.local, table.name.hasSuffix(local) else { return nil }
        return table.name.dropLast(local.count) + entry.local
    }

    func index(_ entry: SchemaEntry) -> [Piece] {
        guard let table = entry.belongsTo else { return [] }
        if entry["valid"] == "no" {
            return [Piece(.tables, entry, ["-- left out, as it is invalid: index \(entry.object.name.onOneLine)"])]
        }
        var statements = ["\(entry["definition"] ?? "");"]
        if let parent = entry.parents.first.flatMap(indexName) {
            statements.append("alter index \(parent) attach partition \(entry.object.name);")
        }
        for column in (entry["statistics"] ?? "").split(separator: ", ") {
            statements.append("alter index \(entry.object.name) alter column \(column);")
        }
        if entry.has("clustered") { statements.append("alter table only \(table.name) cluster on \(entry.local);") }
        if entry.has("replica identity") {
            statements.append("alter table only \(table.name) replica identity using index \(entry.local);")
        }
        let isPart = schema[table].map(isPartitioned) == true
        let phase: Piece.Phase = table.kind != .table ? .views : isPart ? .partitionIndexes : .tables
        return [Piece(phase, entry, statements, needs: entry.needs.union(entry.parents))]
    }

    func statistics(_ entry: SchemaEntry) -> [Piece] {
        var statements = ["\(entry["definition"] ?? "");"]
        if let target = entry["target"] {
            statements.append("alter statistics \(entry.object.name) set statistics \(target);")
        }
        return [Piece(entry.belongsTo?.kind == .table ? .tables : .views, entry, statements)]
    }

    func rule(_ entry: SchemaEntry) -> [Piece] {
        let firing = ["never": "disable", "on replicas": "enable replica", "always": "enable always"]
        let state = entry["fires"].flatMap { firing[$0] }
        guard let table = entry.belongsTo else {
            let name = entry.object.name
            let tags = entry["tags"].map { " when tag in (\($0))" } ?? ""
            let function = entry["function"] ?? ""
            var statements = [
                "create event trigger \(name) on \(entry["event"] ?? "")\(tags) execute function \(function);"
            ]
            if let state { statements.append("alter event trigger \(name) \(state);") }
            return [Piece(.eventTriggers, entry, statements)]
        }
        if entry.object.kind == .policy { return [policy(entry, on: table.name)] }
        let definition = entry["definition"] ?? ""
        var statements = [definition.hasSuffix(";") ? definition : "\(definition);"]
        if let state { statements.append("alter table \(table.name) \(state) \(entry.object.kind) \(entry.local);") }
        return [Piece(.rules, entry, statements)]
    }

    private func policy(_ entry: SchemaEntry, on table: String) -> Piece {
        var text = "create policy \(entry.local) on \(table)"
        if entry.has("restrictive") { text += " as restrictive" }
        text += " for \(entry["command"] ?? "all") to \(entry["roles"] ?? "public")"
        if let condition = entry["using"] { text += "\n    using (\(condition))" }
        if let condition = entry["with check"] { text += "\n    with check (\(condition))" }
        return Piece(.rules, entry, [text + ";"])
    }
}
