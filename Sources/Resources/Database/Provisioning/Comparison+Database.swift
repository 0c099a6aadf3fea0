internal import Words

extension Comparison {
    /// The database itself: it is there, and it lets people in.
    ///
    /// One that is made takes no connections until everybody's rights to it are taken away, so that a run that was killed in between is seen.
    var database: Verdict {
        let isOpen = seen.database?.acceptsConnections == true
        var verdict = Verdict(
            wish.database,
            isThere: seen.database != nil,
            // One that is half made is on the way from absent: nothing that another could have wanted.
            facts: ["is_open": .boolean(isOpen)]
        )
        guard !isOpen else { return verdict }
        if seen.database == nil {
            verdict.fields = [
                Change.Field("name", to: .string(wish.name)),
                Change.Field("owner", to: .string(seen.admin.name)),
            ]
        }
        verdict.fields += [
            Change.Field("accepts_connections", from: seen.database == nil ? .null : false, to: true),
            Change.Field(
                "public",
                from: .array((seen.database?.publicMay ?? []).map(JSONValue.string)),
                to: [],
                note: "only roles that are told so may connect"
            ),
        ]
        verdict.obstacle = databaseObstacle
        return verdict
    }

    private var databaseObstacle: Verdict.Obstacle? {
        if let readOnly { return readOnly }
        let admin = seen.admin
        if let facts = seen.database {
            guard !facts.adminMayGrant else { return nil }
            return Verdict.Obstacle(
                kind: .impossible,
                reason: "\(admin.name) does not own it: \(facts.owner) or a superuser has to run "
                    + "alter database \(quoted(wish.name)) allow_connections true;"
            )
        }
        guard !admin.isSuperuser, !admin.mayCreateDatabases else { return nil }
        return Verdict.Obstacle(
            kind: .impossible,
            reason:
                "\(admin.name) may not create databases: a superuser has to run alter role \(quoted(admin.name)) createdb;"
        )
    }

    /// A server that takes no writes refuses them all.
    var readOnly: Verdict.Obstacle? {
        guard seen.isReplica || seen.isReadOnly else { return nil }
        return Verdict.Obstacle(
            kind: .impossible,
            reason: seen.isReplica
                ? "the server is a replica: it follows the primary and takes no writes" : "the server is read-only"
        )
    }

    func `extension`(_ name: String) -> Verdict {
        let facts = seen.extensions[name]
        var verdict = Verdict(
            wish.address(ofExtension: name),
            isThere: facts?.installed != nil,
            facts: ["installed": JSONValue(facts?.installed)],
            after: [wish.database]
        )
        guard facts?.installed == nil, !wish.ignored.contains("extensions.\(name)") else { return verdict }
        let needed = facts?.needs ?? []
        verdict.fields = [
            Change.Field(
                "version",
                to: JSONValue(facts?.available),
                note: needed.isEmpty ? nil : "brings \(needed.joined(separator: ", ")) where it is not there"
            )
        ]
        verdict.obstacle = readOnly ?? extensionObstacle(name, facts)
        return verdict
    }

    private func extensionObstacle(_ name: String, _ facts: Observation.ExtensionFacts?) -> Verdict.Obstacle? {
        guard let facts, facts.available != nil else {
            return Verdict.Obstacle(
                kind: .impossible,
                reason: "the server does not have it: its files have to be installed on the server's machine "
                    + "(select name from pg_available_extensions; lists those that are)"
            )
        }
        guard !seen.admin.isSuperuser else { return nil }
        if facts.needsSuperuser, !facts.isTrusted {
            return Verdict.Obstacle(
                kind: .person,
                reason: "only a superuser may create it: in \(wish.name), create extension \(quoted(name)) cascade;"
            )
        }
        // Whoever makes the database owns it and may.
        guard let database = seen.database, !database.adminMayCreate else { return nil }
        return Verdict.Obstacle(
            kind: .impossible,
            reason: "\(seen.admin.name) may create nothing in \(wish.name): \(database.owner) has to run "
                + "grant create on database \(quoted(wish.name)) to \(quoted(seen.admin.name));"
        )
    }
}
