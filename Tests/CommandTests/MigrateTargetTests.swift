import TestSupport
import Testing

/// Which database is meant: the one that the line or the platform file names, and no other.
@Suite(.live, .timeLimit(.minutes(5))) struct MigrateTargetTests {
    @Test func `the way out leads to the folder and the database that the line named`() async throws {
        let bench = try await MigrateBench(["1_a": MigrateBench.first])
        let url = bench.url.replacing("postgres@", with: "postgres:notToBeTold@")
        let line = ["--dir", "manifests/migrations", "--database", url]
        try require(await bench(["up"] + line))
        try bench.remove("1_a")
        try bench.write("2_b", MigrateBench.second)
        try bench.write("1_a", MigrateBench.first + "-- edited\n")
        for format in ["text", "json"] {
            let told = try await bench(["status", "--format", format] + line)
            #expect(told.status == 1)
            #expect(told.output.contains("ihctl migrate repair 1 --dir manifests/migrations --database 'postgresql://"))
            #expect(!told.output.contains("notToBeTold"))
        }
        try bench.write("1_a", MigrateBench.first)
        let pending = try await bench(["status"] + line)
        #expect(
            pending.output.contains("· 1 applied, 1 pending\n  next   ihctl migrate up --dir manifests/migrations --d")
        )
        try bench.write("1_a", MigrateBench.first + "-- edited\n")
        // What stands in the environment needs no word.
        let told = try await bench("status")
        #expect(told.output.contains("ihctl migrate repair 1\n"))
        #expect(told.output.contains("1 applied, 1 pending"))
    }

    @Test func `nothing is run through a pooler, which is told from the server itself`() async throws {
        let bench = try await MigrateBench(["1_a": MigrateBench.first])
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
        let bench = try await MigrateBench(["1_a": MigrateBench.first])
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

    @Test func `the wrong database is refused, and a protected one wants its name`() async throws {
        let bench = try await MigrateBench(["1_a": MigrateBench.first])
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
        let bench = try await MigrateBench(["1_a": MigrateBench.first])
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
}
