extension SchemaWriter {
    func types(_ entry: SchemaEntry) -> [Piece] {
        let name = entry.object.name
        switch entry.object.kind {
        case .enumeration:
            return [Piece(.types, entry, ["create type \(name) as enum (\(entry["labels"] ?? ""));"])]
        case .composite:
            let columns = columns(of: entry)
            let attributes = columns.map { column in
                "    \(column.local) \(column["type"] ?? "")" + (column["collation"].map { " collate \($0)" } ?? "")
            }
            let needs = columns.reduce(into: entry.needs) { $0.formUnion($1.needs) }
            let body = attributes.isEmpty ? "()" : "(\n\(attributes.joined(separator: ",\n"))\n)"
            return [Piece(.types, entry, ["create type \(name) as \(body);"], needs: needs)]
        case .range:
            let names = [
                "subtype", "subtype_opclass", "collation", "canonical", "subtype_diff", "multirange_type_name",
            ]
            return [Piece(.types, entry, ["create type \(name) as range (\(options(names, of: entry)));"])]
        case .collation:
            let names = ["provider", "locale", "lc_collate", "lc_ctype", "deterministic", "rules"]
            let values = names.compactMap { name in
                entry[name].map { "\(name) = \(name == "provider" ? $0 : SQLLiteral.quoted($0))" }
            }
            return [Piece(.types, entry, ["create collation \(name) (\(values.joined(separator: ", ")));"])]
        default:
            return [domain(entry)]
        }
    }

    /// Its constraints stand with it, but those that call functions of this schema come later, when these are there.
    private func domain(_ entry: SchemaEntry) -> Piece {
        var text = "create domain \(entry.object.name) as \(entry["type"] ?? "")"
        if let collation = entry["collation"] { text += " collate \(collation)" }
        if let value = entry["default"] { text += " default \(value)" }
        if entry.has("not null") { text += " not null" }
        for constraint in parts(of: entry, .constraint) where standsInside(constraint) {
            text += "\n    constraint \(constraint.local) \(constraint["definition"] ?? "")"
        }
        return Piece(.types, entry, [text + ";"])
    }

    /// `subtype = integer, …`.
    func options(_ names: [String], of entry: SchemaEntry) -> String {
        names.compactMap { name in entry[name].map { "\(name) = \($0)" } }.joined(separator: ", ")
    }
}

enum SQLLiteral {
    /// A string constant that means the same whatever the settings are.
    static func quoted(_ text: String) -> String {
        let doubled = text.replacing("'", with: "''")
        return doubled.contains("\\") ? "E'\(doubled.replacing("\\", with: "\\\\"))'" : "'\(doubled)'"
    }
}
