extension Schema {
    /// In what this schema is not as `expected`, object by object and facet by facet, sorted by what they belong to.
    ///
    /// One cause is told once: nothing about the parts of what is missing or extra as a whole, nor about columns,
    /// constraints and indexes that only follow those of a parent table. The order of columns counts where asked for.
    package func differences(from expected: Schema, withColumnOrder: Bool = false) -> [SchemaDifference] {
        var all: [SchemaObject: [SchemaDifference]] = [:]
        var sources: [SchemaObject: SchemaEntry] = [:]
        func note(_ kind: SchemaDifference.Kind, _ entry: SchemaEntry, _ field: String?, _ was: String?, _ now: String?)
        {
            let difference = SchemaDifference(
                kind: kind,
                object: entry.object,
                field: field,
                expected: was,
                found: now
            )
            all[entry.object, default: []].append(difference)
            sources[entry.object] = entry
        }
        for entry in expected.entries {
            guard let found = self[entry.object] else {
                note(.missing, entry, nil, entry.summary, nil)
                continue
            }
            for (field, was, now) in Self.changes(from: entry, to: found) { note(.changed, found, field, was, now) }
            if withColumnOrder, entry.position != found.position {
                let (was, now) = (entry.position.map(String.init), found.position.map(String.init))
                note(.changed, found, "position", was, now)
            }
        }
        for entry in entries where expected[entry.object] == nil { note(.extra, entry, nil, nil, entry.summary) }

        var told: [(root: SchemaObject, difference: SchemaDifference)] = []
        for (object, differences) in all {
            guard let entry = sources[object] else { continue }
            for difference in differences
            where !Self.followsWhole(entry, difference, all) && !follows(entry, difference, all, expected) {
                told.append((entry.root, difference))
            }
        }
        return told.sorted { one, other in
            if one.root == other.root { return one.difference < other.difference }
            // Tables and their indexes by name together, whatever kind they are of.
            return one.root.name.isSpelt(like: other.root.name)
                ? one.root < other.root : one.root.name.isSpelt(before: other.root.name)
        }.map(\.difference)
    }

    private static func changes(
        from expected: SchemaEntry,
        to found: SchemaEntry
    ) -> [(field: String, expected: String?, found: String?)] {
        guard expected.fields != found.fields else { return [] }
        var changes: [(field: String, expected: String?, found: String?)] = []
        let names = expected.fields.map(\.name) + found.fields.map(\.name).filter { !expected.has($0) }
        for name in names {
            switch (expected[name], found[name]) {
            case (nil, nil): break
            case (let was?, let now?) where was.isSpelt(like: now): break
            case (let was, let now): changes.append((name, was, now))
            }
        }
        // The whole says again what its parts have said.
        let parts = changes.filter { $0.field != "definition" }
        return found.object.kind.isDescribedByParts && !parts.isEmpty ? parts : changes
    }

    /// Whether what it belongs to is missing or extra as a whole, or has joined or left its parents.
    private static func followsWhole(
        _ entry: SchemaEntry,
        _ difference: SchemaDifference,
        _ all: [SchemaObject: [SchemaDifference]]
    ) -> Bool {
        guard let whole = entry.belongsTo, let changes = all[whole] else { return false }
        if difference.field == "inherited" || difference.field == "part of" {
            return changes.contains { $0.field == "inherits" || $0.field == "partition of" }
        }
        return changes.contains { $0.kind == difference.kind && $0.field == nil }
    }

    /// Whether the same happened to what it is inherited from.
    private func follows(
        _ entry: SchemaEntry,
        _ difference: SchemaDifference,
        _ all: [SchemaObject: [SchemaDifference]],
        _ expected: Schema
    ) -> Bool {
        let schema = difference.kind == .missing ? expected : self
        return schema.sources(of: entry).contains { source in
            all[source]?.contains { $0.kind == difference.kind && $0.field == difference.field } == true
        }
    }

    /// What a column, constraint or index has from the parents of its table.
    private func sources(of entry: SchemaEntry) -> [SchemaObject] {
        guard entry.has("inherited") || entry.has("part of"), let table = entry.belongsTo else { return [] }
        let parents = self[table]?.parents ?? []
        let named = parents.map { SchemaObject(kind: entry.object.kind, name: "\($0.name).\(entry.local)") }
        return entry.parents + named
    }
}

extension ObjectKind {
    /// Whether the other fields tell all that a reader wants to know of a change of the definition.
    var isDescribedByParts: Bool { self == .function || self == .procedure }
}

extension SchemaEntry {
    /// What it is, in a line.
    var summary: String? {
        switch object.kind {
        case .column:
            let parts = [
                self["type"], self["collation"].map { "collate \($0)" }, self["generated"].map { "generated \($0)" },
                self["identity"].map { "generated \($0)" }, self["default"].map { "default \($0)" },
                has("not null") ? "not null" : nil,
            ]
            return parts.compactMap { $0 }.joined(separator: " ")
        case .function, .procedure: return self["returns"].map { "returns \($0)" }
        case .enumeration: return self["labels"]
        case .domain, .sequence: return self["type"]
        default: return self["definition"]
        }
    }
}
