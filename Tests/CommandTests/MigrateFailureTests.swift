import TestSupport
import Testing

/// What is wrong with files or their order is told with its place, and nothing behind it is run.
@Suite(.live, .timeLimit(.minutes(5))) struct MigrateFailureTests {
    @Test func `a wrong statement is shown with its place, and nothing of its file stays`() async throws {
        let bench = try await MigrateBench([
            "1_a": MigrateBench.first,
            "2_b": "-- ihctl:up\ncreate table b (id int);\n\ncreate table c (\n  id bigintt\n);\n",
            "3_d": MigrateBench.second,
        ])
        let told = try await bench("up")
        #expect(told.status == 1)
        #expect(told.output.contains("manifests/migrations/2_b.sql:5:6: error: 2_b: type \"bigintt\" does not exist"))
        #expect(told.output.contains("SQLSTATE   42704"))
        #expect(told.output.contains("    4 | create table c (\n    5 |   id bigintt\n      |      ^\n"))
        #expect(told.output.contains("1 migration was applied before it, nothing after it"))
        #expect(try await bench.ask("select to_regclass('b') is null") == "t\n")
        let github = try await bench("up", "--format", "github")
        #expect(github.output.hasPrefix("::error file=manifests/migrations/2_b.sql,line=5,col=6"))
        let report = try await bench("up", "--format", "json").json()
        #expect(report["exit_code"] as? Int == 1)
        #expect(report["failed"] as? String == "2")
        #expect((report["applied"] as? [Any])?.isEmpty == true)
    }

    @Test func `after a failure JSON tells those that went through as after success`() async throws {
        let bench = try await MigrateBench(["1_a": MigrateBench.first, "2_b": "-- ihctl:up\nselect 1 / 0;\n"])
        let report = try await bench("up", "--format", "json").json()
        let applied = try #require(report["applied"] as? [[String: Any]])
        #expect(applied.map { $0["version"] as? String } == ["1"])
        #expect(applied.map { $0["name"] as? String } == ["a"])
        #expect(applied.first?["duration_ms"] is Int)
    }

    @Test func `a statement that takes long is named, and one that is cut short is pointed at`() async throws {
        let bench = try await MigrateBench([
            "1_a": MigrateBench.first,
            "2_b": "-- ihctl:up\nselect 1;\nselect pg_sleep(600);\n-- ihctl:down\nselect 1;\n",
        ])
        let told = try await bench("up", "--deadline", "6s")
        #expect(told.status == 3)
        #expect(told.errors.contains("2_b, line 3: select pg_sleep(600)"), "\(told.errors)")
        #expect(told.output.contains("manifests/migrations/2_b.sql:3:1: error: 2_b"), "\(told.output)")
        #expect(told.output.contains("nothing of it stays; 1 migration was applied before it"))
        try bench.write("2_b", "-- ihctl:up transaction=false\nselect 1;\nselect pg_sleep(600);\n")
        let half = try await bench("up", "--deadline", "3s")
        #expect(half.status == 3)
        #expect(half.output.contains("1 of its 2 statements is done and stays; the next run goes on behind it"))
    }

    @Test func `a fault in the last file keeps the MigrateBench.first from being run`() async throws {
        let bench = try await MigrateBench(["1_a": MigrateBench.first, "9_z": "-- ihctl:up\nselect 'é;\n"])
        let told = try await bench("up")
        #expect(told.status == 2)
        #expect(
            told.output.contains("manifests/migrations/9_z.sql:2:8: error: the string that begins here is never closed")
        )
        #expect(try await bench.ask("select to_regclass('a') is null") == "t\n")
        try bench.write("oops", "select 1;")
        #expect(
            try await bench("status").output.contains("manifests/migrations/oops.sql:1:1: error: a migration is named")
        )
    }

    @Test func `edited, missing, out of order and unknown are told and mended`() async throws {
        let bench = try await MigrateBench(["2_a": MigrateBench.first, "4_b": MigrateBench.second])
        #expect(try await bench("up").status == 0)
        try bench.write("2_a", MigrateBench.first + "-- a remark\n")
        try bench.write("3_c", "-- ihctl:up\ncreate table c (id int);\n")
        var verify = try await bench("verify")
        #expect(verify.status == 1)
        #expect(verify.output.contains("[migrate.edited]") && verify.output.contains("[migrate.out-of-order]"))
        #expect(try await bench("up").status == 1)
        #expect(try await bench("repair", "--plan").status == 1)
        #expect(try await bench("repair").status == 2)
        #expect(try await bench("repair", "--yes").status == 0)
        #expect(try await bench("up", "--allow-out-of-order").status == 0)
        try bench.remove("4_b")
        verify = try await bench("verify")
        #expect(verify.output.contains("migrate.unknown   4_b"))
        try bench.write("5_d", "-- ihctl:up\ncreate table d (id int);\n")
        verify = try await bench("verify")
        #expect(verify.output.contains("migrate.missing   4_b"))
        #expect(try await bench("repair", "--yes").output.contains("nothing to repair"))
        #expect(try await bench("repair", "4", "--yes").status == 0)
        #expect(try await bench("up").status == 0)
        #expect(try await bench("verify", "--complete").status == 0)
        #expect(try await bench("repair", "77", "--yes").status == 2)
    }
}
