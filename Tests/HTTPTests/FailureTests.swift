internal import Deadlines
internal import HTTP
internal import Network
internal import TestSupport
internal import Testing

@Suite(.live, .timeLimit(.minutes(5)))
struct FailureTests {
    let server: WebServer

    init() throws {
        server = try WebServer.shared()
    }

    @Test func `a name that does not exist is told apart from a port nobody listens on`() async throws {
        let unknown = try await failure(of: "http://no-such-host.invalid/")
        // Where no resolver can be reached, not even this much is known.
        switch unknown.kind {
        case .transport(.nameUnknown(let host)), .transport(.nameUnresolved(let host, _)):
            #expect(host == "no-such-host.invalid")
        default: Issue.record("\(unknown)")
        }
        #expect(unknown.phase == .nameLookup)
        let refused = try await failure(of: "http://127.0.0.1:\(freePort())/")
        #expect(refused.kind == .transport(.refused))
        #expect(refused.phase == .connect)
    }

    @Test func `an error names the endpoint`() async throws {
        let port = freePort()
        let error = try await failure(of: "http://user:secret@localhost:\(port)/path?token=secret")
        #expect(error.endpoint == Endpoint(host: "localhost", port: port))
    }

    @Test(
        arguments: [
            ("/reset", .transport(.reset), .awaitingReply), ("/empty", .transport(.closed), .awaitingReply),
            ("/reset-mid", .transport(.reset), .receiving), ("/short", .transport(.closed), .receiving),
            ("/garbage", .protocol(.notHTTP), .awaitingReply),
            ("/bad-chunk", .protocol(.malformed(code: 56)), .receiving),
        ] as [(String, HTTPError.Kind, HTTPPhase)]
    )
    func `each way of breaking has its own name`(path: String, kind: HTTPError.Kind, phase: HTTPPhase) async throws {
        let error = try await failure(of: server.url(path))
        #expect(error.kind == kind)
        #expect(error.phase == phase)
    }

    @Test func `a failure is not told in the words of the one before`() async throws {
        let own = HTTPClient()
        for (url, kind) in [
            (server.url("/reset"), .transport(.reset)), (server.url("/", .closing), .transport(.closed)),
            (server.url("/reset-mid"), .transport(.reset)), (server.url("/", .tlsClosing), .transport(.closed)),
            ("http://127.0.0.1:\(freePort())/", .transport(.refused)),
            (server.url("/bad-chunk"), .protocol(.malformed(code: 56))),
        ] as [(String, HTTPError.Kind)] {
            let error = await #expect(throws: HTTPError.self) {
                _ = try await own.send(HTTPRequest("GET", url), by: .ample)
            }
            #expect(error?.kind == kind)
        }
        await own.shutDown()
    }

    @Test func `compressed rubbish is the protocol's failure`() async throws {
        let error = try await failure(of: server.url("/bad-gzip")) { $0.acceptsCompression = true }
        #expect(error.kind == .protocol(.malformed(code: 61)))
    }

    @Test(
        arguments: [
            (.resetting, .transport(.reset)), (.closing, .transport(.closed)), (.greeting, .protocol(.notHTTP)),
            (.tlsResetting, .transport(.reset)), (.tlsClosing, .transport(.closed)),
        ] as [(WebServer.Door, HTTPError.Kind)]
    )
    func `ports that speak no HTTP`(door: WebServer.Door, kind: HTTPError.Kind) async throws {
        let error = try await failure(of: server.url("/", door))
        #expect(error.kind == kind)
    }

    @Test func `TLS on a plain port and plain text on a TLS port`() async throws {
        let onGreeting = try await failure(of: "https://localhost:\(server.port(.greeting))/")
        #expect(onGreeting.kind == .transport(.tls(.notTLS)))
        #expect(onGreeting.phase == .tls)
        let onTLS = try await failure(of: "http://localhost:\(server.port(.good))/")
        #expect(
            onTLS.kind == .transport(.reset) || onTLS.kind == .transport(.closed) || onTLS.kind == .protocol(.notHTTP)
        )
    }

    @Test func `a unix socket that is not there`() async throws {
        let error = try await failure(of: "http://localhost/") { $0.unixSocket = "/tmp/no-such-socket" }
        #expect(error.kind == .transport(.system(errno: 2)))
    }

    @Test func `an error tells no secret`() async throws {
        let port = freePort()
        for url in [
            "http://user:s3cret@localhost:\(port)/s3cret?k=s3cret", "http://user:s3cret@no-such.invalid/s3cret",
            "http://s3cret host/",
        ] {
            var request = HTTPRequest(
                "POST",
                url,
                headers: ["Authorization": "s3cret"],
                body: .bytes(Array("s3cret".utf8))
            )
            request.tls.identity = .init(.pem(certificate: "s3cret", key: "s3cret"), passphrase: "s3cret")
            request.proxy = .none
            let sent = request
            let error = await #expect(throws: HTTPError.self) { _ = try await client.send(sent, by: .ample) }
            var dumped = ""
            dump(error, to: &dumped)
            dump(request, to: &dumped)
            dump(request.headers, to: &dumped)
            dump(request.tls, to: &dumped)
            dumped +=
                "\(String(describing: error)) \(String(reflecting: error)) \(request) \(String(reflecting: request))"
            #expect(!dumped.contains("s3cret"))
        }
    }
}
