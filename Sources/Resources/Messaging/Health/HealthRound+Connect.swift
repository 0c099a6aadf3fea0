internal import Deadlines
internal import FoundationEssentials
internal import Ladder
internal import NATS
internal import Network
internal import Words

/// The lower rungs: credentials on this side, name, connection, TLS, the greeting, who we are.
extension HealthRound {
    func connect(by deadline: Deadline) async -> Diagnosis {
        var diagnosis = Diagnosis()
        if let ended = judgeCredentials(&diagnosis) { return ended }
        let opened: NATSConnection
        let trip: Duration
        do throws(NATSError) {
            // What is left over is for finding out why.
            switch await open(by: .after(deadline.remaining * 3 / 4)) {
            case .connection(let connection): opened = connection
            case .failure(let error): throw error
            case .stranger(let said): return .found(stranger(said, at: health.options.servers[0].endpoint))
            }
            trip = try await opened.roundTrip(by: deadline)
        } catch {
            return await failure(error, by: deadline)
        }
        connection.fill(opened)
        diagnosis.seen = seen(opened)
        diagnosis.measures.append(Measure("round_trip", trip))
        if opened.isSecure, let tls = await climb(to: opened.server, health.options.tls, by: deadline).tls {
            diagnosis.judge(tls.chain, as: MessagingChecks.connect, at: address)
        }
        if opened.isLameDuck { diagnosis.findings.append(lameDuck(opened)) }
        return diagnosis
    }

    private enum Opening: Sendable {
        case connection(NATSConnection)
        case failure(NATSError)
        /// Somebody who waits to be spoken to, and what he says then.
        case stranger(String)
    }

    /// A NATS server speaks first: who has not done so after a moment is spoken to meanwhile, and what he answers is told at once.
    private func open(by deadline: Deadline) async -> Opening {
        let options = health.options
        return await withTaskGroup(of: Opening?.self) { group in
            group.addTask {
                do throws(NATSError) {
                    return .connection(try await NATSConnection.open(options, by: deadline))
                } catch {
                    return .failure(error)
                }
            }
            // Of several servers the next may be the right one.
            if options.servers.count == 1 {
                group.addTask {
                    try? await Task.sleep(for: HealthRound.shyness)
                    guard !Task.isCancelled else { return nil }
                    return await answerOfStranger(at: options.servers[0].endpoint, by: deadline).map(Opening.stranger)
                }
            }
            for await opening in group {
                guard let opening else { continue }
                group.cancelAll()
                return opening
            }
            return .failure(.cancelled)
        }
    }

    private static let shyness = Duration.milliseconds(300)

    private func seen(_ connection: NATSConnection) -> String {
        let info = connection.info
        let place = info.cluster.map { " of cluster \($0)" } ?? ""
        return "nats-server \(info.version)\(place)\(connection.isSecure ? " over TLS" : "")"
    }

    /// A server says of credentials that have ended only that it refuses them.
    private func judgeCredentials(_ diagnosis: inout Diagnosis) -> Diagnosis? {
        guard case .credentialsFile(let path)? = health.options.credentials else { return nil }
        let file: CredentialsFile
        do throws(NATSError) {
            file = try CredentialsFile(path: path)
        } catch {
            return .found(Finding(MessagingChecks.connect, at: address, error))
        }
        guard let expiry = file.expiry else { return nil }
        let end = Date(timeIntervalSince1970: Double(expiry))
        let left = Duration.seconds(end.timeIntervalSinceNow)
        let evidence: [Finding.Evidence] = [
            .fact("file", path), .fact("user", file.userName ?? "?"), .fact("valid until", end.formatted(.iso8601)),
        ]
        let hint = Finding.Remedy.hint("Have new credentials made for this user, and put them in the file's place.")
        diagnosis.measures.append(
            Measure("credentials_left", left, warning: limits.credentialsWarning / .seconds(1), critical: 0)
        )
        if left <= .zero {
            return .found(
                Finding(
                    MessagingChecks.connect,
                    at: address,
                    .auth,
                    "The user's credentials have expired.",
                    evidence: evidence + [.fact("clock here", Date().formatted(.iso8601))],
                    remedies: [hint],
                )
            )
        }
        if left < limits.credentialsWarning {
            diagnosis.findings.append(
                Finding(
                    MessagingChecks.connect,
                    .warning,
                    at: address,
                    .auth,
                    "The user's credentials expire in \(left.readable).",
                    evidence: evidence,
                    remedies: [hint],
                )
            )
        }
        return nil
    }

