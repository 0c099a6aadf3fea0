internal import Deadlines
internal import Ladder
internal import Network
internal import Redis
internal import Words

/// Why Redis did not do what it was asked to, in words.
extension CacheResource {
    func trouble(
        _ kind: CheckKind,
        _ error: RedisError,
        at target: RedisTarget,
        tls: TLSFacts? = nil,
    ) -> Finding {
        let endpoint = target.endpoint
        func told(
            _ failureClass: FailureClass,
            _ message: String,
            _ evidence: [Finding.Evidence] = [],
            _ remedies: [Finding.Remedy] = [],
        ) -> Finding {
            Finding(
                kind,
                at: address,
                failureClass,
                message,
                evidence: evidence,
                remedies: remedies,
                data: ["host": .string(endpoint.host), "port": .integer(endpoint.port)]
            )
        }
        switch error {
        case .transport(let failure): return Finding(kind, at: address, failure, of: "Redis", at: endpoint, tls: tls)
        case .serverExpectsTLS:
            return told(
                .tlsMissing,
                "Redis at \(endpoint) speaks TLS on this port, and cache.url does not.",
                [],
                [.hint("Write rediss:// instead of redis:// in cache.url, or give the port that speaks plain text.")]
            )
        case .protocolMismatch(let preview):
            return told(
                .protocolMismatch,
                "What answers at \(endpoint) is no Redis.",
                [.verbatim(preview)],
                [.hint("Look at the port in cache.url: another service listens there.")]
            )
        case .unexpectedReply(let command):
            return told(.brokenAnswer, "Redis at \(endpoint) answered \(command) with something else.")
        case .replyTooLarge(let limit):
            return told(.brokenAnswer, "An answer of Redis at \(endpoint) is longer than \(limit) bytes.")
        case .probeKeyTaken: return told(.invalid, "The key for the round trip is there already, and was left alone.")
        case .probeMismatch:
            return told(
                .corrupt,
                "What was read is not what was written.",
                [],
                [.hint("Something between ihctl and Redis, or a second writer, changes values: look for a proxy.")]
            )
        case .server(let error):
            let words = ServerWords(error, target, line(target))
            return told(
                words.failureClass,
                words.message,
                [.fact("answer", "\(error.code) \(error.text)")],
                words.remedies
            )
        }
    }
}

/// An error of the server's, read by its kind.
private struct ServerWords {
    var failureClass: FailureClass
    var message: String
    var remedies: [Finding.Remedy]

    init(_ error: ServerError, _ target: RedisTarget, _ line: RedisCommandLine) {
        let (endpoint, user) = (target.endpoint, target.user ?? "default")
        (failureClass, message, remedies) =
            switch error.kind {
            case .authentication where !target.hasPassword:
                (
                    .auth, "Redis at \(endpoint) wants a password, and cache.url has none.",
                    [
                        .hint(
                            "Write it into the URL that cache.url leads to, before the host: a colon, the password percent-encoded, an @."
                        )
                    ]
                )
            case .authentication:
                (
                    .auth, "Redis at \(endpoint) does not let \(user) in with this password.",
                    [
                        .hint("It says the same for a wrong password, an unknown user and one that is switched off."),
                        .hint(
                            "Who may look at users can tell; the command asks for the password of Redis's default user."
                        ),
                        .fix("\(line.administrator) --askpass ACL GETUSER \(user)"),
                    ]
                )
            case .passwordNotExpected:
                (
                    .exposed, "A password is given, and Redis at \(endpoint) has none: whoever reaches it may do all.",
                    [
                        .hint("Give the server the password of cache.url, here in REDIS_PASSWORD."),
                        .fix("\(line.administrator) CONFIG SET requirepass \"$REDIS_PASSWORD\""),
                    ]
                )
            case .permission:
                (
                    .permission, "The user \(user) may not do this.",
                    [.fix("\(line.administrator)\(target.hasPassword ? " --askpass" : "") ACL GETUSER \(user)")]
                )
            case .loading:
                (.starting, "Redis at \(endpoint) reads its data from disk.", [.hint("Wait until it is done.")])
            case .readOnly:
                (
                    .readOnly, "Redis at \(endpoint) is a replica: it takes no writes.",
                    [.hint("Give the primary's address in cache.url."), .fix("\(line.agent) ROLE")]
                )
            case .masterDown:
                (
                    .readOnly, "Redis at \(endpoint) is a replica that has lost its primary, and gives no stale data.",
                    [.hint("Start the primary, or make another one."), .fix("\(line.agent) ROLE")]
                )
            case .misconfigured:
                (
                    .readOnly, "Redis takes no writes, since its last snapshot could not be saved.",
                    [
                        .hint("Make room and rights in its folder, then save; it takes writes again once that works."),
                        .fix("\(line.administrator) CONFIG GET dir"), .fix("\(line.administrator) BGSAVE"),
                    ]
                )
            case .outOfMemory: (.capacity, "Redis is full and takes no writes.", [])
            case .tooManyClients:
                (
                    .capacity, "Redis at \(endpoint) has as many clients as it takes.",
                    [
                        .hint("Look for a pool that leaks, as soon as one connection is free; or raise maxclients."),
                        .fix("\(line.administrator) CLIENT LIST"),
                    ]
                )
            case .busy:
                (
                    .stuck, "Redis at \(endpoint) runs a script that does not end.",
                    [.fix("\(line.administrator) SCRIPT KILL")]
                )
            case .cluster where error.code == "CLUSTERDOWN":
                (
                    .quorum, "The cluster that Redis at \(endpoint) belongs to is down.",
                    [.fix("\(line.administrator) CLUSTER INFO")]
                )
            case .cluster:
                (
                    .config, "Redis at \(endpoint) is one node of a cluster, and keys live on others too.",
                    [.hint("Use a client that knows clusters, or a Redis that is none.")]
                )
            case .noSuchDatabase:
                (
                    .missing, "Redis at \(endpoint) has no database \(target.database).",
                    [.fix("\(line.administrator) CONFIG GET databases"), .hint("Correct the number in cache.url.")]
                )
            case .protectedMode:
                (
                    .permission, "Redis at \(endpoint) is open to its own machine only, until it gets a password.",
                    [
                        .hint("On that machine, with the password in REDIS_PASSWORD:"),
                        .fix("redis-cli -p \(endpoint.port) CONFIG SET requirepass \"$REDIS_PASSWORD\""),
                    ]
                )
            case .other: (.brokenAnswer, "Redis at \(endpoint) refused.", [])
            }
    }
}
