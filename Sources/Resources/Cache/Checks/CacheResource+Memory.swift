internal import Platform
internal import Redis
internal import Words

extension CacheResource {
    /// A cache that evicts whatever it likes is full most of its life and well: only where writes would be refused is full a fault.
    func memory(_ visit: CacheVisit) -> Diagnosis {
        told(CacheChecks.memory, visit, isDeclared: declared.maxMemory != nil) { info in
            guard let used = info.integer("used_memory") else { return lacks("used_memory") }
            let limit = info.integer("maxmemory") ?? 0
            let policy = info["maxmemory_policy"] ?? "noeviction"
            let line = line(visit.target)
            var findings: [Finding] = []
            var measure = Measure("memory", Double(used), .bytes, maximum: limit > 0 ? Double(limit) : nil)
            if limit > 0, !policy.hasPrefix("allkeys-") {
                let full = Fullness(used, of: limit)
                (measure.warning, measure.critical) = (full.warning, full.critical)
                if let severity = full.severity {
                    let percent = Int(Double(used) * 100 / Double(limit))
                    findings.append(
                        Finding(
                            CacheChecks.memory,
                            severity,
                            at: address,
                            .capacity,
                            "Memory is \(percent) % full, and at 100 % writes are refused.",
                            evidence: [
                                .fact("used_memory", size(used)), .fact("maxmemory", size(limit)),
                                .fact("maxmemory-policy", policy),
                            ],
                            remedies: moreRoom(line, used, limit)
                        )
                    )
                }
            }
            if let wanted = declared.maxMemory, wanted.bytes != limit {
                findings.append(
                    Finding(
                        CacheChecks.memory,
                        .warning,
                        at: address,
                        .drift,
                        limit == 0
                            ? "Memory has no limit, and \(wanted.spelled) is declared."
                            : "The limit of memory is \(size(limit)), and \(wanted.spelled) is declared.",
                        evidence: [.fact("maxmemory", "\(limit)"), .fact("declared", "\(wanted.bytes)")],
                        remedies: [.fix("\(line.agent) CONFIG SET maxmemory \(wanted.bytes)")],
                    )
                )
            }
            let seen = limit > 0 ? "\(size(used)) of \(size(limit))" : "\(size(used)), without a limit"
            return .found(findings, seen: seen, measures: [measure])
        }
    }

    /// What is declared where it gives room, else twice as much as is used.
    func moreRoom(_ line: RedisCommandLine, _ used: Int, _ limit: Int) -> [Finding.Remedy] {
        let wanted = declared.maxMemory.map(\.bytes).flatMap { Double($0) * 0.8 > Double(used) ? $0 : nil }
        var remedies: [Finding.Remedy] = [.fix("\(line.agent) CONFIG SET maxmemory \(wanted ?? max(used, limit) * 2)")]
        if let policy = declared.evictionPolicy, policy.hasPrefix("allkeys-") {
            remedies.append(.fix("\(line.agent) CONFIG SET maxmemory-policy \(policy)"))
        } else if declared.evictionPolicy == nil {
            remedies.append(.hint("Or let it make room by itself: an eviction policy of allkeys-lru."))
        }
        return remedies
    }

    func eviction(_ visit: CacheVisit) -> Diagnosis {
        told(CacheChecks.eviction, visit, isDeclared: declared.evictionPolicy != nil) { info in
            guard let policy = info["maxmemory_policy"] else { return lacks("maxmemory_policy") }
            let line = line(visit.target)
            let isLimited = (info.integer("maxmemory") ?? 0) > 0
            func finding(_ failureClass: FailureClass, _ message: String, _ wanted: String) -> Diagnosis {
                .found(
                    Finding(
                        CacheChecks.eviction,
                        at: address,
                        failureClass,
                        message,
                        evidence: [.fact("maxmemory-policy", policy)],
                        remedies: [.fix("\(line.agent) CONFIG SET maxmemory-policy \(wanted)")]
                    ),
                    seen: policy
                )
            }
            if let wanted = declared.evictionPolicy {
                if wanted == policy { return .healthy(policy) }
                return finding(.drift, "The eviction policy is \(policy), and \(wanted) is declared.", wanted)
            }
            if isLimited, policy == "noeviction" {
                let message = "Memory is limited and nothing makes room: once it is full, every write fails."
                return finding(.capacity, message, "allkeys-lru")
            }
            if isLimited, policy.hasPrefix("volatile-"), let keys = keys(info), keys.all > 0, keys.expiring == 0 {
                let message =
                    "Only keys that expire make room, and none of \(keys.all) does: full means that writes fail."
                return finding(.ineffective, message, "allkeys-\(policy.dropFirst("volatile-".count))")
            }
            return .healthy(policy)
        }
    }

    /// Over all databases: `db0:keys=1,expires=0,avg_ttl=0`.
    private func keys(_ info: RedisInfo) -> (all: Int, expiring: Int)? {
        guard let databases = info.sections["Keyspace"]?.values else { return nil }
        var sum = (all: 0, expiring: 0)
        for database in databases {
            for pair in database.split(separator: ",") {
                let sides = pair.split(separator: "=")
                guard sides.count == 2, let count = Int(sides[1]) else { continue }
                if sides[0] == "keys" { sum.all += count }
                if sides[0] == "expires" { sum.expiring += count }
            }
        }
        return sum
    }

    /// `1.5 MiB`.
    func size(_ bytes: Int) -> String {
        for (unit, name) in [(1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")] where bytes >= unit {
            let tenths = (bytes * 10 + unit / 2) / unit
            return tenths % 10 == 0 ? "\(tenths / 10) \(name)" : "\(tenths / 10).\(tenths % 10) \(name)"
        }
        return "\(bytes) B"
    }
}
