internal import Deadlines
internal import JSON
internal import NATS
internal import Words

/// One change of a stream being carried out.
struct StreamTask: ChangeTask {
    let desired: DesiredStream
    let change: Change
    let progress = Progress()

    func run(_ jetStream: JetStream, by deadline: Deadline) async throws(NATSError) -> TaskOutcome {
        let server = ServerFacts(jetStream.connection.info)
        if change.kind == .create, !progress.hasBegun {
            // The server makes it only where none is, or where the same one is: no look of ours could be as exact.
            guard isMeant(Comparison(desired, nil, server)) else { return .stale }
            return try await create(jetStream, server, by: deadline)
        }
        guard let found = try await jetStream.stream(desired.name, by: deadline) else {
            // One that was to be replaced and is gone is only to be made.
            guard change.kind != .update, isMeant(Comparison(desired, nil, server)) else { return .stale }
            return try await create(jetStream, server, by: deadline)
        }
        let comparison = Comparison(desired, found, server)
        if remaining(comparison).isEmpty { return .done([]) }
        guard isExpected(Precondition.of(found)), isMeant(comparison) else { return .stale }
        switch change.kind {
        case .update: return try await update(found, comparison, jetStream, server, by: deadline)
        // Messages may have come since a plan said that nothing would go.
        case .replace where change.loss != nil || found.messages == 0:
            progress.begin()
            try await delete(jetStream, by: deadline)
            return try await create(jetStream, server, by: deadline)
        // Somebody else made it, and otherwise.
        default: return .stale
        }
    }
    private func create(
        _ jetStream: JetStream,
        _ server: ServerFacts,
        by deadline: Deadline,
    ) async throws(NATSError) -> TaskOutcome {
        progress.begin()
        let left = Comparison(desired, nil, server).unsupportedKeys
        var json = desired.configuration(leavingOut: left)
        json["name"] = .string(desired.name)
        // None is made sealed: it is made, and then sealed.
        let isSealed = json["sealed"] == true
        json["sealed"] = .null
        var made = try await jetStream.create(StreamConfiguration(json: json), by: deadline)
        if isSealed { made = try await jetStream.change(desired.name, ["sealed": .boolean(true)], by: deadline) }
        return .done(ineffective(Comparison(desired, made, server)))
    }

    private func delete(_ jetStream: JetStream, by deadline: Deadline) async throws(NATSError) {
        do throws(NATSError) {
            try await jetStream.deleteStream(desired.name, by: deadline)
        } catch {
            if case .api(let failure) = error, failure.errorCode == .streamNotFound { return }
            throw error
        }
    }

    /// Lays the steps over the server's own configuration, so that what nobody here knows survives.
    private func update(
        _ found: StreamInfo,
        _ comparison: Comparison,
        _ jetStream: JetStream,
        _ server: ServerFacts,
        by deadline: Deadline,
    ) async throws(NATSError) -> TaskOutcome {
        progress.begin()
        var config = found.configuration.json
        var last = found
        for step in comparison.steps(of: remaining(comparison).filter(\.isInPlace)) {
            for difference in step { config = difference.mended(in: config) }
            last = try await patiently(by: deadline) { () throws(NATSError) in
                try await jetStream.update(StreamConfiguration(json: config), by: deadline)
            }
            config = last.configuration.json
        }
        return .done(ineffective(Comparison(desired, last, server)))
    }

    /// A cluster that still moves or scales refuses the next step until it is done.
    private func patiently(
        by deadline: Deadline,
        _ body: () async throws(NATSError) -> StreamInfo,
    ) async throws(NATSError) -> StreamInfo {
        while true {
            do throws(NATSError) {
                return try await body()
            } catch {
                guard case .api(let failure) = error, failure.errorCode.isBusyMoving, !deadline.hasPassed else {
                    throw error
                }
                do { try await Task.sleep(for: .milliseconds(250)) } catch { throw .cancelled }
            }
        }
    }
}

extension JetStreamErrorCode {
    /// Another reconfiguration of the stream is under way.
    fileprivate var isBusyMoving: Bool { self == .moveInProgress || self == .reconfigureInProgress }

    /// Known to servers from 2.15 on.
    private static let reconfigureInProgress = JetStreamErrorCode(rawValue: 10_226)
}
