import Deadlines
import Glibc
import NATS
import Network
import TestSupport
import Testing

/// Certificates of two authorities, made once.
private let certificates = Result { () throws -> Scratch in
    let scratch = Scratch("nats-tls")
    let script = """
        new="-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
        for name in ca other; do
          openssl req -x509 $new -keyout $name.key -out $name.pem -subj "/CN=Test $name" -days 30
        done
        openssl req -x509 $new -keyout self.key -out self.pem -subj "/CN=localhost" -days 30 \\
          -addext "subjectAltName=IP:127.0.0.1"
        issue() {
          openssl req $new -keyout "$1.key" -out "$1.csr" -subj "/CN=$1" -addext "subjectAltName=$2"
          openssl x509 -req -in "$1.csr" -CA "$3.pem" -CAkey "$3.key" -CAcreateserial -out "$1.pem" -copy_extensions copy $4
        }
        issue server IP:127.0.0.1,DNS:localhost ca "-days 30"
        issue wrong.test DNS:wrong.test ca "-days 30"
        issue expired IP:127.0.0.1 ca "-days -1"
        issue client DNS:client ca "-days 30"
        issue stranger DNS:stranger other "-days 30"
        """
    try require(TestSupport.run(["bash", "-e", "-c", script], in: scratch.path))
    return scratch
}

