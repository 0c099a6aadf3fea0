import Doctor
import Platform
import TestSupport
import Testing
import Words

@testable import Cache

/// A server that talks to us, and is not as it should be.
@Suite(.live, .timeLimit(.minutes(5))) struct StandingTests {
    private func cli(_ server: RedisServer, _ command: String) throws {
        try carryOut("redis-cli -p \(server.port) \(command)")
    }

    @Test func `a healthy server has nothing to say`() async throws {
        let server = try RedisServer()
        defer { keep(server) }
        let examination = await examine(server.url()) {
            $0.evictionPolicy = "noeviction"
            $0.appendOnly = false
        }
        #expect(examination.outcomes.map(\.kind) == CacheChecks.all)
        #expect(examination.outcomes.allSatisfy { $0.status == .pass && $0.findings == [] })
        #expect(examination["cache.connect"]?.seen?.hasPrefix("Redis 7.") == true)
        let clock = examination["cache.connect"]?.measures.first { $0.name == "clock_offset" }
        #expect(clock.map { abs($0.value) < 30 } == true)
        #expect(examination["cache.writable"]?.measures.map(\.name) == ["write", "read", "delete"])
        #expect(examination["cache.clients"]?.measures.first?.maximum == 10_000)
        #expect(try run(["redis-cli", "-p", "\(server.port)", "DBSIZE"]).output == "0\n")
    }

    @Test func `commands and keys that a user may not use are told apart, and the remedies mend both`() async throws {
        let server = try RedisServer(
            arguments: [
                "--user", "reader", "on", ">opalwalrus", "~*", "+get", "+ping", "+ttl", "+info", "--user", "fenced",
                "on", ">opalwalrus", "~agent:*", "+@all",
            ]
        )
        defer { keep(server) }
        for (user, word, summary) in [
            ("reader", "command", "may not SET, EXPIRE, DEL."), ("fenced", "key", "ihctl-doctor:"),
        ] {
            let url = server.url(user, password: "opalwalrus")
            let examination = await examine(url)
            let outcome = try #require(examination["cache.permissions"])
            #expect(examination.told.contains("fail cache.permissions permission"))
            #expect(examination.blocked == ["cache.writable"])
            #expect(outcome.worst?.data["refused"] == .string(word))
            #expect(outcome.summary.contains(summary))
            try carryOut(outcome.fixes().first)
            let mended = await examine(url)
            #expect(mended["cache.permissions"]?.status == .pass && mended["cache.writable"]?.status == .pass)
            #expect(!"\(examination)\(mended)".contains("opalwalrus"))
        }
    }

    @Test func `what a user may not ask for is unknown where it is declared, and left out where not`() async throws {
        let server = try RedisServer(arguments: ["--user", "plain", "on", ">opalwalrus", "~*", "+@all", "-info"])
        defer { keep(server) }
        let url = server.url("plain", password: "opalwalrus")
        let examination = await examine(url) { $0.maxMemory = ByteSize("64Mi") }
        #expect(examination["cache.memory"]?.status == .unknown)
        #expect(examination["cache.eviction"]?.status == .skipped)
        #expect(examination["cache.writable"]?.status == .pass)
        try carryOut(examination["cache.memory"]?.fixes().first)
        #expect(await examine(url)["cache.memory"]?.status == .pass)
    }

    @Test func `full memory without eviction refuses writes, and the remedy makes room`() async throws {
        let server = try RedisServer(arguments: ["--maxmemory", "1500000"])
        defer { keep(server) }
        let url = server.url()
        _ = try run([
            "redis-cli", "-p", "\(server.port)", "EVAL",
            "for i = 1, 900 do redis.call('SET', i, string.rep('x', 1000)) end", "0",
        ])
        let examination = await examine(url)
        #expect(examination["cache.writable"]?.worst?.failureClass == "capacity")
        #expect(examination["cache.writable"]?.evidence("answer")?.hasPrefix("OOM") == true)
        #expect(examination["cache.memory"]?.status == .fail)
        #expect(examination["cache.memory"]?.worst?.failureClass == "capacity")
        #expect(examination["cache.eviction"]?.status == .warn)
        #expect(examination["cache.connect"]?.status == .pass)
        try carryOut(examination["cache.writable"]?.fixes().first, url: url)
        let mended = await examine(url)
        #expect(mended["cache.writable"]?.status == .pass && mended["cache.memory"]?.status == .pass)
        try carryOut(mended["cache.eviction"]?.fixes().first, url: url)
        #expect(await examine(url).told == [])
    }

    @Test func `another limit, another policy, another log than declared, each with its command`() async throws {
        let server = try RedisServer()
        defer { keep(server) }
        let declare = { (cache: inout DeclaredCache) in
            cache.maxMemory = ByteSize("64Mi")
            cache.evictionPolicy = "allkeys-lru"
            cache.appendOnly = true
        }
        let examination = await examine(server.url(), declaring: declare)
        #expect(
            examination.told == [
                "warn cache.memory drift", "warn cache.eviction drift", "fail cache.persistence drift",
            ]
        )
        for id in ["cache.memory", "cache.eviction", "cache.persistence"] {
            try carryOut(examination[id]?.fixes().first, url: server.url())
        }
        #expect(await examine(server.url(), declaring: declare).told == [])
    }

    @Test func `a policy that finds nothing to evict is told`() async throws {
        let server = try RedisServer(arguments: ["--maxmemory", "64mb", "--maxmemory-policy", "volatile-lru"])
        defer { keep(server) }
        #expect(await examine(server.url()).told == [])
        try cli(server, "SET forever 1")
        let examination = await examine(server.url())
        #expect(examination.told == ["warn cache.eviction ineffective"])
        try carryOut(examination["cache.eviction"]?.fixes().first, url: server.url())
        #expect(await examine(server.url()).told == [])
    }

    @Test func `a replica takes no writes, and one that lost its primary says so`() async throws {
        let primary = try RedisServer(arguments: ["--repl-diskless-sync-delay", "0"])
        let replica = try RedisServer(
            arguments: ["--replicaof", "127.0.0.1 \(primary.port)", "--replica-serve-stale-data", "no"]
        )
        defer { keep(primary, replica) }
        func link() throws -> String { try run(["redis-cli", "-p", "\(replica.port)", "INFO", "replication"]).output }
        try await waitFor("it follows") { try link().contains("master_link_status:up") }
        let following = await examine(replica.url())
        #expect(following.told == ["fail cache.writable read_only"])
        #expect(following["cache.writable"]?.evidence("primary") == "127.0.0.1:\(primary.port)")
        try await waitFor("the primary knows it") {
            try run(["redis-cli", "-p", "\(primary.port)", "INFO", "replication"]).output.contains("state=online")
        }
        #expect(await examine(primary.url()).told == [])

        primary.child.stop()
        try await waitFor("it misses its primary") { try link().contains("master_link_status:down") }
        let lost = await examine(replica.url())
        #expect(lost.told == ["fail cache.replication lag", "fail cache.writable read_only"])
        #expect(lost["cache.writable"]?.evidence("answer")?.hasPrefix("MASTERDOWN") == true)
        try cli(replica, "REPLICAOF NO ONE")
        #expect(await examine(replica.url()).told == [])
    }

    @Test func `a snapshot that cannot be saved stops writes until one can`() async throws {
        let scratch = Scratch("redis-save")
        // Where the file should be, a folder is.
        let obstacle = scratch.file("dump.rdb")
        let server = try RedisServer(arguments: ["--dir", scratch.path, "--save", "3600 1000000"])
        defer { keep(server) }
        try carryOut("mkdir \(obstacle)")
        try cli(server, "SET a 1")
        try cli(server, "BGSAVE")
        try await waitFor("it has failed") {
            try run(["redis-cli", "-p", "\(server.port)", "INFO", "persistence"]).output
                .contains("rdb_last_bgsave_status:err")
        }
        let examination = await examine(server.url())
        #expect(examination.told == ["fail cache.persistence capacity", "fail cache.writable read_only"])
        #expect(examination["cache.writable"]?.evidence("answer")?.hasPrefix("MISCONF") == true)
        let asked = try carryOut(examination["cache.persistence"]?.fixes().first, url: server.url())
        #expect(asked.contains(scratch.path))
        try carryOut("rmdir \(obstacle)")
        try carryOut(examination["cache.persistence"]?.fixes().last, url: server.url())
        try await waitFor("it is saved") { await examine(server.url()).told == [] }
    }

    @Test func `clients near the limit`() async throws {
        let server = try RedisServer(arguments: ["--maxclients", "20"])
        let lines = try (0..<16).map { _ in try Holder(server.port) }
        let examination = await examine(server.url())
        #expect(examination.told == ["warn cache.clients capacity"])
        #expect(examination["cache.clients"]?.measures.first?.warning == 16)
        let more = try (0..<2).map { _ in try Holder(server.port) }
        let full = await examine(server.url())
        #expect(full.told == ["fail cache.clients capacity"])
        try carryOut(full["cache.clients"]?.fixes().last, url: server.url())
        #expect(await examine(server.url()).told == [])
        for line in lines + more { line.let() }
    }

    @Test func `a door that is open to others is told, and the remedy shuts it`() async throws {
        // The dash lets the server start without that address: its settings say what they would on a machine that has it.
        let server = try RedisServer(arguments: ["--bind", "127.0.0.1 -198.51.100.7", "--protected-mode", "no"])
        defer { keep(server) }
        let examination = await examine(server.url())
        #expect(examination.told == ["fail cache.exposed exposed"])
        #expect(examination["cache.exposed"]?.evidence("protected-mode") == "no")
        try carryOut(examination["cache.exposed"]?.fixes().first, password: "opalwalrus")
        let shut = await examine(server.url(password: "opalwalrus"))
        #expect(shut.told == [])
        #expect(shut["cache.exposed"]?.seen == "strangers are asked for a password")
        #expect(!"\(shut)".contains("opalwalrus"))
    }

    @Test func `a node of a cluster that is down, and an old version`() async throws {
        let server = try RedisServer(arguments: ["--cluster-enabled", "yes", "--cluster-port", "\(freePort())"])
        defer { keep(server) }
        let examination = await examine(server.url(), changing: { $0.oldest = (99, 0) })
        #expect(examination.told == ["warn cache.version outdated", "fail cache.writable quorum"])
    }

    @Test func `a slow round trip is told`() async throws {
        let server = try TestServers.redis()
        let examination = await examine(server.url(), changing: { $0.patience = .zero })
        #expect(examination.told == ["warn cache.writable latency"])
    }
}
