internal import Deadlines
internal import JSON
internal import NATS
internal import Words

/// Whether what a stream holds is held often enough, and what it hears of its origin.
extension HealthRound {
    /// Counts the living: a survivor goes on naming itself leader, and a dead copy goes on being current, for many seconds.
    func quorum(of stream: DesiredStream, by deadline: Deadline) async throws -> Diagnosis {
        let connection = try connection.value
        let kind = MessagingChecks.streamQuorum
        let sight = try? await lookout.sight(over: connection, by: deadline)
        var info = sight?.seen.streams[stream.name]
        if info == nil {
            let jetStream = JetStream(connection)
            do throws(NATSError) {
                info = try await jetStream.stream(stream.name, by: deadline)
            } catch {
                switch error {
                case .noResponders, .permission: return .found(uncounted(stream, "JetStream cannot be asked"))
                case .api where [.notEnabled, .notEnabledForAccount].contains(error.errorCode):
                    return .found(uncounted(stream, "JetStream cannot be asked"))
                default: break
                }
                let asked = "\(jetStream.prefix).STREAM.INFO.\(stream.name)"
                guard connection.info.cluster != nil, error == .timeout || FailureClass(error) == .quorum else {
                    return .found(Finding(kind, at: stream.address, error, asking: asked))
                }
                return .found(
                    lost(
                        stream,
                        "No server speaks for stream \(stream.name): its leader is gone.",
                        [
                            .fact("asked", asked), .fact("answer", Told(error).message),
                        ]
                    )
                )
            }
        }
        guard let info else { return .found(uncounted(stream, "it is not there")) }
        return copies(info, of: stream)
    }

    /// Not what is broken, and no reason for others to be left out: the check of the stream, or of JetStream, tells that.
    private func uncounted(_ stream: DesiredStream, _ why: String) -> Finding {
        Finding(
            MessagingChecks.streamQuorum,
            .warning,
            at: stream.address,
            .missing,
            "The copies of stream \(stream.name) cannot be counted: \(why).",
            remedies: [.hint("Mend what messaging.jetstream or messaging.stream tells first.")],
        )
    }

    /// What a stream says of its copies.
    func copies(_ info: StreamInfo, of stream: DesiredStream) -> Diagnosis {
        let copies = max(1, info.configuration.replicas ?? 1)
        let isInCluster = !info.json["cluster"].isNull
        let lines = info.replicas.map { replica in
            Finding.Evidence.fact(replica.name, state(of: replica))
        }
        guard info.leader != nil || !isInCluster else {
            let message = "Stream \(stream.name) has no leader."
            return .found(lost(stream, message, [.fact("copies", String(copies))] + lines))
        }
        let live = 1 + info.replicas.count { isLive($0) }
        let needed = copies / 2 + 1
        let measures = [
            Measure(
                "live_copies",
                Double(live),
                warning: Double(copies),
                critical: Double(needed),
                maximum: Double(copies)
            )
        ]
        let evidence: [Finding.Evidence] = [
            .fact("live copies", "\(live) of \(copies)"), .fact("needed", String(needed)),
            .fact("leader", info.leader ?? "the server itself"),
        ]
        if live < needed {
            let message = "Stream \(stream.name) has lost its quorum: \(live) of \(copies) copies live."
            return .found(lost(stream, message, evidence + lines), measures: measures)
        }
        var findings: [Finding] = []
        if live < copies {
            findings.append(
                Finding(
                    MessagingChecks.streamQuorum,
                    .warning,
                    at: stream.address,
                    .redundancy,
                    "Of stream \(stream.name) \(live) of \(copies) copies live: \(live == needed ? "it stops with the next that goes" : "there is less in reserve than there should be").",
                    evidence: evidence + lines,
                    remedies: [.hint("Start the server that is down, or let the stream have its copy on another one.")],
                )
            )
        } else if let behind = info.replicas.first(where: { $0.lag > limits.lagOfCopy }) {
            findings.append(
                Finding(
                    MessagingChecks.streamQuorum,
                    .warning,
                    at: stream.address,
                    .lag,
                    "The copy of stream \(stream.name) on \(behind.name) is \(counted(behind.lag, "message")) behind.",
                    evidence: evidence + lines + [.fact("limit", String(limits.lagOfCopy))],
                    remedies: [.hint("Look at that server's disk and at its link to the others.")],
                )
            )
        }
        return .found(
            findings,
            seen: copies == 1 ? "one copy" : "\(live) of \(copies) copies live, led by \(info.leader ?? "?")",
            measures: measures
        )
    }