@Suite(.live, .timeLimit(.minutes(5))) struct TLSTests {
    private let files: Scratch

    init() throws { files = try certificates.get() }

    private func server(_ certificate: String, verify: Bool = false, more: String = "") throws -> NATSServer {
        try NATSServer(
            configuration: """
                tls {
                  cert_file: "\(files.file("\(certificate).pem"))"
                  key_file: "\(files.file("\(certificate).key"))"
                  ca_file: "\(files.file("ca.pem"))"
                  verify: \(verify)
                  \(more)
                }
                """
        )
    }

    private func options(_ server: NATSServer, trusting authority: String? = "ca", scheme: String = "nats") throws
        -> NATSOptions
    {
        var options = try NATSOptions(url: "\(scheme)://127.0.0.1:\(server.port)")
        options.tls.authorities = authority.map { files.file("\($0).pem") }
        return options
    }

    private func openFailure(_ options: NATSOptions) async -> NATSError? {
        await failure { () throws(NATSError) in try await NATSConnection.open(options, by: soon()) }
    }

    @Test(arguments: ["nats", "tls"])
    func `requests go over TLS, also many and large ones`(scheme: String) async throws {
        let server = try server("server")
        let connection = try await NATSConnection.open(options(server, scheme: scheme), by: soon())
        #expect(connection.isSecure)
        #expect(connection.info.requiresTLS)
        let echo = try connection.subscribe("echo")
        try await connection.flush(by: soon())
        let payload = (0..<300_000).map { UInt8(truncatingIfNeeded: $0) }
        async let reply = connection.request("echo", payload, by: soon())
        let request = try await echo.next(by: soon())
        #expect(request.payload == payload)
        try await connection.publish(request.reply ?? "", payload.reversed(), by: soon())
        #expect(try await reply.payload == payload.reversed())
        try await withThrowingTaskGroup { group in
            for _ in 0..<500 { group.addTask { try await JetStream(connection).account(by: soon()) } }
            for try await _ in group {}
        }
    }

    @Test func `a stopped server hangs nobody over TLS either, not even in the middle of large messages`() async throws
    {
        let server = try server("server")
        let connection = try await NATSConnection.open(options(server), by: soon())
        let messages = try connection.subscribe("big")
        try await connection.flush(by: soon())
        let megabyte = [UInt8](repeating: 9, count: 1_000_000)
        for _ in 0..<3 { try await connection.publish("big", megabyte, by: soon()) }
        _ = try await messages.next(by: soon())
        try await server.child.freeze()
        let start = ContinuousClock.now
        var error: NATSError?
        for _ in 0..<200 where error == nil {
            error = await failure { () throws(NATSError) in
                try await connection.publish("big", megabyte, by: .after(.milliseconds(200)))
            }
        }
        #expect(error == .timeout)
        let request = await failure { () throws(NATSError) in
            try await connection.request("a", by: .after(.milliseconds(200)))
        }
        #expect(request == .timeout)
        #expect(ContinuousClock.now - start < quick)
        server.child.thaw()
        try await connection.flush(by: soon())
        try await server.child.freeze()
        let closing = ContinuousClock.now
        connection.close()
        while let next = try? await messages.next(by: soon()) { #expect(next.payload.count == 1_000_000) }
        #expect(ContinuousClock.now - closing < quick)
        server.child.thaw()
    }

    @Test func `an unknown authority is named by its number`() async throws {
        let server = try server("server")
        for authority in ["other", nil] {
            let error = await openFailure(try options(server, trusting: authority))
            guard case .transport(.tls(.untrusted(let code, let reason))) = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
            #expect([20, 21].contains(code))
            #expect(!reason.isEmpty)
        }
    }

    @Test func `a wrong name is named`() async throws {
        let server = try server("wrong.test")
        let error = await openFailure(try options(server))
        #expect(error == .transport(.tls(.nameMismatch(wanted: "127.0.0.1", presented: ["wrong.test"]))))
        var other = try options(server)
        other.tls.serverName = "wrong.test"
        #expect(try await NATSConnection.open(other, by: soon()).isSecure)
    }

    @Test func `an expired certificate and a self-signed one are told apart`() async throws {
        let expired = try server("expired")
        let late = await openFailure(try options(expired))
        #expect(late == .transport(.tls(.expired)))
        let lone = try server("self")
        let alone = await openFailure(try options(lone))
        #expect(alone == .transport(.tls(.selfSigned)))
    }

    @Test func `any certificate is accepted through the named door only`() async throws {
        let server = try server("self")
        var options = try options(server)
        options.tls = options.tls.acceptingAnyCertificate()
        #expect(try await NATSConnection.open(options, by: soon()).isSecure)
    }

    @Test func `a client certificate is wanted, refused and accepted`() async throws {
        let server = try server("server", verify: true)
        var options = try options(server)
        #expect(await openFailure(options) == .transport(.tls(.clientCertificateWanted)))
        options.tls.certificate = files.file("stranger.pem")
        options.tls.key = files.file("stranger.key")
        let error = await openFailure(options)
        guard case .transport(.tls(.handshake)) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        options.tls.certificate = files.file("client.pem")
        options.tls.key = files.file("client.key")
        let connection = try await NATSConnection.open(options, by: soon())
        _ = try await JetStream(connection).account(by: soon())
    }

    @Test func `TLS required of a plain server is refused before anything is sent`() async throws {
        let error = await openFailure(try NATSOptions(url: "tls://127.0.0.1:\(TestServers.nats().port)"))
        #expect(error == .transport(.tls(.notTLS)))
    }

    @Test func `versions without overlap are told as such`() async throws {
        let port = freePort()
        // A server of TLS 1.1 only, behind a NATS greeting.
        let script = """
            import socket, ssl, sys
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.set_ciphers("ALL:@SECLEVEL=0")
            context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
            context.load_cert_chain(sys.argv[2], sys.argv[3])
            listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
            while True:
                client, _ = listener.accept()
                try:
                    client.sendall(b'INFO {"server_id":"A","version":"2.10.0","tls_required":true}\\r\\n')
                    context.wrap_socket(client, server_side=True)
                except Exception:
                    pass
            """
        let command = [
            "python3", "-W", "ignore", "-c", script, String(port), files.file("server.pem"), files.file("server.key"),
        ]
        let child = try LinkedChild(command, scratch: Scratch("old-tls"))
        try await eventually("the old server is there") { exchange("", port: port)?.hasPrefix("INFO") == true }
        var options = try NATSOptions(url: "nats://127.0.0.1:\(port)")
        options.tls.authorities = files.file("ca.pem")
        #expect(await openFailure(options) == .transport(.tls(.version)))
        child.stop()
    }

    @Test func `a file of ours that cannot be used is named`() async throws {
        let server = try server("server")
        var options = try options(server)
        options.tls.authorities = "/nowhere/ca.pem"
        guard case .transport(.tls(.badFile(let path, _))) = await openFailure(options) else {
            Issue.record("expected a bad file")
            return
        }
        #expect(path == "/nowhere/ca.pem")
        options = try self.options(server)
        options.tls.certificate = files.file("server.key")
        guard case .transport(.tls(.badFile)) = await openFailure(options) else {
            Issue.record("expected a bad file")
            return
        }
    }
}
