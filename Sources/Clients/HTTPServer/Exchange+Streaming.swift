internal import Deadlines

/// A streamed answer on its way: what its producer wrote and the library has not taken yet.
struct StreamState {
    enum Ending {
        case whole, cutOff
    }

    var buffer: [UInt8] = []
    /// How much of the buffer has been taken.
    var taken = 0
    var ending: Ending?
    var heartbeat: ServerResponse.Heartbeat?
    var lastWrite = ContinuousClock.now
    /// Producers that wait for room; none waits with nothing to wait for.
    private var writers: [Int: CheckedContinuation<Void, Never>] = [:]
    private var nextWriter = 0

    var count: Int { buffer.count - taken }

    mutating func enrol() -> Int {
        nextWriter += 1
        return nextWriter
    }

    mutating func hold(_ writer: CheckedContinuation<Void, Never>, as id: Int) {
        writers[id] = writer
    }

    mutating func release(_ id: Int) -> CheckedContinuation<Void, Never>? {
        writers.removeValue(forKey: id)
    }

    mutating func takeWriters() -> [CheckedContinuation<Void, Never>] {
        defer { writers = [:] }
        return Array(writers.values)
    }

    mutating func take(into room: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(count, room.count)
        buffer[taken..<taken + count].withUnsafeBytes { room.copyMemory(from: $0) }
        taken += count
        if taken == buffer.count {
            buffer.removeAll(keepingCapacity: true)
            taken = 0
        }
        return count
    }
}

extension Exchange {
    /// Fills the library's buffer: the count of bytes, 0 where it was suspended, -1 at the end, -2 to cut the answer off.
    func give(into room: UnsafeMutableRawBufferPointer) -> Int {
        let capacity = reception.limits.buffered
        let (count, writers) = state.withLock { state -> (Int, [CheckedContinuation<Void, Never>]) in
            if state.isAbandoned { return (-2, []) }
            if state.stream.count > 0 {
                let count = state.stream.take(into: room)
                return (count, state.stream.count < capacity ? state.stream.takeWriters() : [])
            }
            switch state.stream.ending {
            case .whole: return (-1, [])
            case .cutOff: return (-2, [])
            case nil:
                suspend(&state)
                return (0, [])
            }
        }
        for writer in writers { writer.resume() }
        return count
    }

    /// Adds a piece, and waits while there is more than the client has room for.
    func append(_ bytes: [UInt8]) async throws(ClientGone) {
        let id = try state.withLock { state throws(ClientGone) in
            guard !state.isAbandoned else { throw ClientGone() }
            state.stream.buffer += bytes
            state.stream.lastWrite = .now
            wake(&state)
            return state.stream.enrol()
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { writer in
                let goesOn = state.withLock { state in
                    let isFull = state.stream.count >= reception.limits.buffered
                    guard isFull, !state.isAbandoned, !Task.isCancelled else { return true }
                    state.stream.hold(writer, as: id)
                    return false
                }
                if goesOn { writer.resume() }
            }
        } onCancel: {
            state.withLock { $0.stream.release(id) }?.resume()
        }
        if Task.isCancelled || state.withLock({ $0.isAbandoned }) { throw ClientGone() }
    }

    /// Sends the heartbeat where nothing was sent for its time.
    func beat(at now: ContinuousClock.Instant) {
        state.withLock { state in
            guard let heartbeat = state.stream.heartbeat, state.stream.ending == nil, state.stream.count == 0,
                !state.isAbandoned, now - state.stream.lastWrite >= heartbeat.every
            else { return }
            state.stream.buffer += heartbeat.bytes
            state.stream.lastWrite = now
            wake(&state)
        }
    }
}
