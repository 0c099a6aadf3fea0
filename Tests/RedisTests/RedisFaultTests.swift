import Deadlines
import Glibc
import Network
import Redis
import TestSupport
import Testing

/// Servers that are down, hung, wrong or unwilling.
@Suite(.live, .timeLimit(.minutes(5))) struct RedisFaultTests {
    private func connect(_ port: Int, by deadline: Deadline = soon()) async throws(RedisError) -> RedisConnection {
        try await RedisConnection(to: RedisTarget(Endpoint(host: "127.0.0.1", port: port)), by: deadline)
    }

    @Test func `no password, a wrong one and a right one`() async throws {
        let server = try RedisServer(arguments: ["--requirepass", "right"])
        defer { keep(server) }
        let anonymous = try await server.connect()
        let missing = await serverError { try await anonymous.ping(by: soon()) }
        #expect(missing?.code == "NOAUTH" && missing?.kind == .authentication)
        let wrong = await serverError { _ = try await server.connect(password: "wrong") }
        #expect(wrong?.code == "WRONGPASS" && wrong?.kind == .authentication)
        let right = try await server.connect(password: "right")
        try await right.ping(by: soon())
        #expect(try await right.settings(matching: "*pass*", by: soon()).keys.contains("requirepass") == false)
    }

    @Test func `a password where none is asked for`() async throws {
        let error = await serverError { _ = try await TestServers.redis().connect(password: "needless") }
        #expect(error?.kind == .passwordNotExpected)
        #expect(error.map { "\($0)" }?.contains("needless") == false)
    }

    @Test func `users have their own rights`() async throws {
        let reading = ["--user", "reader", "on", ">secret", "~public:*", "+get", "+ping"]
        let server = try RedisServer(arguments: reading + ["--user", "gone", "off", ">secret"])
        defer { keep(server) }
        let reader = try await server.connect(user: "reader", password: "secret")
        try await reader.ping(by: soon())
        #expect(try await reader.command(["GET", "public:x"], by: soon()) == .null)
        for refused in [["GET", "private:x"], ["SET", "public:x", "1"], ["INFO"]] {
            let error = await serverError { try await reader.command(refused, by: soon()) }
            #expect(error?.code == "NOPERM" && error?.kind == .permission)
        }
        let off = await serverError { _ = try await server.connect(user: "gone", password: "secret") }
        #expect(off?.code == "WRONGPASS")
        let unknown = await serverError { _ = try await server.connect(user: "nobody", password: "secret") }
        #expect(unknown?.code == "WRONGPASS")
    }

    @Test func `a replica says whose it is, takes no writes and tells when its primary is gone`() async throws {
        let primary = try RedisServer(arguments: ["--repl-diskless-sync-delay", "0"])
        let replica = try RedisServer(
            arguments: ["--replicaof", "127.0.0.1 \(primary.port)", "--replica-serve-stale-data", "no"])
        defer { keep(primary, replica) }
        let redis = try await replica.connect()
        try await waitFor("the replica is connected") {
            guard case .replica(_, "connected", _) = try await redis.role(by: soon()) else { return false }
            return true
        }
        guard case .replica(let endpoint, _, _) = try await redis.role(by: soon()) else {
            Issue.record("no replica")
            return
        }
        #expect(endpoint == Endpoint(host: "127.0.0.1", port: primary.port))
        let source = try await primary.connect()
        try await waitFor("the primary knows its replica") {
            guard case .primary(_, let replicas) = try await source.role(by: soon()) else { return false }
            return replicas.map(\.endpoint.port) == [replica.port]
        }
        let write = await serverError { try await redis.command(["SET", "a", "1"], by: soon()) }
        #expect(write?.kind == .readOnly)

        primary.child.stop()
        var cut: ServerError?
        try await waitFor("the replica misses its primary") {
            do {
                try await redis.command(["GET", "a"], by: soon())
            } catch RedisError.server(let error) {
                cut = error
            }
            return cut != nil
        }
        #expect(cut?.code == "MASTERDOWN" && cut?.kind == .masterDown)
        #expect(try await redis.info(by: soon())["master_link_status"] == "down")
    }

    @Test func `memory that is full, clients that are too many, scripts that do not end`() async throws {
        let small = try RedisServer(arguments: ["--maxmemory", "1"])
        defer { keep(small) }
        let full = try await small.connect()
        let memory = await serverError { try await full.command(["SET", "a", "1"], by: soon()) }
        #expect(memory?.kind == .outOfMemory)

        let narrow = try RedisServer(arguments: ["--maxclients", "1"])
        defer { keep(narrow) }
        let first = try await narrow.connect()
        try await first.ping(by: soon())
        for password in [nil, "any"] {
            let crowd = await serverError {
                try await narrow.connect(password: password).ping(by: soon())
            }
            #expect(crowd?.kind == .tooManyClients)
        }

        let busy = try RedisServer(arguments: ["--busy-reply-threshold", "10"])
        defer { keep(busy) }
        let looping = try await busy.connect()
        await #expect(throws: RedisError.transport(.noReply)) {
            try await looping.command(["EVAL", "while true do end", "0"], by: .after(.milliseconds(500)))
        }
        let waiting = await serverError { try await busy.connect().ping(by: soon()) }
        #expect(waiting?.kind == .busy)
    }

    @Test func `a frozen server gives no reply, and the connection is given up`() async throws {
        let server = try RedisServer()
        let redis = try await server.connect()
        try await server.child.freeze()
        await #expect(throws: RedisError.transport(.noReply)) { try await redis.ping(by: .after(.milliseconds(200))) }
        server.child.thaw()
        // The answer to the first PING is on its way: it must not pass for another's.
        await #expect(throws: RedisError.transport(.closed)) { try await redis.command(["ECHO", "x"], by: soon()) }
        try await server.connect().ping(by: soon())
    }

    @Test func `cancelling ends a call to a frozen server`() async throws {
        let server = try RedisServer()
        let redis = try await server.connect()
        try await server.child.freeze()
        defer { server.child.thaw() }
        let pinging = Task { try await redis.ping(by: .after(.seconds(50))) }
        pinging.cancel()
        await #expect(throws: RedisError.transport(.interrupted)) { try await pinging.value }
    }

    @Test func `a server that dies in the middle is told, and nobody listening is refused`() async throws {
        let server = try RedisServer()
        let redis = try await server.connect()
        let blocked = Task { try await redis.command(["BLPOP", "never", "0"], by: soon()) }
        let watcher = try await server.connect()
        try await waitFor("the command has arrived") {
            try await watcher.info(by: soon()).integer("blocked_clients") == 1
        }
        server.child.send(SIGKILL)
        await #expect {
            try await blocked.value
        } throws: { error in
            [.transport(.closed), .transport(.reset)].contains(error as? RedisError)
        }
        server.child.stop()
        await #expect(throws: RedisError.transport(.refused)) { try await connect(server.port) }
    }

    @Test func `a name that cannot be is told as the name's fault`() async {
        let target = RedisTarget(Endpoint(host: "a..b", port: 6_379))
        await #expect(throws: RedisError.transport(.nameUnknown(host: "a..b"))) {
            try await RedisConnection(to: target, by: soon())
        }
    }

    @Test func `other protocols are no Redis`() async throws {
        let web = try Listener(.answering("HTTP/1.1 400 Bad Request\r\n\r\n"))
        let silent = try Listener(.silent)
        let closing = try Listener(.closing)
        defer { keep(web, silent, closing) }
        await #expect(throws: RedisError.protocolMismatch(preview: "HTTP/1.1 400 Bad Request....")) {
            try await connect(web.port).ping(by: soon())
        }
        let nats = try TestServers.nats().port
        await #expect {
            try await connect(nats).ping(by: soon())
        } throws: { error in
            guard case .protocolMismatch(let preview) = error as? RedisError else { return false }
            return preview.hasPrefix("INFO {")
        }
        await #expect(throws: RedisError.transport(.noReply)) {
            try await connect(silent.port).ping(by: .after(.milliseconds(200)))
        }
        await #expect {
            try await connect(closing.port).ping(by: soon())
        } throws: { error in
            [.transport(.closed), .transport(.reset)].contains(error as? RedisError)
        }
    }

    @Test(
        arguments: [
            "$99999999999999999999\r\n", "*x\r\n", "*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n",
            ":x\r\n",
            "*2\r\n?\r\n",
        ]
    ) func `replies that make no sense end the call`(reply: String) async throws {
        let listener = try Listener(.answering(reply))
        defer { keep(listener) }
        await #expect(throws: RedisError.self) {
            try await connect(listener.port).ping(by: .after(.seconds(2)))
        }
    }

    @Test func `replies that are too large are not taken in`() async throws {
        let redis = try await RedisConnection(to: TestServers.redis().target(), by: soon(), replyLimit: 100_000)
        await #expect(throws: RedisError.replyTooLarge(limit: 100_000)) {
            try await redis.command(["EVAL", "return string.rep('x', 1000000)", "0"], by: soon())
        }
        let greedy = try Listener(.answering("*2000000000\r\n"))
        defer { keep(greedy) }
        await #expect(throws: RedisError.replyTooLarge(limit: 16 << 20)) {
            try await connect(greedy.port).ping(by: soon())
        }
    }

    @Test func `a reply of another kind is not taken for the right one`() async throws {
        for (reply, name) in [
            (":1\r\n", "PING"), ("*0\r\n", "INFO"), ("+x\r\n", "ROLE"), ("*1\r\n$1\r\nx\r\n", "ROLE"),
        ] {
            let listener = try Listener(.answering(reply))
            defer { keep(listener) }
            let redis = try await connect(listener.port)
            await #expect(throws: RedisError.unexpectedReply(to: name)) {
                switch name {
                case "PING": try await redis.ping(by: soon())
                case "INFO": _ = try await redis.info(by: soon())
                default: _ = try await redis.role(by: soon())
                }
            }
        }
    }

    @Test func `a server that echoes the password does not give it away`() async throws {
        let echo = try Listener(.answering("-ERR unknown command AUTH hunter2 with args 'hunter2'\r\n"))
        defer { keep(echo) }
        let target = RedisTarget(Endpoint(host: "127.0.0.1", port: echo.port), password: "hunter2")
        await #expect {
            try await RedisConnection(to: target, by: soon())
        } throws: { error in
            "\(error)".contains("AUTH ••••••") && !String(reflecting: error).contains("hunter2")
        }
    }
}

/// Waits for a condition that is asked of a server.
func waitFor(_ what: String, _ condition: () async throws -> Bool) async throws {
    let end = ContinuousClock.now + .seconds(40)
    while ContinuousClock.now < end {
        if try await condition() { return }
        try await Task.sleep(for: .milliseconds(20))
    }
    Issue.record("waited in vain: \(what)")
}
