internal import Cryptography
internal import FoundationEssentials
internal import Ladder
internal import Platform
internal import PostgreSQL
internal import Words

// What the first words of the server tell: pure.
extension Ward {
    func welcome(_ greeting: Greeting, took: Duration) -> Diagnosis {
        let way = greeting.encryption.map { " over \($0.version)" } ?? (greeting.isBySocket ? " by its socket" : "")
        var diagnosis = Diagnosis.healthy(
            "PostgreSQL \(greeting.versionText)\(way)",
            measures: [Measure("connect", took)]
        )
        if greeting.isBehindPooler {
            diagnosis.findings.append(
                Finding(
                    DatabaseChecks.connect,
                    .warning,
                    at: address,
                    .unsupported,
                    "A connection pooler stands between, and lends out sessions.",
                    evidence: [
                        .paragraph(
                            "What belongs to a session is lost between two statements: listen, set, advisory locks, prepared statements, temporary tables."
                        )
                    ],
                    remedies: [
                        .hint(
                            "Lead database.admin_url to the server itself; let the agents do without sessions, or let the pooler lend sessions as a whole (pool_mode = session)."
                        )
                    ]
                )
            )
        }
        return diagnosis
    }

    func version(_ greeting: Greeting, today: Date = Date()) -> Diagnosis {
        let major = greeting.version / 10_000
        let seen = "PostgreSQL \(greeting.versionText)"
        guard major >= database.version else {
            return .found(
                Finding(
                    DatabaseChecks.version,
                    at: address,
                    .outdated,
                    "The server is PostgreSQL \(major), and \(database.version) is the oldest that will do.",
                    evidence: [.fact("server", greeting.versionText), .fact("wanted", "\(database.version)")],
                    remedies: [.hint("Upgrade it with pg_upgrade or by a logical replica.")]
                ),
                seen: seen
            )
        }
        guard let end = ServiceLife.end(ofMajor: major) else { return .healthy(seen) }
        let days = Int((end.timeIntervalSince(today) / 86_400).rounded(.down))
        guard days < 180 else { return .healthy(seen) }
        let day = end.formatted(.iso8601.year().month().day())
        return .found(
            Finding(
                DatabaseChecks.version,
                days < 0 ? .warning : .note,
                at: address,
                .deprecated,
                days < 0
                    ? "PostgreSQL \(major) has been without security fixes since \(day)."
                    : "PostgreSQL \(major) gets security fixes until \(day).",
                evidence: [.fact("server", greeting.versionText)],
                remedies: [.hint("Plan the upgrade: pg_upgrade, or a logical replica.")]
            ),
            seen: seen
        )
    }

    func writable(_ greeting: Greeting) -> Diagnosis {
        let kind = DatabaseChecks.writable
        let evidence: [Finding.Evidence] = [
            .fact("in recovery", greeting.isInRecovery ? "yes" : "no"),
            .fact("transactions", greeting.isReadOnly ? "read only" : "read and write"),
            .fact("declared", database.role.rawValue),
        ]
        func found(_ failureClass: FailureClass, _ message: String, _ remedies: [Finding.Remedy]) -> Diagnosis {
            .found(Finding(kind, at: address, failureClass, message, evidence: evidence, remedies: remedies))
        }
        switch (database.role, greeting.isInRecovery) {
        case (.replica, true): return .healthy("a replica, as declared")
        case (.replica, false):
            return found(
                .drift,
                "The server is declared a replica, and is a primary.",
                [
                    .hint(
                        "It was promoted, or the URL leads elsewhere: find out which of the two the agents write to before anything else."
                    )
                ]
            )
        case (.primary, true):
            return found(
                .readOnly,
                "The server is a standby: it takes no writes.",
                [
                    .hint(
                        "Lead database.url or database.host to the primary; with several hosts in the URL, add target_session_attrs=read-write."
                    )
                ]
            )
        case (.primary, false):
            guard greeting.isReadOnly else { return .healthy("a primary, as declared") }
            return found(
                .readOnly,
                "The server is the primary, and \(readOnlyWhere(greeting)) makes every transaction read only.",
                readOnlyRemedies(greeting) + [
                    .hint("A guard against a full disk may have set it: look at the disk before you take it back.")
                ]
            )
        }
    }

