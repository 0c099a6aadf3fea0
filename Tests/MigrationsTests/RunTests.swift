internal import Deadlines
internal import Migrations
internal import PostgreSQL
internal import SQLText
internal import TestSupport
internal import Testing

@Suite(.live, .timeLimit(.minutes(5))) struct RunTests {
    @Test func `what is pending is applied in order, once, and written down`() async throws {
        let trial = try await Trial()
        let files = [table(1, "a"), table(2, "b"), table(10, "c")]
        #expect(try await trial.up(files) == ["1_m", "2_m", "10_m"])
        #expect(try await trial.up(files) == [])
        let history = try await trial.history()
        #expect(history.map(\.version.description) == ["1", "2", "10"])
        #expect(history.allSatisfy { $0.isWhole && $0.appliedBy == "tester@here" && $0.ihctlVersion == "0" })
        #expect(history.map(\.checksum) == files.map(\.checksum))
        #expect(try await trial.ask("select count(*) from pg_class where relname in ('a', 'b', 'c')") == 3)
    }

    @Test func `a wrong statement in file 7 of 9 applies nothing of it, and is pointed to`() async throws {
        let trial = try await Trial()
        var files = (1...9).map { table($0, "t\($0)") }
        files[6] = file(
            7,
            "-- ihctl:up\ncreate table t7 (id bigint);\n\n  create table t7b (é text,\n    id bigintt);\n"
        )
        let failure = await failure(MigrationFailure.self) { try await trial.up(files) }
        let found = try #require(failure)
        guard case .refused(let error) = found.cause else {
            Issue.record("\(found.cause)")
            return
        }
        #expect(error.code.rawValue == "42704")
        #expect("\(found.path):\(found.line):\(found.column)" == "migrations/7_m.sql:5:8")
        #expect(found.statement == 2)
        #expect(found.ended.map(\.migration.version.description) == (1...6).map(String.init))
        #expect(try await trial.progress() == (1...6).map { "\($0) 1/1" })
        #expect(try await trial.ask("select count(*) from pg_class where relname ~ '^t[7-9]'") == 0)
        files[6] = table(7, "t7")
        #expect(try await trial.up(files) == ["7_m", "8_m", "9_m"])
    }

    @Test func `what fails at the commit keeps all that follows from being applied`() async throws {
        let trial = try await Trial()
        // A constraint trigger that makes another deferred check: it comes up at the commit alone.
        let late = """
            -- ihctl:up
            create table parent (id int primary key);
            create table child (id int references parent deferrable initially deferred);
            insert into child values (1);
            """
        let failure = await failure(MigrationFailure.self) {
            try await trial.up([table(1, "a"), file(2, late), table(3, "c")])
        }
        let found = try #require(failure)
        guard case .refused(let error) = found.cause else {
            Issue.record("\(found.cause)")
            return
        }
        #expect(error.code.rawValue == "23503")
        #expect(found.step.migration.version.description == "2")
        #expect(try await trial.progress() == ["1 1/1"])
        #expect(try await trial.ask("select to_regclass('c') is null") == true)
    }

    @Test func `a commit that fails by itself stops the next migration by its missing line`() async throws {
        let trial = try await Trial()
        // The trigger of the history's own line is deferred and raises at the commit, behind all that the runner can check before.
        try await trial.up([table(1, "a")])
        let connection = try await trial.open()
        try await connection.execute(
            """
            create function late() returns trigger language plpgsql as
                $$ begin if new.version = '2' then raise 'late' using errcode = 'P0099'; end if; return null; end $$;
            create constraint trigger late after insert on ihctl.migrations initially deferred
                for each row execute function late();
            """,
            by: soon()
        )
        await connection.close()
        let found = try #require(
            await failure(MigrationFailure.self) { try await trial.up([table(1, "a"), table(2, "b"), table(3, "c")]) }
        )
        #expect(found.step.migration.version.description == "2")
        #expect(try await trial.progress() == ["1 1/1"])
        #expect(try await trial.ask("select to_regclass('b') is null and to_regclass('c') is null") == true)
    }

    @Test func `twenty runners at once: one applies, nineteen find nothing to do`() async throws {
        let trial = try await Trial()
        let files = (1...12).map { table($0, "t\($0)") }
        let counts = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<20 { group.addTask { try await trial.up(files).count } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(counts.sorted() == Array(repeating: 0, count: 19) + [12])
        #expect(try await trial.history().count == 12)
    }

    @Test func `a runner that waits names the one it waits for, and gives up in time`() async throws {
        let trial = try await Trial()
        let first = try await trial.session()
        try await first.lock()
        var hasty = trial.settings
        hasty.runnerTimeout = .milliseconds(700)
        let found = try #require(
            await failure(LockNotHad.self) { try await trial.up([table(1, "a")], settings: hasty) }
        )
        #expect(found.holder?.pid == (await first.control.backendPID))
        #expect(found.holder?.user == "postgres")
        await first.close()
        #expect(try await trial.up([table(1, "a")]) == ["1_m"])
    }

    @Test func `a deadline that ends before the patience for another run still names it`() async throws {
        let trial = try await Trial()
        let first = try await trial.session()
        try await first.lock()
        var hasty = trial.settings
        hasty.deadline = .after(.seconds(10))
        let found = try #require(
            await failure(LockNotHad.self) { try await trial.up([table(1, "a")], settings: hasty) }
        )
        #expect(found.holder?.pid == (await first.control.backendPID))
        #expect(found.waited < hasty.runnerTimeout)
        await first.close()
    }

    @Test func `a role that may not keep the history is told so before anything runs`() async throws {
        let trial = try await Trial()
        let role = "w\(trial.database)"
        let owner = try await trial.open()
        try await owner.execute(
            "create role \(role) login password '\(role)'; grant create on schema public to \(role)",
            by: soon()
        )
        let target = trial.target.with(user: role, password: role)
        let stranger = try await MigrationSession.open(target, trial.settings)
        let forbidden = HistoryForbidden(role: role)
        // There is none, and it may not make one.
        #expect(await failure(HistoryForbidden.self) { try await stranger.lock() } == forbidden)
        await stranger.close()
        try await trial.up([table(1, "a")])
        let reader = try await MigrationSession.open(target, trial.settings)
        #expect(await failure(HistoryForbidden.self) { _ = try await reader.history() } == forbidden)
        try await owner.execute("grant usage on schema ihctl to \(role)", by: soon())
        #expect(await failure(HistoryForbidden.self) { _ = try await reader.history() } == forbidden)
        try await owner.execute("grant select on ihctl.migrations to \(role)", by: soon())
        #expect(try await reader.history().count == 1)
        #expect(await failure(HistoryForbidden.self) { try await reader.lock() } == forbidden)
        await reader.close()
        try await owner.execute("drop owned by \(role); drop role \(role)", by: soon())
        await owner.close()
    }

    @Test func `what a migration sets does not reach the next one`() async throws {
        let trial = try await Trial()
        let files = [
            file(1, "-- ihctl:up\ncreate schema other; set search_path to other; create temp table leak (id int);"),
            file(2, "-- ihctl:up\ncreate table here (id int);"),
            file(3, "-- ihctl:up transaction=false\nset search_path to other;\ncreate table there (id int);"),
            file(4, "-- ihctl:up\ncreate table leak (id int);"),
        ]
        try await trial.up(files)
        #expect(try await trial.ask("select to_regclass('public.here') is not null") == true)
        #expect(try await trial.ask("select to_regclass('public.leak') is not null") == true)
        #expect(try await trial.ask("select to_regclass('other.there') is not null") == true)
    }

    @Test func `down takes back in turn what up made, and redo is both`() async throws {
        let trial = try await Trial()
        let files = [table(1, "a"), table(2, "b"), table(3, "c")]
        try await trial.up(files)
        #expect(try await trial.down(files, .steps(1)) == ["3_m"])
        #expect(try await trial.down(files, .to(version(1))) == ["2_m"])
        #expect(try await trial.ask("select to_regclass('b') is null and to_regclass('a') is not null") == true)
        #expect(try await trial.up(files, .steps(1)) == ["2_m"])
        #expect(try await trial.down(files, .all) == ["2_m", "1_m"])
        #expect(try await trial.history().isEmpty)
        #expect(try await trial.up(files, .to(version(2))) == ["1_m", "2_m"])
    }

    @Test func `a lock that is not had is asked for again, and who holds it is named`() async throws {
        let trial = try await Trial()
        try await trial.up([table(1, "a")])
        let other = try await trial.open()
        try await other.query("begin", by: soon())
        try await other.query("lock table a in access share mode", by: soon())
        var settings = trial.settings
        settings.lockTimeout = .milliseconds(1_500)
        settings.retries = 1
        let files = [table(1, "a"), file(2, "-- ihctl:up\nalter table a add column n int;"), table(3, "c")]
        let found = try #require(await failure(MigrationFailure.self) { try await trial.up(files, settings: settings) })
        #expect(found.attempts == 2)
        #expect(found.blockers.map(\.pid) == [await other.backendPID])
        #expect(try await trial.progress() == ["1 1/1"])
        settings.retries = 100
        settings.lockTimeout = .milliseconds(100)
        async let applied = trial.up(files, settings: settings)
        try await eventually {
            trial.events.withLock { events in
                events.contains { if case .triesAgain(_, 3, _) = $0 { true } else { false } }
            }
        }
        try await other.query("commit", by: soon())
        #expect(try await applied == ["2_m", "3_m"])
        await other.close()
    }
}
