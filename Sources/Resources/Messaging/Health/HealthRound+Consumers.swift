internal import Deadlines
internal import FoundationEssentials
internal import JSON
internal import NATS
internal import Words

/// Consumers: there, as declared, and read by somebody who keeps up.
extension HealthRound {
    func existence(of consumer: DesiredConsumer, by deadline: Deadline) async throws -> Diagnosis {
        let sight = try await sight(by: deadline)
        if let info = sight.seen.consumer(consumer.name, of: consumer.stream) { return .healthy(state(of: info)) }
        let jetStream = JetStream(try connection.value)
        do throws(NATSError) {
            let found = try await jetStream.consumer(consumer.name, of: consumer.stream, by: deadline)
            if let found { return .healthy(state(of: found)) }
        } catch {
            let asked = "\(jetStream.prefix).CONSUMER.INFO.\(consumer.stream).\(consumer.name)"
            return .found(Finding(MessagingChecks.consumer, at: consumer.address, error, asking: asked))
        }
        let what = "consumer \(consumer.name) of stream \(consumer.stream)"
        return .found(missing(MessagingChecks.consumer, consumer.address, what, code: .consumerNotFound, sight))
    }

    private func state(of info: ConsumerInfo) -> String {
        "\(Loss.grouped(info.pending)) waiting, \(Loss.grouped(UInt64(info.ackPending))) with workers"
    }

    func settings(of consumer: DesiredConsumer, by deadline: Deadline) async throws -> Diagnosis {
        let sight = try await sight(by: deadline)
        let more = undeclared(of: consumer, sight.seen.consumer(consumer.name, of: consumer.stream))
        return settings(MessagingChecks.consumerSettings, consumer, at: consumer.address, sight, more) {
            ["filter", "filter_subjects", "acknowledge", "deliver_subject"].contains($0)
        }
    }

    func lag(of consumer: DesiredConsumer, by deadline: Deadline) async throws -> Diagnosis {
        let sight = try await sight(by: deadline)
        guard let info = sight.seen.consumer(consumer.name, of: consumer.stream) else { return gone }
        let age = try await ageOfOldest(info, by: deadline)
        let backlog = Backlog(info, age: age, stream: sight.seen.streams[consumer.stream], limits)
        var measures = [
            Measure("waiting", Double(info.pending)),
            Measure("unacknowledged", Double(info.ackPending), maximum: backlog.slots.map(Double.init)),
        ]
        if let age { measures.append(Measure("oldest", age, warning: backlog.tooLong / .seconds(1))) }
        guard let fault = backlog.fault else { return .healthy(state(of: info), measures: measures) }
        return .found(finding(fault, backlog, consumer), seen: state(of: info), measures: measures)
    }

    private func finding(_ fault: Backlog.Fault, _ backlog: Backlog, _ consumer: DesiredConsumer) -> Finding {
        let info = backlog.info
        var evidence: [Finding.Evidence] = [
            .fact("waiting", Loss.grouped(info.pending)), .fact("with workers", String(info.ackPending)),
            .fact("requests of workers", String(info.waiting)),
        ]
        if let age = backlog.age { evidence.append(.fact("oldest", age.readable)) }
        if let delivered = backlog.sinceDelivery {
            evidence.append(.fact("last delivered", "\(delivered.readable) ago"))
        }
        if let acknowledged = backlog.sinceAcknowledgement {
            evidence.append(.fact("last acknowledged", "\(acknowledged.readable) ago"))
        }
        if let slots = backlog.slots { evidence.append(.fact("max_ack_pending", String(slots))) }
        evidence.append(.fact("patience", backlog.patience.readable))
        var remedies: [Finding.Remedy] = [.hint(fault.hint)]
        if fault == .paused {
            if let end = backlog.pauseEnd { evidence.append(.fact("paused until", end)) }
            remedies.append(.fix("nats consumer resume \(consumer.stream) \(consumer.name)"))
        } else {
            remedies.append(.fix("nats consumer info \(consumer.stream) \(consumer.name)"))
        }
        return Finding(
            MessagingChecks.consumerLag,
            fault == .paused && consumer.declares("pause_until") ? .note : fault.severity,
            at: consumer.address,
            fault.failureClass,
            fault.message(of: consumer.name, backlog),
            evidence: evidence,
            remedies: remedies,
        )
    }

