extension SchemaWriter {
    /// Comment, privileges and owner, in this order: a new owner takes the privileges of the one before.
    func remarks(on entry: SchemaEntry) -> [String] {
        if entry.object.kind == .index, entry["valid"] == "no" { return [] }
        var statements: [String] = []
        let target = target(of: entry)
        if let comment = entry["comment"] {
            statements.append("comment on \(target) is \(SQLLiteral.quoted(comment));")
        }
        if entry.object.kind != .defaultPrivileges {
            for (grantee, privileges) in grants(of: entry) {
                statements += grant(privileges, to: grantee, of: entry)
            }
        }
        if let owner = entry["owner"] {
            let isType = ["enum", "composite type", "range type"].contains(entry.object.kind.rawValue)
            statements.append("alter \(isType ? "type \(entry.object.name)" : target) owner to \(owner);")
        }
        return statements
    }

    /// How a command calls it: `column public.orders.id`, `trigger audit on public.orders`.
    private func target(of entry: SchemaEntry) -> String {
        let name = entry.object.name
        switch (entry.object.kind, entry.belongsTo) {
        case (.enumeration, _), (.composite, _), (.range, _): return "type \(name)"
        case (.constraint, let whole?):
            return "constraint \(entry.local) on \(whole.kind == .domain ? "domain " : "")\(whole.name)"
        case (.rule, let whole?), (.trigger, let whole?), (.policy, let whole?):
            return "\(entry.object.kind) \(entry.local) on \(whole.name)"
        default: return "\(entry.object.kind) \(name)"
        }
    }

    private func grants(of entry: SchemaEntry) -> [(grantee: String, privileges: String)] {
        let prefix = "privileges of "
        return entry.fields.filter { $0.name.hasPrefix(prefix) }.sorted { $0.name.isSpelt(before: $1.name) }
            .map { (String($0.name.dropFirst(prefix.count)), $0.value) }
    }

    /// First all is taken, so that what is there by default does not stay.
    private func grant(_ privileges: String, to grantee: String, of entry: SchemaEntry) -> [String] {
        var target = target(of: entry)
        var columns = ""
        if entry.object.kind == .column, let whole = entry.belongsTo {
            (target, columns) = ("table \(whole.name)", " (\(entry.local))")
        } else if [.view, .materializedView].contains(entry.object.kind) {
            target = "table \(entry.object.name)"
        } else if entry.object.kind == .aggregate || entry.object.kind == .domain {
            target = (entry.object.kind == .domain ? "type " : "function ") + entry.object.name
        }
        var statements = columns.isEmpty ? ["revoke all on \(target) from \(grantee);"] : []
        for (list, option) in lists(privileges) {
            let list = list.split(separator: ", ").map { $0 + columns }.joined(separator: ", ")
            statements.append("grant \(list) on \(target) to \(grantee)\(option);")
        }
        return statements
    }

    /// `select, insert; with grant option: update` in its two parts.
    private func lists(_ privileges: String) -> [(list: Substring, option: String)] {
        guard privileges != "none" else { return [] }
        let marker = "with grant option: "
        return privileges.split(separator: "; ").map { part in
            part.hasPrefix(marker) ? (part.dropFirst(marker.count), " with grant option") : (part, "")
        }
    }

    func defaultPrivileges(_ entry: SchemaEntry) -> [String] {
        guard let cut = entry.object.name.ranges(of: " on ").last else { return [] }
        let alter = "alter default privileges \(entry.object.name[..<cut.lowerBound])"
        let kind = entry.object.name[cut.upperBound...]
        let role = entry.object.name.dropFirst("for role ".count)
        return grants(of: entry).flatMap { grantee, privileges -> [String] in
            // The owner of the rule itself is meant, whoever restores it.
            let name = grantee == "current_user" ? String(role.prefix { $0 != " " }) : grantee
            return ["\(alter) revoke all on \(kind) from \(name);"]
                + lists(privileges).map { "\(alter) grant \($0.list) on \(kind) to \(name)\($0.option);" }
        }
    }
}
