internal import Deadlines
internal import JSON
internal import NATS
internal import Words

/// JetStream as a whole.
extension HealthRound {
    func jetStream(by deadline: Deadline) async throws -> Diagnosis {
        let connection = try connection.value
        do throws(NATSError) {
            _ = try await JetStream(connection).account(by: .after(deadline.remaining / 2))
        } catch {
            return .found(await failure(error, connection, by: deadline, asking: "$JS.API.INFO"))
        }
        do throws(NATSError) {
            let sight = try await lookout.sight(over: connection, by: deadline)
            let notes = sight.findings(at: address).map { told($0, as: MessagingChecks.jetStream, at: address) }
            let count = sight.seen.streams.count
            return .found(
                notes,
                seen: "\(counted(UInt64(count), "stream")), seen in \(counted(UInt64(sight.seen.requests), "request"))"
            )
        } catch {
            return .found(await failure(error, connection, by: deadline, asking: "$JS.API.STREAM.LIST"))
        }
    }

    private func failure(
        _ error: NATSError,
        _ connection: NATSConnection,
        by deadline: Deadline,
        asking subject: String
    ) async -> Finding {
        let kind = MessagingChecks.jetStream
        let info = connection.info
        switch error {
        case .permission(let operation, let subject):
            return refusal(kind, address, operation, subject)
        case .noResponders where !info.hasJetStream,
            .api where error.errorCode == .notEnabled:
            return Finding(
                kind,
                at: address,
                .unsupported,
                "JetStream is off on the server.",
                evidence: [
                    .fact("server", info.serverName), .fact("asked", subject), .fact("answer", "503 no responders"),
                ],
                remedies: [
                    .hint(
                        "Add a jetstream block to nats-server's configuration (jetstream { store_dir: /var/lib/nats }) and start it again."
                    )
                ],
            )
        case .noResponders,
            .api where error.errorCode == .notEnabledForAccount:
            let account = try? await connection.user(by: deadline).account
            return Finding(
                kind,
                at: address,
                .unsupported,
                "JetStream is on, and not for the account of \(who).",
                evidence: [.fact("account", account ?? "?"), .fact("asked", subject)]
                    + (error.errorCode.map { [.fact("error", $0.told)] } ?? []),
                remedies: [
                    .hint(
                        "Enable it for that account in nats-server's configuration (accounts { \(account ?? "NAME") { jetstream: enabled } }) and let the server read it again."
                    ),
                    .fix("nats-server --signal reload"),
                ],
            )
        case .api(let failure) where FailureClass(error) == .quorum:
            return quorumLost(
                info,
                evidence: [
                    .fact("error", failure.told), .verbatim(failure.description),
                ]
            )
        case .timeout where info.cluster != nil:
            return quorumLost(info, evidence: [.fact("answer", "none in time")], isCertain: false)
        default: return Finding(kind, at: address, error, asking: subject)
        }
    }

    private func quorumLost(_ info: ServerInfo, evidence: [Finding.Evidence], isCertain: Bool = true) -> Finding {
        Finding(
            MessagingChecks.jetStream,
            at: address,
            isCertain ? .quorum : .noReply,
            isCertain
                ? "JetStream has no leader: the cluster is starting, or more than half of its servers are gone."
                : "JetStream gives no answer: the cluster may just be losing its quorum.",
            evidence: [.fact("cluster", info.cluster ?? "none"), .fact("asked", info.serverName)] + evidence,
            remedies: [
                .hint(
                    "Start the servers that are down; with more than half of them back a leader is chosen within seconds."
                ),
                .fix("nats server report jetstream"),
            ],
        )
    }

    /// What the subject of a refusal is, and whose.
    func refusal(_ kind: CheckKind, _ target: Address, _ operation: NATSOperation, _ subject: String) -> Finding {
        let list = operation == .publish ? "publish" : "subscribe"
        return Finding(
            kind,
            at: target,
            .permission,
            "\(who.asSentence.dropLast()) may not \(operation.rawValue) to \(subject).",
            evidence: [.fact("user", who), .fact(operation.rawValue, subject)],
            remedies: [.hint("Allow it in the user's permissions: \(list): { allow: [\"\(subject)\"] }.")],
        )
    }

    /// A finding of the survey in the words of a check.
    func told(_ finding: Finding, as kind: CheckKind, at target: Address) -> Finding {
        let classes: [String: FailureClass] = [
            "messaging.unsupported": .unsupported, "messaging.ineffective": .ineffective,
        ]
        return Finding(
            kind,
            finding.severity,
            at: target,
            classes[finding.id] ?? (finding.severity == .error ? .invalid : .drift),
            finding.message.asSentence,
            evidence: finding.evidence,
            remedies: finding.remedies,
            data: finding.data,
        )
    }
}

extension NATSError {
    /// JetStream's own number for what it refuses.
    var errorCode: JetStreamErrorCode? {
        if case .api(let failure) = self { failure.errorCode } else { nil }
    }
}
