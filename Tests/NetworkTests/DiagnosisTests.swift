import Cryptography
import Deadlines
import FoundationEssentials
import Network
import TestSupport
import Testing

private func soon() -> Deadline { .after(.seconds(30)) }

@Suite(.timeLimit(.minutes(5))) struct DiagnosisTests {
    @Test func `each rung is told until one breaks`() async throws {
        let unknown = await diagnose(Endpoint(host: "a..b", port: 80), by: soon())
        #expect(unknown.steps.map(\.kind) == [.name])
        #expect(unknown.broken?.failure == .nameUnknown(host: "a..b"))

        let refused = await diagnose(Endpoint(host: "127.0.0.1", port: freePort()), by: soon())
        #expect(refused.steps.map(\.kind) == [.name, .connection])
        #expect(refused.broken?.failure == .refused)
        #expect(refused.failedAttempts.map(\.failure) == [.refused])

        let echo = try Listener(.answering("no"))
        defer { keep(echo) }
        let endpoint = Endpoint(host: "127.0.0.1", port: echo.port)
        let fine = await diagnose(endpoint, by: soon())
        #expect(fine.broken == nil)
        #expect(fine.connected?.numeric == "127.0.0.1")
        let plain = await diagnose(endpoint, tls: TLSExpectation(serverName: "x"), by: soon())
        #expect(plain.steps.map(\.kind) == [.name, .connection, .tls])
        #expect(plain.broken?.failure == .tls(.notTLS))
    }

    @Test func `a fault of the certificate comes with the certificate`() async throws {
        let authority = try CertificateAuthority(name: "CA")
        let server = try TLSServer(authority.issue(for: ["a.test"], validFrom: .days(-9), until: .days(-2)))
        defer { keep(server) }
        let expectation = TLSExpectation(serverName: "a.test", trust: .pem(authority.identity.certificate.pem))
        let rungs = await diagnose(Endpoint(host: "127.0.0.1", port: server.port), tls: expectation, by: soon())
        #expect(rungs.broken?.failure == .tls(.expired))
        #expect(rungs.tls?.isVerified == false)
        let notAfter = try #require(rungs.tls?.chain.first?.notAfter)
        #expect(abs(notAfter.timeIntervalSince(.days(-2))) < 60)
    }

    @Test func `a preamble comes before TLS and can end the way`() async throws {
        let echo = try Listener(.echoing)
        defer { keep(echo) }
        let endpoint = Endpoint(host: "127.0.0.1", port: echo.port)
        let expectation = TLSExpectation(serverName: "x", verification: .none)
        let rungs = await diagnose(
            endpoint,
            tls: expectation,
            preamble: { stream, deadline, bell throws(TransportFailure) in
                try stream.write([1, 2, 3], by: deadline, unless: bell)
                guard try stream.read(atMost: 3, by: deadline, unless: bell) == [9] else { throw .tls(.notTLS) }
            },
            by: soon(),
        )
        #expect(rungs.steps.map(\.kind) == [.name, .connection, .preamble])
        #expect(rungs.broken?.failure == .tls(.notTLS))
    }

    @Test(.live) func `TLS begins after a preamble that PostgreSQL answers`() async throws {
        let authority = try CertificateAuthority(name: "CA")
        let identity = try authority.issue(for: ["db.test"])
        let server = try PostgreSQLServer(
            settings: ["ssl": "on", "ssl_cert_file": "server.crt", "ssl_key_file": "server.key"],
            prepare: { data in
                try Data(identity.certificate.pem.utf8).write(to: URL(filePath: "\(data)/server.crt"))
                try Data(identity.key.pem.utf8).write(to: URL(filePath: "\(data)/server.key"))
                _ = try TestSupport.run(["chmod", "600", "\(data)/server.key"])
            },
        )
        let expectation = TLSExpectation(serverName: "db.test", trust: .pem(authority.identity.certificate.pem))
        defer { keep(server) }
        let askForTLS: Preamble = { stream, deadline, bell throws(TransportFailure) in
            try stream.write([0, 0, 0, 8, 4, 210, 22, 47], by: deadline, unless: bell)
            guard try stream.read(atMost: 1, by: deadline, unless: bell) == Array("S".utf8) else {
                throw .tls(.notTLS)
            }
        }
        let rungs = await diagnose(
            Endpoint(host: "localhost", port: server.port),
            tls: expectation,
            preamble: askForTLS,
            by: soon()
        )
        #expect(rungs.broken == nil)
        #expect(rungs.steps.map(\.kind) == [.name, .connection, .preamble, .tls])
        #expect(rungs.tls?.isVerified == true)
    }

    @Test func `the whole walk ends by its deadline`() async throws {
        let silent = try Listener(.silent)
        defer { keep(silent) }
        let hole = try Listener(.blackholed)
        defer { keep(hole) }
        let expectation = TLSExpectation(serverName: "x", verification: .none)
        let frozen = await diagnose(
            Endpoint(host: "127.0.0.1", port: silent.port),
            tls: expectation,
            by: .after(.milliseconds(200))
        )
        #expect(frozen.broken?.failure == .noReply)
        #expect(frozen.broken?.kind == .tls)
        let dropped = await diagnose(
            Endpoint(host: "127.0.0.1", port: hole.port),
            tls: expectation,
            by: .after(.milliseconds(200))
        )
        #expect(dropped.broken?.failure == .connectTimedOut)
    }
}
