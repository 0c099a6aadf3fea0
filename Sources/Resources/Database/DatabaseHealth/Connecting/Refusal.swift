internal import PostgreSQL
internal import Words

/// The server's no to a connection, in words.
struct Refusal {
    let error: ServerError
    let target: Target
    let shell: AdminShell
    /// Whether it is the provisioning role that was refused: bootstrap cannot come in either then.
    var isOfAdmin = false
    let insight: Insight?
    /// Whether the same attempt is let in over TLS; nil where nobody tried.
    var isLetInOverTLS = false

    private var role: String { target.user }
    private var refuser: Refuser? { error.routine.flatMap(Refuser.init) }

    typealias Words = (failureClass: FailureClass, message: String, remedies: [Finding.Remedy])

    var words: Words {
        switch error.code {
        case .invalidPassword: password
        case .invalidAuthorization: refuser == .role ? noLogin : hostRules
        case .unknownDatabase: noDatabase
        case .insufficientPrivilege:
            (
                .permission, "\(role) may not connect to the database \(target.database).",
                [shell.run("grant connect on database \(quoted(target.database)) to \(quoted(role))")]
            )
        case .tooManyConnections: full
        case .queryCanceled:
            (
                .config, "A statement_timeout of the role \(role), or of its database, ends even the first question.",
                [
                    shell.run("select setrole::regrole, setdatabase, setconfig from pg_db_role_setting"),
                    shell.run("alter role \(quoted(role)) reset statement_timeout"),
                    .hint("Agents that come as this role are stopped by it too: give them seconds, not milliseconds."),
                ]
            )
        case .cannotConnectNow: notNow
        case .takesNoConnections:
            (
                .permission, "The database \(target.database) takes no connections.",
                [shell.run("alter database \(quoted(target.database)) with allow_connections true")]
            )
        case .protocolViolation, .featureNotSupported:
            (
                .protocolMismatch, "What answers does not take the connection as PostgreSQL would.",
                [.hint("A pooler between may know less than the server: look at its settings.")]
            )
        default: (.brokenAnswer, "PostgreSQL refuses the connection.", [])
        }
    }

    private var password: Words {
        guard let insight, insight.isOfAdmin else {
            return (
                .auth,
                "PostgreSQL refuses \(role): the password is wrong, there is no such role, or its password has ended.",
                [Refusal.origin] + (isOfAdmin ? [] : [shell.run("\\du+ \(quoted(role))")])
                    + [.hint("The server tells a client no more than that; its own log does.")]
                    + bootstrapped(.password)
            )
        }
        guard let known = insight.role else {
            return (.auth, "There is no role \(role) on the server.", [Refusal.origin] + bootstrapped(.role))
        }
        if known.hasExpired {
            return (
                .auth, "The password of \(role) ended at \(known.validUntil ?? "some time past").",
                [shell.run("alter role \(quoted(role)) valid until 'infinity'")]
            )
        }
        return (
            .auth, "The password given for \(role) is not the one that the server has.",
            [Refusal.origin] + bootstrapped(.password)
        )
    }

    private var noLogin: Words {
        (.auth, "The role \(role) may not log in.", [shell.run("alter role \(quoted(role)) login")])
    }

    private var hostRules: Words {
        if isLetInOverTLS {
            return (
                .tlsMissing, "PostgreSQL lets \(role) in over TLS only, and the URL speaks plain text.",
                [.hint("Give the URL sslmode=require, and database.sslmode the same.")]
            )
        }
        return (
            .auth, "No rule of the server lets \(role) into \(target.database) from here.",
            [
                shell.run("table pg_hba_file_rules"),
                .hint(
                    "Add a line such as: hostssl \(target.database) \(role) <this host's address>/32 scram-sha-256. A line that rejects has to go, or to stand below it. Then: select pg_reload_conf();"
                ),
            ]
        )
    }

    private var noDatabase: Words {
        let near = insight.map { NearestName.all(to: target.database, among: $0.databases) } ?? []
        var remedies = [Refusal.origin]
        if !near.isEmpty {
            remedies.append(.hint("Perhaps \(near.joined(separator: " or ")) is meant: correct the URL then."))
        }
        remedies += bootstrapped(.database)
        return (.missing, "There is no database \(target.database).", remedies)
    }

    private var full: Words {
        let name = quoted(role)
        switch refuser {
        case .role:
            let limit = insight?.role?.connectionLimit
            return (
                .capacity,
                limit.map { "The role \(role) has all of the \($0) connections it may have." }
                    ?? "The role \(role) has as many connections as it may have.",
                [
                    shell.run("alter role \(name) connection limit \(max(20, (limit ?? 10) * 2))"),
                    .hint("Or make database.pool smaller."),
                ]
            )
        case .database:
            return (
                .capacity, "The database \(target.database) has as many connections as it may have.",
                [shell.run("alter database \(quoted(target.database)) connection limit -1")]
            )
        case .reserve:
            return (
                .capacity, "Only the connections that are kept for superusers are left.",
                [who, .hint("Raise max_connections and restart the server, or make database.pool smaller.")]
            )
        case .hostRules, nil:
            return (
                .capacity, "The server has as many connections as it can have.",
                [who, .hint("Raise max_connections and restart the server, or make database.pool smaller.")]
            )
        }
    }

    private var who: Finding.Remedy {
        shell.run(
            "select usename, application_name, state, count(*) from pg_stat_activity group by 1, 2, 3 order by 4 desc"
        )
    }

    /// What was given is looked at before what there is: a slip in the one is no reason to change the other.
    private static let origin = Finding.Remedy.fix("ihctl config show --origin database")

    private enum Wanted: String {
        case password, role, database
    }

    /// Bootstrap makes the server be as the URL says, which is the harm where the URL is wrong: only its plan is named.
    private func bootstrapped(_ wanted: Wanted) -> [Finding.Remedy] {
        guard !isOfAdmin else { return [] }
        let isRight = "If the URL's \(wanted.rawValue) is right"
        let plan = "shows what would change."
        return switch wanted {
        case .password: [.hint("\(isRight) and the server's the wrong one: ihctl bootstrap --plan \(plan)")]
        case .role: [.hint("\(isRight) and only not made yet: ihctl bootstrap --plan \(plan)")]
        case .database:
            [.hint("\(isRight) and only not made yet: ihctl migrate up --create-database --plan \(plan)")]
        }
    }

    private var notNow: Words {
        // Only a server that waits for nothing gives a detail here; it never comes round by itself.
        if error.detail?.contains("Hot standby") == true {
            return (
                .unsupported, "The server is a standby that answers no queries.",
                [
                    shell.run("alter system set hot_standby = on"),
                    .hint("Then restart it, or lead the URL to the primary."),
                ]
            )
        }
        return (
            .starting, "PostgreSQL is starting, recovering or shutting down.",
            [.hint("It passes by itself: --wait 60s asks again until then. If it does not, its log says why.")]
        )
    }

    var evidence: [Finding.Evidence] {
        var evidence: [Finding.Evidence] = [
            .fact("SQLSTATE", error.code.rawValue), .fact("server said", error.message),
        ]
        if let detail = error.detail { evidence.append(.fact("detail", detail)) }
        if let insight, error.code == .tooManyConnections {
            evidence.append(
                .fact(
                    "connections",
                    "\(insight.connections) of \(insight.maximum), of which \(insight.reserved) are kept for superusers"
                )
            )
        }
        return evidence
    }
}
