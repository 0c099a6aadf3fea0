internal import Deadlines
internal import Platform
internal import PostgreSQL
internal import TestSupport
internal import Testing
internal import Words

@testable import DatabaseHealth

/// Faults of a whole server, each on one of its own.
@Suite(.live, .timeLimit(.minutes(5)))
struct ServerFaultTests {
    private func health(
        _ server: PostgreSQLServer,
        limits: HealthLimits = HealthLimits(),
        _ change: (inout Database) -> Void = { _ in }
    ) throws -> DatabaseHealth {
        var database = Database()
        change(&database)
        return DatabaseHealth(
            region: "fr-par",
            database: database,
            agent: try Target(url: server.url()),
            admin: try Target(url: server.url()),
            limits: limits
        )
    }

    @Test func `a disk that fills up is seen before the server stops`() async throws {
        let disk = Scratch("disk")
        let mounted = try await aside {
            try run(["mount", "-t", "tmpfs", "-o", "size=160m", "tmpfs", disk.path]).status == 0
        }
        // Where nothing can be mounted, the judgement alone is tested.
        guard mounted else { return }
        let server = try await aside {
            try PostgreSQLServer { data in
                try require(run(["cp", "-a", data, "\(disk.path)/data"]))
                try require(run(["rm", "-rf", data]))
                try require(run(["ln", "-s", "\(disk.path)/data", data]))
                try require(run(["chown", "-R", "postgres:postgres", "\(disk.path)/data"]))
            }
        }
        let health = try health(server)
        let before = try #require(await health.found()["database.disk"])
        before.expect(.pass)
        #expect(before.measures.contains { $0.name == "disk_free" && $0.maximum ?? 0 < 200e6 })
        let free = try #require(before.measures.first { $0.name == "disk_free" }?.value)
        try await aside {
            try require(
                run(["dd", "if=/dev/zero", "of=\(disk.path)/filler", "bs=1M", "count=\(Int(free / 1_048_576) - 3)"])
            )
        }
        let full = try #require(await health.found()["database.disk"])
        full.expect(.fail, .capacity, saying: "The server's disk has")
        server.child.stop()
        _ = try await aside { try run(["umount", disk.path]) }
        keep(server)
    }

    @Test func `databases larger than what is declared are told`() async throws {
        let server = try await aside { try TestServers.postgreSQL() }
        let found = try await health(server) { $0.disk = ByteSize("1Mi") }.found(only: ["database.disk"])
        found["database.disk"]?.expect(.fail, .capacity, saying: "that are declared")
    }

    @Test func `memory is compared with what the server takes and with its machine`() async throws {
        let server = try await aside { try TestServers.postgreSQL() }
        let small = try await health(server) { $0.memory = ByteSize("48Mi") }.found(only: ["database.memory"])
        small["database.memory"]?.expect(.warn, .capacity, saying: "shared_buffers takes 32 MiB of the 48 MiB")
        let large = try await health(server) { $0.memory = ByteSize("100Ti") }.found(only: ["database.memory"])
        large["database.memory"]?.expect(.warn, .capacity, saying: "The server's machine has")
    }

    @Test func `autovacuum that is off and a change that waits for a restart are told, and mended`() async throws {
        let server = try await aside {
            try PostgreSQLServer()
        }
        let off = try await health(server).found(only: ["database.vacuum"])
        off["database.vacuum"]?.expect(.warn, .config, saying: "Autovacuum is off")
        #expect(
            off["database.vacuum"]?.fixes
                == [
                    "alter system set autovacuum = on", "alter system set track_counts = on", "select pg_reload_conf()",
                ].map { "psql \"$DATABASE_ADMIN_URL\" -c '\($0)'" }
        )
        for line in ["alter system set wal_buffers = '2MB'", "select pg_reload_conf()"] {
            _ = try await aside { try server.psql(line) }
        }
        func settings() async throws -> CheckOutcome? {
            try await health(server) { $0.settings = Named([("wal_buffers", Literal("2MB"))]) }.found()[
                "database.settings"
            ]
        }
        var pending: CheckOutcome?
        try await eventually {
            pending = try await settings()
            return pending?.summary.contains("waits for a restart") == true
        }
        pending?.expect(.warn, .drift)
        keep(server)
    }

    @Test func `old transactions are spoken of when nobody freezes them`() async throws {
        let server = try await aside { try PostgreSQLServer() }
        _ = try await aside {
            try server.psql("do $$ begin for i in 1..2000 loop perform txid_current(); commit; end loop; end $$")
        }
        var limits = HealthLimits()
        limits.freezeFactor = 0.000_005
        let found = try await health(server, limits: limits).found(only: ["database.wraparound"])
        found["database.wraparound"]?.expect(.warn, .capacity, saying: "The oldest transaction of")
        limits.wraparoundError = 1_000
        let grave = try await health(server, limits: limits).found(only: ["database.wraparound"])
        grave["database.wraparound"]?.expect(.fail, .capacity)
        _ = try await aside { try run(["vacuumdb", "--freeze", "--all", "-q", "-d", server.url()]) }
        let healthy = try await health(server).found(only: ["database.wraparound"])
        healthy["database.wraparound"]?.expect(.pass)
        keep(server)
    }

    @Test func `a server read only by its own settings is set back by its remedy`() async throws {
        let server = try await aside { try PostgreSQLServer() }
        for line in ["alter system set default_transaction_read_only = on", "select pg_reload_conf()"] {
            _ = try await aside { try server.psql(line) }
        }
        var outcome: CheckOutcome?
        try await eventually {
            outcome = try await health(server).found()["database.writable"]
            return outcome?.status == .fail
        }
        outcome?.expect(.fail, .readOnly, saying: "the server's default_transaction_read_only")
        for fix in outcome?.fixes ?? [] { try await paste(fix, admin: server.url()) }
        try await eventually { try await health(server).found()["database.writable"]?.status == .pass }
        keep(server)
    }
}
