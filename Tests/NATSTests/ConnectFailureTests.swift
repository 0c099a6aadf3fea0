import Deadlines
import NATS
import Network
import Synchronization
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct ConnectFailureTests {
    @Test func `a closed port refuses`() async throws {
        let (error, time) = try await failedOpen("nats://127.0.0.1:\(freePort())")
        #expect(error == .transport(.refused))
        #expect(time < quick)
    }

    @Test func `a name that does not exist is told`() async throws {
        let (error, _) = try await failedOpen("nats://no-such-host.invalid:4222")
        switch error {
        case .transport(.nameUnknown), .transport(.nameUnresolved), .transport(.nameTimedOut): break
        default: Issue.record("\(String(describing: error))")
        }
    }

    @Test func `a server that speaks first but not NATS is a mismatch`() async throws {
        let server = try FakeServer { $0.send("220 mail.example ESMTP\r\n") }
        let (error, time) = try await failedOpen(server.url)
        #expect(error == .protocolMismatch(got: "220 mail.example ESMTP"))
        #expect(time < quick)
    }

    @Test func `a server that hangs up is told`() async throws {
        let server = try FakeServer { $0.hangUp() }
        let (error, _) = try await failedOpen(server.url)
        #expect(error == .transport(.closed) || error == .transport(.reset))
    }

    @Test(arguments: ["", "INF", "INFO {\"server_id\":\"A\""])
    func `a server that falls silent before its greeting ends is no reply`(opening: String) async throws {
        let server = try FakeServer { client in
            client.send(opening)
            client.stall()
        }
        let (error, time) = try await failedOpen(server.url, limit: .milliseconds(300))
        #expect(error == .transport(.noReply))
        #expect(time < quick)
    }

    /// libnats's own connect never returns here, and connects to one address go one after the other: that a later one gets through shows
    /// that the work behind the earlier ones came to its end.
    @Test func `a server that falls silent after its greeting ends at the deadline and leaves no work behind`()
        async throws
    {
        let isAwake = Mutex(false)
        let server = try FakeServer { client in
            client.send(FakeServer.greeting)
            while let line = client.line() {
                if line.hasPrefix("PING"), isAwake.withLock({ $0 }) { client.send("PONG\r\n") }
            }
        }
        for _ in 1...3 {
            let (error, time) = try await failedOpen(server.url, limit: .milliseconds(500))
            #expect(error == .transport(.noReply))
            #expect(time < quick)
        }
        isAwake.withLock { $0 = true }
        _ = try await NATSConnection.open(try NATSOptions(url: server.url), by: soon())
    }

    @Test func `a connect is cancelled in the middle`() async throws {
        let server = try FakeServer { client in
            client.send(FakeServer.greeting)
            client.stall()
        }
        let options = try NATSOptions(url: server.url)
        for greeted in [1, 3] {
            let opening = Task { try await NATSConnection.open(options, by: .after(.seconds(50))) }
            try await eventually("connected twice") { server.connections > greeted }
            let start = ContinuousClock.now
            opening.cancel()
            await #expect(throws: NATSError.cancelled) { try await opening.value }
            #expect(ContinuousClock.now - start < quick)
        }
    }

    @Test func `a server that hangs up after its greeting is told`() async throws {
        let server = try FakeServer { client in
            client.send(FakeServer.greeting)
            if client.number > 1 { _ = client.line() }
            client.hangUp()
        }
        let (error, _) = try await failedOpen(server.url)
        #expect(error == .transport(.closed) || error == .transport(.reset))
    }

    @Test(arguments: [
        ("-ERR 'Authorization Violation'", NATSError.authentication(.refused)),
        ("-ERR 'Authentication Timeout'", .authentication(.timedOut)),
        ("-ERR 'User Authentication Expired'", .authentication(.userExpired)),
        ("-ERR 'User Authentication Revoked'", .authentication(.userRevoked)),
        ("-ERR 'Account Authentication Expired'", .authentication(.accountExpired)),
        ("-ERR 'maximum connections exceeded'", .connectionLimit), ("-ERR 'Something New'", .server("Something New")),
    ])
    func `a refusal in place of the first PONG is told apart`(line: String, expected: NATSError) async throws {
        let server = try FakeServer { client in
            client.send(FakeServer.greeting)
            while let said = client.line(), !said.hasPrefix("PING") {}
            client.send("\(line)\r\n")
            client.hangUp()
        }
        let (error, _) = try await failedOpen(server.url)
        #expect(error == expected)
    }

    @Test func `TLS is wanted and not offered`() async throws {
        let server = try FakeServer { client in
            client.send(FakeServer.greeting)
            client.stall()
        }
        let (error, _) = try await failedOpen("tls://127.0.0.1:\(server.port)")
        #expect(error == .transport(.tls(.notTLS)))
    }

    @Test func `a client certificate is wanted and we have none`() async throws {
        let server = try FakeServer { client in
            client.send(
                "INFO {\"server_id\":\"A\",\"version\":\"2.10.0\",\"tls_required\":true,\"tls_verify\":true}\r\n"
            )
            client.stall()
        }
        let (error, _) = try await failedOpen(server.url)
        #expect(error == .transport(.tls(.clientCertificateWanted)))
    }

    @Test func `a TLS handshake that never answers ends at the deadline`() async throws {
        let server = try FakeServer { client in
            client.send("INFO {\"server_id\":\"A\",\"version\":\"2.10.0\",\"tls_required\":true}\r\n")
            client.stall()
        }
        for _ in 1...2 {
            let (error, time) = try await failedOpen(server.url, limit: .milliseconds(300))
            #expect(error == .transport(.noReply))
            #expect(time < quick)
        }
    }

    @Test func `a server that answers a TLS handshake with noise does not speak TLS`() async throws {
        let server = try FakeServer { client in
            client.send("INFO {\"server_id\":\"A\",\"version\":\"2.10.0\",\"tls_required\":true}\r\n")
            client.waitForByte()
            client.send("what is this, a handshake? I have not the faintest idea\r\n")
            client.stall()
        }
        let (error, time) = try await failedOpen(server.url)
        #expect(error == .transport(.tls(.notTLS)))
        #expect(time < quick)
    }

    @Test func `of several servers the one that works is used, and the failure that got furthest told`() async throws {
        let picky = try FakeServer { client in
            client.send(FakeServer.greeting)
            while let said = client.line(), !said.hasPrefix("PING") {}
            client.send("-ERR 'Authorization Violation'\r\n")
            client.hangUp()
        }
        let dead = "nats://127.0.0.1:\(freePort())"
        let (error, _) = try await failedOpen("\(picky.url),\(dead)")
        #expect(error == .authentication(.refused))
        let good = try FakeServer { client in
            client.welcome()
            client.stall()
        }
        let options = try NATSOptions(url: "\(dead),\(picky.url),\(good.url)")
        let connection = try await NATSConnection.open(options, by: soon())
        #expect(connection.server.endpoint.port == good.port)
    }
}
