internal import Deadlines
internal import JSON
internal import NATS
internal import Words

/// One change of a consumer being carried out.
struct ConsumerTask: ChangeTask {
    let desired: DesiredConsumer
    let change: Change
    let progress = Progress()

    func run(_ jetStream: JetStream, by deadline: Deadline) async throws(NATSError) -> TaskOutcome {
        let server = ServerFacts(jetStream.connection.info)
        // Servers before 2.10 would change one that is there.
        if change.kind == .create, !progress.hasBegun, server.isAtLeast(Release(2, 10)) {
            guard isMeant(Comparison(desired, nil, server)) else { return .stale }
            return try await create(jetStream, server, by: deadline)
        }
        guard let found = try await jetStream.consumer(desired.name, of: desired.stream, by: deadline) else {
            guard change.kind != .update, isMeant(Comparison(desired, nil, server)) else { return .stale }
            return try await create(jetStream, server, by: deadline)
        }
        let comparison = Comparison(desired, found, server)
        if remaining(comparison).isEmpty { return .done([]) }
        guard isExpected(Precondition.of(found)), isMeant(comparison) else { return .stale }
        switch change.kind {
        case .update: return try await update(found, comparison, jetStream, server, by: deadline)
        // It may have got a place to lose since the plan was made.
        case .replace where change.loss != nil || Loss.of(found) == nil:
            progress.begin()
            try await delete(jetStream, by: deadline)
            return try await create(jetStream, server, by: deadline)
        default: return .stale
        }
    }

    private func create(
        _ jetStream: JetStream,
        _ server: ServerFacts,
        by deadline: Deadline,
    ) async throws(NATSError) -> TaskOutcome {
        progress.begin()
        var json = desired.configuration(leavingOut: Comparison(desired, nil, server).unsupportedKeys)
        json["name"] = .string(desired.name)
        json["durable_name"] = .string(desired.name)
        let configuration = ConsumerConfiguration(json: json)
        let made = try await jetStream.create(configuration, on: desired.stream, action: .create, by: deadline)
        return .done(ineffective(Comparison(desired, made, server)))
    }

    private func delete(_ jetStream: JetStream, by deadline: Deadline) async throws(NATSError) {
        do throws(NATSError) {
            try await jetStream.deleteConsumer(desired.name, of: desired.stream, by: deadline)
        } catch {
            if case .api(let failure) = error, failure.errorCode == .consumerNotFound { return }
            throw error
        }
    }

    private func update(
        _ found: ConsumerInfo,
        _ comparison: Comparison,
        _ jetStream: JetStream,
        _ server: ServerFacts,
        by deadline: Deadline,
    ) async throws(NATSError) -> TaskOutcome {
        progress.begin()
        var differences = remaining(comparison).filter(\.isInPlace)
        var last = found
        // An update leaves a pause as it is; it has a request of its own.
        if let pause = differences.first(where: { $0.field.key == "pause_until" }) {
            let (name, stream, time) = (desired.name, desired.stream, pause.field.value.string)
            try await jetStream.pauseConsumer(name, of: stream, until: time, by: deadline)
            last = try await jetStream.consumer(name, of: stream, by: deadline) ?? found
            differences.removeAll { $0.field.key == "pause_until" }
        }
        if !differences.isEmpty {
            let json = differences.reduce(last.configuration.json) { $1.mended(in: $0) }
            let configuration = ConsumerConfiguration(json: json)
            last = try await jetStream.create(configuration, on: desired.stream, action: .update, by: deadline)
        }
        return .done(ineffective(Comparison(desired, last, server)))
    }
}
