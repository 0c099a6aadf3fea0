import Deadlines
import NATS
import Network
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct HostileServerTests {
    private func connection(_ script: @escaping @Sendable (FakeClient) -> Void) async throws -> (
        NATSConnection, FakeServer
    ) {
        let server = try FakeServer { client in
            client.welcome()
            script(client)
        }
        return (try await NATSConnection.open(try NATSOptions(url: server.url), by: soon()), server)
    }

    @Test func `noise in place of the protocol ends the connection and names itself`() async throws {
        let (connection, server) = try await connection { client in
            client.waitForByte()
            client.send("WHAT IS THIS\r\n")
            client.stall()
        }
        let error = await failure { () throws(NATSError) in try await connection.request("a", by: soon()) }
        guard case .protocolMismatch = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(connection.end == error)
        withExtendedLifetime(server) {}
    }

    @Test func `an error of the server ends the connection with its words`() async throws {
        let (connection, server) = try await connection { client in
            client.waitForByte()
            client.send("-ERR 'Unknown Protocol Operation'\r\n")
            client.stall()
        }
        let error = await failure { () throws(NATSError) in try await connection.request("a", by: soon()) }
        #expect(error == .server("Unknown Protocol Operation"))
        withExtendedLifetime(server) {}
    }

    @Test func `credentials that expire later end the connection as such`() async throws {
        let (connection, server) = try await connection { client in
            client.waitForByte()
            client.send("-ERR 'User Authentication Expired'\r\n")
            client.hangUp()
        }
        let error = await failure { () throws(NATSError) in try await connection.request("a", by: soon()) }
        #expect(error == .authentication(.userExpired))
        withExtendedLifetime(server) {}
    }

    @Test func `a message that is announced and never comes holds nobody past the deadline`() async throws {
        let (connection, server) = try await connection { client in
            client.waitForByte()
            client.send("MSG _INBOX.x.1 1 1900000000\r\nonly this")
            client.stall()
        }
        let start = ContinuousClock.now
        let error = await failure { () throws(NATSError) in
            try await connection.request("a", by: .after(.milliseconds(200)))
        }
        #expect(error == .timeout)
        connection.close()
        #expect(ContinuousClock.now - start < quick)
        withExtendedLifetime(server) {}
    }

    @Test func `messages nobody asked for are dropped`() async throws {
        let (connection, server) = try await connection { client in
            client.waitForByte()
            for number in 0..<2_000 {
                client.send("MSG _INBOX.other.\(number) 1 2\r\nhi\r\n")
                client.send("MSG some.subject 99 2\r\nhi\r\n")
                client.send("HMSG x 1 12 12\r\nNATS/1.0\r\n\r\n\r\n")
            }
            client.send("PING\r\n")
            client.stall()
        }
        let error = await failure { () throws(NATSError) in
            try await connection.request("a", by: .after(.milliseconds(300)))
        }
        #expect(error == .timeout)
        #expect(connection.end == nil)
        withExtendedLifetime(server) {}
    }

    @Test func `a server that hangs up ends all who wait`() async throws {
        let (connection, server) = try await connection { client in
            while let line = client.line(), !line.hasPrefix("PUB a") {}
            client.hangUp()
        }
        let messages = try connection.subscribe("b")
        // Each of them waits when the server hangs up, on the first word of the request.
        async let one = failure { () throws(NATSError) in try await connection.request("a", by: soon()) }
        async let two = failure { () throws(NATSError) in try await messages.next(by: soon()) }
        async let three = failure { () throws(NATSError) in try await connection.flush(by: soon()) }
        for error in await [one, two, three] {
            #expect(error == .transport(.closed) || error == .transport(.reset))
        }
        withExtendedLifetime(server) {}
    }

    @Test(.live, arguments: ["", "{", "[]", "nothing", "{\"error\":", String(repeating: "[", count: 100_000)])
    func `a reply that is no answer of JetStream's is malformed`(reply: String) async throws {
        let connection = try await connect(TestServers.nats())
        let domain = "fake\(UInt32.random(in: 0 ..< .max))"
        let requests = try connection.subscribe("$JS.\(domain).API.INFO")
        async let error = failure { () throws(NATSError) in
            try await JetStream(connection, domain: domain).account(by: soon())
        }
        let request = try await requests.next(by: soon())
        try await connection.publish(request.reply ?? "", bytes(reply), by: soon())
        guard case .malformedReply = await error else {
            Issue.record("\(reply.prefix(20)): \(String(describing: await error))")
            return
        }
    }
}
