internal import Deadlines
internal import Platform
internal import PostgreSQL
internal import TestSupport
internal import Testing
internal import Words

@testable import DatabaseHealth

/// Faults of a server that lets the agent in: each injected, told, and mended by what the finding gives to copy.
@Suite(.live, .timeLimit(.minutes(5)))
struct FaultTests {
    /// So that a test need not wait for an hour to see what is an hour old.
    private var quick: HealthLimits {
        var limits = HealthLimits()
        limits.lockWait = .milliseconds(200)
        limits.idleInTransaction = .milliseconds(200)
        limits.longQuery = .milliseconds(200)
        limits.preparedTransaction = .zero
        return limits
    }

    func outcome(
        _ id: String,
        _ site: Site,
        _ limits: HealthLimits = HealthLimits(),
        _ change: (inout Database) -> Void = { _ in }
    )
        async throws -> CheckOutcome
    {
        let found = try await site.health(limits: limits, change).found(only: [id])
        return try #require(found[id])
    }

    /// Runs the statements that it gives to copy, and looks again.
    func mended(_ outcome: CheckOutcome, _ site: Site, _ limits: HealthLimits = HealthLimits()) async throws
        -> CheckOutcome
    {
        for fix in outcome.fixes where fix.hasPrefix("psql") { try await site.paste(fix) }
        return try await self.outcome(outcome.kind.id, site, limits)
    }

    @Test func `a primary that is read only says where that was said`() async throws {
        let site = try await Site()
        try await site.psql("alter database \(site.name) set default_transaction_read_only = on")
        let found = try await site.health().found()
        let writable = try #require(found["database.writable"])
        writable.expect(.fail, .readOnly, saying: "a setting of the database \(site.name)")
        #expect(found["database.roundtrip"]?.status == .blocked)
        let again = try await mended(writable, site)
        again.expect(.pass)
        try await site.psql("alter role \(site.role) set default_transaction_read_only = on")
        let role = try await outcome("database.writable", site)
        role.expect(.fail, .readOnly, saying: "a setting of the role")
        try await mended(role, site).expect(.pass)
    }

    @Test func `a right that the agent lacks is named with the statement that gives it`() async throws {
        // The group is everybody's on this server; the rights on objects are this database's own.
        let site = try await Site()
        try await site.psql("revoke insert on strand_session_costs from island_hopper_agent")
        try await site.psql("revoke select, insert on strands_sessions from island_hopper_agent")
        try await site.psql("revoke execute on function remove_expired_sessions(integer) from island_hopper_agent")
        try await site.psql("revoke usage on schema public from island_hopper_agent, public")
        let found = try await site.health().found()
        let privileges = try #require(found["database.privileges"])
        privileges.expect(.fail, .permission, saying: "may not insert on table \"public\".\"strand_session_costs\"")
        #expect(privileges.findings.count == 4, "\(privileges.findings.map(\.message))")
        found["database.roundtrip"]?.expect(.fail, .permission)
        found["database.sessions"]?.expect(.skipped)
        try await mended(privileges, site).expect(.pass)
        try await outcome("database.roundtrip", site).expect(.pass)
    }

    @Test func `what the agent may beyond its need is a warning`() async throws {
        let site = try await Site()
        try await site.psql("alter role \(site.role) createdb createrole bypassrls replication")
        try await site.psql("grant create on schema public to public")
        try await site.psql("grant pg_read_all_data to \(site.role)")
        try await site.psql("create table mine (); alter table mine owner to \(site.role)")
        let outcome = try await outcome("database.privileges", site)
        outcome.expect(.warn, .exposed, saying: "may make tables and functions in the schema public")
        for word in ["createdb", "createrole", "bypassrls", "replication", "pg_read_all_data", "owns"] {
            #expect(outcome.findings.contains { $0.message.contains(word) }, "\(word)")
        }
        try await site.psql("drop table mine")
        for fix in outcome.fixes where !fix.contains("mine") { try await site.paste(fix) }
        try await self.outcome("database.privileges", site).expect(.pass)
        try await site.psql("alter role \(site.role) superuser")
        try await self.outcome("database.privileges", site).expect(.warn, .exposed, saying: "a superuser")
    }

