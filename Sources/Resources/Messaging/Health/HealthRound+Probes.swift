internal import Deadlines
internal import FoundationEssentials
internal import JSON
internal import NATS
internal import Words

/// Messages that are really sent, and leave nothing behind.
extension HealthRound {
    /// We ask and we answer, on a subject that nobody else knows.
    func roundTrip(by deadline: Deadline) async throws -> Diagnosis {
        let connection = try connection.value
        let kind = MessagingChecks.roundTrip
        let subject = "ihctl-doctor.\(UUID().uuidString.lowercased())"
        let word = UUID().uuidString
        do throws(NATSError) {
            let asked = try connection.subscribe(subject)
            defer { asked.unsubscribe() }
            try await connection.flush(by: deadline)
            if isRefused(.subscribe, subject, connection) { return untold(.subscribe) }
            let began = ContinuousClock.now
            // The one who asks and the one who answers: neither waits longer than the deadline.
            async let answering: Void = Self.answer(asked, over: connection, by: deadline)
            let reply = await Self.ask(subject, word, connection, by: deadline)
            let took = ContinuousClock.now - began
            asked.unsubscribe()
            await answering
            let message = try reply.get()
            guard message.text == word else { throw .malformedReply("another answer than was given") }
            let limit = limits.latency / .seconds(1)
            let measure = Measure("latency", took, warning: limit)
            guard took > limits.latency else {
                return .healthy("there and back in \(took.readable)", measures: [measure])
            }
            return .found(
                Finding(
                    kind,
                    .warning,
                    at: address,
                    .latency,
                    "A request and its answer took \(took.readable).",
                    evidence: [.fact("took", took.readable), .fact("limit", limits.latency.readable)],
                    remedies: [.hint("Look at the way to the server, at its load and at its slow consumers.")],
                ),
                measures: [measure]
            )
        } catch {
            if case .permission(let operation, subject) = error { return untold(operation) }
            return .found(Finding(kind, at: address, error, asking: subject))
        }
    }

    private static func ask(
        _ subject: String,
        _ word: String,
        _ connection: NATSConnection,
        by deadline: Deadline
    ) async -> Result<NATSMessage, NATSError> {
        do throws(NATSError) {
            return .success(try await connection.request(subject, Array(word.utf8), by: deadline))
        } catch {
            return .failure(error)
        }
    }

    private static func answer(_ asked: NATSSubscription, over connection: NATSConnection, by deadline: Deadline) async
    {
        guard let request = try? await asked.next(by: deadline), let reply = request.reply else { return }
        try? await connection.publish(reply, request.payload, by: deadline)
    }

    private func isRefused(_ operation: NATSOperation, _ subject: String, _ connection: NATSConnection) -> Bool {
        connection.refusals.contains(.permission(operation, subject: subject))
    }

    /// A user who may do only what the platform does is none that has a fault.
    private func untold(_ operation: NATSOperation) -> Diagnosis {
        .skipped("this user may not \(operation.rawValue) to ihctl-doctor.>, on which it is tried")
    }

    /// Publishes what the stream must refuse, so that its leader answers and nothing is kept.
    ///
    /// The expected stream is looked at before anything is proposed to the copies. `Nats-Expected-Last-Msg-Id` would go through them all, and
    /// nats-server 2.15.1 stops a replicated stream for good when it does not hold: it is not to be used here. What the leader's answer
    /// leaves open, whether it still has a quorum, `messaging.stream.quorum` tells before.
    func publish(to stream: DesiredStream, by deadline: Deadline) async throws -> Diagnosis {
        let connection = try connection.value
        let kind = MessagingChecks.publish
        guard let info = try await sight(by: deadline).seen.streams[stream.name] else { return gone }
        if info.configuration.json["no_ack"] == true { return .skipped("it acknowledges nothing (no_ack)") }
        if info.configuration.isSealed { return .skipped("it is sealed, as messaging.stream.settings knows") }
        let probe = "ihctl-doctor-\(UUID().uuidString.lowercased())"
        // Whoever listens to a subject as such would hear the probe: it goes where only wildcards listen.
        guard let subject = Self.probe(probe, among: info.configuration.subjects) else {
            return .skipped("it keeps exact subjects alone, where others would hear a probe")
        }
        let headers: NATSHeaders = ["Nats-Expected-Stream": probe]
        let began = ContinuousClock.now
        do throws(NATSError) {
            // That it is taken cannot be: no stream bears that name.
            let kept = try await JetStream(connection).publish(subject, headers: headers, by: deadline)
            return .found(
                Finding(
                    kind,
                    at: stream.address,
                    .brokenAnswer,
                    "Stream \(stream.name) stored a message that it should have refused.",
                    evidence: [.fact("stream", kept.stream), .fact("sequence", String(kept.sequence))],
                )
            )
        } catch {
            let took = ContinuousClock.now - began
            switch error {
            case .api where error.errorCode == .expectedStreamMismatch:
                return .healthy("answers in \(took.readable)", measures: [Measure("latency", took)])
            case .permission(let operation, _):
                return .found(refusal(kind, stream.address, operation, subject))
            case .noResponders:
                return .found(
                    Finding(
                        kind,
                        at: stream.address,
                        .missing,
                        "No stream takes what is published to \(subject).",
                        evidence: [.fact("subject", subject), .fact("answer", "503 no responders")],
                        remedies: [
                            .hint("The stream does not keep that subject in this account, or its leader is gone.")
                        ],
                    )
                )
            default: return .found(Finding(kind, at: stream.address, error, asking: subject))
            }
        }
    }

    /// A subject of the stream that bears the probe's name where a wildcard stands; nil where there is none.
    static func probe(_ name: String, among subjects: [String]) -> String? {
        for subject in subjects {
            let tokens = Subjects.tokens(subject)
            guard tokens.contains(where: { $0 == "*" || $0 == ">" }) else { continue }
            return tokens.map { $0 == "*" || $0 == ">" ? Substring(name) : $0 }.joined(separator: ".")
        }
        return nil
    }
}
