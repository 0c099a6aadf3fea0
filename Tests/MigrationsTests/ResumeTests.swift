internal import Deadlines
internal import Migrations
internal import PostgreSQL
internal import TestSupport
internal import Testing

/// What a run finds that goes on behind another one, whatever that one had left: sessions, roles, refusals, files that were renamed.
@Suite(.live, .timeLimit(.minutes(5))) struct ResumeTests {
    @Test func `settings of the statements that are done hold in the session that goes on`() async throws {
        let trial = try await Trial()
        let text = """
            -- ihctl:up transaction=false
            set search_path to elsewhere;
            select set_config('work_mem', '7MB', false);
            create table here (id int);
            create index concurrently here_id on here (id);
            create table facts as select current_setting('work_mem') as memory;

            """
        let base = file(1, "-- ihctl:up\ncreate schema elsewhere;\n")
        let wrong = file(2, text.replacing("as select", with: "as selct"))
        _ = await failure(MigrationFailure.self) { try await trial.up([base, wrong]) }
        #expect(try await trial.progress() == ["1 1/1", "2 4/5"])
        try await trial.up([base, file(2, text)])
        #expect(try await trial.ask("select memory from elsewhere.facts") == "7MB")
    }

    @Test(arguments: ["", " transaction=false"])
    func `a migration may take on a role that may not write the history`(_ options: String) async throws {
        let trial = try await Trial()
        let role = "r\(trial.database)"
        let connection = try await trial.open()
        try await connection.execute("create role \(role); grant create on schema public to \(role)", by: soon())
        let own = file(1, "-- ihctl:up\(options)\nset role \(role);\ncreate table owned (id int);\n")
        try await trial.up([own, file(2, "-- ihctl:up\ncreate table ours (id int);\n")])
        let owners: String = try await connection.query(
            "select string_agg(tableowner, ' ' order by tablename) from pg_tables where tablename in ('owned', 'ours')",
            by: soon()
        ).value()
        #expect(owners == "postgres \(role)")
        try await connection.execute("drop table owned; drop owned by \(role); drop role \(role)", by: soon())
        await connection.close()
    }

    @Test(arguments: [
        "create index concurrently taken on a (id)", "drop index concurrently nothing",
        "alter table a detach partition b concurrently", "create database postgres",
    ])
    func `a statement that was refused is not taken for a done one at the next run`(_ statement: String) async throws {
        let trial = try await Trial()
        let base = file(
            1,
            "-- ihctl:up\ncreate table a (id int);\ncreate table b (id int);\ncreate index taken on b (id);"
        )
        let refused = file(2, "-- ihctl:up transaction=false\n\(statement);\n")
        let first = await failure(MigrationFailure.self) { try await trial.up([base, refused]) }
        let second = await failure(MigrationFailure.self) { try await trial.up([base, refused]) }
        guard case .refused(let one)? = first?.cause, case .refused(let other)? = second?.cause else {
            Issue.record("\(String(describing: first)) \(String(describing: second))")
            return
        }
        #expect(one.code == other.code)
        #expect(try await trial.progress() == ["1 3/3", "2 0/1"])
    }

    @Test func `a block that commits nothing itself is done once, whatever ended the run behind it`() async throws {
        let trial = try await Trial()
        let base = file(1, "-- ihctl:up\ncreate table n (n int);\ninsert into n values (0);\n")
        let counting = """
            -- ihctl:up transaction=false
            do $$ begin update n set n = n + 1; end $$;
            do $$ begin update n set n = n + 10; commit; update n set n = n + 100; end $$;
            select 1/0;

            """
        for _ in 0..<2 {
            _ = await failure(MigrationFailure.self) { try await trial.up([base, file(2, counting)]) }
        }
        #expect(try await trial.progress() == ["1 2/2", "2 2/3"])
        #expect(try await trial.ask("select n from n") == 111)
    }

    @Test func `the history's spelling of a version counts for its line`() async throws {
        let trial = try await Trial()
        let text = "-- ihctl:up\ncreate table a (id int);\n-- ihctl:down\ndrop table a;\n"
        try await trial.up([file(1, text)])
        let renamed = MigrationFile(
            version: try #require(Version("01")),
            name: "m",
            path: "migrations/01_m.sql",
            bytes: Array(text.utf8)
        )
        #expect(try await trial.up([renamed]) == [])
        try await trial.down([renamed], .all)
        #expect(try await trial.progress() == [])
        #expect(try await trial.up([renamed]) == ["01_m"])
    }

    @Test func `a way back that was changed where it had been run is not gone on with`() async throws {
        let trial = try await Trial()
        func text(_ first: String, _ second: String) -> MigrationFile {
            file(1, "-- ihctl:up\ncreate table a (id int);\n-- ihctl:down transaction=false\n\(first);\n\(second);\n")
        }
        try await trial.up([text("drop table a", "select 1/0")])
        _ = await failure(MigrationFailure.self) { try await trial.down([text("drop table a", "select 1/0")], .all) }
        #expect(try await trial.progress() == ["1 1/2 down"])
        let refused = await failure(SourceFaults.self) { try await trial.down([text("select 2", "select 1")], .all) }
        #expect(refused?.faults.count == 1)
        try await trial.down([text("drop table a", "select 1")], .all)
        #expect(try await trial.progress() == [])
    }

    @Test func `set transaction may begin any migration of a run`() async throws {
        let trial = try await Trial()
        let serializable = "set transaction isolation level serializable;\ninsert into a values (1);\n"
        try await trial.up([
            table(1, "a"), file(2, "-- ihctl:up lock_timeout=500ms\n" + serializable), table(3, "b"),
        ])
        #expect(try await trial.progress() == ["1 1/1", "2 2/2", "3 1/1"])
    }

    @Test func `a line that does not come to stand stops the next migration with words`() async throws {
        let trial = try await Trial()
        try await trial.up([table(1, "a")])
        let connection = try await trial.open()
        try await connection.execute(
            """
            create function swallow() returns trigger language plpgsql as $$ begin return null; end $$;
            create trigger swallow before insert on ihctl.migrations for each row execute function swallow();
            """,
            by: soon()
        )
        await connection.close()
        let found = await failure(MigrationFailure.self) {
            try await trial.up([table(1, "a"), table(2, "b"), table(3, "c")])
        }
        guard case .refused(let error)? = found?.cause else {
            Issue.record("\(String(describing: found))")
            return
        }
        #expect(error.message.contains("the migration before has 0 lines in ihctl.migrations"))
        #expect(try await trial.ask("select to_regclass('c') is null") == true)
    }

    @Test func `a run waits until the server has ended what a killed one had sent`() async throws {
        let trial = try await Trial()
        try await trial.up([table(1, "a")])
        // As a session does whose runner is gone: it holds the second lock until it has ended.
        let orphan = try await trial.open()
        try await orphan.query("select pg_advisory_lock(x'69686374'::int, 2)", by: soon())
        let session = try await trial.session()
        trial.events.withLock { $0 = [] }
        async let locked: Void = session.lock()
        try await eventually { trial.events.withLock { !$0.isEmpty } }
        try await orphan.query(
            """
            insert into ihctl.migrations (version, name, checksum, statements, statements_done, applied_by, ihctl_version)
            select '2', name, checksum, statements, statements_done, applied_by, ihctl_version from ihctl.migrations
            """,
            by: soon()
        )
        await orphan.close()
        try await locked
        #expect(try await session.history().map(\.version.description) == ["1", "2"])
        await session.close()
    }

    @Test func `a rebuild that was cut short leaves nothing behind, also where nobody looks`() async throws {
        let trial = try await Trial()
        let base = file(1, "-- ihctl:up\ncreate table a (id int primary key, note text);\n")
        let rebuild = file(2, "-- ihctl:up transaction=false\nreindex table concurrently a;\n")
        try await trial.up([base])
        let connection = try await trial.open()
        // A snapshot that the rebuild waits for, until its time is up: then both the table's index and that of its overflow are half built.
        let other = try await trial.open()
        try await other.query("begin isolation level repeatable read", by: soon())
        try await other.query("select count(*) from a", by: soon())
        try await connection.query("set statement_timeout = '5s'", by: soon())
        _ = try? await connection.query("reindex table concurrently a", by: soon())
        try await other.query("commit", by: soon())
        #expect(try await InvalidIndex.all(on: connection, by: soon()).contains { $0.schema == "pg_toast" })
        try await connection.query(
            """
            insert into ihctl.migrations (version, name, checksum, statements, statements_done, statement_begun, done_checksum,
                applied_by, ihctl_version)
            values ('2', 'm', \(rebuild.checksum), 1, 0, true, \(try rebuild.read().up.checksum(ofFirst: 0)), 'x', '0')
            """,
            by: soon()
        )
        try await trial.up([base, rebuild])
        #expect(try await InvalidIndex.all(on: connection, by: soon()).isEmpty)
        await connection.close()
        await other.close()
    }
}
