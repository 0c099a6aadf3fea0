internal import Deadlines
internal import Migrations
internal import PostgreSQL
internal import SQLText
internal import TestSupport
internal import Testing

@Suite(.live, .timeLimit(.minutes(5))) struct StatementwiseTests {
    private let base = file(
        1,
        "-- ihctl:up\ncreate table a (id int, n int);\ninsert into a select i, i % 7 from generate_series(1, 500) i;"
    )
    private let concurrent = file(
        2,
        "-- ihctl:up transaction=false\ncreate index concurrently a_n on a (n);\ncreate table after_it (id int);\n"
            + "-- ihctl:down transaction=false\ndrop table after_it;\ndrop index concurrently a_n;\n"
    )

    @Test func `an index is built concurrently beside runners that wait`() async throws {
        let trial = try await Trial()
        let files = [base, concurrent]
        // An older snapshot keeps the build waiting while others queue up for the lock.
        let other = try await trial.open()
        try await trial.up([base])
        try await other.query("begin isolation level repeatable read", by: soon())
        try await other.query("select count(*) from a", by: soon())
        let counts = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<5 { group.addTask { try await trial.up(files).count } }
            try await Task.sleep(for: .milliseconds(400))
            try await other.query("commit", by: soon())
            return try await group.reduce(into: []) { $0.append($1) }
        }
        await other.close()
        #expect(counts.sorted() == [0, 0, 0, 0, 1])
        #expect(try await trial.ask("select indisvalid from pg_index where indexrelid = 'a_n'::regclass") == true)
        #expect(try await trial.down(files, .steps(1)) == ["2_m"])
        #expect(try await trial.ask("select to_regclass('a_n') is null and to_regclass('after_it') is null") == true)
    }

    @Test func `a failed concurrent build is named, and built anew when its cause is gone`() async throws {
        let trial = try await Trial()
        let unique = file(2, "-- ihctl:up transaction=false\ncreate unique index concurrently a_n on a (n);\nselect 1;")
        let found = try #require(await failure(MigrationFailure.self) { try await trial.up([base, unique]) })
        #expect(found.leftover?.qualifiedName == "public.a_n")
        #expect(found.statement == 1)
        #expect(try await trial.progress() == ["1 2/2", "2 0/2"])
        let connection = try await trial.open()
        #expect(try await InvalidIndex.all(on: connection, by: soon()).map(\.name) == ["a_n"])
        try await connection.query("delete from a where id > 7", by: soon())
        await connection.close()
        #expect(try await trial.up([base, unique]) == ["2_m"])
        #expect(try await trial.ask("select indisvalid from pg_index where indexrelid = 'a_n'::regclass") == true)
        #expect(try await trial.progress() == ["1 2/2", "2 2/2"])
    }

    @Test func `if not exists over an invalid index is no success`() async throws {
        let trial = try await Trial()
        try await trial.up([base])
        let connection = try await trial.open()
        _ = try? await connection.query("create unique index concurrently a_n on a (n)", by: soon())
        await connection.close()
        let lax = file(2, "-- ihctl:up transaction=false\ncreate unique index concurrently if not exists a_n on a (n);")
        let found = try #require(await failure(MigrationFailure.self) { try await trial.up([base, lax]) })
        guard case .invalidIndex(let index) = found.cause else {
            Issue.record("\(found.cause)")
            return
        }
        #expect(index.qualifiedName == "public.a_n")
    }

    @Test func `the rest of a file may be mended after a failure, what is done may not`() async throws {
        let trial = try await Trial()
        let broken = file(1, "-- ihctl:up transaction=false\ncreate table a (id int);\ncreate table b (id intt);")
        let found = try #require(await failure(MigrationFailure.self) { try await trial.up([broken]) })
        #expect(found.statement == 2)
        #expect(try await trial.progress() == ["1 1/2"])
        let changed = file(1, "-- ihctl:up transaction=false\ncreate table a2 (id int);\ncreate table b (id int);")
        guard case .faults(let entries)? = await failure(PlanRefusal.self, of: { try await trial.up([changed]) }) else {
            Issue.record("a changed beginning was accepted")
            return
        }
        #expect(entries.map(\.state) == [.halfApplied(done: 1, of: 2, isEdited: true)])
        let mended = file(
            1,
            "-- ihctl:up transaction=false\ncreate table a (id int);\ncreate table b (id int);\ncreate table c (id int);"
        )
        try await trial.up([mended])
        #expect(try await trial.progress() == ["1 3/3"])
        #expect(try await trial.history()[0].checksum == mended.checksum)
    }

    /// What a run that was killed can leave: the statement announced, and done or not done or half done.
    @Test(arguments: ["nothing", "valid", "invalid"])
    func `after a kill the catalog tells what became of a concurrent build`(_ left: String) async throws {
        let trial = try await Trial()
        try await trial.up([base])
        let connection = try await trial.open()
        try await connection.query(
            """
            insert into ihctl.migrations (version, name, checksum, statements, statements_done, statement_begun, done_checksum,
                applied_by, ihctl_version)
            values ('2', 'm', \(concurrent.checksum), 2, 0, true, \(try concurrent.read().up.checksum(ofFirst: 0)), 'x', '0')
            """,
            by: soon()
        )
        switch left {
        case "valid": try await connection.query("create index concurrently a_n on a (n)", by: soon())
        case "invalid":
            _ = try? await connection.query("create unique index concurrently a_n on a (n)", by: soon())
        default: break
        }
        await connection.close()
        try await trial.up([base, concurrent])
        #expect(try await trial.progress() == ["1 2/2", "2 2/2"])
        #expect(
            try await trial.ask(
                "select indisvalid and not indisunique from pg_index where indexrelid = 'a_n'::regclass"
            ) == true
        )
        let told = trial.events.withLock { events in
            events.compactMap { event -> String? in
                switch event {
                case .foundDone: "done"
                case .droppedInvalidIndex(let name): "dropped \(name)"
                default: nil
                }
            }
        }
        #expect(told == ["nothing": [], "valid": ["done"], "invalid": ["dropped public.a_n"]][left])
    }

    @Test func `ordinary statements of such a migration commit with their progress`() async throws {
        let trial = try await Trial()
        let mixed = file(
            1,
            """
            -- ihctl:up transaction=false
            create table a (id int primary key);
            insert into a values (1);
            vacuum a;
            do $$ begin insert into a values (2); commit; insert into a values (3); end $$;
            create procedure p() language plpgsql as $$ begin insert into a values (4); commit; end $$;
            call p();
            """
        )
        try await trial.up([mixed])
        #expect(try await trial.progress() == ["1 6/6"])
        #expect(try await trial.ask("select count(*) from a") == 4)
    }
}
