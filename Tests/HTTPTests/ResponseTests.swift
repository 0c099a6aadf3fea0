internal import HTTP
internal import Network
internal import TestSupport
internal import Testing

@Suite(.live, .timeLimit(.minutes(5)))
struct ResponseTests {
    let server: WebServer

    init() throws {
        server = try WebServer.shared()
    }

    @Test func `status, reason, headers in order and body come back`() async throws {
        let response = try await get(server.url("/echo"))
        #expect(response.status == 200)
        #expect(response.reason == "Fine")
        #expect(response.headers.fields.map(\.name) == ["Content-Length", "Content-Type", "X-Twice", "x-twice"])
        #expect(response.headers["CONTENT-TYPE"] == "application/json")
        #expect(response.headers.all("X-TWICE") == ["one", "two"])
        #expect(response.headers["X-None"] == nil)
    }

    @Test(arguments: [204, 301, 304, 401, 404, 429, 500, 529, 599])
    func `any status is an answer`(status: Int) async throws {
        #expect(try await get(server.url("/status/\(status)")).status == status)
    }

    @Test func `a status line without words is one`() async throws {
        let response = try await get(server.url("/bare"))
        #expect((response.status, response.reason) == (200, ""))
    }

    @Test func `chunks are joined and trailers told apart`() async throws {
        let response = try await get(server.url("/chunked"))
        #expect(response.text == "hello world")
        #expect(response.headers["X-Sum"] == nil)
        #expect(response.trailers["X-Sum"] == "42")
    }

    @Test func `early hints are not the answer`() async throws {
        let response = try await get(server.url("/hints"))
        #expect(response.status == 200)
        #expect(response.text == "after")
        #expect(response.headers["Link"] == nil)
    }

    @Test func `compressed bodies are unpacked only when asked for`() async throws {
        let packed = try await get(server.url("/gzip/100000"))
        #expect(packed.body.count < 1_000)
        let unpacked = try await get(server.url("/gzip/100000")) { $0.acceptsCompression = true }
        #expect(unpacked.body == [UInt8](repeating: 0, count: 100_000))
    }

    @Test func `a body over the cap is refused: promised, endless or packed`() async throws {
        let expected = HTTPError.Kind.bodyTooLarge(limit: 10_000)
        #expect(try await failure(of: server.url("/bytes/10001")) { $0.bodyLimit = 10_000 }.kind == expected)
        #expect(try await failure(of: server.url("/endless/cap")) { $0.bodyLimit = 10_000 }.kind == expected)
        let bomb = try await failure(of: server.url("/gzip/50000000")) {
            $0.bodyLimit = 10_000
            $0.acceptsCompression = true
        }
        #expect(bomb.kind == expected)
        #expect(bomb.status == 200)
        #expect(try await get(server.url("/bytes/10000")) { $0.bodyLimit = 10_000 }.body.count == 10_000)
    }

    @Test func `too many headers are refused`() async throws {
        let error = try await failure(of: server.url("/many-headers"))
        #expect(error.kind == .protocol(.headersTooLarge(limit: 256 << 10)))
    }

    @Test func `phases are told one by one`() async throws {
        let response = try await get(server.url("/slow-head/800")) { $0.isolated = true }
        let timings = response.timings
        #expect(timings.nameLookup != nil)
        #expect(try #require(timings.connect) > .zero)
        #expect(timings.tls == nil)
        #expect(try #require(timings.firstByte) > .milliseconds(400))
        #expect(try #require(timings.download) < timings.total - .milliseconds(400))
        let parts = [timings.nameLookup, timings.connect, timings.firstByte, timings.download].compactMap(\.self)
        #expect(parts.reduce(.zero, +) <= timings.total)
    }

    @Test func `a slow body is download time, not waiting`() async throws {
        let timings = try await get(server.url("/slow-body/800")).timings
        // On a busy machine the first half may be read late, not by most of the pause though.
        #expect(try #require(timings.download) > .milliseconds(400))
        #expect(try #require(timings.firstByte) < timings.total - .milliseconds(400))
    }

    @Test func `a second request uses the kept connection and says so`() async throws {
        let own = HTTPClient()
        let request = HTTPRequest("GET", server.url("/count"))
        let first = try await own.send(request, by: .ample)
        let second = try await own.send(request, by: .ample)
        var isolated = request
        isolated.isolated = true
        let third = try await own.send(isolated, by: .ample)
        #expect(!first.connection.isReused)
        #expect(second.connection.isReused)
        #expect(second.timings.connect == nil && second.timings.nameLookup == nil)
        #expect(!third.connection.isReused)
        let (one, two) = (first.text.split(separator: " "), second.text.split(separator: " "))
        #expect(one[0] == two[0] && two[1] == "2")
        #expect(third.text.split(separator: " ")[0] != one[0])
        await own.shutDown()
    }

    @Test func `the connection's facts are told`() async throws {
        let connection = try await get(server.url("/bytes/1000")).connection
        #expect(connection.remote == Endpoint(host: "127.0.0.1", port: server.port(.plain)))
        #expect(connection.local?.host == "127.0.0.1")
        #expect(connection.httpVersion == .http11)
        #expect(connection.bodyBytesReceived == 1_000)
        #expect(connection.headerBytesReceived > 20)
        let sent = try await get(server.url("/echo")) {
            $0.method = "POST"
            $0.body = .bytes([1, 2, 3])
        }
        #expect(sent.connection.bodyBytesSent == 3)
    }

    @Test func `a kept connection that died is replaced without a word`() async throws {
        let own = HTTPClient()
        let request = HTTPRequest("GET", server.url("/once"))
        for _ in 0..<3 {
            #expect(try await own.send(request, by: .ample).text == "once")
            try await Task.sleep(for: .milliseconds(70))
        }
        await own.shutDown()
    }

    @Test func `an override leads elsewhere while the name stays`() async throws {
        let target = Endpoint(host: "127.0.0.1", port: server.port(.plain))
        let response = try await get("http://service.internal:8080/echo") { $0.connectTo = target }
        #expect(try Echo(response).header("Host") == "service.internal:8080")
        #expect(response.connection.remote == target)
    }

    @Test func `redirects are answers unless they are to be followed`() async throws {
        #expect(try await get(server.url("/redirect/3")).status == 302)
        let followed = try await get(server.url("/redirect/3")) { $0.redirects = .follow(limit: 4) }
        #expect(followed.status == 200)
        #expect(followed.facts.redirects == 4)
        #expect(try Echo(followed).target == "/echo")
        let error = try await failure(of: server.url("/loop")) { $0.redirects = .follow(limit: 5) }
        #expect(error.kind == .tooManyRedirects(limit: 5))
    }

    @Test func `credentials do not follow a redirect to another place`() async throws {
        let response = try await get(server.url("/to/plain")) {
            $0.redirects = .follow(limit: 1)
            $0.headers["Authorization"] = "Bearer abc"
        }
        #expect(try Echo(response).header("Authorization") == nil)
    }
}
