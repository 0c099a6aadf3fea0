internal import Platform
internal import Redis
internal import Words

/// What the server says of itself, held against what is declared; nothing more is asked.
extension CacheResource {
    func version(_ visit: CacheVisit) -> Diagnosis {
        told(CacheChecks.version, visit, isDeclared: false) { info in
            guard info["valkey_version"] == nil, let text = info["redis_version"] else { return .healthy(visit.name) }
            let parts = text.split(separator: ".").map { Int($0) ?? 0 }
            let (major, minor) = (parts.first ?? 0, parts.dropFirst().first ?? 0)
            guard (major, minor) < oldest else { return .healthy(visit.name) }
            let finding = Finding(
                CacheChecks.version,
                at: address,
                .outdated,
                "Redis \(text) is older than \(oldest.major).\(oldest.minor), and its faults are mended no more.",
                evidence: [.fact("version", text)],
                remedies: [.hint("Plan an upgrade; data and commands of an older version go on to work.")]
            )
            return .found(finding, seen: visit.name)
        }
    }

    func clients(_ visit: CacheVisit) -> Diagnosis {
        told(CacheChecks.clients, visit, isDeclared: false) { info in
            guard let connected = info.integer("connected_clients") else { return lacks("connected_clients") }
            guard let limit = info.integer("maxclients"), limit > 0 else { return .healthy("\(connected) clients") }
            let full = Fullness(connected, of: limit)
            let measure = Measure(
                "clients",
                Double(connected),
                warning: full.warning,
                critical: full.critical,
                maximum: Double(limit)
            )
            let seen = "\(connected) of \(limit) clients"
            guard let severity = full.severity else { return .healthy(seen, measures: [measure]) }
            let line = line(visit.target)
            let finding = Finding(
                CacheChecks.clients,
                severity,
                at: address,
                .capacity,
                "Redis has \(connected) clients and takes \(limit).",
                evidence: [
                    .fact("connected_clients", "\(connected)"), .fact("maxclients", "\(limit)"),
                    .fact("rejected_connections", info["rejected_connections"] ?? "?"),
                ],
                remedies: [
                    .hint("Look for a pool that leaks before taking more."), .fix("\(line.agent) CLIENT LIST"),
                    .fix("\(line.agent) CONFIG SET maxclients \(limit * 2)"),
                ]
            )
            return .found(finding, seen: seen, measures: [measure])
        }
    }

    func persistence(_ visit: CacheVisit) -> Diagnosis {
        told(CacheChecks.persistence, visit, isDeclared: declared.appendOnly != nil) { info in
            guard let isLogged = info["aof_enabled"].map({ $0 == "1" }) else { return lacks("aof_enabled") }
            let line = line(visit.target)
            var findings: [Finding] = []
            if let wanted = declared.appendOnly, wanted != isLogged {
                findings.append(
                    Finding(
                        CacheChecks.persistence,
                        wanted ? .error : .warning,
                        at: address,
                        .drift,
                        wanted ? "Writes are not logged, and should be." : "Writes are logged, and should not be.",
                        evidence: [
                            .fact("appendonly", isLogged ? "yes" : "no"), .fact("declared", wanted ? "yes" : "no"),
                        ],
                        remedies: [
                            .fix("\(line.agent) CONFIG SET appendonly \(wanted ? "yes" : "no")"),
                            .hint("CONFIG REWRITE keeps it beyond a restart, where there is a configuration file."),
                        ]
                    )
                )
            }
            for (fact, what, severity) in [
                ("aof_last_write_status", "The log of writes could not be written", Finding.Severity.error),
                ("aof_last_bgrewrite_status", "The log of writes could not be shortened", .warning),
                ("rdb_last_bgsave_status", "The last snapshot could not be saved", .error),
            ] where info[fact].map({ $0 != "ok" }) == true {
                findings.append(
                    Finding(
                        CacheChecks.persistence,
                        severity,
                        at: address,
                        .capacity,
                        "\(what): what is in memory alone goes with the process.",
                        evidence: [
                            .fact(fact, info[fact] ?? ""),
                            .fact("changes since the last snapshot", info["rdb_changes_since_last_save"] ?? "?"),
                        ],
                        remedies: [
                            .hint("Look at room and rights in the server's folder, and at its log."),
                            .fix("\(line.agent) CONFIG GET dir"),
                            .fix("\(line.agent) \(fact.hasPrefix("rdb") ? "BGSAVE" : "BGREWRITEAOF")"),
                        ]
                    )
                )
            }
            return .found(findings, seen: isLogged ? "every write is logged" : "no log of writes")
        }
    }

