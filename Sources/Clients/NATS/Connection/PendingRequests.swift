internal import Deadlines
internal import Dispatch

/// Everything that waits for the connection: replies, and messages that wait to be handed over.
///
/// Each entry ends exactly once: answered, past its deadline, cancelled or with the connection.
final class PendingRequests: Sendable {
    fileprivate struct Waiter {
        let subject: String
        let deadline: Deadline
        let continuation: CheckedContinuation<Result<NATSMessage, NATSError>, Never>
    }

    fileprivate struct State {
        var last: UInt64 = 0
        var waiters: [UInt64: Waiter] = [:]
        /// When the clock looks next; nothing is due before.
        var nextLook: Deadline?
        var end: NATSError?
    }

    private let state = Locked(State())

    /// One queue for the deadlines of all connections: its work is to resume continuations.
    private static let clock = DispatchQueue(label: "nats.deadlines")

    /// Waits for `settle` with the token that `start` is given; `subject` is what a refusal of permission would name.
    func wait(
        for subject: String,
        by deadline: Deadline,
        start: (UInt64) -> Void,
    ) async throws(NATSError) -> NATSMessage {
        let token = state.withLock { state in
            state.last += 1
            return state.last
        }
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let refused = register(Waiter(subject: subject, deadline: deadline, continuation: continuation), token)
                if let refused { continuation.resume(returning: .failure(refused)) } else { start(token) }
            }
        } onCancel: {
            settle(token, .failure(.cancelled))
        }
        return try outcome.get()
    }

    func settle(_ token: UInt64, _ outcome: Result<NATSMessage, NATSError>) {
        state.withLock { $0.waiters.removeValue(forKey: token) }?.continuation.resume(returning: outcome)
    }

    /// Whether somebody still waits for this token.
    func isWaiting(_ token: UInt64) -> Bool {
        state.withLock { $0.waiters[token] != nil }
    }

    /// Ends those who sent to this subject; false where nobody did.
    func refuse(_ subject: String, with error: NATSError) {
        let refused = state.withLock { state in
            let tokens = state.waiters.filter { $0.value.subject == subject }.keys
            return tokens.compactMap { state.waiters.removeValue(forKey: $0) }
        }
        for waiter in refused { waiter.continuation.resume(returning: .failure(error)) }
    }

    /// Ends all, now and in future.
    func end(with error: NATSError) {
        let waiting = state.withLock { state in
            if state.end == nil { state.end = error }
            defer { state.waiters = [:] }
            return Array(state.waiters.values)
        }
        for waiter in waiting { waiter.continuation.resume(returning: .failure(error)) }
    }

    var ended: NATSError? { state.withLock { $0.end } }

    private func register(_ waiter: Waiter, _ token: UInt64) -> NATSError? {
        let (refused, look) = state.withLock { state -> (NATSError?, Deadline?) in
            if let end = state.end { return (end, nil) }
            // Under the lock, so that a cancellation either finds the waiter or is found here.
            if Task.isCancelled { return (.cancelled, nil) }
            if waiter.deadline.hasPassed { return (.timeout, nil) }
            state.waiters[token] = waiter
            return (nil, state.planLook(at: waiter.deadline))
        }
        if let look { schedule(look) }
        return refused
    }

    private func schedule(_ look: Deadline) {
        let milliseconds = Int(look.remainingMilliseconds)
        PendingRequests.clock.asyncAfter(deadline: .now() + .milliseconds(milliseconds)) { [weak self] in
            self?.expire()
        }
    }

    private func expire() {
        let (due, look) = state.withLock { state in
            state.nextLook = nil
            let tokens = state.waiters.filter { $0.value.deadline.hasPassed }.keys
            let due = tokens.compactMap { state.waiters.removeValue(forKey: $0) }
            let next = state.waiters.values.map(\.deadline).min { $0.instant < $1.instant }
            return (due, next.flatMap { state.planLook(at: $0) })
        }
        for waiter in due { waiter.continuation.resume(returning: .failure(.timeout)) }
        if let look { schedule(look) }
    }
}

extension PendingRequests.State {
    /// The look to schedule, unless one is planned that is early enough.
    fileprivate mutating func planLook(at deadline: Deadline) -> Deadline? {
        if let nextLook, nextLook.instant <= deadline.instant { return nil }
        nextLook = deadline
        return deadline
    }
}
