import FoundationEssentials
import TestSupport
import Testing

@Suite struct ConfigTests {
    @Test func `what init writes validates in every environment, and is not overwritten`() async throws {
        let checkout = try await Checkout.initialised("init")
        let valid = try await checkout("config", "validate", "--all")
        #expect(valid.status == 0, "\(valid.output)\(valid.errors)")
        #expect(!valid.output.contains("✗"))
        let again = try await checkout("init")
        #expect(again.status == 2)
        #expect(again.errors.contains("--force"))
        try checkout.scratch.write("platform: mine\n", to: "manifests/platform.yaml")
        try require(await checkout("init", "--force"))
        let kept = try FileManager.default.contentsOfDirectory(atPath: checkout.scratch.file("manifests")).filter {
            $0.hasPrefix("platform.yaml.backup-")
        }
        #expect(kept.count == 1)
        #expect(try checkout.scratch.read("manifests/\(try #require(kept.first))") == "platform: mine\n")
        #expect(try checkout.scratch.read("manifests/platform.yaml").contains("platform: my-platform"))
    }

    @Test func `init --force again and again keeps every backup`() async throws {
        let checkout = try await Checkout.initialised("backups")
        let contents = Set((1...6).map { "platform: number-\($0)\n" })
        for content in contents {
            try checkout.scratch.write(content, to: "manifests/platform.yaml")
            try require(await checkout("init", "--force"))
        }
        let kept = try FileManager.default.contentsOfDirectory(atPath: checkout.scratch.file("manifests")).filter {
            $0.hasPrefix("platform.yaml.backup-")
        }
        #expect(Set(try kept.map { try checkout.scratch.read("manifests/\($0)") }) == contents)
    }

    @Test func `init into another folder, and into one that is no folder`() async throws {
        let checkout = Checkout("elsewhere")
        try require(await checkout("init", "deep/er"))
        #expect(checkout.scratch.exists("deep/er/.env.example"))
        try checkout.scratch.write("", to: "file")
        let refused = try await checkout("init", "file")
        #expect(refused.status == 2)
        #expect(refused.errors.contains("file"))
    }

    @Test func `a slip is told with place and nearest name, in text and JSON`() async throws {
        let checkout = try await Checkout.initialised("slip")
        try checkout.scratch.write("database:\n  pool:\n    mox: 3\n", to: "manifests/environments/staging.yaml")
        let text = try await checkout("config", "validate", "--env", "staging")
        #expect(text.status == 1)
        #expect(text.output.contains("manifests/environments/staging.yaml:3:5: error: database.pool.mox: "))
        #expect(text.output.contains("did you mean \"max\"?"))
        let json = try await checkout("config", "validate", "--env", "staging", "--format", "json")
        #expect(json.status == 1)
        #expect(json.output.contains("\"schema\": \"ihctl.config.validate/1\""))
        #expect(json.output.contains("\"line\": 3"))
        #expect(json.output.contains("\"exit_code\": 1"))
        #expect(json.output.contains("\"id\": \"config.invalid\""))
        #expect(json.output.contains("\"errors\": 1"))
        // A verb that needs the model calls it wrong usage.
        #expect(try await checkout("config", "show", "--env", "staging").status == 2)
    }

    @Test(arguments: [
        ("DATABASE_URL", "mysql://agent:S3CR3T@db/app", "the URL begins with mysql://"),
        ("DATABASE_URL", "postgresql://agent:S3CR3T/word@db/app", "percent-encoded"),
        ("DATABASE_URL", "postgresql://agent:S3CR3T@127.0.0.1:99999/app", "a port that there is not"),
        ("NATS_AUTH_TOKEN", "S3CR3T ", "white space stands at the edge"),
        ("ANTHROPIC_API_KEY", "sk-or-v1-S3CR3T", "a key of OpenRouter"),
    ])
    func `a value that cannot be right is told at its reference, and not shown`(
        name: String,
        value: String,
        told: String
    ) async throws {
        let checkout = try await Checkout.ofThisProject("malformed")
        let outcome = try await checkout("config", "validate", "--env", "staging", environment: [name: value])
        #expect(outcome.status == 1)
        let lines = outcome.output.split(separator: "\n").filter { $0.contains(": error: ") }
        #expect(lines.count == 1, "\(outcome.output)")
        #expect(lines.first?.hasPrefix("manifests/") == true, "\(lines)")
        #expect(lines.first?.contains("env:\(name)") == true, "\(lines)")
        #expect(outcome.output.replacing("\n", with: " ").contains(told), "\(outcome.output)")
        #expect(!outcome.output.contains("S3CR3T"))
    }

