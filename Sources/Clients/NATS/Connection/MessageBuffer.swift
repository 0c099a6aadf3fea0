internal import Deadlines

/// Messages between the connection's loop, which never waits, and readers, who may be slow: what does not fit is dropped, counted and told.
final class MessageBuffer: Sendable {
    struct Limits: Sendable {
        var messages: Int
        var bytes: Int
    }

    fileprivate struct State {
        var messages: [NATSMessage] = []
        var head = 0
        var bytes = 0
        var dropped = 0
        var end: NATSError?
        var readers: [CheckedContinuation<Void, Never>] = []
    }

    let limits: Limits
    private let state = Locked(State())

    init(limits: Limits) {
        self.limits = limits
    }

    /// Takes the message, and the number of those that were lost before it.
    func append(_ message: NATSMessage, dropped: Int = 0) {
        let reader = state.withLock { state -> CheckedContinuation<Void, Never>? in
            state.dropped += dropped
            let waiting = state.messages.count - state.head
            guard waiting < limits.messages, state.bytes + message.payload.count <= limits.bytes else {
                state.dropped += 1
                return nil
            }
            state.messages.append(message)
            state.bytes += message.payload.count
            return state.readers.popLast()
        }
        reader?.resume()
    }

    var count: Int { state.withLock { $0.messages.count - $0.head } }

    /// No more messages come: those in the buffer can still be taken, then `error` is told.
    func end(with error: NATSError) {
        state.withLock { if $0.end == nil { $0.end = error } }
        wake()
    }

    /// The next message, or why there is none: dropped messages are told where the gap is.
    func take() -> Result<NATSMessage, NATSError>? {
        state.withLock { state in
            if let message = state.popFirst() { return .success(message) }
            if state.dropped > 0 {
                defer { state.dropped = 0 }
                return .failure(.slowConsumer(dropped: state.dropped))
            }
            return state.end.map { .failure($0) }
        }
    }

    /// Waits until `take` has something to say, the deadline passes or the task is cancelled.
    func wait(until deadline: Deadline?) async throws(NATSError) {
        let alarm = deadline.map { Alarm(at: $0) { self.wake() } }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let ready = state.withLock { state in
                    let passed = deadline?.hasPassed ?? false
                    let something = state.head < state.messages.count || state.dropped > 0 || state.end != nil
                    if something || passed || Task.isCancelled { return true }
                    state.readers.append(continuation)
                    return false
                }
                if ready { continuation.resume() }
            }
        } onCancel: {
            wake()
        }
        alarm?.cancel()
        if Task.isCancelled { throw .cancelled }
    }

    /// Lets every reader look again: only each of them knows its deadline and its task.
    private func wake() {
        let readers = state.withLock { state in
            defer { state.readers = [] }
            return state.readers
        }
        for reader in readers { reader.resume() }
    }
}

extension MessageBuffer.State {
    fileprivate mutating func popFirst() -> NATSMessage? {
        guard head < messages.count else { return nil }
        let message = messages[head]
        head += 1
        bytes -= message.payload.count
        if head == messages.count {
            messages.removeAll(keepingCapacity: messages.count <= 1_024)
            head = 0
        } else if head >= 1_024, head * 2 >= messages.count {
            messages.removeFirst(head)
            head = 0
        }
        return message
    }
}
