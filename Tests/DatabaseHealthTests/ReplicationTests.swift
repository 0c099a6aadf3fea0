internal import Deadlines
internal import FoundationEssentials
internal import Glibc
internal import Platform
internal import PostgreSQL
internal import TestSupport
internal import Testing
internal import Words

@testable import DatabaseHealth

/// A primary and a replica that follows it for real.
@Suite(.live, .timeLimit(.minutes(5)))
struct ReplicationTests {
    private func health(_ port: Int, _ role: Database.Role, _ limits: HealthLimits = HealthLimits()) -> DatabaseHealth {
        var database = Database()
        database.role = role
        return DatabaseHealth(
            region: "fr-par",
            database: database,
            agent: Target(host: "127.0.0.1", port: port, database: "postgres", user: "postgres"),
            limits: limits
        )
    }

    private func follower(of primary: PostgreSQLServer) async throws -> (
        port: Int, child: LinkedChild, scratch: Scratch
    ) {
        let scratch = Scratch("follower")
        let port = freePort()
        let child = try await aside {
            chmod(scratch.path, 0o777)
            let demote = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
            try require(
                run(
                    demote + [
                        "\(PostgreSQLServer.binaries)/pg_basebackup", "-D", scratch.file("data"), "-R", "-c", "fast",
                        "--no-sync",
                        "-d", "host=127.0.0.1 port=\(primary.port) user=postgres application_name=follower",
                    ],
                    in: scratch.path
                )
            )
            let child = try LinkedChild(
                demote + [
                    "\(PostgreSQLServer.binaries)/postgres", "-D", scratch.file("data"), "-p", "\(port)", "-k",
                    scratch.path,
                    "-c", "listen_addresses=127.0.0.1", "-c", "max_connections=150", "-c", "max_wal_senders=10",
                    "-c", "wal_receiver_status_interval=1s", "-c", "wal_retrieve_retry_interval=200ms",
                ],
                stopSignal: "INT",
                scratch: scratch
            )
            try child.waitUntilReady {
                try run(["\(PostgreSQLServer.binaries)/pg_isready", "-q", "-h", "127.0.0.1", "-p", "\(port)"]).status
                    == 0
            }
            return child
        }
        return (port, child, scratch)
    }

    @Test func `a replica that keeps up, one that is behind, paused or cut off are told apart, from both ends`()
        async throws
    {
        let primary = try await aside {
            try PostgreSQLServer(
                settings: ["wal_level": "replica", "max_wal_senders": "10", "autovacuum": "on"],
                hba:
                    "local all postgres trust\nhost all postgres 127.0.0.1/32 trust\nhost replication postgres 127.0.0.1/32 trust\n"
            )
        }
        let (port, child, scratch) = try await follower(of: primary)
        func told(_ port: Int, _ role: Database.Role, _ limits: HealthLimits = HealthLimits()) async -> CheckOutcome? {
            await health(port, role, limits).found()["database.replication"]
        }
        try await eventually { await told(primary.port, .primary)?.status == .pass }
        #expect(await told(primary.port, .primary)?.seen == "1 replica")
        try await eventually { await told(port, .replica)?.status == .pass }
        #expect(await health(port, .replica).found().ids(.fail).isEmpty)

        // Replay stands still while the primary writes on.
        func psql(_ sql: String, _ port: Int) async throws {
            let outcome = try await aside {
                try run(["psql", "-X", "-q", "-d", "postgresql://postgres@127.0.0.1:\(port)/postgres", "-c", sql])
            }
            try require(outcome)
        }
        try await psql("select pg_wal_replay_pause()", port)
        try await psql("create table filler as select generate_series(1, 50000)", primary.port)
        var strict = HealthLimits()
        strict.replicaBytes = 10_000
        try await eventually { await told(primary.port, .primary, strict)?.failureClass == "lag" }
        let paused = try #require(await told(port, .replica))
        paused.expect(.fail, .stuck, saying: "paused")
        try await paste(
            try #require(paused.fixes.first),
            admin: "postgresql://postgres@127.0.0.1:\(port)/postgres"
        )
        try await eventually { await told(port, .replica)?.status == .pass }
        try await eventually { await told(primary.port, .primary, strict)?.status == .pass }

        try await psql("alter system set synchronous_standby_names = 'another'", primary.port)
        try await psql("select pg_reload_conf()", primary.port)
        try await eventually { await told(primary.port, .primary)?.status == .fail }
        let waiting = try #require(await told(primary.port, .primary))
        waiting.expect(.fail, .stuck, saying: "Every commit waits")
        for fix in waiting.fixes { try await paste(fix, admin: primary.url()) }
        try await eventually { await told(primary.port, .primary)?.status == .pass }

        primary.child.stop()
        try await eventually { await told(port, .replica)?.summary.contains("Nothing feeds this replica") == true }
        keep(child, scratch, primary)
    }
}
