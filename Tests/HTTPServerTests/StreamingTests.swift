import Deadlines
import HTTP
import HTTPServer
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct StreamingTests {
    @Test func `events arrive one by one, while the next is made`() async throws {
        let taken = Counter()
        let server = try start { _ in
            .events { writer in
                for number in 0..<5 {
                    _ = await eventually { taken.value == number }
                    try await writer.send(ServerSentEvent("tick", data: "line \(number)\nsecond"))
                }
            }
        }
        let stream = try await client.open(
            HTTPRequest("GET", "http://127.0.0.1:\(server.port)/"),
            by: .after(.seconds(30))
        )
        #expect(stream.headers["Content-Type"] == "text/event-stream; charset=utf-8")
        var text = ""
        for try await piece in stream.body {
            text += String(decoding: piece, as: UTF8.self)
            let whole = text.components(ending: "\n\n")
            taken.add(whole - taken.value)
        }
        #expect(taken.value == 5)
        #expect(text.hasPrefix("event: tick\ndata: line 0\ndata: second\n\nevent: tick\n"))
    }

    @Test func `a client that leaves ends its producer, even one that writes nothing`() async throws {
        let began = Counter()
        let ended = Counter()
        let server = try start { request in
            .events(heartbeat: nil) { writer in
                defer { ended.add() }
                try await writer.write(": hello\n\n")
                began.add()
                if request.path == "/quiet" { return try await Task.sleep(for: .seconds(600)) }
                while true {
                    try await writer.write("data: on and on\n\n")
                    try await Task.sleep(for: .milliseconds(1))
                }
            }
        }
        for (number, path) in ["/quiet", "/busy"].enumerated() {
            var raw = RawClient(port: server.port)
            raw?.send("GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(await eventually { began.value == number + 1 })
            #expect(ended.value == number)
            raw = nil
            #expect(await eventually { ended.value == number + 1 })
        }
        #expect(await eventually { server.load == (0, 0) })
    }

    @Test func `a client that leaves cancels a handler that thinks`() async throws {
        let began = Counter()
        let cancelled = Counter()
        let server = try start { _ in
            began.add()
            try? await Task.sleep(for: .seconds(600))
            if Task.isCancelled { cancelled.add() }
            return .text("too late")
        }
        var raw = RawClient(port: server.port)
        raw?.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(await eventually { began.value == 1 })
        raw = nil
        #expect(await eventually { cancelled.value == 1 && server.load == (0, 0) })
    }

    @Test func `a client that does not read makes its producer wait`() async throws {
        let written = Counter()
        let server = try start { _ in
            .stream(headers: ["Content-Type": "application/octet-stream"]) { writer in
                for _ in 0..<1_000 {
                    try await writer.write([UInt8](repeating: 65, count: 100_000))
                    written.add()
                }
            }
        }
        let raw = try #require(RawClient(port: server.port))
        raw.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        #expect(await eventually { written.value > 0 })
        // The kernel's buffers take some megabytes; a hundred would not wait for anything.
        var last = -1
        while last != written.value {
            last = written.value
            try await Task.sleep(for: .milliseconds(300))
        }
        #expect(last < 500)
        let count = try await aside { raw.receive().utf8.count }
        #expect(count > 100_000_000)
        #expect(written.value == 1_000)
    }

    @Test func `a producer that fails leaves the answer cut off`() async throws {
        let server = try start { _ in
            .stream(headers: [:]) { writer in
                try await writer.write("half")
                throw CancellationError()
            }
        }
        await #expect(throws: HTTPError.self) {
            let answer = try await ask(server, "/")
            Issue.record("whole: \(answer)")
        }
        #expect(await eventually { server.load.requests == 0 })
    }

    @Test func `a quiet stream has a heartbeat`() async throws {
        let server = try start { _ in
            .events(heartbeat: .milliseconds(50)) { _ in try await Task.sleep(for: .seconds(600)) }
        }
        let raw = try #require(RawClient(port: server.port))
        raw.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try await aside { raw.receive(until: ":\n\n") }.contains(":\n\n"))
    }
}

extension String {
    fileprivate func components(ending end: String) -> Int { ranges(of: end).count }
}
