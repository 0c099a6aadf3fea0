import TestSupport
import Testing

@Suite(.live, .timeLimit(.minutes(5))) struct MigrateTests {
    @Test func `a new project is migrated, looked at and taken back`() async throws {
        let bench = try await MigrateBench(["1_a": MigrateBench.first, "2_b": MigrateBench.second])
        let plan = try await bench("up", "--plan")
        #expect(plan.status == 1)
        #expect(plan.output.contains("+ 1_a   1 statement in one transaction"))
        #expect(
            try await bench.ask("select to_regclass('a') is null and to_regclass('ihctl.migrations') is null") == "t\n"
        )
        let up = try await bench("up")
        #expect(up.status == 0, "\(up.errors)")
        #expect(up.output.hasPrefix("✓ 2 migrations applied"))
        #expect(up.errors.contains("✓ 1_a"))
        let again = try await bench("up")
        #expect(again.status == 0)
        #expect(again.output == "✓ nothing to apply\n")
        #expect(try await bench("up", "--plan").status == 0)
        let status = try await bench("status", "--format", "json").json()
        #expect(status["schema"] as? String == "ihctl.migrate.status/1")
        #expect((status["migrations"] as? [[String: Any]])?.map { $0["state"] as? String } == ["applied", "applied"])
        #expect(try await bench("verify", "--complete").status == 0)
        #expect(try await bench("down").output.hasPrefix("✓ 1 migration taken back"))
        #expect(try await bench("verify", "--complete").status == 1)
        #expect(try await bench("verify").status == 0)
        #expect(try await bench("redo").status == 0)
        #expect(try await bench.ask("select to_regclass('a') is not null and to_regclass('b') is null") == "t\n")
        let audit = try bench.checkout.scratch.read(".ihctl/audit.jsonl")
        #expect(audit.split(separator: "\n").count == 3)
        #expect(audit.contains("\"action\":\"up\"") && audit.contains("1_a"))
    }

    @Test func `what the server remarks is told beside the migration, and not without end`() async throws {
        let bench = try await MigrateBench([
            "1_a": "-- ihctl:up\ndrop table if exists nowhere;\n",
            "2_b":
                "-- ihctl:up transaction=false\ndo $$ begin for i in 1..100 loop raise warning 'number %', i; end loop; end $$;\n",
        ])
        let told = try await bench("up")
        #expect(told.status == 0)
        #expect(told.errors.contains("  · 1_a: notice: table \"nowhere\" does not exist, skipping\n  ✓ 1_a"))
        #expect(
            told.errors.contains("  ! 2_b: warning: number 20\n  · 2_b: more of the server's remarks are left out\n")
        )
        #expect(!told.errors.contains("number 21"))
    }

    @Test func `what is risky is found before it runs, and allowed knowingly`() async throws {
        let bench = try await MigrateBench([
            "1_a": MigrateBench.first, "2_b": "-- ihctl:up\ncreate index a_id on a (id);\n",
        ])
        let lint = try await bench("lint")
        #expect(lint.status == 1)
        #expect(lint.output.contains("2_b.sql:2:1: error: "))
        #expect(lint.output.contains("[index-not-concurrent]"))
        #expect(try await bench("lint", "1").status == 0)
        #expect(try await bench("lint", "--disable", "index-not-concurrent").status == 0)
        #expect(try await bench("lint", "--disable", "index-not-concurent").status == 2)
        #expect(try await bench("lint", "nothing").status == 2)
        let plan = try await bench("up", "--plan", "--format", "json").json()
        let steps = try #require(plan["planned"] as? [[String: Any]])
        let statement = try #require((steps[1]["statements"] as? [[String: Any]])?.first)
        #expect(((statement["locks"] as? [[String: Any]])?.first?["mode"] as? String) == "SHARE")
        try bench.write(
            "2_b",
            "-- ihctl:up\n-- ihctl:allow index-not-concurrent the table is empty\ncreate index a_id on a (id);\n"
        )
        #expect(try await bench("lint", "--strict").status == 0)
        let sarif = try await bench("lint", "--format", "sarif").json()
        #expect(sarif["version"] as? String == "2.1.0")
    }

    @Test func `the script is what psql would run`() async throws {
        let bench = try await MigrateBench([
            "1_a": MigrateBench.first,
            "2_b":
                "-- ihctl:up transaction=false\ncreate table b (id int);\ncreate index concurrently b_id on b (id);\n",
        ])
        let script = try await bench("up", "--sql")
        #expect(script.status == 0)
        let file = try bench.checkout.scratch.write(script.output, to: "script.sql")
        let ran = try run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", file, bench.url])
        #expect(ran.status == 0, "\(ran.errors)")
        #expect(try await bench("verify", "--complete").status == 0)
        #expect(try await bench("down", "--sql").output.contains("drop table") == false)
    }

    @Test func `a schema that is there can be taken as applied`() async throws {
        let bench = try await MigrateBench(["1_a": MigrateBench.first, "2_b": MigrateBench.second])
        _ = try await bench.ask("create table a (id bigint primary key)")
        #expect(try await bench("baseline", "1", "--plan").status == 1)
        #expect(try await bench("baseline", "1").status == 0)
        #expect(try await bench("baseline", "1").status == 0)
        #expect(try await bench("baseline", "9").status == 2)
        #expect(try await bench("up").status == 0)
        #expect(try await bench("status").output.contains("baseline"))
    }

    @Test func `a change by hand is seen, and a dump is the same bytes every time`() async throws {
        let bench = try await MigrateBench(["1_a": MigrateBench.first, "2_b": MigrateBench.second])
        #expect(try await bench("up").status == 0)
        #expect(try await bench("status", "--drift").status == 0)
        let dump = try await bench("dump", "--out", "schema.sql")
        #expect(dump.status == 0, "\(dump.errors)")
        #expect(try await bench("dump").output == bench.checkout.scratch.read("schema.sql"))
        #expect(try await bench("dump", "--check", "schema.sql").status == 0)
        _ = try await bench.ask("alter table a add column sneaky int; drop table b")
        let drift = try await bench("status", "--drift")
        #expect(drift.status == 1)
        #expect(drift.output.contains("migrate.drift   column public.a.sneaky"))
        #expect(drift.output.contains("migrate.drift   table public.b"))
        #expect(try await bench("dump", "--check", "schema.sql").status == 1)
        #expect(try await bench("status").status == 0)
        // Other suites have scratch databases on the server too, for a while; one that stays is found by the suite's time limit.
        while try await bench.ask("select count(*) from pg_database where datname like 'ihctl\\_scratch%'") != "0\n" {
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    @Test func `new files are named by the time and never collide`() async throws {
        let bench = try await MigrateBench()
        let paths = try await (0..<3).asyncMap { _ in
            try await bench("new", "Add region!").output
        }
        #expect(Set(paths).count == 3)
        #expect(paths.allSatisfy { $0.wholeMatch(of: /manifests\/migrations\/[0-9]{14}_add_region\.sql\n/) != nil })
        // What was not filled in is not run.
        #expect(try await bench("lint").output.contains("no statement stands under -- ihctl:up"))
        #expect(try await bench("up").status == 2)
        #expect(try await bench("new", "!!").status == 2)
        // The clock may be behind what is there.
        try bench.write("29991231235959_far", "-- ihctl:up\n")
        #expect(try await bench("new", "next").output == "manifests/migrations/30000101000000_next.sql\n")
        try bench.write("oops", "")
        #expect(try await bench("new", "next").status == 2)
    }
}

extension Sequence {
    fileprivate func asyncMap<Value>(_ body: (Element) async throws -> Value) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await body(element)) }
        return values
    }
}
