import Deadlines
import Glibc
import Network
import TestSupport
import Testing

@testable import NATS

@Suite(.live, .timeLimit(.minutes(5))) struct ConnectionTests {
    @Test func `a server lets us in and says what it is`() async throws {
        let server = try TestServers.nats()
        let connection = try await connect(server)
        #expect(connection.info.isAtLeast(2, 15))
        #expect(connection.info.hasJetStream)
        #expect(!connection.info.requiresAuthentication)
        #expect(connection.info.maxPayload == 1_048_576)
        #expect(connection.info.clientAddress == "127.0.0.1")
        #expect(connection.clientID != nil)
        #expect(!connection.isSecure)
        #expect(connection.end == nil)
        #expect(try await connection.roundTrip(by: soon()) < quick)
    }

    @Test func `a request is answered`() async throws {
        let server = try TestServers.nats()
        let connection = try await connect(server)
        let requests = try connection.subscribe("echo.one")
        try await connection.flush(by: soon())
        async let reply = connection.request("echo.one", bytes("hello"), headers: ["A": "1", "A": "2"], by: soon())
        let request = try await requests.next(by: soon())
        #expect(request.text == "hello")
        #expect(request.headers.values("A") == ["1", "2"])
        try await connection.publish(request.reply ?? "", bytes("and you"), headers: ["B": "3"], by: soon())
        #expect(try await reply.text == "and you")
        #expect(try await reply.headers["B"] == "3")
    }

    @Test func `nobody listens is told at once`() async throws {
        let connection = try await connect(TestServers.nats())
        let start = ContinuousClock.now
        let error = await failure { () throws(NATSError) in try await connection.request("void", by: soon()) }
        #expect(error == .noResponders(subject: "void"))
        #expect(ContinuousClock.now - start < quick)
    }

    @Test func `a listener who says nothing is a timeout`() async throws {
        let connection = try await connect(TestServers.nats())
        let silent = try connection.subscribe("silent")
        let start = ContinuousClock.now
        let error = await failure { () throws(NATSError) in
            try await connection.request("silent", by: .after(.milliseconds(100)))
        }
        #expect(error == .timeout)
        #expect(ContinuousClock.now - start < quick)
        #expect(connection.end == nil)
        silent.unsubscribe()
    }

    @Test func `a payload too large is refused before it is sent`() async throws {
        let connection = try await connect(TestServers.nats())
        let error = await failure { () throws(NATSError) in
            try await connection.publish("a", [UInt8](repeating: 1, count: 1_048_577), by: soon())
        }
        #expect(error == .maxPayload(limit: 1_048_576, size: 1_048_577))
        #expect(connection.end == nil)
    }

    @Test func `a subject that would break the protocol is refused`() async throws {
        let connection = try await connect(TestServers.nats())
        for subject in ["", "a b", "a\r\nPUB b 0", "a.*"] {
            let error = await failure { () throws(NATSError) in try await connection.publish(subject, by: soon()) }
            #expect(error == .invalidSubject(subject))
        }
    }

    @Test func `five thousand requests are under way at once`() async throws {
        let connection = try await connect(TestServers.nats())
        try await withThrowingTaskGroup { group in
            for _ in 0..<5_000 {
                group.addTask { try await JetStream(connection).account(by: .after(.seconds(50))) }
            }
            for try await account in group { #expect(account.maxStreams == -1) }
        }
    }

    @Test func `cancelled requests end at once and leave the connection alone`() async throws {
        let connection = try await connect(TestServers.nats())
        let silent = try connection.subscribe("never")
        try await connection.flush(by: soon())
        let tasks = (0..<500).map { _ in
            Task { try await connection.request("never", by: .after(.seconds(50))) }
        }
        _ = try await silent.next(by: soon())
        let start = ContinuousClock.now
        for task in tasks { task.cancel() }
        for task in tasks { await #expect(throws: NATSError.cancelled) { try await task.value } }
        #expect(ContinuousClock.now - start < quick)
        _ = try await JetStream(connection).account(by: soon())
    }

    @Test func `closing ends what is under way at once, and all that comes after`() async throws {
        let connection = try await connect(TestServers.nats())
        let silent = try connection.subscribe("hush")
        try await connection.flush(by: soon())
        let task = Task { try await connection.request("hush", by: .after(.seconds(50))) }
        _ = try await silent.next(by: soon())
        let start = ContinuousClock.now
        connection.close()
        await #expect(throws: NATSError.closed) { try await task.value }
        #expect(ContinuousClock.now - start < quick)
        #expect(connection.end == .closed)
        let late = await failure { () throws(NATSError) in try await connection.request("a", by: soon()) }
        #expect(late == .closed)
        #expect(throws: NATSError.closed) { try connection.subscribe("a") }
        var seen = 0
        for try await _ in silent { seen += 1 }
        #expect(seen == 0)
        connection.close()
    }

    @Test func `what was published before closing still arrives`() async throws {
        let server = try TestServers.nats()
        let listener = try await connect(server)
        let messages = try listener.subscribe("goodbye")
        try await listener.flush(by: soon())
        do {
            let connection = try await connect(server)
            try await connection.publish("goodbye", bytes("so long"), by: soon())
        }
        #expect(try await messages.next(by: soon()).text == "so long")
    }

    @Test func `much that was published before closing still arrives`() async throws {
        let server = try TestServers.nats()
        let listener = try await connect(server)
        let messages = try listener.subscribe("farewell")
        try await listener.flush(by: soon())
        do {
            let connection = try await connect(server)
            for _ in 0..<16 {
                try await connection.publish("farewell", [UInt8](repeating: 1, count: 500_000), by: soon())
            }
        }
        for _ in 0..<16 { #expect(try await messages.next(by: soon()).payload.count == 500_000) }
    }

    @Test func `connections come and go without leaving descriptors behind`() async throws {
        let server = try TestServers.nats()
        _ = try await connect(server)
        for _ in 0..<50 {
            let connection = try await connect(server)
            _ = try await connection.roundTrip(by: soon())
        }
        // The last ones may still be on their way out, and other suites have some of their own.
        try await eventually("connections are gone") {
            (try descriptors(to: server.port)) < 40
        }
    }

    private func descriptors(to port: Int) throws -> Int {
        try TestSupport.run(["bash", "-c", "ss -tnHp state established dport = :\(port) | grep -c pid=\(getpid()),"])
            .output
            .split(separator: "\n").first.flatMap { Int($0) } ?? 0
    }

    @Test func `a server that is killed ends the connection, and a new one can be had when it is back`() async throws {
        let server = try NATSServer()
        let connection = try await connect(server)
        let messages = try connection.subscribe("a.>")
        try await connection.flush(by: soon())
        let silent = try connection.subscribe("quiet")
        let waiting = Task { try await connection.request("quiet", by: .after(.seconds(50))) }
        _ = try await silent.next(by: soon())
        server.child.send(SIGKILL)
        let error = await failure { () async throws(NATSError) in
            do { return try await waiting.value } catch { throw error as? NATSError ?? .timeout }
        }
        #expect(error == .transport(.closed) || error == .transport(.reset))
        await #expect(throws: NATSError.self) { try await messages.next(by: soon()) }
        #expect(connection.end == error)
        let (refused, _) = try await failedOpen(server.url)
        #expect(refused == .transport(.refused))
    }

    @Test func `a server that is about to leave says so`() async throws {
        let server = try NATSServer(configuration: "lame_duck_duration: 30s\nlame_duck_grace_period: 5s")
        let connection = try await connect(server)
        #expect(!connection.isLameDuck)
        server.child.send(SIGUSR2)
        try await eventually("lame duck") { connection.isLameDuck }
        #expect(connection.end == nil)
    }
}

@Suite(.live, .timeLimit(.minutes(5))) struct HungServerTests {
    @Test func `a stopped server hangs nobody`() async throws {
        let server = try NATSServer()
        let connection = try await connect(server)
        let stream = JetStream(connection)
        try await stream.create(StreamConfiguration(name: "S", subjects: ["s.>"]), by: soon())
        try await server.child.freeze()
        let start = ContinuousClock.now
        let short = Deadline.after(.milliseconds(300))
        async let request = failure { () throws(NATSError) in try await connection.request("a", by: short) }
        async let publish = failure { () throws(NATSError) in try await stream.publish("s.a", by: short) }
        async let flush = failure { () throws(NATSError) in try await connection.flush(by: short) }
        async let opening = failedOpen(server.url, limit: .milliseconds(300))
        let (unanswered, unconfirmed, unflushed) = await (request, publish, flush)
        #expect(unanswered == .timeout)
        #expect(unconfirmed == .timeout)
        #expect(unflushed == .timeout)
        let unopened = try await opening.error
        #expect(unopened == .transport(.noReply))
        #expect(ContinuousClock.now - start < quick)
        server.child.thaw()
        #expect(try await stream.stream("S", by: soon())?.name == "S")
        try await server.child.freeze()
        let closing = ContinuousClock.now
        let last = Task { try await connection.request("a", by: .after(.seconds(50))) }
        connection.close()
        await #expect(throws: NATSError.closed) { try await last.value }
        #expect(ContinuousClock.now - closing < quick)
        server.child.thaw()
    }

    @Test func `a server that does not read makes publishers wait to their deadline, in bounded memory`() async throws {
        let server = try NATSServer()
        let connection = try await connect(server)
        try await server.child.freeze()
        let megabyte = [UInt8](repeating: 7, count: 1 << 20)
        let start = ContinuousClock.now
        var error: NATSError?
        var handedOver = 0
        while error == nil, handedOver < 200 {
            error = await failure { () throws(NATSError) in
                try await connection.publish("a", megabyte, by: .after(.milliseconds(300)))
            }
            handedOver += 1
        }
        #expect(error == .timeout)
        #expect(handedOver < 100)
        #expect(ContinuousClock.now - start < quick)
        server.child.thaw()
        try await connection.flush(by: soon())
        try await connection.publish("a", megabyte, by: soon())
    }

    @Test func `a silent server is noticed by its missing pongs`() async throws {
        let server = try NATSServer()
        var options = try NATSOptions(url: server.url)
        options.pingInterval = .milliseconds(100)
        let connection = try await NATSConnection.open(options, by: soon())
        let messages = try connection.subscribe("a")
        try await connection.flush(by: soon())
        // Alive as long as the server answers pings.
        let quiet = await failure { () throws(NATSError) in try await messages.next(by: .after(.milliseconds(500))) }
        #expect(quiet == .timeout)
        #expect(connection.end == nil)
        try await server.child.freeze()
        await #expect(throws: NATSError.transport(.noReply)) { try await messages.next(by: soon()) }
        #expect(connection.end == .transport(.noReply))
        server.child.thaw()
    }
}
