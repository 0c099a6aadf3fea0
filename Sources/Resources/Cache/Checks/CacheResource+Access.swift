internal import Deadlines
internal import FoundationEssentials
internal import Network
internal import Redis
internal import Words

/// Who gets in, and what they may do there.
extension CacheResource {
    func exposure(_ visit: CacheVisit, by deadline: Deadline) async throws -> Diagnosis {
        guard try await letsStrangersIn(visit, by: deadline) else {
            return .healthy("strangers are asked for a password")
        }
        let endpoint = visit.target.endpoint
        var evidence: [Finding.Evidence] = [.fact("PING without a password", "PONG")]
        if endpoint.isOnLoopback {
            let settings: [String: String]
            do throws(RedisError) {
                settings = try await visit.redis.settings(matching: "bind", by: deadline)
                    .merging(visit.redis.settings(matching: "protected-mode", by: deadline)) { one, _ in one }
            } catch {
                guard case .server = error else { throw error }
                return .skipped("nobody is asked for a password, and this user may not see how far the server listens")
            }
            let places = (settings["bind"] ?? "").split(separator: " ").map(String.init)
            let isNear = !places.isEmpty && places.allSatisfy { Endpoint(host: $0.unforced, port: 0).isOnLoopback }
            if isNear { return .healthy("no password, and only this machine reaches it") }
            if settings["protected-mode"] == "yes" { return .healthy("no password, and others are turned away") }
            evidence += [
                .fact("bind", settings["bind"] ?? ""), .fact("protected-mode", settings["protected-mode"] ?? ""),
            ]
        }
        let line = line(visit.target)
        let finding = Finding(
            CacheChecks.exposed,
            at: address,
            .exposed,
            "Redis asks nobody for a password, and more than its own machine reaches it.",
            evidence: evidence,
            remedies: [
                .hint("Give it a password, here from REDIS_PASSWORD, and put the same one where cache.url leads to."),
                .fix("\(line.administrator) CONFIG SET requirepass \"$REDIS_PASSWORD\""),
            ]
        )
        return .found(finding)
    }

    private func letsStrangersIn(_ visit: CacheVisit, by deadline: Deadline) async throws(RedisError) -> Bool {
        guard visit.target.hasPassword else { return true }
        var stranger = RedisTarget(visit.target.endpoint)
        stranger.tls = visit.target.tls
        do throws(RedisError) {
            let redis = try await RedisConnection(to: stranger, by: deadline)
            do throws(RedisError) {
                try await redis.ping(by: deadline)
            } catch {
                await redis.close()
                throw error
            }
            await redis.close()
            return true
        } catch {
            guard case .server(let refusal) = error else { throw error }
            // The password comes first: whoever is told of these was let in.
            return [.masterDown, .loading, .busy].contains(refusal.kind)
        }
    }

    /// Each command that a cache is used with, on a key of ihctl's own that is gone afterwards.
    func permissions(_ visit: CacheVisit, by deadline: Deadline) async throws -> Diagnosis {
        let key = CacheResource.probeKey()
        let commands = [
            ["GET", key], ["SET", key, "1", "NX", "EX", "60"], ["EXPIRE", key, "60"], ["TTL", key], ["DEL", key],
        ]
        let replies: [RedisValue]
        do throws(RedisError) {
            replies = try await visit.redis.pipeline(commands, by: deadline)
        } catch {
            return .found(trouble(CacheChecks.permissions, error, at: visit.target))
        }
        var refused: [(command: String, error: ServerError)] = []
        for (command, reply) in zip(commands, replies) {
            if case .error(let error) = reply, error.kind == .permission { refused.append((command[0], error)) }
        }
        let names = commands.map { $0[0] }
        guard let first = refused.first else { return .healthy("may " + names.joined(separator: ", ")) }
        let user = visit.target.user ?? "default"
        let withheld = Set(refused.map(\.command))
        // The server has one code for both; only its words tell a command from a key.
        let commandsRefused = refused.filter { $0.error.text.contains("command") }.map(\.command)
        let administrator = line(visit.target).administrator
        let finding = Finding(
            CacheChecks.permissions,
            at: address,
            .permission,
            commandsRefused.isEmpty
                ? "The user \(user) may not touch keys that begin with ihctl-doctor:, so nobody can tell what it may do."
                : "The user \(user) may not \(commandsRefused.joined(separator: ", ")).",
            evidence: [.fact("answer", "\(first.error.code) \(first.error.text)")]
                + names.map { .fact($0, withheld.contains($0) ? "refused" : "allowed") },
            remedies: [
                commandsRefused.isEmpty
                    ? .fix("\(administrator) ACL SETUSER \(user) '~ihctl-doctor:*'")
                    : .fix(
                        "\(administrator) ACL SETUSER \(user) "
                            + commandsRefused.map { "+\($0.lowercased())" }.joined(separator: " ")
                    )
            ],
            data: [
                "refused": commandsRefused.isEmpty ? "key" : "command",
                "allowed": .object(
                    Dictionary(uniqueKeysWithValues: names.map { ($0, .boolean(!withheld.contains($0))) })
                ),
            ]
        )
        return .found(finding)
    }

    static func probeKey() -> String { "ihctl-doctor:\(UUID().uuidString.lowercased())" }
}

extension String {
    /// A dash before an address says that it may be missing.
    fileprivate var unforced: String { hasPrefix("-") ? String(dropFirst()) : self }
}
