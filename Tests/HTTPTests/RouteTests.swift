internal import Cryptography
internal import Deadlines
internal import Glibc
internal import HTTP
internal import Network
internal import TestSupport
internal import Testing

/// Proxies, sockets and the environment.
@Suite(.live, .timeLimit(.minutes(5)))
struct RouteTests {
    let server: WebServer

    init() throws {
        server = try WebServer.shared()
    }

    var proxy: HTTPProxy { .url(server.url("", .proxy)) }

    @Test func `the environment's proxies count only when asked for`() async throws {
        await #expect(processExitsWith: .success) { [url = server.url("/echo") as String] in
            setenv("http_proxy", "http://127.0.0.1:9", 1)
            setenv("ALL_PROXY", "http://127.0.0.1:9", 1)
            setenv("no_proxy", "", 1)
            let client = HTTPClient()
            var request = HTTPRequest("GET", url)
            let direct = try await client.send(request, by: .after(.seconds(30)))
            precondition(direct.status == 200)
            request.proxy = .environment
            do throws(HTTPError) {
                _ = try await client.send(request, by: .after(.seconds(30)))
                preconditionFailure("went past the proxy")
            } catch {
                precondition(error.kind == .proxy(.transport(.refused)), "\(error)")
            }
        }
    }

    @Test func `where no proxy stands on the way, nobody blames one`() async throws {
        await #expect(processExitsWith: .success) {
            let hole = try Listener(.blackholed)
            let places = [(freePort(), TransportFailure.refused), (hole.port, .connectTimedOut)]
            for name in ["http_proxy", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY"] { unsetenv(name) }
            // Capitals are no proxy's for plain HTTP.
            setenv("HTTP_PROXY", "http://127.0.0.1:9", 1)
            for exception in [nil, "127.0.0.1", "127.0.0.0/8", "*"] as [String?] {
                if let exception {
                    setenv("http_proxy", "http://127.0.0.1:9", 1)
                    setenv("no_proxy", exception, 1)
                }
                for (port, expected) in places {
                    let kind = try await RouteTests.failing("http://127.0.0.1:\(port)/")
                    precondition(kind == .transport(expected), "\(exception ?? "no proxy"): \(kind)")
                }
            }
            keep(hole)
        }
    }

    @Test func `where a proxy stands on the way, its silence is its own`() async throws {
        await #expect(processExitsWith: .success) {
            let hole = try Listener(.blackholed)
            setenv("no_proxy", "elsewhere.test", 1)
            for (port, expected) in [(freePort(), TransportFailure.refused), (hole.port, .connectTimedOut)] {
                for variable in ["http_proxy", "all_proxy"] {
                    unsetenv("http_proxy")
                    setenv(variable, "127.0.0.1:\(port)", 1)
                    // The same port as the proxy's tells nothing either.
                    for target in [port, freePort()] {
                        let kind = try await RouteTests.failing("http://127.0.0.1:\(target)/")
                        precondition(kind == .proxy(.transport(expected)), "\(variable): \(kind)")
                    }
                }
            }
            keep(hole)
        }
    }

    private static func failing(_ url: String) async throws -> HTTPError.Kind {
        var request = HTTPRequest("GET", url)
        request.proxy = .environment
        request.timeouts.connect = .seconds(1)
        do throws(HTTPError) {
            _ = try await HTTPClient().send(request, by: .after(.seconds(30)))
            preconditionFailure("nobody listens there")
        } catch {
            return error.kind
        }
    }

    @Test func `a proxy is used for plain requests and for tunnels`() async throws {
        let plain = try await get("http://anywhere.test/x") { $0.proxy = proxy }
        #expect(plain.text == "proxied http://anywhere.test/x")
        let tunnel = try await get(server.url("/echo", .good)) {
            $0.proxy = proxy
            $0.tls = TLSOptions(trust: .file(server.certificates.authority))
        }
        #expect(tunnel.status == 200)
        #expect(tunnel.certificates.first?.commonName == "good")
        #expect(tunnel.headers["X-Twice"] == "one")
    }

    @Test func `what a proxy refuses is the proxy's word`() async throws {
        let refused = try await failure(of: "https://elsewhere.test/") { $0.proxy = proxy }
        #expect(refused.kind == .proxy(.refused(status: 403)))
        let down = try await failure(of: server.url("/echo")) { $0.proxy = .url("http://127.0.0.1:\(freePort())") }
        #expect(down.kind == .proxy(.transport(.refused)))
        let unknown = try await failure(of: server.url("/echo")) { $0.proxy = .url("http://no-proxy.invalid:1") }
        switch unknown.kind {
        case .proxy(.transport(.nameUnknown("no-proxy.invalid"))),
            .proxy(.transport(.nameUnresolved("no-proxy.invalid", _))):
            break
        default: Issue.record("\(unknown)")
        }
    }

    @Test func `a request goes through a unix socket`() async throws {
        let response = try await get("http://localhost/echo") { $0.unixSocket = server.unixSocket }
        #expect(try Echo(response).target == "/echo")
    }
}
