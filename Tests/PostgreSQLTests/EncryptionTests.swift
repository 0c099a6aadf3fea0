internal import Cryptography
internal import Deadlines
internal import FoundationEssentials
internal import Glibc
internal import Network
internal import PostgreSQL
internal import TestSupport
internal import Testing

/// A server with a choice of certificates, by the names of their files in its data folder.
private struct Bench: Sendable {
    let certificates: [String: KeyedCertificate]
    let scratch: Scratch
    let authorities: String
    let server: PostgreSQLServer

    init() async throws {
        let authority = try CertificateAuthority(name: "Test Authority")
        let stranger = try CertificateAuthority(name: "Stranger")
        let loopback = ["localhost", "127.0.0.1"]
        let day = 86_400.0
        let certificates = [
            "good": try authority.issue(for: loopback),
            "misnamed": try authority.issue(for: ["db.example"]),
            "expired": try authority.issue(
                for: loopback,
                validFrom: Date(timeIntervalSinceNow: -9 * day),
                until: Date(timeIntervalSinceNow: -day)
            ),
            "early": try authority.issue(
                for: loopback,
                validFrom: Date(timeIntervalSinceNow: day),
                until: Date(timeIntervalSinceNow: 9 * day)
            ),
            "strange": try stranger.issue(for: loopback),
            "selfsigned": stranger.identity,
        ]
        self.certificates = certificates
        scratch = Scratch("pgtls")
        authorities = try scratch.write(authority.identity.certificate.pem, to: "ca.pem")
        server = try await started {
            let hba = "hostssl all postgres 127.0.0.1/32 trust\nhostnossl template1 postgres 127.0.0.1/32 trust\n"
            return try PostgreSQLServer(settings: ["ssl": "on"], hba: hba) { data in
                // Not on the command line, which would outrank `alter system`.
                let settings = "ssl_cert_file = 'good.crt'\nssl_key_file = 'good.key'\n"
                try Data(settings.utf8).write(to: URL(filePath: "\(data)/postgresql.auto.conf"))
                for (name, identity) in certificates {
                    try Data(identity.certificate.pem.utf8).write(to: URL(filePath: "\(data)/\(name).crt"))
                    try Data(identity.key.pem.utf8).write(to: URL(filePath: "\(data)/\(name).key"))
                    chmod("\(data)/\(name).key", 0o600)
                }
            }
        }
    }

    static let shared = Task { try await Bench() }
}

/// One after the other, since they change the server's settings.
@Suite(.live, .serialized, .timeLimit(.minutes(5)))
struct EncryptionTests {
    private let certificates: [String: KeyedCertificate]
    private let scratch: Scratch
    private let authorities: String
    private let server: PostgreSQLServer

    init() async throws {
        let bench = try await Bench.shared.value
        (certificates, scratch) = (bench.certificates, bench.scratch)
        (authorities, server) = (bench.authorities, bench.server)
    }

    private func url(_ options: String, host: String = "127.0.0.1", database: String = "postgres") -> String {
        "postgresql://postgres@\(host):\(server.port)/\(database)?\(options)"
    }

    private func kind(_ url: String) async -> PostgreSQLError.Kind? {
        await failure { try await Connection.open(try Target(url: url), by: soon()) }?.kind
    }