    @Test func `the variable of another reference is never the one that was meant`() async throws {
        let checkout = try await Checkout.ofThisProject("taken")
        let url = "postgresql://agent:longenough9@db/app"
        let outcome = try await checkout("config", "validate", "--env", "staging", environment: ["DATABASE_URL": url])
        #expect(outcome.output.contains("DATABASE_ADMIN_URL"), "\(outcome.output)")
        #expect(!outcome.output.contains("did you mean \"DATABASE_URL\""), "\(outcome.output)")
    }

    @Test func `a slip is told to code scanning and to GitHub, with the same exit status`() async throws {
        let checkout = try await Checkout.initialised("slip")
        try checkout.scratch.write("database:\n  pool:\n    mox: 3\n", to: "manifests/environments/staging.yaml")
        let sarif = try await checkout("--format", "sarif", "config", "validate", "--env", "staging")
        #expect(sarif.status == 1)
        struct Log: Decodable {
            struct Run: Decodable {
                struct Tool: Decodable { let driver: Driver }
                struct Driver: Decodable {
                    let name, version: String
                    let rules: [Rule]
                }
                struct Rule: Decodable { let id: String }
                struct Result: Decodable { let ruleId, level: String }
                let tool: Tool
                let results: [Result]
            }
            let runs: [Run]
        }
        let run = try #require(try JSONDecoder().decode(Log.self, from: Data(sarif.output.utf8)).runs.first)
        #expect(run.tool.driver.name == "ihctl")
        #expect(!run.tool.driver.version.isEmpty)
        #expect(run.results.first?.ruleId == "config.invalid")
        #expect(run.tool.driver.rules.first?.id == "config.invalid")
        let github = try await checkout("config", "validate", "--env", "staging", "--format", "github")
        #expect(github.status == 1)
        #expect(
            github.output.hasPrefix(
                "::error file=manifests/environments/staging.yaml,line=3,col=5,title=config.invalid::database.pool.mox: "
            )
        )
        let last = github.output.split(separator: "\n").last
        #expect(last?.hasPrefix("ihctl config validate: 1 error") == true)
    }

    @Test func `a fault of all environments is told once, and where it is not all of them they are named`() async throws
    {
        let checkout = try await Checkout.initialised("several")
        let platform = try checkout.scratch.read("manifests/platform.yaml")
        try checkout.scratch.write(platform + "\nsurprise: 1\n", to: "manifests/platform.yaml")
        let text = try await checkout("config", "validate", "--all")
        #expect(text.status == 1)
        #expect(text.output.split(separator: "\n").count { $0.contains(": error: surprise: ") } == 1)
        let block = text.output.split(separator: ": error: surprise: ").last?.prefix { $0 != "!" && $0 != "✗" } ?? ""
        #expect(!block.contains("  in "), "\(text.output)")
        let json = try await checkout("config", "validate", "--all", "--format", "json")
        #expect(json.output.contains("\"errors\": 1"))
        let names =
            "\"environments\": [\n        \"development\",\n        \"production\",\n        \"staging\"\n      ]"
        #expect(json.output.contains(names), "\(json.output)")
        try checkout.scratch.write("surprise: 2\n", to: "manifests/environments/staging.yaml")
        let layered = try await checkout("config", "validate", "--all")
        #expect(layered.output.contains("staging.yaml:1:1: error: surprise: "))
        #expect(layered.output.contains("  in     staging\n"), "\(layered.output)")
    }

    @Test(arguments: [
        (["config", "show", "--env", "stagin"], "did you mean \"staging\"?"),
        (["config", "show", "--region", "xx"], "there is no region \"xx\""),
        (["config", "show", "--env", "staging", "kubernetes.ihctl"], "kubernetes.ihctl is not set in this model"),
        (["config", "show", "database.pol"], "did you mean \"database.pool\"?"),
        (["confg"], "config"),
        (["dev", "upp"], "up"),
        (["dev", "status", "--timeout", "5x"], "--timeout"),
        (["config", "show", "--format", "xml"], "--format"),
        (["dev", "status", "--format", "sarif"], "ihctl dev status: --format: \"sarif\" is none of text, json"),
        (["--format", "github", "config", "show"], "is none of text, json"),
        (["config", "validate", "--format", "junit"], "is none of text, json, sarif, github"),
        (["-C", "/nowhere", "config", "show"], "-C: /nowhere"),
        (["schema"], "WHAT"),
        (["config", "validate", "--all", "--all"], "--all"),
    ])
    func `wrong usage is exit 2 with the way out on stderr`(line: [String], told: String) async throws {
        let checkout = try await Checkout.initialised("usage")
        let outcome = try await checkout.line([Checkout.program] + line)
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains(told), "\(outcome.errors)")
        #expect(outcome.output.isEmpty)
    }

    @Test func `without a platform file the model is made of variables and .env`() async throws {
        let checkout = Checkout("bare")
        try checkout.scratch.write("\u{FEFF}export NATS_URL='nats://from-env:4222' # comment\r\n", to: ".env")
        let shown = try await checkout(
            "config",
            "show",
            "--origin",
            environment: ["REDIS_URL": "redis://:s3cr3t-marker@host:6379"]
        )
        #expect(shown.status == 0, "\(shown.errors)")
        #expect(shown.output.contains("nats://from-env:4222 from .env:1"))
        #expect(shown.output.contains("•••••• from $REDIS_URL"))
        #expect(!shown.output.contains("s3cr3t-marker"))
        #expect(!shown.output.contains("database:"))
    }

    @Test func `the region lays its part over the model`() async throws {
        let shown = try await Checkout("own").line([
            Checkout.program, "-C", projectRoot, "config", "show", "database", "--env", "production", "--region",
            "nl-ams", "--origin",
        ])
        #expect(shown.output.contains("host: nl-ams-db"))
        #expect(shown.output.contains("role: replica"))
    }

    @Test func `the project's own files are sound, and its documents are current`() async throws {
        let checkout = Checkout("docs")
        let valid = try await checkout.line([Checkout.program, "-C", projectRoot, "config", "validate", "--all"])
        #expect(valid.status == 0, "\(valid.output)")
        for (line, file) in [
            (["reference", "markdown"], "docs/command-reference.md"), (["reference", "man"], "docs/ihctl.1"),
            (["reference", "checks"], "docs/checks.md"), (["reference", "policies"], "docs/policies.md"),
            (["schema", "platform"], "docs/platform.schema.json"),
            (["schema", "environment"], "docs/environment.schema.json"),
        ] {
            let printed = try await checkout.line([Checkout.program] + line)
            let kept = try content("\(projectRoot)/\(file)")
            #expect(printed.output == kept, "\(file) is not current: run scripts/docs")
        }
    }

    @Test func `the example of the README is what the program prints`() async throws {
        let shown = try await Checkout("readme").line([
            Checkout.program, "-C", projectRoot, "config", "show", "database.pool", "--env", "production", "--origin",
        ])
        #expect(shown.status == 0)
        #expect(try content("\(projectRoot)/README.md").contains(shown.output))
    }

    @Test func `a secret that stands in the file is refused, and the default in its place is not missed as well`()
        async throws
    {
        let checkout = try await Checkout.initialised("literal")
        try checkout.scratch.write("cache:\n  url: redis://there:6379\n", to: "manifests/environments/staging.yaml")
        let told = try await checkout("config", "validate", "--env", "staging")
        #expect(told.status == 1)
        #expect(told.output.contains("cache.url: must be a reference to the secret"), "\(told.output)")
        #expect(!told.output.contains("REDIS_URL"))
        // What nothing is wrong with is still looked for.
        #expect(told.output.contains("no variable NATS_URL is set"))
    }

    @Test func `a broken pipe is quiet, a full disk is not`() async throws {
        let checkout = Checkout("pipe")
        let piped = try await checkout.line([
            "bash", "-c", "\"\(Checkout.program)\" schema platform | head -n 1; echo ${PIPESTATUS[0]}",
        ])
        #expect(piped.output == "{\n0\n")
        #expect(piped.errors.isEmpty)
        let full = try await checkout.line(["bash", "-c", "\"\(Checkout.program)\" schema platform >/dev/full"])
        #expect(full.status == 3)
        #expect(full.errors.contains("standard output"))
    }

    @Test func `links and plugins are commands`() async throws {
        let checkout = try await Checkout.initialised("links")
        let link = checkout.scratch.file("ihctl-config")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: Checkout.program)
        #expect(try await checkout.line([link, "validate"]).status == 0)
        // Written by a shell: a file this process wrote may be held open by a child of another test, and then cannot be run.
        let script =
            "mkdir bin && printf '#!/bin/sh\\necho \"plugin $1\"\\nexit 7\\n' >bin/ihctl-hello && chmod +x bin/ihctl-hello"
        try require(await checkout.line(["sh", "-c", script]))
        let plugin = try await checkout.line([
            "env", "PATH=\(checkout.scratch.file("bin")):/usr/bin:/bin", Checkout.program, "hello", "world",
        ])
        #expect(plugin.status == 7)
        #expect(plugin.output == "plugin world\n")
    }

    private func content(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    }
}
