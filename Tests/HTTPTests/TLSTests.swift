internal import Cryptography
internal import Deadlines
internal import FoundationEssentials
internal import HTTP
internal import Network
internal import TestSupport
internal import Testing

@Suite(.live, .timeLimit(.minutes(5)))
struct TLSTests {
    let server: WebServer
    let trusted: TLSOptions

    init() throws {
        server = try WebServer.shared()
        trusted = TLSOptions(trust: .file(server.certificates.authority))
    }

    func failure(_ door: WebServer.Door, _ change: (inout TLSOptions) -> Void = { _ in }) async throws -> HTTPError {
        try await HTTPTests.failure(of: server.url("/echo", door)) {
            $0.tls = trusted
            change(&$0.tls)
        }
    }

    @Test func `a good chain is believed, and told`() async throws {
        let response = try await get(server.url("/echo", .good)) {
            $0.tls = trusted
            $0.isolated = true
        }
        #expect(response.status == 200)
        let own = try #require(response.certificates.first)
        #expect(own.commonName == "good")
        #expect(own.issuer == "CN=Test Authority")
        #expect(own.dnsNames == ["localhost"])
        #expect(own.ipAddresses == ["127.0.0.1"])
        #expect(own.isValid(at: Date()))
        #expect(response.connection.tlsVersion == "TLSv1.3")
        #expect(response.connection.cipher?.contains("AES") == true)
        #expect(try #require(response.timings.tls) > .zero)
    }

    @Test func `the authority may come as text, and an address may be the name`() async throws {
        let text = String(decoding: try Data(contentsOf: URL(filePath: server.certificates.authority)), as: UTF8.self)
        let response = try await get(server.url("/echo", .good, host: "127.0.0.1")) {
            $0.tls = TLSOptions(trust: .pem(text))
        }
        #expect(response.status == 200)
    }

    @Test(
        arguments: [
            (.expired, .expired), (.notYetValid, .notYetValid), (.selfSigned, .selfSigned),
            (.wrongName, .nameMismatch(wanted: "localhost", presented: ["other.test", "*.wild.test", "10.1.2.3"])),
            (.oldTLS, .version),
        ] as [(WebServer.Door, TLSFailure)]
    )
    func `what is wrong with a chain is told`(door: WebServer.Door, expected: TLSFailure) async throws {
        let error = try await failure(door)
        #expect(error.kind == .transport(.tls(expected)))
        #expect(error.phase == .tls)
        if door != .oldTLS {
            #expect(error.certificates.first?.commonName == (door == .selfSigned ? "localhost" : door.rawValue))
        }
    }

    @Test func `an unknown authority is told with the chain it signed`() async throws {
        let error = try await failure(.unknownAuthority)
        guard case .transport(.tls(.untrusted(let code, _))) = error.kind else {
            Issue.record("\(error)")
            return
        }
        #expect(code == 20)
        #expect(error.certificates.map(\.issuer) == ["CN=Other Authority"])
        let system = try await failure(.good) { $0.trust = .system }
        guard case .transport(.tls(.untrusted(code: 20, _))) = system.kind else {
            Issue.record("\(system)")
            return
        }
    }

    @Test func `with verification off the server answers, and a later strict request is still refused`() async throws {
        let own = HTTPClient()
        var request = HTTPRequest("GET", server.url("/echo", .expired))
        request.tls = trusted
        request.tls.isVerified = false
        let lax = try await own.send(request, by: .ample)
        #expect(lax.status == 200)
        #expect(lax.certificates.first?.commonName == "expired")
        request.tls.isVerified = true
        let strict = request
        let error = await #expect(throws: HTTPError.self) { _ = try await own.send(strict, by: .ample) }
        #expect(error?.kind == .transport(.tls(.expired)))
        await own.shutDown()
    }

    @Test func `with verification off a later failure is not blamed on the chain`() async throws {
        let error = try await failure(.mutual12) {
            $0.trust = .system
            $0.isVerified = false
        }
        #expect(error.kind == .transport(.tls(.clientCertificateWanted)))
    }

    @Test func `a version too new for the server is the version's failure`() async throws {
        #expect(try await failure(.mutual12) { $0.minimumVersion = .tls13 }.kind == .transport(.tls(.version)))
        #expect(try await failure(.mutual13) { $0.maximumVersion = .tls12 }.kind == .transport(.tls(.version)))
    }

    @Test(arguments: [WebServer.Door.mutual12, .mutual13])
    func `a server that wants a client's certificate says so, and takes a good one`(door: WebServer.Door) async throws {
        #expect(try await failure(door).kind == .transport(.tls(.clientCertificateWanted)))
        let files = server.certificates
        let response = try await get(server.url("/echo", door)) {
            $0.tls = trusted
            $0.tls.identity = .init(.files(certificate: files.client, key: files.clientKey))
        }
        #expect(response.status == 200)
    }

    @Test(arguments: [WebServer.Door.mutual12, .mutual13])
    func `a client's certificate the server does not trust is told by its alert`(door: WebServer.Door) async throws {
        let folder = server.certificates.authority.dropLast("ca.pem".count)
        let error = try await failure(door) {
            $0.identity = .init(
                .files(certificate: folder + "unknownAuthority.pem", key: folder + "unknownAuthority.key")
            )
        }
        switch error.kind {
        case .transport(.tls(.handshake(let alert, let reason))): #expect(alert == 48 && !reason.isEmpty)
        // With TLS 1.3 the reset may overtake the alert.
        case .transport(.reset): #expect(door == .mutual13)
        default: Issue.record("\(error)")
        }
    }

    @Test func `files of ours that are no use are named`() async throws {
        let missing = try await failure(.good) { $0.trust = .file("/no/such/ca.pem") }
        guard case .transport(.tls(.badFile("/no/such/ca.pem", _))) = missing.kind else {
            Issue.record("\(missing)")
            return
        }
        let identity = try await failure(.good) {
            $0.identity = .init(.files(certificate: "/no/such/client.pem", key: "/no/such/client.key"))
        }
        guard case .transport(.tls(.badFile("/no/such/client.pem", _))) = identity.kind else {
            Issue.record("\(identity)")
            return
        }
    }

    @Test(
        arguments: [
            (.good, nil), (.expired, .expired), (.selfSigned, .selfSigned), (.notYetValid, .notYetValid),
        ] as [(WebServer.Door, TLSFailure?)]
    )
    func `certificates are told without a request`(door: WebServer.Door, expected: TLSFailure?) async throws {
        var request = HTTPRequest("GET", server.url("/hang", door))
        request.tls = trusted
        let report = try await client.certificates(for: request, by: .ample)
        #expect(report.failure == expected)
        #expect(report.chain.first?.commonName == (door == .selfSigned ? "localhost" : door.rawValue))
    }

    @Test func `certificates of a port without TLS are an error`() async throws {
        let request = HTTPRequest("GET", "https://localhost:\(server.port(.greeting))/")
        let error = await #expect(throws: HTTPError.self) {
            _ = try await client.certificates(for: request, by: .ample)
        }
        #expect(error?.kind == .transport(.tls(.notTLS)))
    }

    @Test func `credentials and https do not go down to http by a redirect`() async throws {
        let error = try await HTTPTests.failure(of: server.url("/to/plain", .good)) {
            $0.tls = trusted
            $0.redirects = .follow(limit: 3)
        }
        #expect(error.kind == .redirectRefused)
    }
}
