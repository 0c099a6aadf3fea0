internal import Deadlines
internal import Synchronization

/// Between the loop's thread, which fills it, and one reader: holds a bounded number of bytes and stops curl when the reader is slow.
final class BodyChannel: HTTPSink {
    /// curl stops above this, and goes on when the reader has taken it all.
    private let capacity: Int
    private let limit: Int?
    private let state = Locked(State())

    private struct State {
        var head: HTTPHead?
        var buffer: [UInt8] = []
        var received = 0
        var isPaused = false
        var end: Result<HTTPEnding, HTTPError>?
        var reader: CheckedContinuation<Void, Never>?
    }

    init(capacity: Int, limit: Int?) {
        self.capacity = capacity
        self.limit = limit
    }

    func received(_ head: HTTPHead) -> HTTPFlow {
        wakeReader { $0.head = head }
        return .goOn
    }

    func received(_ bytes: UnsafeRawBufferPointer) -> HTTPFlow {
        var flow = HTTPFlow.goOn
        wakeReader { state in
            if let limit, state.received + bytes.count > limit {
                flow = .stop(.bodyTooLarge(limit: limit))
            } else if state.buffer.count >= capacity {
                state.isPaused = true
                flow = .pause
            } else {
                state.received += bytes.count
                state.buffer.append(contentsOf: bytes)
            }
        }
        return flow
    }

    func ended(_ outcome: Result<HTTPEnding, HTTPError>) {
        wakeReader { $0.end = outcome }
    }

    private func wakeReader(_ change: (inout State) -> Void) {
        let reader = state.withLock { state in
            change(&state)
            let reader = state.reader
            state.reader = nil
            return reader
        }
        reader?.resume()
    }

    /// Waits for the head; the transfer must be cancelled for this to end early.
    func head() async throws(HTTPError) -> HTTPHead {
        while true {
            let known = state.withLock { ($0.head, $0.end) }
            if let head = known.0 { return head }
            switch known.1 {
            case .failure(let error): throw error
            // A head is told before the end, or there is none to tell.
            case .success(let ending): return ending.head
            case nil: await wait { $0.head == nil && $0.end == nil }
            }
        }
    }

    /// What has come since the last call, or nil at the good end of the body.
    func next(resuming transfer: HTTPTransfer) async throws(HTTPError) -> [UInt8]? {
        while true {
            let (bytes, end, wasPaused) = state.withLock { state in
                let taken = (state.buffer, state.end, state.isPaused)
                state.buffer = []
                state.isPaused = false
                return taken
            }
            if wasPaused { transfer.resume() }
            if !bytes.isEmpty { return bytes }
            switch end {
            case .failure(let error): throw error
            case .success: return nil
            case nil: await wait { $0.buffer.isEmpty && $0.end == nil }
            }
        }
    }

    var ending: HTTPEnding? { state.withLock { try? $0.end?.get() } }

    private func wait(while isStill: (State) -> Bool) async {
        await withCheckedContinuation { continuation in
            let waits = state.withLock { state in
                guard isStill(state) else { return false }
                precondition(state.reader == nil, "two readers of one body")
                state.reader = continuation
                return true
            }
            if !waits { continuation.resume() }
        }
    }
}
