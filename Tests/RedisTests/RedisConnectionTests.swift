import Deadlines
import Glibc
import Network
import Redis
import TestSupport
import Testing

func soon() -> Deadline { .after(.seconds(30)) }

extension RedisServer {
    func target(user: String? = nil, password: String? = nil, database: Int = 0) -> RedisTarget {
        RedisTarget(Endpoint(host: "127.0.0.1", port: port), user: user, password: password, database: database)
    }

    func connect(
        user: String? = nil,
        password: String? = nil,
        database: Int = 0,
    ) async throws(RedisError) -> RedisConnection {
        try await RedisConnection(to: target(user: user, password: password, database: database), by: soon())
    }
}

/// The server's error that a call must end with.
func serverError(_ work: () async throws -> Void) async -> ServerError? {
    do {
        try await work()
    } catch RedisError.server(let error) {
        return error
    } catch {
        Issue.record("\(error)")
    }
    return nil
}

@Suite(.live, .timeLimit(.minutes(5))) struct RedisConnectionTests {
    private func shared() async throws -> RedisConnection { try await TestServers.redis().connect() }

    @Test func `commands are answered, in every kind of reply`() async throws {
        let redis = try await shared()
        try await redis.ping(by: soon())
        let key = "kinds-\(UInt32.random(in: 0 ..< .max))"
        #expect(try await redis.command(["SET", key, "v"], by: soon()) == .status("OK"))
        #expect(try await redis.command(["GET", key], by: soon()) == .bytes([UInt8(ascii: "v")]))
        #expect(try await redis.command(["APPEND", key, "w"], by: soon()) == .integer(2))
        #expect(try await redis.command(["GET", "\(key)-none"], by: soon()) == .null)
        #expect(try await redis.command(["MGET", key, "\(key)-none"], by: soon()).array?.map(\.text) == ["vw", nil])
        #expect(try await redis.command(["EVAL", "return {1,{2,{3}}}", "0"], by: soon()).array?.count == 2)
        try await redis.command(["DEL", key], by: soon())
    }

    @Test func `any bytes go through, also none`() async throws {
        let redis = try await shared()
        let key = Array("bytes-\(UInt32.random(in: 0 ..< .max))".utf8)
        for value in [[], [0, 13, 10, 255, 0], [UInt8](repeating: 7, count: 2_000_000)] {
            try await redis.command([Array("SET".utf8), key, value], by: soon())
            #expect(try await redis.command([Array("GET".utf8), key], by: soon()) == .bytes(value))
        }
        try await redis.command([Array("DEL".utf8), key], by: soon())
    }

    @Test func `a pipeline answers in order, errors among the rest`() async throws {
        let redis = try await shared()
        let key = "pipe-\(UInt32.random(in: 0 ..< .max))"
        let commands = (0..<10_000).map { _ in ["INCR", key] } + [["NOSUCH"], ["DEL", key]]
        let replies = try await redis.pipeline(commands, by: soon())
        #expect(replies.count == 10_002)
        #expect(replies[9_999] == .integer(10_000))
        guard case .error(let error) = replies[10_000] else {
            Issue.record("no error")
            return
        }
        #expect(error.code == "ERR" && error.kind == .other)
        #expect(replies[10_001] == .integer(1))
        #expect(try await redis.pipeline([], by: soon()).isEmpty)
    }

    @Test func `an error of the server leaves the connection usable`() async throws {
        let redis = try await shared()
        let error = await serverError { try await redis.command(["LPUSH"], by: soon()) }
        #expect(error?.code == "ERR")
        try await redis.ping(by: soon())
    }

    @Test func `many tasks share one connection and each gets its own answer`() async throws {
        let redis = try await shared()
        try await withThrowingTaskGroup { group in
            for number in 0..<500 {
                group.addTask { try await redis.command(["ECHO", "\(number)"], by: soon()).text == "\(number)" }
            }
            for try await isRight in group { #expect(isRight) }
        }
    }

    @Test func `databases are chosen, and a number too high is told`() async throws {
        let server = try TestServers.redis()
        let key = "db-\(UInt32.random(in: 0 ..< .max))"
        let third = try await server.connect(database: 3)
        try await third.command(["SET", key, "3", "EX", "60"], by: soon())
        #expect(try await shared().command(["EXISTS", key], by: soon()) == .integer(0))
        #expect(try await server.connect(database: 3).command(["EXISTS", key], by: soon()) == .integer(1))
        let error = await serverError { _ = try await server.connect(database: 99) }
        #expect(error?.kind == .noSuchDatabase)
    }

    @Test func `facts are read by name`() async throws {
        let redis = try await shared()
        let info = try await redis.info(by: soon())
        #expect(info["redis_version"]?.hasPrefix("7.") == true)
        #expect(info.sections["Replication"]?["role"] == "master")
        #expect(info.integer("maxmemory") == 0)
        #expect(info["no_such"] == nil)
        #expect(try await redis.role(by: soon()) == .primary(offset: 0, replicas: []))
        #expect(try await redis.settings(matching: "maxmemory*", by: soon())["maxmemory-policy"] == "noeviction")
    }

    @Test func `the probe writes, reads and leaves nothing`() async throws {
        let redis = try await shared()
        let key = "probe-\(UInt32.random(in: 0 ..< .max))"
        let probe = try await redis.probe(key: key, by: soon())
        #expect(probe.write > .zero && probe.read > .zero && probe.delete > .zero)
        #expect(try await redis.command(["EXISTS", key], by: soon()) == .integer(0))

        try await redis.command(["SET", key, "mine"], by: soon())
        await #expect(throws: RedisError.probeKeyTaken) { try await redis.probe(key: key, by: soon()) }
        #expect(try await redis.command(["GET", key], by: soon()).text == "mine")
        try await redis.command(["DEL", key], by: soon())
    }

    @Test func `a closed connection stays closed`() async throws {
        let redis = try await shared()
        await redis.close()
        await #expect(throws: RedisError.transport(.closed)) { try await redis.ping(by: soon()) }
    }
}
