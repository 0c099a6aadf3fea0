import Deadlines
import HTTP
import HTTPServer
import Network
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct HTTPServerTests {
    @Test func `a second server on the same port is refused, and the first goes on`() async throws {
        let server = try start { _ in .text("first") }
        let error = #expect(throws: HTTPServerError.self) {
            try HTTPServer(listening: server.endpoint) { _ in .text("second") }
        }
        #expect(error == .addressInUse(server.endpoint))
        #expect(try await ask(server, "/").text == "first")
        await server.stop(by: .after(.seconds(5)))
    }

    @Test(arguments: ["example.test", "300.1.1.1", ""])
    func `a host that is no address is refused`(host: String) {
        #expect(throws: HTTPServerError.notAnAddress(host: host)) {
            try HTTPServer(listening: Endpoint(host: host, port: 0)) { _ in .text("") }
        }
    }

    @Test func `an address of another machine is refused`() {
        let endpoint = Endpoint(host: "192.0.2.1", port: 0)
        #expect(throws: HTTPServerError.addressNotAvailable(endpoint)) {
            try HTTPServer(listening: endpoint) { _ in .text("") }
        }
    }

    @Test func `a port can be taken again as soon as its server has stopped`() async throws {
        let first = try start { _ in .text("one") }
        #expect(try await ask(first, "/").status == 200)
        await first.stop(by: .after(.seconds(5)))
        let second = try HTTPServer(listening: first.endpoint) { _ in .text("two") }
        #expect(try await ask(second, "/").text == "two")
    }

    @Test func `method, path, query, headers and body arrive`() async throws {
        let server = try start { request in
            let facts = [
                request.method, request.path, request.target["q"] ?? "-", request.headers["x-own"] ?? "-",
                request.bearer ?? "-", String(decoding: request.body, as: UTF8.self), "\(request.isLocal)",
            ]
            return ServerResponse(201, headers: ["X-Facts": "yes"], body: Array(facts.joined(separator: "|").utf8))
        }
        var request = HTTPRequest(
            "PUT",
            "http://127.0.0.1:\(server.port)/a%20b?q=1%262",
            body: .bytes(Array("body".utf8))
        )
        request.headers = ["X-Own": "mine", "authorization": "bearer  key"]
        let response = try await client.send(request, by: .after(.seconds(10)))
        #expect(response.status == 201)
        #expect(response.headers["x-facts"] == "yes")
        #expect(response.text == "PUT|/a b|1&2|mine|key|body|true")
    }

    @Test func `HEAD has the head of GET and no body, streamed or not`() async throws {
        let server = try start { request in
            request.path == "/stream" ? .events { try await $0.write("data: x\n\n") } : .text("four")
        }
        let plain = try await ask(server, "/", method: "HEAD")
        #expect(plain.headers["Content-Length"] == "4" && plain.body.isEmpty)
        let streamed = try await ask(server, "/stream", method: "HEAD")
        #expect(streamed.headers["Content-Type"]?.hasPrefix("text/event-stream") == true && streamed.body.isEmpty)
    }

    @Test func `hundreds of clients are answered at once, each with its own`() async throws {
        let underWay = Counter()
        let server = try start { request in
            underWay.add()
            // Nobody is answered before all are there: one after another would never end.
            _ = await eventually { underWay.value >= 300 }
            return .text(request.path)
        }
        let right = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<300 {
                group.addTask { try await ask(server, "/\(number)").text == "/\(number)" }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(right == 300)
    }

    @Test func `a header with a line break goes to nobody`() async throws {
        let server = try start { _ in ServerResponse(headers: ["X-Own": "a\r\nSet-Cookie: b"], body: [65]) }
        let response = try await ask(server, "/")
        #expect(response.status == 500 && response.headers["Set-Cookie"] == nil && response.body.isEmpty)
    }

    @Test func `a server that is let go of stops, whatever is under way`() async throws {
        let began = Counter()
        var server: HTTPServer? = try start { _ in
            began.add()
            try? await Task.sleep(for: .seconds(600))
            return .text("")
        }
        let port = try #require(server?.port)
        let raw = try #require(RawClient(port: port))
        raw.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(await eventually { began.value == 1 })
        server = nil
        #expect(try await aside { raw.receive() } == "")
        #expect(RawClient(port: port) == nil)
    }
}
