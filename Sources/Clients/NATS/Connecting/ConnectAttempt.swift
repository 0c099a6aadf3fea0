internal import Deadlines
internal import Dispatch
internal import Glibc
internal import Network

/// One `natsConnection_Connect`, with an end that libnats does not give it.
///
/// libnats 3.4.1 waits without limit inside a TLS handshake, and where the server greets and then falls silent it spins for ever (its read of
/// the first PONG takes a time-out for a byte). The only way out is to break the socket under it, and libnats does not say which one that is
/// before it is connected: so one connect at a time goes to an address, and the socket is the one to that address without `FD_CLOEXEC`,
/// which all of ours have and libnats forgets.
final class ConnectAttempt: Sendable {
    private struct State {
        var continuation: CheckedContinuation<Result<LibraryConnection, NATSError>, Never>?
        var alarm: Alarm?
        var isRunning = false
        var hasEnded = false
    }

    private let target: ConnectTarget
    private let deadline: Deadline
    private let handshake = Handshake()
    private let state = Locked(State())

    private static let queues = Locked<[String: DispatchQueue]>([:])

    init(_ target: ConnectTarget, by deadline: Deadline) {
        self.target = target
        self.deadline = deadline
    }

    func run() async throws(NATSError) -> LibraryConnection {
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let alarm = Alarm(at: deadline) { [weak self] in self?.abandon(.transport(.noReply)) }
                state.withLock { state in
                    state.continuation = continuation
                    state.alarm = alarm
                }
                // Either may have come before there was anybody to tell.
                if Task.isCancelled { abandon(.cancelled) }
                if deadline.hasPassed { abandon(.transport(.noReply)) }
                queue.async { self.connect() }
            }
        } onCancel: {
            abandon(.cancelled)
        }
        state.withLock { $0.alarm.take() }?.cancel()
        return try outcome.get()
    }

    private var queue: DispatchQueue {
        let key = "\(target.address.numeric) \(target.server.endpoint.port)"
        return ConnectAttempt.queues.withLock { queues in
            if let queue = queues[key] { return queue }
            let queue = DispatchQueue(label: "nats.connect")
            queues[key] = queue
            return queue
        }
    }

    private func connect() {
        let isWanted = state.withLock { state in
            state.isRunning = state.continuation != nil
            return state.isRunning
        }
        guard isWanted else { return }
        let outcome = Result { () throws(NATSError) in
            try handshake.watch { () throws(NATSError) in
                let library = try LibraryOptions(target).connect(within: deadline.remaining)
                handshake.useSocket(library.wire.descriptor)
                return library
            }
        }
        let continuation = state.withLock { state in
            state.hasEnded = true
            return state.continuation.take()
        }
        // Where nobody waits any more the connection goes with `outcome`.
        continuation?.resume(returning: outcome)
    }

    /// Tells the caller at once and ends libnats's work behind its back.
    private func abandon(_ error: NATSError) {
        let continuation = state.withLock { $0.continuation.take() }
        continuation?.resume(returning: .failure(error))
        if continuation != nil { breakSocket() }
    }

    private func breakSocket() {
        let goesOn = state.withLock { $0.isRunning && !$0.hasEnded }
        guard goesOn else { return }
        handshake.end()
        for descriptor in LibrarySocket.connecting(to: target.address, port: target.server.endpoint.port) {
            shutdown(descriptor, Int32(SHUT_RDWR))
        }
        // The socket may not have been there yet.
        _ = Alarm(at: .after(.milliseconds(20))) { self.breakSocket() }
    }
}
