extension SchemaWriter {
    func routine(_ entry: SchemaEntry) -> [Piece] {
        let name = entry.object.name
        switch entry.object.kind {
        case .aggregate:
            return [
                Piece(.routines, entry, ["create aggregate \(aggregateSignature(entry)) (\(aggregateParts(entry)));"])
            ]
        case .operator:
            let names = ["function", "leftarg", "rightarg", "commutator", "negator", "restrict", "join"]
            var parts = options(names, of: entry)
            for flag in ["hashes", "merges"] where entry.has(flag) { parts += ", \(flag)" }
            let spelling = name.prefix(upTo: name.range(ofLast: " (") ?? name.endIndex)
            return [Piece(.routines, entry, ["create operator \(spelling) (\(parts));"])]
        case .cast:
            let context = entry["context"].map { " as \($0)" } ?? ""
            return [Piece(.routines, entry, ["create cast \(name) \(entry["method"] ?? "")\(context);"])]
        default:
            // The server ends a definition with a line feed, and a body's quotes stand where they stand.
            var definition = entry["definition"] ?? ""
            while definition.last?.isNewline == true { definition.removeLast() }
            return [Piece(.routines, entry, ["\(definition);"])]
        }
    }

    private func aggregateSignature(_ entry: SchemaEntry) -> String {
        let name = entry.object.name
        let open = name.range(ofFirstUnquoted: "(") ?? name.endIndex
        return "\(name[..<open])(\(entry["arguments"] ?? ""))"
    }

    private func aggregateParts(_ entry: SchemaEntry) -> String {
        let names = [
            "sfunc", "stype", "sspace", "finalfunc", "finalfunc_extra", "finalfunc_modify", "combinefunc", "serialfunc",
            "deserialfunc", "initcond", "msfunc", "minvfunc", "mstype", "msspace", "mfinalfunc", "mfinalfunc_extra",
            "mfinalfunc_modify", "minitcond", "sortop", "parallel", "hypothetical",
        ]
        return names.compactMap { name in
            entry[name].map { $0 == "yes" && Self.flags.contains(name) ? name : "\(name) = \($0)" }
        }.joined(separator: ", ")
    }

    private static let flags: Set<String> = ["finalfunc_extra", "mfinalfunc_extra", "hypothetical"]

    func view(_ entry: SchemaEntry) -> [Piece] {
        let method = entry["access method"].map { " using \($0)" } ?? ""
        let options = entry["options"].map { " with (\($0))" } ?? ""
        var definition = entry["definition"] ?? ""
        let isStored = entry.object.kind == .materializedView
        if definition.hasSuffix(";") { definition.removeLast() }
        if isStored { definition += "\nwith no data" }
        let text = "create \(entry.object.kind) \(entry.object.name)\(method)\(options) as\n\(definition);"
        return [Piece(.views, entry, [text])]
    }
}

extension String {
    fileprivate func range(ofLast text: String) -> Index? {
        ranges(of: text).last?.lowerBound
    }

    /// Names may hold parentheses between their quotes.
    fileprivate func range(ofFirstUnquoted character: Character) -> Index? {
        var isQuoted = false
        for index in indices {
            if self[index] == "\"" { isQuoted.toggle() }
            if self[index] == character, !isQuoted { return index }
        }
        return nil
    }
}
