internal import PostgreSQL

/// Puts what the catalogs answered together and forgets their numbers.
struct SchemaAssembly {
    /// What a row says about objects that are known already.
    enum Fact {
        case comment, owner, privilege, alias, inheritance, dependency
    }

    private var entries: [SchemaEntry] = []
    private var places: [CatalogID: Int] = [:]
    private var aliases: [CatalogID: CatalogID] = [:]

    mutating func addObjects(_ rows: Rows) {
        let names = rows.columns.dropFirst(CatalogQuery.fixedColumns).map(\.name)
        for row in rows {
            let texts = row.texts
            guard let id = CatalogID(texts, from: 0) else { continue }
            var owner: SchemaObject?
            if texts[4] != nil {
                // What belongs to something that is left out is left out with it.
                guard let place = place(of: texts) else { continue }
                owner = entries[place].object
            }
            let local = texts[7] ?? ""
            let name = texts[6] ?? owner.map { "\($0.name).\(local)" } ?? local
            var entry = SchemaEntry(
                object: SchemaObject(kind: ObjectKind(rawValue: texts[5] ?? ""), name: name),
                belongsTo: owner,
                local: local,
                fields: [],
            )
            entry.position = texts[8].flatMap { Int($0) }
            for (name, value) in zip(names, texts.dropFirst(CatalogQuery.fixedColumns)) {
                if let value { entry.fields.append(SchemaField(name: name, value: value)) }
            }
            places[id] = entries.count
            entries.append(entry)
        }
    }

    private func place(of texts: [String?]) -> Int? {
        guard let catalog = texts[3].flatMap(UInt32.init), let oid = texts[4].flatMap(UInt32.init) else { return nil }
        return places[CatalogID(catalog, oid)]
    }

    mutating func add(_ fact: Fact, _ rows: Rows) {
        for row in rows {
            let texts = row.texts
            switch fact {
            case .comment: add("comment", texts[3], to: CatalogID(texts, from: 0))
            case .owner: add("owner", texts[3], to: CatalogID(texts, from: 0))
            case .privilege: add("privileges of \(texts[3] ?? "")", texts[4], to: CatalogID(texts, from: 0))
            case .alias:
                guard let alias = CatalogID(texts, from: 0), let id = CatalogID(texts, from: 2) else { continue }
                aliases[alias.whole] = id
            case .inheritance: inherit(texts)
            case .dependency: need(texts)
            }
        }
    }

    private mutating func add(_ field: String, _ value: String?, to id: CatalogID?) {
        guard let id, let value, let place = places[id] else { return }
        // Every new database has this one.
        if entries[place].object == SchemaObject(kind: .schema, name: "public"), value == "standard public schema" {
            return
        }
        entries[place].fields.append(SchemaField(name: field, value: value))
    }

    private mutating func inherit(_ texts: [String?]) {
        guard let child = texts[0].flatMap(UInt32.init), let parent = texts[1].flatMap(UInt32.init),
            let place = location(behind: CatalogID(CatalogID.relations, child)),
            let parentPlace = location(behind: CatalogID(CatalogID.relations, parent))
        else { return }
        let parentObject = entries[parentPlace].object
        entries[place].parents.append(parentObject)
        let field: String =
            if entries[place].object.kind != .table {
                "part of"
            } else if entries[place].has("bound") {
                "partition of"
            } else {
                "inherits"
            }
        if let index = entries[place].fields.firstIndex(where: { $0.name == field }) {
            let value = "\(entries[place].fields[index].value), \(parentObject.name)"
            entries[place].fields[index] = SchemaField(name: field, value: value)
        } else {
            entries[place].fields.append(SchemaField(name: field, value: parentObject.name))
        }
    }

    private mutating func need(_ texts: [String?]) {
        guard let id = CatalogID(texts, from: 0), let needed = CatalogID(texts, from: 3),
            let place = location(behind: id), let neededPlace = location(behind: needed.whole), place != neededPlace
        else { return }
        let object = entries[neededPlace].object
        if id.catalog == CatalogID.defaults {
            entries[place].defaultNeeds.insert(object)
        } else {
            entries[place].needs.insert(object)
        }
    }

    /// Follows aliases: from an array to its element, from there to the table whose row it is.
    private func location(behind id: CatalogID, steps: Int = 4) -> Int? {
        if let place = places[id] { return place }
        if let place = places[id.whole] { return place }
        guard steps > 0, let next = aliases[id.whole] else { return nil }
        return location(behind: next, steps: steps - 1)
    }

    func schema() -> Schema { Schema(entries) }
}
