internal import JSON
internal import NATS
internal import Words

/// What a stream's kind and subjects ask of its consumers.
extension Surveyor {
    struct Refusal {
        let reason: String
        let finding: Finding
    }

    func refusal(of consumer: DesiredConsumer) -> Refusal? {
        filterOutside(consumer) ?? filterTwice(consumer) ?? workqueueFault(consumer)
    }

    /// It would wait for ever for what its stream does not keep.
    private func filterOutside(_ consumer: DesiredConsumer) -> Refusal? {
        guard let filters = consumer.filters, let kept = subjectsKept(by: consumer.stream) else { return nil }
        guard let filter = filters.first(where: { filter in !kept.contains { Subjects.collide($0, filter) } }) else {
            return nil
        }
        let reason = "it takes \(filter), and stream \(consumer.stream) keeps \(kept.sorted().joined(separator: ", "))"
        return Refusal(reason: reason, finding: .filter(consumer.address, reason))
    }

    private func filterTwice(_ consumer: DesiredConsumer) -> Refusal? {
        let filters = consumer.filters ?? []
        for (index, filter) in filters.enumerated() {
            guard let other = filters[(index + 1)...].first(where: { Subjects.collide(filter, $0) }) else { continue }
            let reason = "its filters \(filter) and \(other) overlap"
            return Refusal(reason: reason, finding: .filter(consumer.address, reason))
        }
        return nil
    }

    /// In a workqueue each message is one consumer's, and gone when it says so.
    private func workqueueFault(_ consumer: DesiredConsumer) -> Refusal? {
        guard retention(of: consumer.stream) == "workqueue" else { return nil }
        let info = seen.consumer(consumer.name, of: consumer.stream)
        func value(_ key: String) -> String? {
            if consumer.declares(key) { return consumer.value(key).string }
            return info?.configuration.json[key].string ?? consumer.initial[key].string
        }
        if let policy = value("ack_policy"), policy != "explicit" {
            let reason = "a workqueue takes explicit acknowledgement alone, not \(policy)"
            return Refusal(reason: reason, finding: .workqueue(consumer.address, reason))
        }
        if let policy = value("deliver_policy"), policy != "all" {
            let reason = "a workqueue's consumers begin with all messages, not with \(policy)"
            return Refusal(reason: reason, finding: .workqueue(consumer.address, reason))
        }
        guard let clash = rivals[consumer.stream]?.clash(of: consumer.name) else { return nil }
        let own = clash.filter.map { "it takes \($0)" } ?? "it takes everything"
        let reason = "\(own), which consumer \(clash.other) takes too: in a workqueue each message is one consumer's"
        return Refusal(reason: reason, finding: .workqueue(consumer.address, reason))
    }

    /// Nil where messages come in by other ways than the stream's own subjects.
    private func subjectsKept(by name: String) -> [String]? {
        let config = seen.streams[name]?.configuration.json ?? [:]
        guard let stream = streamsByName[name], !stream.hasOrigins, stream.value("subject_transform").isNull,
            config["mirror"].isNull || stream.declares("subjects"), config["sources"].isNull,
            config["subject_transform"].isNull
        else { return nil }
        return finalSubjects[name]
    }

    private func retention(of name: String) -> String? {
        if let stream = streamsByName[name], stream.declares("retention") { return stream.value("retention").string }
        return seen.streams[name]?.configuration.retention
    }

    private func filters(of consumer: DesiredConsumer) -> [String] {
        let info = seen.consumer(consumer.name, of: consumer.stream)
        if let info, consumer.ignored.contains("filter") { return info.configuration.filterSubjects }
        return consumer.filters ?? info?.configuration.filterSubjects ?? []
    }

    /// All consumers of the workqueues that consumers are declared of: declared ones as they will be, all others as they are.
    func gatherRivals() -> [String: Rivals] {
        var filters: [String: [String: [String]]] = [:]
        for consumer in desired.consumers {
            filters[consumer.stream, default: [:]][consumer.name] = self.filters(of: consumer)
        }
        for (stream, found) in seen.consumers where filters[stream] != nil {
            for (name, info) in found where filters[stream]?[name] == nil && !info.isTheServersOwn {
                filters[stream]?[name] = info.configuration.filterSubjects
            }
        }
        return filters.filter { retention(of: $0.key) == "workqueue" }.mapValues(Rivals.init)
    }

    /// The server refuses a limit that a consumer exceeds.
    func consumersAboveLimit(_ stream: DesiredStream) -> String? {
        guard let limit = stream.value("consumer_limits.max_ack_pending").integer, limit > 0 else { return nil }
        let above = (seen.consumers[stream.name] ?? [:]).values.filter {
            ($0.configuration.maxAckPending ?? 0) > limit
        }
        guard !above.isEmpty else { return nil }
        return "consumers have more: \(above.map(\.name).sorted().joined(separator: ", "))"
    }
}
