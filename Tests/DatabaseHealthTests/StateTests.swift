internal import Deadlines
internal import FoundationEssentials
internal import Glibc
internal import Platform
internal import PostgreSQL
internal import TestSupport
internal import Testing
internal import Words

@testable import DatabaseHealth

/// What a server of its own may be in the middle of.
@Suite(.live, .timeLimit(.minutes(5)))
struct StateTests {
    private func health(_ server: PostgreSQLServer, _ role: Database.Role = .primary) throws -> DatabaseHealth {
        var database = Database()
        database.role = role
        return DatabaseHealth(region: "fr-par", database: database, agent: try Target(url: server.url()))
    }

    @Test func `a frozen server costs one limit and gives one failure`() async throws {
        let server = try await aside { try PostgreSQLServer() }
        let health = try health(server)
        #expect(await health.found()["database.connect"]?.status == .pass)
        try await server.child.freeze()
        let began = ContinuousClock.now
        let found = await health.found(timeout: .seconds(2))
        server.child.thaw()
        found["database.connect"]?.expect(.fail, .noReply)
        #expect(found.ids(.fail) == ["database.connect"])
        #expect(found.ids(.blocked).count == found.outcomes.count - 1)
        #expect(ContinuousClock.now - began < .seconds(10))
        #expect(await health.found()["database.connect"]?.status == .pass)
        keep(server)
    }

    @Test func `a server that is shutting down is one that passes by itself`() async throws {
        let server = try await aside { try PostgreSQLServer() }
        let held = try await Connection.open(try Target(url: server.url()), by: soon())
        // A smart shutdown waits for whoever is connected, and lets in nobody else.
        server.child.send(SIGTERM)
        let health = try health(server)
        var outcome: CheckOutcome?
        try await eventually {
            outcome = await health.found(only: ["database.connect"])["database.connect"]
            return outcome?.status == .fail
        }
        outcome?.expect(.fail, .starting)
        #expect(outcome?.worst?.evidence.contains(.fact("SQLSTATE", "57P03")) == true)
        await held.close()
        keep(server)
    }

    /// A server that waits for a primary which never comes.
    private func standby() async throws -> PostgreSQLServer {
        try await aside {
            try PostgreSQLServer(settings: ["wal_level": "replica", "max_wal_senders": "10"]) { data in
                _ = FileManager.default.createFile(atPath: "\(data)/standby.signal", contents: nil)
            }
        }
    }

    @Test func `a standby where the primary should be takes no writes, and nobody feeds it`() async throws {
        let server = try await standby()
        let found = await (try health(server)).found()
        found["database.writable"]?.expect(.fail, .readOnly, saying: "The server is a standby")
        #expect(found["database.roundtrip"]?.status == .blocked)
        #expect(found["database.roundtrip"]?.blockedBy?.id == "database.writable")
        let replica = await (try health(server, .replica)).found()
        replica["database.writable"]?.expect(.pass)
        replica["database.roundtrip"]?.expect(.skipped)
        replica["database.replication"]?.expect(.fail, .stuck, saying: "Nothing feeds this replica")
        keep(server)
    }

    @Test func `a replica that takes writes was promoted`() async throws {
        let site = try await Site()
        let found = try await site.health { $0.role = .replica }.found()
        found["database.writable"]?.expect(.fail, .drift, saying: "is a primary")
    }

    @Test func `a standby that answers no queries is told, and is none that passes by itself`() async throws {
        let scratch = Scratch("cold")
        let port = freePort()
        let child = try await aside {
            let data = scratch.file("data")
            let demote = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
            chmod(scratch.path, 0o777)
            try require(
                run(
                    demote + [
                        "\(PostgreSQLServer.binaries)/initdb", "-D", data, "-U", "postgres", "--no-sync", "-A", "trust",
                    ],
                    in: scratch.path
                )
            )
            try require(run(demote + ["touch", "\(data)/standby.signal"]))
            return try LinkedChild(
                demote + [
                    "\(PostgreSQLServer.binaries)/postgres", "-D", data, "-p", "\(port)", "-k", scratch.path,
                    "-c", "listen_addresses=127.0.0.1", "-c", "hot_standby=off",
                ],
                stopSignal: "INT",
                scratch: scratch
            )
        }
        let health = DatabaseHealth(
            region: "fr-par",
            database: Database(),
            agent: Target(host: "127.0.0.1", port: port, database: "postgres", user: "postgres")
        )
        var outcome: CheckOutcome?
        try await eventually {
            outcome = await health.found()["database.connect"]
            return outcome?.failureClass == "unsupported"
        }
        outcome?.expect(.fail, .unsupported, saying: "a standby that answers no queries")
        #expect(outcome?.worst?.evidence.contains(.fact("SQLSTATE", "57P03")) == true)
        #expect(outcome?.fixes.contains { $0.contains("alter system set hot_standby = on") } == true)
        keep(child)
    }

    @Test func `a pooler between is told of`() async throws {
        let site = try await Site()
        let scratch = Scratch("pooler")
        let port = freePort()
        let pooler = try await aside {
            chmod(scratch.path, 0o777)
            let file = try scratch.write(
                """
                [databases]
                \(site.name) = host=127.0.0.1 port=\(site.server.port) user=\(site.role) password=agent-marked
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = \(port)
                unix_socket_dir =
                auth_type = any
                pool_mode = transaction
                """,
                to: "pgbouncer.ini"
            )
            let child = try LinkedChild(
                ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "pgbouncer", file],
                stopSignal: "INT",
                scratch: scratch
            )
            try child.waitUntilReady {
                try run(["\(PostgreSQLServer.binaries)/pg_isready", "-q", "-h", "127.0.0.1", "-p", "\(port)"]).status
                    == 0
            }
            return child
        }
        let found = try await site.health(agent: site.agent.with(port: port)).found()
        found["database.connect"]?.expect(.warn, .unsupported, saying: "pooler stands between")
        #expect(
            found.ids(.fail).isEmpty && found.ids(.unknown).isEmpty,
            "\(found.outcomes.map { "\($0.kind.id) \($0.summary)" })"
        )
        found["database.roundtrip"]?.expect(.pass)
        keep(pooler)
    }
}