    func replication(_ visit: CacheVisit) -> Diagnosis {
        told(CacheChecks.replication, visit, isDeclared: false) { info in
            info["role"] == "slave" ? following(info, visit) : leading(info)
        }
    }

    private func following(_ info: RedisInfo, _ visit: CacheVisit) -> Diagnosis {
        let primary = "\(info["master_host"] ?? "?"):\(info["master_port"] ?? "?")"
        guard info["master_link_status"] != "up" else {
            let age = info.integer("master_last_io_seconds_ago").map { [Measure("primary_heard", .seconds($0))] }
            return .healthy("a replica of \(primary)", measures: age ?? [])
        }
        let finding = Finding(
            CacheChecks.replication,
            at: address,
            .lag,
            "This replica does not reach its primary at \(primary).",
            evidence: [
                .fact("master_link_status", info["master_link_status"] ?? "?"),
                .fact("down for", info["master_link_down_since_seconds"].map { "\($0) s" } ?? "?"),
                .fact("primary", primary),
            ],
            remedies: [
                .hint("Start the primary or mend the way to it; the replica follows again by itself."),
                .fix("redis-cli -h \(info["master_host"] ?? "") -p \(info["master_port"] ?? "") PING"),
            ]
        )
        return .found(finding, seen: "a replica of \(primary)")
    }

    private func leading(_ info: RedisInfo) -> Diagnosis {
        let count = info.integer("connected_slaves") ?? 0
        let behind = (0..<count).compactMap { info["slave\($0)"] }.filter { !$0.contains("state=online") }
        let seen = count == 0 ? "a primary without replicas" : "a primary of \(count)"
        guard !behind.isEmpty else { return .healthy(seen, measures: [Measure("replicas", Double(count))]) }
        let finding = Finding(
            CacheChecks.replication,
            .warning,
            at: address,
            .redundancy,
            behind.count == 1 ? "A replica is not in step." : "\(behind.count) replicas are not in step.",
            evidence: behind.map { .verbatim($0) },
            remedies: [.hint("A replica that has just started catches up; one that stays so has a log that says why.")]
        )
        return .found(finding, seen: seen)
    }

    /// Where the user may not ask, what is declared is unknown, and what is not declared is left out.
    func told(
        _ kind: CheckKind,
        _ visit: CacheVisit,
        isDeclared: Bool,
        _ judge: (RedisInfo) -> Diagnosis,
    ) -> Diagnosis {
        switch visit.facts {
        case .told(let info): return judge(info)
        case .refused(let error):
            let user = visit.target.user ?? "default"
            guard isDeclared else { return .skipped("the user \(user) may not ask for INFO") }
            return .unknown(
                Finding(
                    kind,
                    .error,
                    at: address,
                    .permission,
                    "Nobody can tell: the user \(user) may not ask for INFO.",
                    evidence: [.fact("answer", "\(error.code) \(error.text)")],
                    remedies: [.fix("\(line(visit.target).administrator) ACL SETUSER \(user) +info")]
                )
            )
        }
    }

    func lacks(_ fact: String) -> Diagnosis { .skipped("this server does not tell \(fact)") }
}

/// How full something is that has a limit.
struct Fullness {
    let warning: Double
    let critical: Double
    let severity: Finding.Severity?

    init(_ used: Int, of limit: Int) {
        warning = Double(limit) * 0.8
        critical = Double(limit) * 0.95
        severity = Double(used) >= critical ? .error : Double(used) >= warning ? .warning : nil
    }
}
