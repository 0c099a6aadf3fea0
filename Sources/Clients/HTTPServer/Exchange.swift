internal import CMicroHTTPD
internal import Deadlines
internal import HTTP

/// One request and its answer, between the library's thread and the task that answers.
///
/// The library calls `proceed` for the head, for each piece of the body, for its end, and again after the connection was woken. While the task
/// thinks, or its stream has nothing to send, the connection is suspended. Suspending and waking happen under the lock: a wake is never lost.
final class Exchange: Sendable {
    let reception: Reception
    private let target: String
    private let connection: ConnectionHandle
    let state = Locked(State())

    struct State {
        var headers: HTTPHeaders?
        var body: [UInt8] = []
        var overrun = 0
        var isSuspended = false
        /// The library is done with it: the connection must not be touched any more.
        var hasEnded = false
        /// Nobody waits for the answer.
        var isAbandoned = false
        var answer: ServerResponse?
        var isQueued = false
        var task: Task<Void, Never>?
        var stream = StreamState()
    }

    init(_ target: String, on connection: ConnectionHandle, in reception: Reception) {
        self.target = target
        self.connection = connection
        self.reception = reception
    }

    // MARK: On the library's thread

    /// One call of the library's; false ends the connection.
    func proceed(_ method: String, _ piece: UnsafeRawBufferPointer) -> Bool {
        let headers = state.withLock { $0.headers }
        guard let headers else { return acceptHead() }
        if !piece.isEmpty { return take(piece) }
        let (answer, isQueued, isAbandoned, overrun) = state.withLock { state in
            (state.answer, state.isQueued, state.isAbandoned, state.overrun)
        }
        if isQueued { return true }
        if isAbandoned { return false }
        if let answer { return queue(answer) }
        if overrun > 0 { return queue(.refusal(413)) }
        guard let target = RequestTarget(target) else { return queue(.refusal(400)) }
        let body = state.withLock { state in
            defer { state.body = [] }
            return state.body
        }
        let client = connection.client
        return begin(ServerRequest(method, target, headers: headers, body: body, client: client))
    }

    private func acceptHead() -> Bool {
        let headers = HTTPHeaders(of: connection)
        state.withLock { $0.headers = headers }
        if reception.isClosed { return queue(.refusal(503)) }
        // Two lengths, or a length and chunks: where two readers could disagree about the body's end, there is none (RFC 9112 §6.3).
        let lengths = headers.all("Content-Length")
        if lengths.count > 1 || (!lengths.isEmpty && headers["Transfer-Encoding"] != nil) {
            return queue(.refusal(400))
        }
        if let length = lengths.first {
            guard let count = UInt64(length) else { return queue(.refusal(400)) }
            if count > UInt64(reception.limits.body) { return queue(.refusal(413)) }
        }
        return true
    }

    /// A body in chunks tells no length: past its limit it is read on for a while, so that the client hears why, then cut off.
    private func take(_ piece: UnsafeRawBufferPointer) -> Bool {
        let limit = reception.limits.body
        return state.withLock { state in
            if state.overrun == 0, state.body.count + piece.count <= limit {
                state.body.append(contentsOf: piece)
                return true
            }
            state.overrun += piece.count
            state.body = []
            return state.overrun <= limit
        }
    }

    private func begin(_ request: ServerRequest) -> Bool {
        reception.received(self, on: connection)
        return state.withLock { state in
            guard !state.isAbandoned else { return false }
            MHD_suspend_connection(connection.pointer)
            state.isSuspended = true
            // No child of anybody's task: it was begun by a call from C, and ends with the exchange.
            state.task = Task { await self.answer(request) }
            return true
        }
    }

    private func queue(_ answer: ServerResponse) -> Bool {
        state.withLock { $0.isQueued = true }
        return answer.queue(on: connection, of: self, closes: reception.isClosed)
    }

    /// The library has let go of the request, however it ended.
    func end() {
        let (task, writers) = state.withLock { state in
            state.hasEnded = true
            state.isAbandoned = true
            return (state.task, state.stream.takeWriters())
        }
        task?.cancel()
        for writer in writers { writer.resume() }
        reception.ended(self, on: connection)
    }

    // MARK: On the task

    private func answer(_ request: ServerRequest) async {
        let response = await reception.handler(request)
        state.withLock { state in
            state.answer = response
            if case .stream(let stream) = response.body { state.stream.heartbeat = stream.heartbeat }
            wake(&state)
        }
        guard case .stream(let stream) = response.body else { return }
        var isWhole = true
        do {
            // Nobody reads a body that HEAD asked for.
            if request.method != "HEAD" { try await stream.produce(BodyWriter(exchange: self)) }
            isWhole = !Task.isCancelled
        } catch {
            isWhole = false
        }
        state.withLock { state in
            state.stream.ending = isWhole ? .whole : .cutOff
            wake(&state)
        }
    }

    // MARK: On any thread

    /// The client has gone, or nobody may wait any longer: the task is cancelled and the connection ends.
    func abandon() {
        let (task, writers) = state.withLock { state in
            state.isAbandoned = true
            wake(&state)
            return (state.task, state.stream.takeWriters())
        }
        task?.cancel()
        for writer in writers { writer.resume() }
    }

    func wake(_ state: inout State) {
        guard state.isSuspended, !state.hasEnded else { return }
        state.isSuspended = false
        MHD_resume_connection(connection.pointer)
    }

    /// Has the library leave the connection alone until there is something to send.
    func suspend(_ state: inout State) {
        MHD_suspend_connection(connection.pointer)
        state.isSuspended = true
    }
}
