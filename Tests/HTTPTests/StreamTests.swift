internal import Deadlines
internal import HTTP
internal import Network
internal import TestSupport
internal import Testing

@Suite(.live, .timeLimit(.minutes(5)))
struct StreamTests {
    let server: WebServer

    init() throws {
        server = try WebServer.shared()
    }

    func open(_ path: String, by deadline: Deadline = .ample) async throws -> HTTPStream {
        try await client.open(HTTPRequest("GET", server.url(path)), by: deadline)
    }

    @Test func `events arrive one by one, each before the next is sent`() async throws {
        let key = "gate\(UInt32.random(in: 0 ..< .max))"
        let stream = try await open("/gated/\(key)")
        #expect(stream.headers["Content-Type"] == "text/event-stream")
        var pieces: [String] = []
        for try await piece in stream.body {
            pieces.append(String(decoding: piece, as: UTF8.self))
            #expect(try await get(server.url("/open/\(key)")).status == 200)
        }
        #expect(pieces == ["data: 0\n\n", "data: 1\n\n", "data: 2\n\n"])
        #expect(stream.ending?.facts.connection.bodyBytesReceived == 27)
    }

    @Test func `the head is there before any of the body`() async throws {
        let stream = try await open("/head")
        #expect(stream.status == 200)
        #expect(stream.ending == nil)
    }

    @Test func `a slow reader slows the server down`() async throws {
        let key = "slow\(UInt32.random(in: 0 ..< .max))"
        let stream = try await open("/endless/\(key)")
        // Waits until the server stands still: twice the same figure.
        var (before, sent) = (-1, 0)
        while before != sent || sent == 0 {
            try await Task.sleep(for: .milliseconds(300))
            before = sent
            sent = try #require(Int(try await get(server.url("/sent/\(key)")).text))
        }
        // The channel's 256 KiB and what the kernel holds of a loopback connection.
        #expect(sent < 20_000_000)
        var taken = 0
        for try await piece in stream.body {
            taken += piece.count
            if taken > sent + 10_000_000 { break }
        }
        #expect(taken > sent)
    }

    @Test func `a paused stream still ends by its deadline`() async throws {
        let stream = try await open("/endless/paused", by: .after(.seconds(2)))
        try await Task.sleep(for: .milliseconds(2_500))
        let error = try await #require(throws: HTTPError.self) {
            for try await _ in stream.body {}
        }
        #expect(error.kind == .deadlinePassed(phase: .receiving))
    }

    @Test func `letting go of a stream ends its transfer`() async throws {
        let key = "dropped\(UInt32.random(in: 0 ..< .max))"
        do {
            var taken = 0
            for try await piece in try await open("/endless/\(key)").body {
                taken += piece.count
                if taken > 1_000_000 { break }
            }
        }
        var (before, sent) = (-1, 0)
        while before != sent {
            try await Task.sleep(for: .milliseconds(300))
            before = sent
            sent = try #require(Int(try await get(server.url("/sent/\(key)")).text))
        }
    }

    @Test func `a break in the middle is an error after what had come`() async throws {
        let stream = try await open("/reset-mid")
        var text = ""
        let error = try await #require(throws: HTTPError.self) {
            for try await piece in stream.body { text += String(decoding: piece, as: UTF8.self) }
        }
        #expect(text == "half")
        #expect(error.kind == .transport(.reset))
    }

    @Test func `cancelling the reader ends the stream`() async throws {
        let stream = try await open("/slow-body/600000", by: .after(.seconds(600)))
        let task = Task {
            for try await _ in stream.body {}
        }
        try await Task.sleep(for: .milliseconds(100))
        let time = await elapsed {
            task.cancel()
            _ = await task.result
        }
        #expect(time < .seconds(10))
        #expect((await task.result.failure as? HTTPError)?.kind == .cancelled)
    }

    @Test func `what cannot be opened throws at once`() async throws {
        let error = await #expect(throws: HTTPError.self) {
            _ = try await client.open(HTTPRequest("GET", "http://127.0.0.1:\(freePort())/"), by: .ample)
        }
        #expect(error?.kind == .transport(.refused))
    }

    @Test func `a stream can be collected up to a cap`() async throws {
        #expect(try await open("/bytes/300000").body.collected(upTo: 300_000).count == 300_000)
        let error = await #expect(throws: HTTPError.self) {
            _ = try await open("/endless/collected").body.collected(upTo: 1_000_000)
        }
        #expect(error?.kind == .bodyTooLarge(limit: 1_000_000))
    }

    @Test func `a large answer comes whole and in order through a slow reader`() async throws {
        var count = 0
        for try await piece in try await open("/bytes/20000000").body {
            count += piece.count
            await Task.yield()
        }
        #expect(count == 20_000_000)
    }
}
