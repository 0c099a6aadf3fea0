import Deadlines
import HTTP
import HTTPServer
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct HostileClientTests {
    @Test(arguments: [
        "\u{0}\u{1}\u{2}\u{3}\r\n\r\n",
        "GET\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/9.9\r\nHost: a\r\n\r\n",
        "GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET http:// HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nbody\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "x", count: 40_000))\r\n\r\n",
        "GET /\(String(repeating: "x", count: 40_000)) HTTP/1.1\r\nHost: a\r\n\r\n",
    ])
    func `bytes that are no request reach no handler and leave nothing behind`(text: String) async throws {
        let handled = Counter()
        var limits = ServerLimits()
        // What is not even the beginning of a request is waited for no longer than that.
        limits.receiving = .seconds(2)
        let server = try start(limits) { request in
            if request.path != "/after" { handled.add() }
            return .text("well")
        }
        let answer = try await aside {
            guard let raw = RawClient(port: server.port) else { return "not connected" }
            raw.send(text)
            return raw.receive()
        }
        #expect(answer == "" || answer.hasPrefix("HTTP/1.1 4") || answer.hasPrefix("HTTP/1.1 5"), "\(answer)")
        #expect(handled.value == 0)
        #expect(try await ask(server, "/after").text == "well")
        #expect(await eventually { server.load.requests == 0 })
    }

    @Test func `a body longer than allowed is refused before it is sent`() async throws {
        var limits = ServerLimits()
        limits.body = 1_000
        let server = try start(limits) { .text("\($0.body.count)") }
        #expect(try await ask(server, "/", method: "POST", body: [UInt8](repeating: 65, count: 1_000)).text == "1000")
        let raw = try #require(RawClient(port: server.port))
        raw.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\nExpect: 100-continue\r\n\r\n")
        #expect(try await aside { raw.receive() }.hasPrefix("HTTP/1.1 413"))
    }

    @Test func `a body in chunks is refused where it grows too long, and cut off where it never ends`() async throws {
        var limits = ServerLimits()
        limits.body = 1_000
        let handled = Counter()
        let server = try start(limits) { _ in
            handled.add()
            return .text("")
        }
        let chunk = "1f4\r\n\(String(repeating: "x", count: 500))\r\n"
        let head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        let long = try #require(RawClient(port: server.port))
        long.send(head + chunk + chunk + chunk + "0\r\n\r\n")
        #expect(try await aside { long.receive() }.hasPrefix("HTTP/1.1 413"))
        let endless = try #require(RawClient(port: server.port))
        let answer = try await aside {
            endless.send(head)
            for _ in 0..<2_000 { endless.send(chunk) }
            return endless.receive()
        }
        #expect(!answer.contains("200") && !answer.contains("<nothing more>"))
        #expect(handled.value == 0)
    }

    @Test func `who never finishes a request is cut off, and holds up nobody`() async throws {
        var limits = ServerLimits()
        limits.receiving = .milliseconds(500)
        let server = try start(limits) { _ in .text("well") }
        let slow = try #require(RawClient(port: server.port))
        slow.send("GET / HTTP/1.1\r\nHos")
        #expect(try await ask(server, "/").text == "well")
        let answer = try await aside { slow.receive() }
        #expect(!answer.contains("<nothing more>") && !answer.contains("well"))
        #expect(await eventually { server.load.connections == 0 })
    }

    @Test func `connections past the limit are closed, and those before it stay`() async throws {
        var limits = ServerLimits()
        limits.connections = 2
        let server = try start(limits) { _ in .text("well") }
        let kept = try (0..<2).map { _ in try #require(RawClient(port: server.port)) }
        #expect(await eventually { server.load.connections == 2 })
        let third = try #require(RawClient(port: server.port))
        third.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        kept[0].send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try await aside { kept[0].receive(until: "well") }.contains("well"))
    }
}
