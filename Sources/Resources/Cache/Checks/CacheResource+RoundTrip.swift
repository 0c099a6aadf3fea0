internal import Deadlines
internal import Redis
internal import Words

extension CacheResource {
    /// Writes a key that dies by itself, reads it, deletes it.
    func roundTrip(_ visit: CacheVisit, by deadline: Deadline) async throws -> Diagnosis {
        do throws(RedisError) {
            let probe = try await visit.redis.probe(key: CacheResource.probeKey(), by: deadline)
            let legs = [("write", probe.write), ("read", probe.read), ("delete", probe.delete)]
            let measures = legs.map { Measure($0.0, $0.1, warning: patience / .seconds(1)) }
            let total = probe.write + probe.read + probe.delete
            let seen = "written, read and deleted in \(total.readable)"
            let slow = legs.filter { $0.1 > patience }
            guard !slow.isEmpty else { return .healthy(seen, measures: measures) }
            let finding = Finding(
                CacheChecks.writable,
                .warning,
                at: address,
                .latency,
                "Redis is slow: one key took \(total.readable).",
                evidence: legs.map { .fact($0.0, $0.1.readable) },
                remedies: [
                    .hint("Look for slow commands and for a machine that swaps."),
                    .fix("\(line(visit.target).agent) SLOWLOG GET 10"),
                ]
            )
            return .found(finding, seen: seen, measures: measures)
        } catch {
            return .found(await explained(error, visit, by: deadline))
        }
    }

    /// A replica refuses writes in the same words with its primary and without; reading tells which.
    private func explained(_ error: RedisError, _ visit: CacheVisit, by deadline: Deadline) async -> Finding {
        guard case .server(let refusal) = error else {
            return trouble(CacheChecks.writable, error, at: visit.target)
        }
        var cause = error
        if refusal.kind == .readOnly {
            do throws(RedisError) {
                try await visit.redis.command(["GET", CacheResource.probeKey()], by: deadline)
            } catch {
                if case .server(let reading) = error, reading.kind == .masterDown { cause = error }
            }
        }
        var finding = trouble(CacheChecks.writable, cause, at: visit.target)
        guard case .told(let info) = visit.facts else { return finding }
        switch refusal.kind {
        case .readOnly, .masterDown:
            let primary = "\(info["master_host"] ?? "?"):\(info["master_port"] ?? "?")"
            finding.evidence.append(.fact("primary", primary))
        case .outOfMemory:
            let (used, limit) = (info.integer("used_memory") ?? 0, info.integer("maxmemory") ?? 0)
            finding.evidence += [
                .fact("used_memory", size(used)), .fact("maxmemory", size(limit)),
                .fact("maxmemory-policy", info["maxmemory_policy"] ?? "?"),
            ]
            finding.remedies = moreRoom(line(visit.target), used, limit)
        case .misconfigured:
            finding.evidence.append(.fact("rdb_last_bgsave_status", info["rdb_last_bgsave_status"] ?? "?"))
        default: break
        }
        return finding
    }
}
