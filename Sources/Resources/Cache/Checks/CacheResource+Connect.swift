internal import Deadlines
internal import FoundationEssentials
internal import Ladder
internal import Network
internal import Redis
internal import Words

extension CacheResource {
    /// The lower rungs up to what the server says of itself.
    func connect(by deadline: Deadline, into slot: Slot<CacheVisit>) async -> Diagnosis {
        let target: RedisTarget
        switch self.target {
        case .success(let value): target = value
        case .failure(let error): return .found(misspelt(error))
        }
        // What is left is for saying why; where TLS gets no answer, for asking once more.
        let limit = Deadline.after(deadline.remaining * (target.tls == nil ? 0.85 : 0.6))
        let began = ContinuousClock.now
        do throws(RedisError) {
            let redis = try await RedisConnection(to: target, by: limit)
            try await greet(redis, by: limit)
            let visit = CacheVisit(redis: redis, target: target, facts: try await facts(redis, by: limit))
            let took = ContinuousClock.now - began
            let tls = await redis.tlsFacts
            slot.fill(visit)
            var diagnosis = Diagnosis.healthy(
                visit.name + (tls.map { " over \($0.version)" } ?? ""),
                measures: [Measure("connect", took)] + visit.clock(at: Date())
            )
            diagnosis.judge(tls?.chain ?? [], as: CacheChecks.connect, at: address)
            return diagnosis
        } catch {
            return .found(await explained(error, target, by: deadline))
        }
    }

    /// A server that cannot write or follow refuses even a greeting, and so it does a user who may not greet: later checks tell of both.
    private func greet(_ redis: RedisConnection, by deadline: Deadline) async throws(RedisError) {
        do throws(RedisError) {
            try await redis.ping(by: deadline)
        } catch {
            let tellsOfData: [ServerError.Kind] = [.masterDown, .misconfigured, .readOnly, .outOfMemory, .cluster]
            guard case .server(let refusal) = error,
                refusal.kind == .permission || tellsOfData.contains(refusal.kind)
            else { throw error }
        }
    }

    private func facts(_ redis: RedisConnection, by deadline: Deadline) async throws(RedisError) -> CacheVisit.Facts {
        do throws(RedisError) {
            return .told(try await redis.info(by: deadline))
        } catch {
            guard case .server(let refusal) = error, [.permission, .other].contains(refusal.kind) else { throw error }
            return .refused(refusal)
        }
    }

    /// Where TLS broke off, what stands behind it: a server of plain text, or a certificate that does not hold.
    private func explained(_ error: RedisError, _ target: RedisTarget, by deadline: Deadline) async -> Finding {
        guard case .transport(let failure) = error, let expectation = target.tls else {
            return trouble(CacheChecks.connect, error, at: target)
        }
        switch failure {
        case .tls(.notTLS), .noReply, .closed, .reset:
            if await speaksPlainText(target.endpoint, by: .after(deadline.remaining * 0.7)) {
                return trouble(CacheChecks.connect, .transport(.tls(.notTLS)), at: target)
            }
            fallthrough
        case .tls:
            let rungs = await diagnose(target.endpoint, tls: expectation, by: deadline)
            // A client's certificate is asked for after the handshake, and its lack shows as a reset.
            let cause = rungs.broken?.failure.flatMap { if case .tls = $0 { $0 } else { nil } } ?? failure
            return trouble(CacheChecks.connect, .transport(cause), at: target, tls: rungs.tls)
        default: return trouble(CacheChecks.connect, error, at: target)
        }
    }

    /// Asks without a password: nothing secret goes out in the clear.
    private func speaksPlainText(_ endpoint: Endpoint, by deadline: Deadline) async -> Bool {
        do throws(RedisError) {
            let redis = try await RedisConnection(to: RedisTarget(endpoint), by: deadline)
            try await redis.ping(by: deadline)
            return true
        } catch {
            if case .server = error { return true }
            return false
        }
    }

    private func misspelt(_ error: RedisURLError) -> Finding {
        let (message, hint) =
            switch error {
            case .scheme(let scheme) where scheme.isEmpty:
                ("cache.url leads to no URL.", "Write redis://host:6379, or rediss:// for TLS.")
            case .scheme(let scheme):
                ("cache.url begins with \(scheme):, which is no Redis.", "Write redis://, or rediss:// for TLS.")
            case .unixSocket: ("cache.url leads to a socket file.", "Give a host and a port: redis://host:6379.")
            case .hostMissing: ("cache.url has no host.", "Write redis://host:6379.")
            case .port: ("The port in cache.url is none.", "Write redis://host:6379.")
            case .database:
                ("The path of cache.url is no database's number.", "Write redis://host:6379/0.")
            case .query: ("cache.url has options after a question mark.", "Leave them out.")
            case .passwordMissing:
                (
                    "cache.url has a user and no password.",
                    "Put a colon and the password behind the user, or leave the user out."
                )
            case .percentEncoding:
                ("The user or the password in cache.url is not percent-encoded right.", "Write % as %25.")
            case .passwordNotEncoded:
                (
                    "The password in cache.url must be percent-encoded: the host cannot be told from it.",
                    "Write @ as %40, / as %2F, ? as %3F and # as %23."
                )
            }
        return Finding(CacheChecks.connect, at: address, .config, message, remedies: [.hint(hint)])
    }
}

extension CacheVisit {
    /// How far the server's clock is ahead of ours, where it told the time just now.
    fileprivate func clock(at now: Date) -> [Measure] {
        guard case .told(let info) = facts, let microseconds = info.integer("server_time_usec") else { return [] }
        let ahead = Double(microseconds) / 1_000_000 - now.timeIntervalSince1970
        return [Measure("clock_offset", ahead, .seconds)]
    }

    /// `Redis 7.0.15`.
    var name: String {
        guard case .told(let info) = facts else { return "Redis" }
        if let version = info["valkey_version"] { return "Valkey \(version)" }
        return info["redis_version"].map { "Redis \($0)" } ?? "Redis"
    }
}