    private func isLive(_ replica: StreamReplica) -> Bool {
        !replica.isOffline && replica.active < limits.silenceOfReplica
    }

    private func state(of replica: StreamReplica) -> String {
        var parts = [replica.isOffline ? "offline" : isLive(replica) ? "live" : "silent"]
        if replica.active > .zero { parts.append("heard of \(replica.active.readable) ago") }
        if replica.lag > 0 { parts.append("\(counted(replica.lag, "message")) behind") }
        return parts.joined(separator: ", ")
    }

    private func lost(_ stream: DesiredStream, _ message: String, _ evidence: [Finding.Evidence]) -> Finding {
        Finding(
            MessagingChecks.streamQuorum,
            at: stream.address,
            .quorum,
            message,
            evidence: evidence,
            remedies: [
                .hint(
                    "Start the servers that are down: nothing can be stored, and acknowledgements hang, until more than half of the copies live."
                ),
                .fix("nats server report jetstream"),
            ],
        )
    }

    /// The last lag that was heard of stays as it was when a link is cut: the silence alone tells.
    func origins(of stream: DesiredStream, by deadline: Deadline) async throws -> Diagnosis {
        guard let info = try await sight(by: deadline).seen.streams[stream.name] else { return gone }
        let origins = (info.mirror.map { [$0] } ?? []) + info.sources
        guard !origins.isEmpty else { return .skipped("it takes its messages from nowhere as yet") }
        var findings: [Finding] = []
        var measures: [Measure] = []
        for origin in origins {
            findings += finding(origin, stream)
            let limit = limits.silenceOfOrigin / .seconds(1)
            let suffix = origins.count > 1 ? "_\(origin.name)" : ""
            if let active = origin.active { measures.append(Measure("silence\(suffix)", active, critical: limit)) }
            measures.append(Measure("lag\(suffix)", Double(origin.lag), warning: Double(limits.lagOfCopy)))
        }
        let behind = origins.map(\.lag).max() ?? 0
        return .found(findings, seen: "\(counted(behind, "message")) behind", measures: measures)
    }

    private func finding(_ origin: StreamOrigin, _ stream: DesiredStream) -> [Finding] {
        var evidence: [Finding.Evidence] = [
            .fact("origin", origin.name),
            .fact("heard of", origin.active.map { "\($0.readable) ago" } ?? "never"),
            .fact("limit", limits.silenceOfOrigin.readable), .fact("last lag", String(origin.lag)),
        ]
        if let api = origin.json["external"]["api"].string { evidence.append(.fact("by way of", api)) }
        let words = origin.failure["description"].string
        if let words { evidence.append(.verbatim(words)) }
        func finding(_ failureClass: FailureClass, _ severity: Finding.Severity, _ message: String) -> Finding {
            Finding(
                MessagingChecks.mirror,
                severity,
                at: stream.address,
                failureClass,
                message,
                evidence: evidence,
                remedies: [
                    .hint(
                        "Look at the link to the origin's servers (leaf, gateway or route), at its name and at its domain."
                    ),
                    .fix("nats stream info \(stream.name)"),
                ],
            )
        }
        guard let active = origin.active else {
            return [
                finding(.unreachable, .error, "Stream \(stream.name) has never heard of its origin \(origin.name).")
            ]
        }
        if active > limits.silenceOfOrigin {
            return [
                finding(
                    .unreachable,
                    .error,
                    "Stream \(stream.name) has heard nothing of its origin \(origin.name) for \(active.readable): the link is cut."
                )
            ]
        }
        if words != nil {
            return [finding(.unreachable, .error, "Stream \(stream.name) cannot take from its origin \(origin.name).")]
        }
        guard origin.lag > limits.lagOfCopy else { return [] }
        let message = "Stream \(stream.name) is \(counted(origin.lag, "message")) behind its origin \(origin.name)."
        return [finding(.lag, .warning, message)]
    }
}