    @Test func `a schema that is behind, ahead, edited or half made is told apart`() async throws {
        let site = try await Site()
        try await site.psql("create table kept as select * from ihctl.migrations")
        let restore = "delete from ihctl.migrations; insert into ihctl.migrations select * from kept"
        try await site.psql("delete from ihctl.migrations where version = (select max(version) from ihctl.migrations)")
        try await outcome("database.schema", site).expect(.fail, .outdated, saying: "behind by 1 migration")
        try await site.psql(restore)
        try await site.psql(
            "insert into ihctl.migrations select '29990101000000', 'later', checksum, kind, direction, statements, statements_done, false, done_checksum, applied_at, 0, applied_by, ihctl_version from kept limit 1"
        )
        try await outcome("database.schema", site).expect(
            .fail,
            .drift,
            saying: "The schema is ahead: 29990101000000_later"
        )
        try await site.psql(restore)
        try await site.psql("update ihctl.migrations set checksum = 'other' where version = '20260101120100'")
        try await outcome("database.schema", site).expect(.fail, .drift, saying: "was changed after it was applied")
        try await site.psql(restore)
        try await site.psql(
            "update ihctl.migrations set statements_done = statements - 1, statement_begun = true where version = '20260101120300'"
        )
        try await outcome("database.schema", site).expect(.fail, .drift, saying: "half applied")
        try await site.psql(restore)
        try await outcome("database.schema", site).expect(.pass)
        try await site.psql("alter table strands_sessions drop column metadata, drop column context")
        try await outcome("database.schema", site).expect(.fail, .missing, saying: "has no context and metadata")
        try await site.psql("drop table strand_session_costs")
        try await outcome("database.schema", site).expect(
            .fail,
            .missing,
            saying: "public.strand_session_costs is gone"
        )
    }

    @Test func `a missing table fails nothing but the schema`() async throws {
        let site = try await Site()
        try await site.psql("drop table strands_sessions cascade")
        let found = try await site.health().found()
        #expect(found.ids(.fail) == ["database.schema"])
        found["database.roundtrip"]?.expect(.skipped, saying: "may make no table")
        // On a table of its own, where the role may have one.
        try await site.psql("grant temporary on database \(site.name) to \(site.role)")
        try await outcome("database.roundtrip", site).expect(.pass)
        found["database.sessions"]?.expect(.skipped)
    }

