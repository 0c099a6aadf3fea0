internal import CLibNATS
internal import Deadlines
internal import Dispatch

/// Asks the server for a sign that it has seen all that went before: one question at a time, shared by all who ask meanwhile.
final class Flusher: Sendable {
    private struct Asker {
        let token: UInt64
        let deadline: Deadline
    }

    private struct State {
        var askers: [Asker] = []
        var isAsking = false
    }

    private let engine: Engine
    private let state = Locked(State())
    private let queue = DispatchQueue(label: "nats.flush")

    init(_ engine: Engine) {
        self.engine = engine
    }

    func flush(by deadline: Deadline) async throws(NATSError) {
        _ = try await engine.pending.wait(for: "", by: deadline) { token in
            engine.post(.call { self.join(Asker(token: token, deadline: deadline)) })
        }
    }

    private func join(_ asker: Asker) {
        let begins = state.withLock { state in
            state.askers.append(asker)
            defer { state.isAsking = true }
            return !state.isAsking
        }
        if begins { queue.async { self.ask() } }
    }

    /// Blocks this queue, not the askers: their deadlines are kept by `PendingRequests`.
    private func ask() {
        while true {
            let askers = state.withLock { state in
                let askers = state.askers
                state.askers = []
                state.isAsking = !askers.isEmpty
                return askers
            }
            guard let last = askers.map(\.deadline).max(by: { $0.instant < $1.instant }) else { return }
            let limit = Int64(max(1, last.remainingMilliseconds))
            let library = engine.library
            let status = library.map { natsConnection_FlushTimeout($0.pointer, limit) } ?? NATS_CONNECTION_CLOSED
            let refusal = status == NATS_OK ? inboxRefusal(of: library) : nil
            for asker in askers {
                switch status {
                case NATS_OK where refusal != nil:
                    engine.pending.settle(asker.token, .failure(refusal ?? .closed))
                case NATS_OK: engine.pending.settle(asker.token, .success(NATSMessage(subject: "")))
                case NATS_TIMEOUT: engine.pending.settle(asker.token, .failure(.timeout))
                default: engine.pending.settle(asker.token, .failure(libraryFailure(status, "")))
                }
            }
        }
    }

    /// What the server said before its sign of life stands in the library at once, the loop is told of it a little later.
    private func inboxRefusal(of library: LibraryConnection?) -> NATSError? {
        guard let error = library?.lastError, error.status == NATS_NOT_PERMITTED,
            let refusal = permissionRefusal(error.text),
            refusal == .permission(.subscribe, subject: "\(engine.inbox).*")
        else { return nil }
        return refusal
    }
}
