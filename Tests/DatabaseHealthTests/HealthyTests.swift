internal import Platform
internal import PostgreSQL
internal import TestSupport
internal import Testing
internal import Words

@testable import DatabaseHealth

@Suite(.live, .timeLimit(.minutes(5)))
struct HealthyTests {
    @Test func `a healthy server gives no warning, and says of what it could not see why`() async throws {
        let site = try await Site(on: Clinic.fresh())
        let found = try await site.health { database in
            database.pool = Database.Pool()
            database.memory = ByteSize("512Mi")
            database.disk = ByteSize("100Gi")
        }.found()
        for outcome in found.outcomes {
            #expect([.pass, .skipped].contains(outcome.status), "\(outcome.kind.id): \(outcome.summary)")
            #expect(outcome.findings.isEmpty, "\(outcome.kind.id): \(outcome.summary)")
        }
        #expect(
            found.ids(.skipped) == ["database.replication"],
            "\(found.outcomes.filter { $0.status == .skipped }.map { "\($0.kind.id): \($0.summary)" })"
        )
        #expect(found.outcomes.map(\.kind) == DatabaseChecks.all)
        #expect(found["database.connect"]?.seen?.hasPrefix("PostgreSQL 15.") == true)
        #expect(found["database.clock"]?.measures.first?.name == "clock_offset")
        #expect(abs(found["database.clock"]?.measures.first?.value ?? 99) < 1)
    }

    @Test func `without an admin the agent tells what it may see, and of the rest that it may not`() async throws {
        let site = try await Site()
        let other = try await Site()
        let held = try await other.open()
        let found = try await site.health(admin: .some(nil)).found()
        #expect(found["database.admin"] == nil)
        #expect(found.ids(.fail).isEmpty && found.ids(.unknown).isEmpty)
        for id in ["database.idle-in-transaction", "database.long-queries", "database.schema", "database.disk"] {
            found[id]?.expect(.skipped)
        }
        #expect(found["database.connections"]?.status == .pass)
        #expect(found["database.schema"]?.summary.contains("database.admin_url") == true)
        await held.close()
    }

    @Test func `a broken admin leaves the agent to look, and is one failure`() async throws {
        let site = try await Site()
        let found = try await site.health(admin: site.admin.with(user: "nobody_at_all", password: "wrong-marked"))
            .found()
        found["database.admin"]?.expect(.fail, .auth)
        #expect(found.ids(.fail) == ["database.admin"])
        #expect(found.ids(.blocked).isEmpty)
        #expect(found["database.connections"]?.status == .pass)
    }

    @Test func `what is not declared is not asked`() async throws {
        let site = try await Site()
        let found = try await site.health(files: .some(nil)) { database in
            database.extensions = []
            database.settings = Named()
        }.found()
        for id in [
            "database.schema", "database.settings", "database.extensions", "database.pool", "database.memory",
            "database.sessions",
        ] {
            #expect(found[id] == nil, "\(id)")
        }
    }

    @Test func `doctor leaves nothing behind`() async throws {
        let site = try await Site()
        for _ in 0..<3 { _ = try await site.health().found() }
        #expect(try await site.psql("select count(*) from strands_sessions") == "0\n")
        let left =
            "select count(*) from pg_stat_activity where datname = '\(site.name)' and application_name like 'ihctl doctor%'"
        try await eventually { try await site.psql(left) == "0\n" }
    }
}
