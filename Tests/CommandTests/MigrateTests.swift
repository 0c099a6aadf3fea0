import FoundationEssentials
import TestSupport
import Testing

/// A checkout with migrations of its own and a fresh database for them.
private struct Bench: Sendable {
    let checkout: Checkout
    let server: PostgreSQLServer
    let database: String

    init(_ files: [String: String] = [:]) async throws {
        checkout = try await Checkout.initialised("migrate")
        let checkout = checkout
        server = try await aside { try TestServers.postgreSQL() }
        let server = server
        database = try await aside { try server.freshDatabase() }
        _ = try run(
            ["bash", "-c", "rm -rf manifests/migrations; mkdir manifests/migrations"],
            in: checkout.scratch.path
        )
        for (name, text) in files { try write(name, text) }
    }

    var url: String { server.url(database: database) }

    func write(_ name: String, _ text: String) throws {
        _ = try checkout.scratch.write(text, to: "manifests/migrations/\(name).sql")
    }

    func remove(_ name: String) throws {
        try FileManager.default.removeItem(atPath: checkout.scratch.file("manifests/migrations/\(name).sql"))
    }

    func callAsFunction(_ arguments: String..., environment: [String: String] = [:]) async throws -> Outcome {
        try await checkout.line(
            [Checkout.program, "migrate"] + arguments,
            environment: ["DATABASE_ADMIN_URL": url].merging(environment) { _, new in new }
        )
    }

    func callAsFunction(_ arguments: [String]) async throws -> Outcome {
        try await checkout.line(
            [Checkout.program, "migrate"] + arguments,
            environment: ["DATABASE_ADMIN_URL": url]
        )
    }

    func ask(_ sql: String) async throws -> String {
        try await aside { [server, database] in try server.psql(sql, database: database) }
    }
}

private func json(_ outcome: Outcome) throws -> [String: Any] {
    try #require(try JSONObject.parse(outcome.output))
}

/// JSON as dictionaries, enough to look into a report.
private enum JSONObject {
    static func parse(_ text: String) throws -> [String: Any]? {
        try JSONDecoder().decode(AnyValue.self, from: Data(text.utf8)).value as? [String: Any]
    }

    private struct AnyValue: Decodable {
        let value: Any

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                value = Optional<Int>.none as Any
            } else if let number = try? container.decode(Int.self) {
                value = number
            } else if let flag = try? container.decode(Bool.self) {
                value = flag
            } else if let text = try? container.decode(String.self) {
                value = text
            } else if let array = try? container.decode([AnyValue].self) {
                value = array.map(\.value)
            } else {
                value = try container.decode([String: AnyValue].self).mapValues(\.value)
            }
        }
    }
}

private let first = "-- ihctl:up\ncreate table a (id bigint primary key);\n-- ihctl:down\ndrop table a;\n"
private let second = "-- ihctl:up\ncreate table b (id bigint primary key);\n-- ihctl:down\ndrop table b;\n"