    @Test func `what a certificate lacks is told by its kind`() async throws {
        try await present("good")
        let full = "sslmode=verify-full&sslrootcert=\(authorities)"
        let chain = "sslmode=verify-ca&sslrootcert=\(authorities)"
        for host in ["127.0.0.1", "localhost"] {
            let connection = try await Connection.open(try Target(url: url(full, host: host)), by: soon())
            let encryption = try #require(await connection.encryption)
            #expect(encryption.version == "TLSv1.3")
            #expect(encryption.keyBits >= 128)
            #expect(!encryption.cipher.isEmpty)
            #expect(!encryption.isCompressed)
            #expect(encryption.certificates == [try #require(certificates["good"]).certificate.der])
        }
        let missing = scratch.file("missing.pem")
        let badFile = await kind(url("sslmode=verify-full&sslrootcert=\(missing)"))
        guard case .transport(.tls(.badFile(missing, _))) = badFile else { throw Surprise(badFile) }
        // The system's authorities know nothing of ours, whether named or not.
        for options in ["sslmode=verify-full", "sslmode=verify-ca&sslrootcert=system"] {
            let untrusted = await kind(url(options))
            guard case .transport(.tls(.untrusted)) = untrusted else { throw Surprise(untrusted) }
        }
        try await present("misnamed")
        #expect(
            await kind(url(full)) == .transport(.tls(.nameMismatch(wanted: "127.0.0.1", presented: ["db.example"])))
        )
        #expect(await kind(url(chain)) == nil)
        for (name, failure) in [("expired", TLSFailure.expired), ("early", .notYetValid), ("selfsigned", .selfSigned)] {
            try await present(name)
            #expect(await kind(url(full)) == .transport(.tls(failure)), "\(name)")
            #expect(await kind(url("sslmode=require")) == nil, "\(name)")
        }
        try await present("strange")
        let strange = await kind(url(chain))
        guard case .transport(.tls(.untrusted)) = strange else { throw Surprise(strange) }
    }

    @Test func `no TLS, no version in common and no encryption wanted are told apart`() async throws {
        let plain = try await sharedServer()
        #expect(await kind(plain.url() + "?sslmode=require") == .transport(.tls(.notTLS)))
        #expect(
            await failure { try await Connection.open(try Target(url: url("sslmode=disable")), by: soon()) }?.code
                == .invalidAuthorization
        )
        let unencrypted = try await Connection.open(
            try Target(url: url("sslmode=disable", database: "template1")),
            by: soon()
        )
        #expect(await unencrypted.encryption == nil)
        try await unencrypted.execute("alter system set ssl_max_protocol_version = 'TLSv1.2'", by: soon())
        try await unencrypted.query("select pg_reload_conf()", by: soon())
        try await eventually { await kind(url("sslmode=require&ssl_min_protocol_version=TLSv1.3")) != nil }
        #expect(await kind(url("sslmode=require&ssl_min_protocol_version=TLSv1.3")) == .transport(.tls(.version)))
        #expect(await kind(url("sslmode=require")) == nil)
        try await unencrypted.execute("alter system reset ssl_max_protocol_version", by: soon())
        try await unencrypted.query("select pg_reload_conf()", by: soon())
        try await eventually { await kind(url("sslmode=require&ssl_min_protocol_version=TLSv1.3")) == nil }
    }

    @Test func `an end that agrees to TLS and then says nothing or nonsense is told apart`() async throws {
        let silent = FakeServer { client in
            _ = answering([UInt8(ascii: "S")])(client)
            return false
        }
        let options = "postgresql://a@127.0.0.1:\(silent.port)/d?sslmode=require"
        let error = await failure {
            try await Connection.open(try Target(url: options), by: shortly())
        }
        #expect(error?.kind == .transport(.noReply))
        let odd = FakeServer(answering(Array("HTTP/1.1 400".utf8)))
        let kind = await kind("postgresql://a@127.0.0.1:\(odd.port)/d?sslmode=require")
        #expect(kind == .notPostgreSQL(firstBytes: [UInt8(ascii: "H")]))
        withExtendedLifetime((silent, odd)) {}
    }

    @Test func `large answers, cancelling and pipelines work over TLS as well`() async throws {
        let connection = try await Connection.open(try patient(url("sslmode=require")), by: soon())
        let size = 3_000_000
        #expect(
            try await connection.query("select repeat('x', \(size)::int)", by: soon()).value(as: String.self).utf8.count
                == size
        )
        let error = await failure { try await connection.query("select pg_sleep(300)", by: shortly()) }
        #expect(error?.kind == .deadlinePassed(during: .statement))
        #expect(error?.connectionIsUsable == true)
        let outcomes = try await connection.pipeline((0..<500).map { "select \($0)::int" }, .each, by: soon())
        #expect(try outcomes.map { try #require($0.rows).value(as: Int.self) } == Array(0..<500))
    }

    /// Makes the server show another certificate.
    private func present(_ name: String) async throws {
        let connection = try await Connection.open(
            try Target(url: url("sslmode=disable", database: "template1")),
            by: soon()
        )
        for part in ["cert_file = '\(name).crt'", "key_file = '\(name).key'"] {
            try await connection.execute("alter system set ssl_\(part)", by: soon())
        }
        try await connection.query("select pg_reload_conf()", by: soon())
        await connection.close()
        let wanted = certificates[name]?.certificate.der
        try await eventually {
            let connection = try await Connection.open(try Target(url: url("sslmode=require")), by: soon())
            return await connection.encryption?.certificates.first == wanted
        }
    }
}

private struct Surprise: Error {
    let kind: PostgreSQLError.Kind?

    init(_ kind: PostgreSQLError.Kind?) {
        self.kind = kind
    }
}
