import Network
import TestSupport
import Testing
import Words

@testable import Cache

/// Redis over TLS, and where it is not what was expected.
@Suite(.live, .timeLimit(.minutes(5))) struct EncryptionTests {
    /// One that speaks TLS on one port and plain text on the other.
    private final class SecureServer: Sendable {
        let server: RedisServer
        let port = freePort()
        let authority: String
        private let scratch = Scratch("redis-tls")

        init(days: Int = 90, _ arguments: [String] = ["--tls-auth-clients", "no"]) throws {
            let (certificate, key) = (scratch.file("certificate.pem"), scratch.file("key.pem"))
            try require(
                run([
                    "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                    "-days", "\(days)", "-subj", "/CN=cache.test", "-addext",
                    "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key, "-out", certificate,
                ])
            )
            let options = [
                "--tls-port", "\(port)", "--tls-cert-file", certificate, "--tls-key-file", key,
                "--tls-ca-cert-file", certificate,
            ]
            server = try RedisServer(arguments: options + arguments)
            authority = certificate
        }
    }

    @Test func `a healthy one, and one whose certificate ends soon`() async throws {
        for (days, told) in [
            (90, []), (20, ["warn cache.connect tls_expiring"]), (3, ["fail cache.connect tls_expiring"]),
        ] {
            let secure = try SecureServer(days: days)
            defer { keep(secure) }
            let examination = await examine("rediss://127.0.0.1:\(secure.port)", trust: .file(secure.authority))
            #expect(examination.told == told)
            #expect(examination["cache.connect"]?.seen?.hasSuffix("over TLSv1.3") == true)
            #expect(examination["cache.connect"]?.measures.contains { $0.name == "certificate_left" } == true)
        }
    }

    @Test func `a certificate of nobody's, plain text to a TLS port, TLS to a plain port`() async throws {
        let secure = try SecureServer()
        defer { keep(secure) }
        for (url, word) in [
            ("rediss://127.0.0.1:\(secure.port)", "tls_self_signed"),
            ("redis://127.0.0.1:\(secure.port)", "tls_missing"),
            ("rediss://:marmotgranite@127.0.0.1:\(secure.server.port)", "protocol_mismatch"),
        ] {
            let examination = await examine(url, timeout: .seconds(6))
            #expect(examination.told == ["fail cache.connect \(word)"] && examination.allElseIsBlocked)
            #expect(!"\(examination)".contains("marmotgranite"))
        }
        let unknown = await examine("rediss://127.0.0.1:\(secure.port)")
        #expect(unknown["cache.connect"]?.evidence("certificate")?.contains("localhost") == true)
    }

    @Test func `a certificate of ours that is wanted`() async throws {
        let secure = try SecureServer(["--tls-auth-clients", "yes"])
        defer { keep(secure) }
        let examination = await examine("rediss://127.0.0.1:\(secure.port)", trust: .file(secure.authority))
        #expect(examination.told == ["fail cache.connect tls_client_certificate"])
        #expect(examination.allElseIsBlocked)
    }
}