    /// By the server's clock alone: when the oldest message that waits was stored, and when the server was asked.
    private func ageOfOldest(_ info: ConsumerInfo, by deadline: Deadline) async throws -> Duration? {
        guard info.pending > 0, let now = Backlog.moment(info.json["ts"]) else { return nil }
        let jetStream = JetStream(try connection.value)
        let filters = info.configuration.filterSubjects
        var oldest: Date?
        for filter in filters.isEmpty ? [">"] : Array(filters.prefix(8)) {
            let request: JSON = ["seq": JSON(info.deliveredSequence + 1), "next_by_subj": .string(filter)]
            let answer: JSON
            do throws(NATSError) {
                answer = try await jetStream.api("STREAM.MSG.GET.\(info.stream)", request, by: deadline)
            } catch {
                // Acknowledged meanwhile, or a user who may not look into messages.
                if error.errorCode != nil { continue }
                if case .permission = error { return nil }
                throw ResourceFailure(Finding(MessagingChecks.consumerLag, at: address, error))
            }
            if let time = Backlog.moment(answer["message"]["time"]) { oldest = min(oldest ?? time, time) }
        }
        return oldest.map { .seconds(max(0, now.timeIntervalSince($0))) }
    }

    /// Those that were delivered as often as they may be look done: nothing waits, nobody has them.
    func poison(of consumer: DesiredConsumer, by deadline: Deadline) async throws -> Diagnosis {
        guard let info = try await sight(by: deadline).seen.consumer(consumer.name, of: consumer.stream) else {
            return gone
        }
        guard let most = info.configuration.maxDeliver, most > 0 else {
            return .healthy("every message comes until it is done")
        }
        // Delivered again and with nobody any more. Some that still are with workers may be among them: at least so many.
        let lost = max(0, info.redelivered - info.ackPending)
        let measure = Measure("given_up", Double(lost), warning: 1)
        guard lost > 0 else { return .healthy("none given up", measures: [measure]) }
        let first = info.ackFloor + 1
        return .found(
            Finding(
                MessagingChecks.consumerPoison,
                .warning,
                at: consumer.address,
                .stuck,
                "\(counted(UInt64(lost), "message")) gave up after \(most) deliveries each to consumer \(consumer.name).",
                evidence: [
                    .fact("num_redelivered", String(info.redelivered)), .fact("max_deliver", String(most)),
                    .fact("with workers", String(info.ackPending)), .fact("first not acknowledged", String(first)),
                ],
                remedies: [
                    .hint(
                        "Nobody gets them again. Read them, mend the worker, send them once more, and delete the old."
                    ),
                    .fix("nats stream get \(consumer.stream) \(first)"),
                ],
            ),
            measures: [measure]
        )
    }

    /// A workqueue keeps everything until somebody has done it.
    func readers(of stream: DesiredStream, by deadline: Deadline) async throws -> Diagnosis {
        let sight = try await sight(by: deadline)
        guard let info = sight.seen.streams[stream.name] else { return gone }
        let consumers = (sight.seen.consumers[stream.name] ?? [:]).values.filter { !$0.isTheServersOwn }
        let filters = consumers.flatMap {
            $0.configuration.filterSubjects.isEmpty ? [">"] : $0.configuration.filterSubjects
        }
        let evidence: [Finding.Evidence] = [.fact("held", counted(info.messages, "message"))]
        let remedies: [Finding.Remedy] = [
            .hint(
                "Declare a consumer for it under messaging.consumers ({agent} in its name makes one for each agent)."
            ),
            .fix("ihctl bootstrap --only \(stream.address)"),
        ]
        func finding(_ message: String, _ more: [Finding.Evidence] = []) -> Finding {
            Finding(
                MessagingChecks.workQueue,
                at: stream.address,
                .stuck,
                message,
                evidence: evidence + more,
                remedies: remedies
            )
        }
        if consumers.isEmpty {
            return .found(finding("Workqueue \(stream.name) has no consumer and only fills up."))
        }
        let unread = info.configuration.subjects.filter { subject in
            !filters.contains { Subjects.collide($0, subject) }
        }
        var findings = unread.map { finding("No consumer takes \($0) of workqueue \(stream.name): it only fills up.") }
        let isCovered = info.configuration.subjects.allSatisfy { subject in
            filters.contains { Subjects.covers($0, subject) }
        }
        if !isCovered, info.messages > 0 {
            let jetStream = JetStream(try connection.value)
            let held = try await jetStream.stream(stream.name, subjectsMatching: ">", by: deadline)?.subjects ?? [:]
            let orphans = held.filter { subject, _ in
                !filters.contains { Subjects.covers($0, subject) } && !unread.contains { Subjects.covers($0, subject) }
            }
            if !orphans.isEmpty {
                let count = orphans.values.reduce(0, +)
                let lines = orphans.sorted { $0.key < $1.key }.prefix(10).map {
                    Finding.Evidence.fact($0.key, String($0.value))
                }
                let words =
                    "\(counted(UInt64(count), "message")) of workqueue \(stream.name) \(count == 1 ? "is" : "are") for no consumer."
                findings.append(finding(words, lines))
            }
        }
        return .found(findings, seen: counted(UInt64(consumers.count), "consumer"))
    }
}
