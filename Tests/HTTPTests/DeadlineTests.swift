internal import Deadlines
internal import Glibc
internal import HTTP
internal import Network
internal import TestSupport
internal import Testing

@Suite(.live, .timeLimit(.minutes(5)))
struct DeadlineTests {
    let server: WebServer

    init() throws {
        server = try WebServer.shared()
    }

    /// A limit that is clearly its own, on however busy a machine.
    func short() -> Deadline { .after(.seconds(2)) }

    func timedFailure(_ url: String, _ change: (inout HTTPRequest) -> Void = { _ in }) async throws -> HTTPError {
        let start = ContinuousClock.now
        let error = try await failure(of: url, by: short(), change)
        #expect(ContinuousClock.now - start > .milliseconds(1_990))
        #expect(ContinuousClock.now - start < .seconds(20))
        return error
    }

    @Test(
        arguments: [
            ("/hang", .plain, .transport(.noReply), .awaitingReply), ("/", .mute, .transport(.noReply), .awaitingReply),
            ("/slow-body/600000", .plain, .deadlinePassed(phase: .receiving), .receiving),
            ("/drip", .plain, .deadlinePassed(phase: .receiving), .receiving),
            ("/", .full, .transport(.connectTimedOut), .connect),
        ] as [(String, WebServer.Door, HTTPError.Kind, HTTPPhase)]
    )
    func `the deadline ends it, and the phase tells why`(
        path: String,
        door: WebServer.Door,
        kind: HTTPError.Kind,
        phase: HTTPPhase,
    ) async throws {
        let error = try await timedFailure(server.url(path, door))
        #expect(error.kind == kind)
        #expect(error.phase == phase)
    }

    @Test func `a silent TLS port is no reply in the handshake`() async throws {
        let error = try await timedFailure("https://localhost:\(server.port(.mute))/")
        #expect(error.kind == .transport(.noReply))
        #expect(error.phase == .tls)
    }

    @Test func `an upload nobody reads ends`() async throws {
        let error = try await timedFailure(server.url("/no-read")) {
            $0.method = "PUT"
            $0.body = .bytes([UInt8](repeating: 0, count: 50_000_000))
        }
        #expect(error.kind == .deadlinePassed(phase: .sending))
    }

    @Test func `a deadline in the past sends nothing`() async throws {
        let error = try await failure(of: server.url("/echo"), by: .after(.zero))
        #expect(error.kind == .deadlinePassed(phase: .waiting))
    }

    @Test func `the limit of a phase ends it before the deadline`() async throws {
        let connect = try await failure(of: server.url("/", .full)) { $0.timeouts.connect = .milliseconds(200) }
        #expect(connect.kind == .transport(.connectTimedOut))
        let idle = try await failure(of: server.url("/slow-body/600000")) { $0.timeouts.idle = .milliseconds(900) }
        #expect(idle.kind == .transport(.noReply))
        #expect(idle.phase == .receiving)
    }

    @Test func `cancelling the task ends the request at once`() async throws {
        for path in ["/hang", "/slow-body/600000", "/drip"] {
            let url = server.url(path)
            let task = Task { try await get(url, by: .after(.seconds(600))) }
            try await Task.sleep(for: .milliseconds(100))
            let time = await elapsed {
                task.cancel()
                let outcome = await task.result
                #expect(throws: HTTPError.self) { try outcome.get() }
                #expect((outcome.failure as? HTTPError)?.kind == .cancelled)
            }
            #expect(time < .seconds(10))
        }
    }

    @Test func `a task cancelled before sends nothing`() async throws {
        let url = server.url("/echo")
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await get(url)
        }
        let outcome = await task.result
        #expect((outcome.failure as? HTTPError)?.kind == .cancelled)
    }

    @Test func `a stopped server is no reply, on a kept connection and on a new one`() async throws {
        let own = try WebServer()
        #expect(try await get(own.url("/echo")).status == 200)
        try await own.child.freeze()
        let kept = try await timedFailure(own.url("/echo"))
        #expect(kept.kind == .transport(.noReply))
        let new = try await timedFailure(own.url("/echo")) { $0.isolated = true }
        #expect(new.kind == .transport(.noReply))
        own.child.thaw()
        #expect(try await get(own.url("/echo")).status == 200)
    }

    @Test func `a server that died refuses, though a connection was kept`() async throws {
        let own = try WebServer()
        #expect(try await get(own.url("/echo")).status == 200)
        own.child.stop()
        let error = try await failure(of: own.url("/echo"))
        #expect(error.kind == .transport(.refused))
    }
}

extension Result {
    var failure: Failure? {
        if case .failure(let error) = self { error } else { nil }
    }
}
