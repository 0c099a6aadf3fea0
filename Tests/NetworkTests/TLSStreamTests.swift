import Cryptography
import Deadlines
import FoundationEssentials
import Glibc
import Network
import TestSupport
import Testing

private func soon() -> Deadline { .after(.seconds(30)) }

/// Connects on a thread of its own and says what came of it.
private func shake(
    _ port: Int,
    _ expectation: TLSExpectation,
    by deadline: Deadline = soon(),
) async throws(TransportFailure) -> TLSFacts {
    let addresses = try await resolve("127.0.0.1", port: port, by: deadline)
    return try await onOwnThread("shake") { bell throws(TransportFailure) in
        let tcp = try TCPStream(to: addresses, by: deadline, unless: bell)
        return try TLSStream(over: tcp, as: expectation, by: deadline, unless: bell).facts
    }
}

@Suite(.timeLimit(.minutes(5))) struct TLSStreamTests {
    let authority: CertificateAuthority
    let trust: TLSExpectation.Trust

    init() throws {
        authority = try CertificateAuthority(name: "Test Authority")
        trust = .pem(authority.identity.certificate.pem)
    }

    private func server(
        _ names: [String] = ["good.test", "127.0.0.1"],
        from start: Date = .days(-1),
        until end: Date = .days(30),
        arguments: [String] = [],
    ) throws -> TLSServer {
        let identity = try authority.issue(for: names, validFrom: start, until: end)
        return try TLSServer(identity, arguments: arguments)
    }

    private func expecting(_ name: String = "good.test", _ change: (inout TLSExpectation) -> Void = { _ in })
        -> TLSExpectation
    {
        var expectation = TLSExpectation(serverName: name, trust: trust)
        change(&expectation)
        return expectation
    }

    @Test func `a good server is verified, by name and by address, and its facts are told`() async throws {
        let server = try server()
        defer { keep(server) }
        for name in ["good.test", "GOOD.test", "good.test.", "127.0.0.1"] {
            let facts = try await shake(server.port, expecting(name))
            #expect(facts.isVerified)
            #expect(facts.version == "TLSv1.3")
            #expect(facts.cipher.hasPrefix("TLS_"))
            #expect(facts.chain.first?.dnsNames == ["good.test"])
            #expect(facts.chain.first?.issuer == "CN=Test Authority")
            #expect(!facts.wantsClientCertificate)
        }
    }

    @Test func `bytes go both ways, many of them`() async throws {
        let server = try server()
        defer { keep(server) }
        let addresses = try await resolve("127.0.0.1", port: server.port, by: soon())
        let expectation = expecting()
        let page = try await onOwnThread("page") { bell throws(TransportFailure) in
            let stream = try ByteStream.open(to: addresses, tls: expectation, by: soon(), unless: bell)
            let filler = String(repeating: "x", count: 8_000)
            try stream.write(Array("GET / HTTP/1.0\r\nX: \(filler)\r\n\r\n".utf8), by: soon(), unless: bell)
            var page: [UInt8] = []
            while true {
                let more = try stream.read(atMost: 100, by: soon(), unless: bell)
                if more.isEmpty { return String(decoding: page, as: UTF8.self) }
                page += more
            }
        }
        #expect(page.hasPrefix("HTTP/1.0 200 ok"))
        #expect(page.contains("</pre></BODY></HTML>"))
    }

    @Test func `the server is asked for by name`() async throws {
        let scratch = Scratch("sni")
        let identity = try authority.issue(for: ["good.test"])
        let certificate = try scratch.write(identity.certificate.pem, to: "certificate.pem")
        let key = try scratch.write(identity.key.pem, to: "key.pem")
        let strict = ["-servername", "good.test", "-servername_fatal", "-cert2", certificate, "-key2", key]
        let server = try TLSServer(identity, arguments: strict)
        defer { keep(server) }
        _ = try await shake(server.port, expecting("good.test"))
        await #expect(throws: TransportFailure.tls(.handshake(code: 1_112, reason: "tlsv1 unrecognized name"))) {
            try await shake(server.port, expecting("other.test"))
        }
    }

    @Test func `a wrong name tells what was presented`() async throws {
        let server = try server(["a.test", "*.b.test", "127.0.0.9"])
        defer { keep(server) }
        let presented = ["a.test", "*.b.test", "127.0.0.9"]
        for name in ["other.test", "127.0.0.1", "x.y.b.test"] {
            await #expect(throws: TransportFailure.tls(.nameMismatch(wanted: name, presented: presented))) {
                try await shake(server.port, expecting(name))
            }
        }
        #expect(try await shake(server.port, expecting("x.b.test")).isVerified)
        #expect(try await shake(server.port, expecting("other.test") { $0.verification = .chain }).isVerified)
    }

    @Test func `expired and not yet valid are two things`() async throws {
        let expired = try server(from: .days(-10), until: .days(-1))
        defer { keep(expired) }
        await #expect(throws: TransportFailure.tls(.expired)) { try await shake(expired.port, expecting()) }
        let early = try server(from: .days(1), until: .days(10))
        defer { keep(early) }
        await #expect(throws: TransportFailure.tls(.notYetValid)) { try await shake(early.port, expecting()) }
    }

    @Test func `strangers are not trusted`() async throws {
        let stranger = try CertificateAuthority(name: "Stranger")
        let lone = try TLSServer(stranger.issue(for: ["good.test"]))
        defer { keep(lone) }
        await #expect(
            throws: TransportFailure.tls(.untrusted(code: 20, reason: "unable to get local issuer certificate"))
        ) { try await shake(lone.port, expecting()) }
        await #expect(throws: TransportFailure.self) {
            try await shake(lone.port, expecting { $0.trust = .system })
        }
        let complete = try TLSServer(stranger.issue(for: ["good.test"]), chain: [stranger.identity.certificate])
        defer { keep(complete) }
        await #expect(
            throws: TransportFailure.tls(.untrusted(code: 19, reason: "self-signed certificate in certificate chain"))
        ) { try await shake(complete.port, expecting()) }
        let selfSigned = try TLSServer(stranger.identity)
        defer { keep(selfSigned) }
        await #expect(throws: TransportFailure.tls(.selfSigned)) { try await shake(selfSigned.port, expecting()) }
        let unverified = try await shake(lone.port, expecting("whatever") { $0.verification = .none })
        #expect(!unverified.isVerified)
        #expect(unverified.chain.count == 1)
    }

    @Test func `the authorities come from a file, and a bad file is named`() async throws {
        let server = try server()
        defer { keep(server) }
        let scratch = Scratch("ca")
        let good = try scratch.write(authority.identity.certificate.pem, to: "ca.pem")
        #expect(try await shake(server.port, expecting { $0.trust = .file(good) }).isVerified)
        let empty = try scratch.write("nothing here", to: "empty.pem")
        await #expect {
            try await shake(server.port, expecting { $0.trust = .file(empty) })
        } throws: { error in
            if case .tls(.badFile(empty, _)) = error as? TransportFailure { true } else { false }
        }
        let missing = TLSFailure.badFile(path: "/none/ca.pem", reason: "No such file or directory")
        await #expect(throws: TransportFailure.tls(missing)) {
            try await shake(server.port, expecting { $0.trust = .file("/none/ca.pem") })
        }
    }

    @Test func `versions that do not meet are told as that`() async throws {
        let old = try server(arguments: ["-tls1_1", "-cipher", "DEFAULT:@SECLEVEL=0"])
        defer { keep(old) }
        await #expect(throws: TransportFailure.tls(.version)) { try await shake(old.port, expecting()) }
        let twelve = try server(arguments: ["-tls1_2"])
        defer { keep(twelve) }
        #expect(try await shake(twelve.port, expecting()).version == "TLSv1.2")
        await #expect(throws: TransportFailure.tls(.version)) {
            try await shake(twelve.port, expecting { $0.minimumVersion = .v1_3 })
        }
    }

    @Test func `no cipher in common is another failure of the handshake`() async throws {
        // The server can do RSA certificates only and has none of that kind.
        let server = try server(arguments: ["-tls1_2", "-cipher", "ECDHE-RSA-AES128-GCM-SHA256"])
        defer { keep(server) }
        await #expect {
            try await shake(server.port, expecting())
        } throws: { error in
            if case .tls(.handshake(1_040, _)) = error as? TransportFailure { true } else { false }
        }
    }

    @Test func `application protocols are agreed on`() async throws {
        let server = try server(arguments: ["-alpn", "h2,http/1.1"])
        defer { keep(server) }
        let facts = try await shake(server.port, expecting { $0.applicationProtocols = ["x", "http/1.1"] })
        #expect(facts.applicationProtocol == "http/1.1")
        #expect(try await shake(server.port, expecting()).applicationProtocol == nil)
    }

    @Test(arguments: ["-tls1_2", "-tls1_3"]) func `a client certificate that is wanted`(version: String) async throws {
        let scratch = Scratch("client")
        let authorities = try scratch.write(authority.identity.certificate.pem, to: "ca.pem")
        let server = try server(arguments: [version, "-Verify", "1", "-verify_return_error", "-CAfile", authorities])
        defer { keep(server) }
        let lacking = expecting()
        let rungs = await diagnose(Endpoint(host: "127.0.0.1", port: server.port), tls: lacking, by: soon())
        #expect(rungs.broken?.kind == .tls)
        #expect(rungs.broken?.failure == .tls(.clientCertificateWanted))

        let client = try authority.issue(for: ["client.test"])
        let chainFile = try scratch.write(client.certificate.pem, to: "client.pem")
        let keyFile = try scratch.write(client.key.pem, to: "client.key")
        let having = expecting { $0.clientCertificate = .init(chainFile: chainFile, keyFile: keyFile) }
        let good = await diagnose(Endpoint(host: "127.0.0.1", port: server.port), tls: having, by: soon())
        #expect(good.broken == nil)
        #expect(good.tls?.wantsClientCertificate == true)

        var crossed = having
        crossed.clientCertificate?.keyFile = try scratch.write(authority.identity.key.pem, to: "other.key")
        await #expect {
            try await shake(server.port, crossed)
        } throws: { error in
            guard case .tls(.badFile(let path, _)) = error as? TransportFailure else { return false }
            return path == scratch.file("other.key")
        }
    }

    @Test func `a client certificate that is only welcome is no fault`() async throws {
        let server = try server(arguments: ["-verify", "1"])
        defer { keep(server) }
        let rungs = await diagnose(Endpoint(host: "127.0.0.1", port: server.port), tls: expecting(), by: soon())
        #expect(rungs.broken == nil)
        #expect(rungs.tls?.wantsClientCertificate == true)
    }

    @Test func `plain text where TLS should be`() async throws {
        let manners: [Listener.Manner] = [
            .answering("HTTP/1.1 400 Bad Request\r\n\r\n"), .greeting("INFO {}\r\n"), .answering("-ERR unknown\r\n"),
        ]
        for manner in manners {
            let listener = try Listener(manner)
            defer { keep(listener) }
            await #expect(throws: TransportFailure.tls(.notTLS)) { try await shake(listener.port, expecting()) }
        }
        let echo = try Listener(.echoing)
        defer { keep(echo) }
        await #expect(throws: TransportFailure.self) { try await shake(echo.port, expecting()) }
    }

    @Test func `a reset, a close and silence in the handshake are told apart`() async throws {
        let resetting = try Listener(.resetting)
        defer { keep(resetting) }
        await #expect(throws: TransportFailure.reset) { try await shake(resetting.port, expecting()) }
        let closing = try Listener(.closing)
        defer { keep(closing) }
        await #expect {
            try await shake(closing.port, expecting())
        } throws: { error in
            [.closed, .reset].contains(error as? TransportFailure)
        }
        let silent = try Listener(.silent)
        defer { keep(silent) }
        await #expect(throws: TransportFailure.noReply) {
            try await shake(silent.port, expecting(), by: .after(.milliseconds(200)))
        }
    }

    @Test func `a frozen server gives no reply, and cancelling ends the wait`() async throws {
        let server = try server()
        defer { keep(server) }
        try await server.child.freeze()
        defer { server.child.thaw() }
        await #expect(throws: TransportFailure.noReply) {
            try await shake(server.port, expecting(), by: .after(.milliseconds(200)))
        }
        let expectation = expecting()
        let port = server.port
        let shaking = Task { try await shake(port, expectation, by: .after(.seconds(50))) }
        try await Task.sleep(for: .milliseconds(50))
        shaking.cancel()
        await #expect(throws: TransportFailure.interrupted) { try await shaking.value }
    }
}