    @Test func `an extension not on the machine and one not made are two things`() async throws {
        let site = try await Site()
        try await site.psql("drop extension citext")
        let missing = try await outcome("database.extensions", site)
        missing.expect(.fail, .missing, saying: "citext is on the server and not in the database")
        try await mended(missing, site).expect(.pass)
        try await outcome("database.extensions", site) { $0.extensions.append("no_such_thing") }
            .expect(.fail, .unsupported, saying: "not on the server's machine")
        // Who may not make it is told that another has to.
        try await site.psql("drop extension citext")
        let weak = try #require(
            await site.health(admin: site.agent).found(only: ["database.extensions"])["database.extensions"]
        )
        weak.expect(.fail, .missing)
        #expect(weak.worst?.remedies.contains { "\($0)".contains("\(site.role) may not") } == true)
    }

    @Test func `a provisioning role that may make nothing in the schema public is told so`() async throws {
        let site = try await Site()
        let found = try await site.health(admin: site.agent).found(only: ["database.admin"])
        let admin = try #require(found["database.admin"])
        admin.expect(.warn, .permission, saying: "\(site.role) may make nothing in the schema public")
        #expect(admin.fixes.contains { $0.contains("grant create on schema public to") && $0.contains(site.role) })
        try await site.psql("grant create on schema public to \(site.role)")
        try await site.health(admin: site.agent).found(only: ["database.admin"])["database.admin"]?.expect(.pass)
    }

    @Test func `who keeps others waiting is named, and not what it said`() async throws {
        let site = try await Site(on: Clinic.fresh())
        let holder = try await site.open()
        let waiter = try await site.open()
        let pid = await holder.backendPID
        try await holder.execute("begin; lock table strands_sessions; select 'marked'", by: soon())
        async let waiting: Void = {
            _ = try? await waiter.query("select count(*) from strands_sessions", by: soon())
        }()
        let limits = quick
        var seen: CheckOutcome?
        try await eventually {
            seen = try await outcome("database.locks", site, limits)
            return seen?.status == .warn
        }
        let locks = try #require(seen)
        locks.expect(.warn, .locked, saying: "Process \(pid) keeps 1 session waiting for strands_sessions")
        // The lock costs the checks that need the table, and no other.
        let found = try await site.health(limits: limits).found()
        found["database.sessions"]?.expect(.unknown, .locked)
        found["database.roundtrip"]?.expect(.fail, .locked)
        #expect(found.ids(.fail) == ["database.roundtrip"])
        #expect(locks.fixes.first == "psql \"$DATABASE_ADMIN_URL\" -c 'select pg_terminate_backend(\(pid))'")
        try await mended(locks, site, limits).expect(.pass)
        await waiting
        await waiter.close()
        await holder.close()
    }

    @Test func `a catalogue that somebody locks costs one answer`() async throws {
        let site = try await Site()
        let holder = try await site.open()
        try await holder.execute("begin; lock table pg_catalog.pg_extension in access exclusive mode", by: soon())
        let found = try await site.health().found()
        found["database.extensions"]?.expect(.unknown, .locked)
        #expect(found.ids(.unknown) == ["database.extensions"])
        #expect(found["database.indexes"]?.status == .pass)
        await holder.close()
    }

    @Test func `open transactions and long queries are found by their age`() async throws {
        let site = try await Site()
        let idler = try await site.open()
        try await idler.execute("begin; select 1", by: soon())
        let runner = try await site.open()
        async let running: Void = { _ = try? await runner.query("select pg_sleep(60)", by: soon()) }()
        let limits = quick
        func mine(_ id: String, _ pid: Int32) async throws -> Bool {
            let seen = try await outcome(id, site, limits)
            return seen.status == .warn && seen.findings.contains { $0.data["pid"] == .integer(Int(pid)) }
        }
        let (idle, long) = (
            await idler.backendPID,
            try await site.psql(
                "select pid from pg_stat_activity where query = 'select pg_sleep(60)' and datname = '\(site.name)'"
            )
        )
        try await eventually { try await mine("database.idle-in-transaction", idle) }
        let pid = try #require(Int32(long.filter(\.isNumber)))
        try await eventually { try await mine("database.long-queries", pid) }
        let told = try await outcome("database.idle-in-transaction", site, limits)
        #expect(told.worst?.failureClass == "stuck")
        #expect(told.fixes.contains { $0.contains("select pg_terminate_backend(\(idle))") })
        try await site.psql("select pg_terminate_backend(\(pid)), pg_terminate_backend(\(idle))")
        await running
        await idler.close()
        await runner.close()
    }

    @Test func `a forgotten prepared transaction is found and rolled back by its remedy`() async throws {
        let site = try await Site()
        try await site.psql("begin; create table halfway (); prepare transaction 'half-\(site.id)'")
        let outcome = try await outcome("database.prepared-transactions", site, quick)
        outcome.expect(.warn, .stuck, saying: "half-\(site.id)")
        let finding = try #require(outcome.findings.first { $0.message.contains(site.id) })
        guard case .fix(let line)? = finding.remedies.first else { throw PostgreSQLError(.library("no fix")) }
        try await site.paste(line)
        let again = try await self.outcome("database.prepared-transactions", site, quick)
        #expect(!again.findings.contains { $0.message.contains(site.id) })
    }

    @Test func `a slot that nobody reads is found and dropped by its remedy`() async throws {
        let site = try await Site()
        try await site.psql("select pg_create_logical_replication_slot('slot_\(site.id)', 'pgoutput')")
        try await site.psql("create table filler as select generate_series(1, 20000)")
        let outcome = try await outcome("database.slots", site)
        outcome.expect(.warn, .capacity, saying: "Nobody reads the slot slot_\(site.id)")
        var strict = HealthLimits()
        strict.slotBytes = 1_000
        try await self.outcome("database.slots", site, strict).expect(.fail, .capacity)
        try await site.psql("select pg_drop_replication_slot('slot_\(site.id)')")
        let again = try await self.outcome("database.slots", site)
        #expect(!again.findings.contains { $0.message.contains(site.id) })
    }

    @Test func `a sequence is full where its column is`() async throws {
        let site = try await Site()
        try await site.psql(
            "create table counted (id serial primary key); alter sequence counted_id_seq as bigint maxvalue 9223372036854775807; select setval('counted_id_seq', 1700000000)"
        )
        try await site.psql("alter table counted owner to prov_\(site.id)")
        let outcome = try await outcome("database.sequences", site)
        outcome.expect(.warn, .capacity, saying: "counted_id_seq of counted.id has used 79 %")
        try await site.psql("select setval('counted_id_seq', 2147483647)")
        let full = try await self.outcome("database.sequences", site)
        full.expect(.fail, .capacity, saying: "has no numbers left")
        try await mended(full, site).expect(.pass)
        try await site.psql("create sequence kept_to_itself")
        try await self.outcome("database.sequences", site).expect(.skipped, saying: "kept_to_itself")
    }

    @Test func `an invalid index is a warning, and a superfluous one a note`() async throws {
        let site = try await Site()
        try await site.psql("create table pairs (a int); insert into pairs values (1), (1)")
        _ = try? await site.psql("create unique index concurrently pairs_a on pairs (a)")
        try await site.psql("delete from pairs")
        let outcome = try await outcome("database.indexes", site)
        outcome.expect(.warn, .invalid, saying: "pairs_a of pairs is invalid")
        try await mended(outcome, site).expect(.pass)
        try await site.psql("create index pairs_a_again on pairs (a)")
        let twin = try await self.outcome("database.indexes", site)
        #expect(twin.status == .pass)
        #expect(twin.worst?.message == "The index pairs_a_again is the same as pairs_a.")
        try await mended(twin, site).expect(.pass)
    }

    @Test func `settings are compared whatever the unit`() async throws {
        let site = try await Site()
        try await outcome("database.settings", site) {
            $0.settings = Named([("work_mem", Literal("4MB")), ("max_connections", Literal("60"))])
        }
        .expect(.pass)
        let drift = try await outcome("database.settings", site) {
            $0.settings = Named([
                ("work_mem", Literal("8MB")), ("max_connections", Literal("200")), ("no_such_setting", Literal("1")),
            ])
        }
        drift.expect(.warn, .drift, saying: "work_mem is 4096kB, and 8MB is declared")
        #expect(drift.findings.count == 3)
        #expect(drift.findings.contains { $0.failureClass == "unsupported" })
        let ignored = try await site.health {
            $0.settings = Named([("work_mem", Literal("8MB"))])
            $0.ignore = ["settings.work_mem"]
        }.found()
        #expect(ignored["database.settings"] == nil)
    }

    @Test func `sessions that outlived their clean-up are counted and removed by the remedy`() async throws {
        let site = try await Site()
        try await site.psql(
            "insert into strands_sessions (session_id, messages, expires_at) select 's' || n, '{}', localtimestamp - interval '3 hours' from generate_series(1, 5) n"
        )
        let outcome = try await outcome("database.sessions", site)
        outcome.expect(.warn, .stuck, saying: "5 ended sessions wait to be removed, the oldest for 3 h")
        try await mended(outcome, site).expect(.pass)
    }

    @Test func `dead rows that nobody removes are found`() async throws {
        let site = try await Site()
        try await site.psql(
            "create table churned (id int) with (autovacuum_enabled = off); insert into churned select generate_series(1, 20000)"
        )
        try await site.psql("delete from churned where id > 1000; select pg_stat_force_next_flush()")
        var seen: CheckOutcome?
        try await eventually {
            seen = try await outcome("database.vacuum", site)
            return seen?.status == .warn
        }
        let vacuum = try #require(seen)
        vacuum.expect(.warn, .stuck, saying: "of the rows of churned are dead")
        for fix in vacuum.fixes { try await site.paste(fix) }
        try await eventually { try await outcome("database.vacuum", site).status == .pass }
    }

    @Test func `pools that the server cannot bear are a warning`() async throws {
        let site = try await Site()
        var pool = Database.Pool()
        (pool.max, pool.overflow) = (20, 10)
        let found = try await site.health(agents: 3) { $0.pool = pool }.found(only: ["database.pool"])
        found["database.pool"]?.expect(.warn, .capacity, saying: "want 90 connections, and the server has 57")
        let one = try await site.health(agents: 1) { $0.pool = pool }.found(only: ["database.pool"])
        one["database.pool"]?.expect(.pass)
        try await site.psql("alter role \(site.role) connection limit 10")
        let limited = try await site.health(agents: 1) { $0.pool = pool }.found(only: ["database.pool"])
        let outcome = try #require(limited["database.pool"])
        outcome.expect(.warn, .capacity, saying: "\(site.role) may have 10")
        try await site.paste(try #require(outcome.fixes.first))
        let again = try await site.health(agents: 1) { $0.pool = pool }.found(only: ["database.pool"])
        again["database.pool"]?.expect(.pass)
    }

    @Test func `connections are counted before they run out`() async throws {
        let site = try await Site()
        try await site.psql("alter role \(site.role) connection limit 5")
        var held: [Connection] = []
        for _ in 0..<4 { held.append(try await Connection.open(site.agent, by: soon())) }
        try await outcome("database.connections", site).expect(
            .warn,
            .capacity,
            saying: "4 of 5 connections that \(site.role) may have"
        )
        // Doctor's own is the fifth, and is not counted.
        var strict = HealthLimits()
        strict.fullError = 80
        let full = try await outcome("database.connections", site, strict)
        full.expect(.fail, .capacity, saying: "4 of 5")
        try await mended(full, site).expect(.pass)
        for connection in held { await connection.close() }
    }

    @Test func `a server that is too old is told, and one that nobody mends any more`() async throws {
        let site = try await Site()
        try await outcome("database.version", site) { $0.version = 17 }.expect(
            .fail,
            .outdated,
            saying: "17 is the oldest"
        )
    }
}