    private func readOnlyWhere(_ greeting: Greeting) -> String {
        switch greeting.readOnlySource {
        case "database": "a setting of the database \(agent.database)"
        case "user": "a setting of the role \(agent.user)"
        case "database user": "a setting of \(agent.user) in \(agent.database)"
        case "client": "the URL's own option"
        default: "the server's default_transaction_read_only"
        }
    }

    /// A session that begins read only has to say that it means to write.
    private func readOnlyRemedies(_ greeting: Greeting) -> [Finding.Remedy] {
        func writing(_ what: String) -> [Finding.Remedy] {
            [sql("begin read write; alter \(what) reset default_transaction_read_only; commit")]
        }
        return switch greeting.readOnlySource {
        case "database": writing("database \(quoted(agent.database))")
        case "user": writing("role \(quoted(agent.user))")
        case "database user": writing("role \(quoted(agent.user)) in database \(quoted(agent.database))")
        case "client": [.hint("Take default_transaction_read_only out of the URL's options.")]
        default: altering("reset default_transaction_read_only")
        }
    }

    func encryption(_ greeting: Greeting) -> Diagnosis {
        let kind = DatabaseChecks.tls
        guard let encryption = greeting.encryption else { return plainText(greeting) }
        var diagnosis = Diagnosis.healthy("\(encryption.version), \(encryption.cipher)")
        let chain = encryption.certificates.compactMap { try? Certificate(der: $0) }
        diagnosis.judge(chain, as: kind, at: address)
        if ["TLSv1", "TLSv1.1"].contains(encryption.version) {
            diagnosis.findings.append(
                Finding(
                    kind,
                    .warning,
                    at: address,
                    .tlsVersion,
                    "The connection is encrypted by \(encryption.version), which is broken.",
                    remedies: altering("set ssl_min_protocol_version = 'TLSv1.2'")
                )
            )
        }
        return diagnosis
    }

    private func plainText(_ greeting: Greeting) -> Diagnosis {
        let isHere = greeting.isBySocket || isLoopback
        let demanded = database.sslMode.map { ![.disable, .allow, .prefer].contains($0) } ?? false
        if isHere, !demanded { return .healthy("plain text, which does not leave this host") }
        let isFault = demanded || isProtected
        return .found(
            Finding(
                DatabaseChecks.tls,
                isFault ? .error : .warning,
                at: address,
                .tlsMissing,
                demanded
                    ? "The platform demands TLS, and the agent's connection is plain text."
                    : "The agent's password and data go over the network in plain text.",
                evidence: [
                    .fact("sslmode of the URL", agent.tlsMode.rawValue),
                    .fact("database.sslmode", database.sslMode?.rawValue ?? "not declared"),
                ],
                remedies: [
                    .hint("The server needs a certificate before ssl may be on: ssl_cert_file and ssl_key_file.")
                ]
                    + altering("set ssl = on") + [.hint("Then give the URL sslmode=require or better.")]
            )
        )
    }

    var isLoopback: Bool {
        agent.hosts.allSatisfy { host in
            host.isSocketFolder || ["localhost", "::1"].contains(host.name) || host.name.hasPrefix("127.")
        }
    }

    func clock(_ greeting: Greeting) -> Diagnosis {
        let offset = greeting.clockOffset
        let size = offset < .zero ? .zero - offset : offset
        let certain = max(.zero, size - greeting.clockDoubt)
        let measure = Measure(
            "clock_offset",
            offset,
            warning: limits.clockOffset / .seconds(1),
            critical: limits.clockOffsetError / .seconds(1)
        )
        let seen = "\(size.readable) apart"
        guard certain > limits.clockOffset else { return .healthy(seen, measures: [measure]) }
        let way = offset < .zero ? "behind" : "ahead of"
        return .found(
            Finding(
                DatabaseChecks.clock,
                certain > limits.clockOffsetError ? .error : .warning,
                at: address,
                .clock,
                "The server's clock is \(size.readable) \(way) this host's.",
                evidence: [.fact("uncertain by", greeting.clockDoubt.readable)],
                remedies: [.fix("chronyc tracking"), .hint("One of the two is wrong: ask a third.")],
                data: ["clock_offset_ms": .integer(offset.wholeMilliseconds)]
            ),
            seen: seen,
            measures: [measure]
        )
    }
}
