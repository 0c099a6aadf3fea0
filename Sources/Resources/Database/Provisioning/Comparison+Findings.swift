internal import Platform
internal import Words

extension Comparison {
    /// What there is to say beside the changes.
    var findings: [Finding] {
        [versionFinding, placeFinding, otherNameFinding, encodingFinding, publicFinding, loginFinding].compactMap(
            \.self
        )
            + membershipFindings + ownershipFindings + breadthFindings + historyFindings + ignoreFindings
    }

    private var versionFinding: Finding? {
        guard seen.majorVersion < wish.oldestVersion else { return nil }
        return Finding(
            "database.version",
            .error,
            subject: "\(Address.database(wish.region))",
            "the server is PostgreSQL \(seen.majorVersion), and \(wish.oldestVersion) is the oldest that will do",
            remedies: [.hint("upgrade the server, or lower database.version where the older one is meant")],
            topic: "database.version"
        )
    }

    /// A replica that takes writes has left its primary, or the file names the wrong server.
    private var placeFinding: Finding? {
        guard seen.isReplica != wish.isReplica else { return nil }
        return Finding(
            "database.place",
            .error,
            subject: "\(Address.database(wish.region))",
            wish.isReplica
                ? "the server takes writes, and the platform file says it is a replica"
                : "the server is a replica, and the platform file says it takes writes",
            remedies: [
                .hint(
                    wish.isReplica
                        ? "look which of the servers the agents write to before anything else: two that take writes drift apart"
                        : "name the primary in database.host, or say role: replica"
                ),
                .fix("select pg_is_in_recovery(), * from pg_stat_wal_receiver;"),
            ],
            topic: "database.place"
        )
    }

    private var otherNameFinding: Finding? {
        guard let other = wish.otherName else { return nil }
        return Finding(
            "database.url",
            .error,
            subject: "\(wish.database)",
            "the agents' URL leads to the database \(other), and database.name says \(wish.name)",
            remedies: [.hint("make them one: the agents would not find what is made here")],
            topic: "database.url"
        )
    }

    private var encodingFinding: Finding? {
        guard let encoding = seen.database?.encoding, encoding != "UTF8" else { return nil }
        return Finding(
            "database.encoding",
            .warning,
            subject: "\(wish.database)",
            "the database is encoded as \(encoding), and the agents write UTF-8",
            remedies: [.hint("an encoding stays as it was made: make another database and move what this one holds")],
            topic: "database.encoding"
        )
    }

    private var publicFinding: Finding? {
        guard let facts = seen.database, facts.acceptsConnections, !facts.publicMay.isEmpty else { return nil }
        let name = quoted(wish.name)
        let grant = wish.role.map { "grant connect on database \(name) to \(quoted($0)); " } ?? ""
        return Finding(
            "database.public",
            facts.publicMay.contains("create") ? .warning : .note,
            subject: "\(wish.database)",
            "every role of the server may \(facts.publicMay.joined(separator: ", ")) here",
            remedies: [.fix("\(grant)revoke all on database \(name) from public;")],
            topic: "database.public"
        )
    }

    private var loginFinding: Finding? {
        guard let address = wish.agentRole, let role = wish.role, seen.roles[role] != nil else { return nil }
        func finding(_ severity: Finding.Severity, _ message: String, _ remedies: [Finding.Remedy]) -> Finding {
            Finding(
                "database.login",
                severity,
                subject: "\(address)",
                message,
                remedies: remedies,
                topic: "database.login"
            )
        }
        switch seen.login {
        case .notTried, .works, .refused: return nil
        case .unasked:
            return finding(
                .note,
                "the server lets it in without a password, so nobody knows whether the URL's is the right one",
                [.hint("look for trust in pg_hba.conf: select * from pg_hba_file_rules;")]
            )
        case .notAdmitted(let message):
            // A role that may not log in is mended by the change itself.
            guard seen.roles[role]?.attributes.contains(.login) == true else { return nil }
            return finding(
                .warning,
                "the server does not let it in from here: \(message)",
                [.hint("where it must come in, pg_hba.conf needs a line for it: select * from pg_hba_file_rules;")]
            )
        case .untold(let reason):
            return finding(
                .warning,
                "whether its password works could not be told: \(reason)",
                [.then("ihctl bootstrap --plan")]
            )
        }
    }

    /// Entries of `ignore:` that leave something alone, and those that never can.
    private var ignoreFindings: [Finding] {
        let known = wish.ignorable
        return wish.ignored.sorted().map { entry in
            let isKnown = known.contains(entry)
            let nearest = isKnown ? nil : NearestName.to(entry, among: known)
            return Finding(
                "database.ignored",
                isKnown ? .note : .warning,
                subject: "\(Address.database(wish.region))",
                isKnown ? "\(entry) is left alone, as database.ignore says" : "database.ignore names nothing: \(entry)",
                remedies: nearest.map { [.hint("did you mean \($0)?")] } ?? [],
                topic: "database.ignored"
            )
        }
    }
}
