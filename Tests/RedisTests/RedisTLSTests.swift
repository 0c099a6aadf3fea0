import Deadlines
import FoundationEssentials
import Network
import Redis
import TestSupport
import Testing

/// A Redis that speaks TLS on one port and plain text on the other.
private final class SecureServer: Sendable {
    let server: RedisServer
    let port = freePort()
    let authority: String
    private let scratch = Scratch("redis-tls")

    init(_ arguments: [String] = ["--tls-auth-clients", "no"]) throws {
        let (certificate, key) = (scratch.file("certificate.pem"), scratch.file("key.pem"))
        let made = try run([
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
            "-subj", "/CN=cache.test", "-addext", "subjectAltName=DNS:cache.test,IP:127.0.0.1", "-keyout", key, "-out",
            certificate,
        ])
        try #require(made.status == 0, "\(made.errors)")
        let options = [
            "--tls-port", "\(port)", "--tls-cert-file", certificate, "--tls-key-file", key, "--tls-ca-cert-file",
            certificate,
        ]
        server = try RedisServer(arguments: options + arguments)
        authority = certificate
    }

    func target(name: String = "cache.test", trust: TLSExpectation.Trust? = nil) -> RedisTarget {
        let expectation = TLSExpectation(serverName: name, trust: trust ?? .file(authority))
        return RedisTarget(Endpoint(host: "127.0.0.1", port: port), tls: expectation)
    }
}

@Suite(.live, .timeLimit(.minutes(5))) struct RedisTLSTests {
    @Test func `commands go over TLS, many and large`() async throws {
        let secure = try SecureServer()
        defer { keep(secure) }
        let redis = try await RedisConnection(to: secure.target(), by: soon())
        #expect(await redis.tlsFacts?.isVerified == true)
        #expect(await redis.tlsFacts?.version == "TLSv1.3")
        let replies = try await redis.pipeline((0..<2_000).map { ["ECHO", "\($0)"] }, by: soon())
        #expect(replies.last?.text == "1999")
        let large = [UInt8](repeating: 9, count: 3_000_000)
        try await redis.command([Array("SET".utf8), Array("k".utf8), large], by: soon())
        #expect(try await redis.command(["GET", "k"], by: soon()) == .bytes(large))
    }

    @Test func `what breaks in TLS is told as that`() async throws {
        let secure = try SecureServer()
        defer { keep(secure) }
        await #expect(throws: RedisError.transport(.tls(.selfSigned))) {
            try await RedisConnection(to: secure.target(trust: .system), by: soon())
        }
        let mismatch = TLSFailure.nameMismatch(wanted: "other.test", presented: ["cache.test", "127.0.0.1"])
        await #expect(throws: RedisError.transport(.tls(mismatch))) {
            try await RedisConnection(to: secure.target(name: "other.test"), by: soon())
        }
        var toPlain = secure.target()
        toPlain.endpoint.port = secure.server.port
        await #expect {
            try await RedisConnection(to: toPlain, by: .after(.seconds(2)))
        } throws: { error in
            // Redis takes the handshake for a command without end; it answers, closes, or waits for more.
            [.transport(.tls(.notTLS)), .transport(.closed), .transport(.reset), .transport(.noReply)]
                .contains(error as? RedisError)
        }
        var plain = secure.target()
        plain.tls = nil
        await #expect(throws: RedisError.serverExpectsTLS) {
            let redis = try await RedisConnection(to: plain, by: soon())
            try await redis.ping(by: soon())
        }
    }

    @Test func `a client certificate that is wanted shows at the first command`() async throws {
        let secure = try SecureServer(["--tls-auth-clients", "yes"])
        defer { keep(secure) }
        await #expect {
            let redis = try await RedisConnection(to: secure.target(), by: soon())
            try await redis.ping(by: soon())
        } throws: { error in
            [.transport(.tls(.clientCertificateWanted)), .transport(.reset)].contains(error as? RedisError)
        }
        var having = secure.target()
        let key = secure.authority.replacing("certificate.pem", with: "key.pem")
        having.tls?.clientCertificate = .init(chainFile: secure.authority, keyFile: key)
        try await RedisConnection(to: having, by: soon()).ping(by: soon())
    }
}