    private func failure(_ error: NATSError, by deadline: Deadline) async -> Diagnosis {
        let server = health.options.servers[0]
        switch error {
        case .transport(let failure):
            if [.noReply, .closed, .reset].contains(failure),
                let said = await answerOfStranger(at: server.endpoint, by: deadline)
            {
                return .found(stranger(said, at: server.endpoint))
            }
            if failure == .refused, let shut = await shut(at: server.endpoint, by: deadline) { return .found(shut) }
            var tls: TLSFacts?
            if case .tls = failure { tls = await climb(to: server, health.options.tls, by: deadline).tls }
            return .found(transport(failure, to: server, tls))
        case .timeout:
            return .found(transport(.noReply, to: server, nil))
        case .protocolMismatch(let got): return .found(stranger(got, at: server.endpoint))
        case .authentication(let refusal): return .found(await refused(refusal, server, by: deadline))
        case .permission(.subscribe, _):
            // The client's own inbox, without which no request finds its answer: it ends the connection for that.
            return .found(refusal(MessagingChecks.connect, address, .subscribe, "\(health.options.inboxPrefix).>"))
        case .connectionLimit:
            return .found(
                Finding(
                    MessagingChecks.connect,
                    at: address,
                    .quota,
                    "NATS has as many connections as it may have.",
                    evidence: [
                        .fact("server", "\(server.endpoint)"), .verbatim("-ERR 'maximum connections exceeded'"),
                    ],
                    remedies: [
                        .hint("Raise max_connections in the server's configuration, or find who holds so many."),
                        .fix("nats-server --signal reload"),
                    ],
                )
            )
        default:
            return .found(
                Finding(
                    MessagingChecks.connect,
                    at: address,
                    error,
                    evidence: [.fact("server", "\(server.endpoint)")]
                )
            )
        }
    }

    private func transport(_ failure: TransportFailure, to server: ServerURL, _ tls: TLSFacts?) -> Finding {
        var finding = Finding(
            MessagingChecks.connect,
            at: address,
            failure,
            of: "NATS",
            at: server.endpoint,
            tls: tls
        )
        let others = health.options.servers.dropFirst()
        if !others.isEmpty {
            let names = others.map { "\($0.endpoint)" }.joined(separator: ", ")
            finding.evidence.append(.fact("tried too", names))
        }
        if failure == .noReply {
            finding.remedies.append(
                .hint("A server that wants TLS before its first word (handshake_first) is silent too.")
            )
        }
        return finding
    }

    private func stranger(_ said: String, at endpoint: Endpoint) -> Finding {
        Finding(
            MessagingChecks.connect,
            at: address,
            .protocolMismatch,
            HealthRound.name(ofStranger: said).map { "What answers at \(endpoint) is \($0), no NATS server." }
                ?? "What answers at \(endpoint) is no NATS server.",
            evidence: [.fact("address", "\(endpoint)"), .verbatim(said)],
            remedies: [
                .hint(
                    "A NATS server speaks first, with INFO. Correct the port: 4222 as a rule, 8222 is its monitoring."
                )
            ],
        )
    }

    private static func name(ofStranger said: String) -> String? {
        if said.hasPrefix("HTTP/") { return "a web server" }
        let ofRedis = ["-ERR ", "-NOAUTH ", "-DENIED ", "-LOADING ", "-MASTERDOWN "]
        return ofRedis.contains(where: said.hasPrefix) ? "Redis" : nil
    }

    /// The server says the same of wrong and of missing credentials; its greeting tells whether it wants any.
    private func refused(
        _ refusal: AuthenticationRefusal,
        _ server: ServerURL,
        by deadline: Deadline
    ) async -> Finding {
        let info = try? await greet(server.endpoint, by: deadline).info
        let isNameless = health.options.credentials == nil && !server.hasCredentials
        var evidence: [Finding.Evidence] = [.fact("server", "\(server.endpoint)"), .fact("as", who)]
        if let info { evidence.append(.fact("INFO", "auth_required: \(info.requiresAuthentication)")) }
        let message: String
        var remedies: [Finding.Remedy] = []
        switch refusal {
        case .refused where isNameless:
            message = "NATS wants credentials, and none are given."
            remedies = [.hint("Give a token under messaging.token, or the user in the URL.")]
        case .refused:
            message = "NATS refuses \(who)."
            remedies = [
                .hint(
                    "It says the same of a wrong password, an unknown user and a wrong token. Its own log tells them apart."
                ),
                .fix("ihctl config show --origin messaging"),
            ]
        case .timedOut: message = "NATS waited in vain for the credentials of \(who)."
        case .userExpired: message = "The credentials of \(who) have expired."
        case .userRevoked: message = "The credentials of \(who) were revoked."
        case .accountExpired: message = "The account of \(who) has expired."
        }
        return Finding(
            MessagingChecks.connect,
            at: address,
            isNameless ? .config : .auth,
            message,
            evidence: evidence,
            remedies: remedies,
        )
    }

    /// Whom the server takes us for, without a secret: a token is never named.
    var who: String {
        switch health.options.credentials {
        case .user(let name, _): "user \(name)"
        case .credentialsFile(let path): (try? CredentialsFile(path: path))?.userName.map { "user \($0)" } ?? path
        case .seedFile(let path): "the key in \(path)"
        case .token: "the token's user"
        case nil:
            health.options.servers.first { $0.hasCredentials }.map { server in
                server.userName.map { "user \($0)" } ?? "the token's user"
            } ?? "nobody in particular"
        }
    }
}