@Suite(.live, .timeLimit(.minutes(5))) struct MigrateTests {
    @Test func `a new project is migrated, looked at and taken back`() async throws {
        let bench = try await Bench(["1_a": first, "2_b": second])
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
        let status = try json(try await bench("status", "--format", "json"))
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

    @Test func `a wrong statement is shown with its place, and nothing of its file stays`() async throws {
        let bench = try await Bench([
            "1_a": first, "2_b": "-- ihctl:up\ncreate table b (id int);\n\ncreate table c (\n  id bigintt\n);\n",
            "3_d": second,
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
        let report = try json(try await bench("up", "--format", "json"))
        #expect(report["exit_code"] as? Int == 1)
        #expect(report["failed"] as? String == "2")
        #expect((report["applied"] as? [Any])?.isEmpty == true)
    }

    @Test func `after a failure JSON tells those that went through as after success`() async throws {
        let bench = try await Bench(["1_a": first, "2_b": "-- ihctl:up\nselect 1 / 0;\n"])
        let report = try json(try await bench("up", "--format", "json"))
        let applied = try #require(report["applied"] as? [[String: Any]])
        #expect(applied.map { $0["version"] as? String } == ["1"])
        #expect(applied.map { $0["name"] as? String } == ["a"])
        #expect(applied.first?["duration_ms"] is Int)
    }

    @Test func `the way out leads to the folder and the database that the line named`() async throws {
        let bench = try await Bench(["1_a": first])
        let url = bench.url.replacing("postgres@", with: "postgres:notToBeTold@")
        let line = ["--dir", "manifests/migrations", "--database", url]
        try require(await bench(["up"] + line))
        try bench.remove("1_a")
        try bench.write("2_b", second)
        try bench.write("1_a", first + "-- edited\n")
        for format in ["text", "json"] {
            let told = try await bench(["status", "--format", format] + line)
            #expect(told.status == 1)
            #expect(told.output.contains("ihctl migrate repair 1 --dir manifests/migrations --database 'postgresql://"))
            #expect(!told.output.contains("notToBeTold"))
        }
        try bench.write("1_a", first)
        let pending = try await bench(["status"] + line)
        #expect(
            pending.output.contains("· 1 applied, 1 pending\n  next   ihctl migrate up --dir manifests/migrations --d")
        )
        try bench.write("1_a", first + "-- edited\n")
        // What stands in the environment needs no word.
        let told = try await bench("status")
        #expect(told.output.contains("ihctl migrate repair 1\n"))
        #expect(told.output.contains("1 applied, 1 pending"))
    }

    @Test func `what the server remarks is told beside the migration, and not without end`() async throws {
        let bench = try await Bench([
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

    @Test func `a statement that takes long is named, and one that is cut short is pointed at`() async throws {
        let bench = try await Bench([
            "1_a": first, "2_b": "-- ihctl:up\nselect 1;\nselect pg_sleep(600);\n-- ihctl:down\nselect 1;\n",
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

    @Test func `nothing is run through a pooler, which is told from the server itself`() async throws {
        let bench = try await Bench(["1_a": first])
        let (server, database) = (bench.server, bench.database)
        let pooler = try await aside { try Pooler(before: server, .transaction) }
        let told = try await bench("up", "--database", pooler.url(database: database))
        #expect(told.status == 3)
        #expect(told.output.contains("✗ migrate.pooler"))
        #expect(told.output.contains("give the server's own URL"))
        #expect(
            try await bench.ask("select to_regclass('a') is null and to_regclass('ihctl.migrations') is null") == "t\n"
        )
    }

    @Test func `a scratch database that a killed run left goes with the next one`() async throws {
        let bench = try await Bench(["1_a": first])
        try require(await bench("up"))
        let mark = "x\(UInt64.random(in: 0 ... .max))"
        let now = try #require(Int(try await bench.ask("select extract(epoch from now())::bigint").filter(\.isNumber)))
        let names = ["\(now - 4_000)_\(mark)", "\(now - 60)_\(mark)", "\(mark)"]
        for name in names { _ = try await bench.ask("create database ihctl_scratch_\(name)") }
        #expect(try await bench("status", "--drift").status == 0)
        let left = try await bench.ask("select datname from pg_database where datname like 'ihctl_scratch_%\(mark)'")
        #expect(Set(left.split(separator: "\n")) == Set(names.dropFirst().map { "ihctl_scratch_\($0)"[...] }))
        for name in names.dropFirst() { _ = try await bench.ask("drop database ihctl_scratch_\(name)") }
    }

    @Test func `a fault in the last file keeps the first from being run`() async throws {
        let bench = try await Bench(["1_a": first, "9_z": "-- ihctl:up\nselect 'é;\n"])
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
        let bench = try await Bench(["2_a": first, "4_b": second])
        #expect(try await bench("up").status == 0)
        try bench.write("2_a", first + "-- a remark\n")
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

    @Test func `the wrong database is refused, and a protected one wants its name`() async throws {
        let bench = try await Bench(["1_a": first])
        let folder = "manifests/environments"
        let text = "protected: true\nidentity:\n  database: \(bench.database)\n"
        _ = try bench.checkout.scratch.write(text, to: "\(folder)/production.yaml")
        let unconfirmed = try await bench("up", "--env", "production")
        #expect(unconfirmed.status == 2, "\(unconfirmed.output)\(unconfirmed.errors)")
        #expect(unconfirmed.errors.contains("production is protected"))
        let wrong = try await bench(
            "up",
            "--env",
            "production",
            "--confirm",
            "production",
            "--database",
            bench.server.url()
        )
        #expect(wrong.status == 2)
        #expect(wrong.errors.contains("wrong target: identity.database"))
        #expect(try await bench.ask("select to_regclass('a') is null") == "t\n")
        #expect(try await bench("up", "--env", "production", "--plan").status == 1)
        #expect(try await bench("up", "--env", "production", "--confirm", "production").status == 0)
    }

    @Test func `a database is made where it is asked for, and waited for`() async throws {
        let bench = try await Bench(["1_a": first])
        let fresh = bench.server.url(database: "made_\(bench.database)")
        let missing = try await bench("up", "--database", fresh)
        #expect(missing.status == 3)
        #expect(missing.output.contains("ihctl migrate up --create-database"))
        #expect(try await bench("up", "--database", fresh, "--create-database", "--plan").status == 3)
        #expect(
            try await bench.ask("select count(*) from pg_database where datname = 'made_\(bench.database)'") == "0\n"
        )
        #expect(try await bench("up", "--database", fresh, "--create-database").status == 0)
        let nobody = try await bench("up", "--database", "postgresql://me:geheim@127.0.0.1:1/x", "--wait", "600ms")
        #expect(nobody.status == 3)
        #expect(nobody.errors.contains("waiting for 127.0.0.1:1/x"))
        // The limit of the whole holds for the wait as well; else the suite's own would pass first.
        let limited = try await bench(
            "up",
            "--database",
            "postgresql://127.0.0.1:1/x",
            "--wait",
            "1h",
            "--deadline",
            "300ms"
        )
        #expect(limited.status == 3)
        #expect(nobody.output.contains("connection refused"))
        #expect(!(nobody.output + nobody.errors).contains("geheim"))
        #expect(try await bench("up", "--database", "mysql://x").status == 2)
        #expect(try await bench("up", "--to", "77").status == 2)
        #expect(try await bench("up", "--to", "1", "--steps", "1").status == 2)
    }

    @Test func `what is risky is found before it runs, and allowed knowingly`() async throws {
        let bench = try await Bench(["1_a": first, "2_b": "-- ihctl:up\ncreate index a_id on a (id);\n"])
        let lint = try await bench("lint")
        #expect(lint.status == 1)
        #expect(lint.output.contains("2_b.sql:2:1: error: "))
        #expect(lint.output.contains("[index-not-concurrent]"))
        #expect(try await bench("lint", "1").status == 0)
        #expect(try await bench("lint", "--disable", "index-not-concurrent").status == 0)
        #expect(try await bench("lint", "--disable", "index-not-concurent").status == 2)
        #expect(try await bench("lint", "nothing").status == 2)
        let plan = try json(try await bench("up", "--plan", "--format", "json"))
        let steps = try #require(plan["planned"] as? [[String: Any]])
        let statement = try #require((steps[1]["statements"] as? [[String: Any]])?.first)
        #expect(((statement["locks"] as? [[String: Any]])?.first?["mode"] as? String) == "SHARE")
        try bench.write(
            "2_b",
            "-- ihctl:up\n-- ihctl:allow index-not-concurrent the table is empty\ncreate index a_id on a (id);\n"
        )
        #expect(try await bench("lint", "--strict").status == 0)
        let sarif = try json(try await bench("lint", "--format", "sarif"))
        #expect(sarif["version"] as? String == "2.1.0")
    }

    @Test func `the script is what psql would run`() async throws {
        let bench = try await Bench([
            "1_a": first,
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
        let bench = try await Bench(["1_a": first, "2_b": second])
        _ = try await bench.ask("create table a (id bigint primary key)")
        #expect(try await bench("baseline", "1", "--plan").status == 1)
        #expect(try await bench("baseline", "1").status == 0)
        #expect(try await bench("baseline", "1").status == 0)
        #expect(try await bench("baseline", "9").status == 2)
        #expect(try await bench("up").status == 0)
        #expect(try await bench("status").output.contains("baseline"))
    }

    @Test func `a change by hand is seen, and a dump is the same bytes every time`() async throws {
        let bench = try await Bench(["1_a": first, "2_b": second])
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
        let bench = try await Bench()
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
