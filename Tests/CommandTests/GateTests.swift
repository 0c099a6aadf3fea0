import FoundationEssentials
import TestSupport
import Testing

/// `ihctl gate` where no service is: each part closes it for its own fault, and only for that.
@Suite struct GateTests {
    private func preMerge(_ checkout: Checkout) async throws -> GateReport {
        try await checkout.gate("--stage", "pre-merge")
    }

    @Test func `a clean project opens it before a merge, without a service or a secret`() async throws {
        let checkout = try await Checkout.ofThisProject("gate-clean")
        let report = try await preMerge(checkout)
        #expect(report.verdict == "open", "\(report.told)")
        #expect(report.exit_code == 0)
        #expect(report.schema == "ihctl.gate/1")
        #expect(report.environments == ["development", "production", "staging"])
        #expect(report.names("passed") == ["configuration", "migrations.lint", "render.check", "render.lint"])
        #expect(report.parts.count == 4)
        #expect(report.reasons.isEmpty)
        let text = try await checkout("gate", "--stage", "pre-merge")
        #expect(text.status == 0)
        #expect(text.output.contains("gate open · pre-merge · 4 parts in "), "\(text.output)")
        #expect(text.output.components(separatedBy: "\n").allSatisfy { $0.count <= 80 }, "\(text.output)")
    }

    @Test func `what init writes opens it, once it is rendered`() async throws {
        let checkout = try await Checkout.initialised("gate-init")
        let before = try await preMerge(checkout)
        #expect(before.names("failed") == ["render.check"], "\(before.told)")
        #expect(before.reason("render-missing") != nil)
        try require(await checkout("render", "all"))
        let report = try await preMerge(checkout)
        #expect(report.verdict == "open", "\(report.told)")
    }

    @Test func `a value that cannot be meant closes it, told once with all parts that stumble over it`() async throws {
        let checkout = try await Checkout.ofThisProject("gate-value")
        try checkout.replace("    min: 2\n", with: "    min: many\n", in: "manifests/environments/staging.yaml")
        let report = try await preMerge(checkout)
        #expect(report.exit_code == 1)
        #expect(report.reasons.count == 1, "\(report.told)")
        let reason = try #require(report.reasons.first)
        #expect(reason.id == "config.invalid")
        #expect(reason.subject == "kubernetes.autoscaling.min")
        #expect(reason.place?.file == "manifests/environments/staging.yaml")
        let line = try checkout.scratch.read("manifests/environments/staging.yaml")
            .split(separator: "\n", omittingEmptySubsequences: false).firstIndex { $0.contains("min: many") }
        #expect(try reason.place?.line == #require(line) + 1)
        #expect(reason.parts == ["configuration", "render.check", "render.lint"])
        #expect(report.names("passed") == ["migrations.lint"])
    }

    @Test func `a file that cannot be read closes it with its place, and hides no fault of another`() async throws {
        let checkout = try await Checkout.ofThisProject("gate-unreadable")
        _ = try checkout.scratch.write("agent: [1\n", to: "manifests/environments/staging.yaml")
        _ = try checkout.scratch.write("databse: {}\n", to: "manifests/environments/production.yaml")
        let report = try await preMerge(checkout)
        #expect(report.exit_code == 1)
        let files = report.reasons.filter { $0.id == "config.invalid" }.compactMap(\.place?.file)
        #expect(Set(files).isSuperset(of: ["manifests/environments/staging.yaml"]), "\(report.told)")
        #expect(files.contains("manifests/environments/production.yaml"), "\(report.told)")
    }

    @Test func `a migration that stops traffic closes it at its statement`() async throws {
        let checkout = try await Checkout.ofThisProject("gate-migration")
        let file = "manifests/migrations/20990101000000_slow_index.sql"
        _ = try checkout.scratch.write(
            "-- ihctl:up\ncreate index sessions_by_model on sessions (model);\n-- ihctl:down\ndrop index sessions_by_model;\n",
            to: file
        )
        // What is rendered names the Job by its migrations.
        try require(await checkout("render", "all"))
        let report = try await preMerge(checkout)
        #expect(report.exit_code == 1)
        #expect(report.names("failed") == ["migrations.lint"], "\(report.told)")
        let reason = try #require(report.reason("index-not-concurrent"))
        #expect(reason.place?.file == file)
        #expect(reason.place?.line == 2)
        #expect(!reason.remedies.isEmpty)
        // One that cannot be read at all closes it too.
        _ = try checkout.scratch.write("-- ihctl:sideways\n", to: file)
        #expect(try await preMerge(checkout).reason("migrate.file")?.place?.file == file)
    }

    @Test func `a rendered file that is stale closes it by its name`() async throws {
        let checkout = try await Checkout.ofThisProject("gate-stale")
        _ = try checkout.scratch.write("a: 1\n", to: "manifests/rendered/k8s/base/service.yaml")
        let report = try await preMerge(checkout)
        #expect(report.exit_code == 1)
        #expect(report.names("failed") == ["render.check"], "\(report.told)")
        #expect(report.reason("render-stale")?.place?.file == "manifests/rendered/k8s/base/service.yaml")
        #expect(report.reason("render-stale")?.remedies == [["fix": "ihctl render all"]])
        let text = try await checkout("gate", "--stage", "pre-merge")
        #expect(text.status == 1)
        #expect(text.output.contains("gate closed: 1 error in render.check"), "\(text.output)")
    }

    @Test func `a policy that a template breaks closes it at the template's line`() async throws {
        let checkout = try await Checkout.ofThisProject("gate-policy")
        let file = "templates/k8s/base/deployment.yaml"
        let text = try checkout.scratch.read(file)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let line = try #require(lines.firstIndex { $0.contains("readOnlyRootFilesystem: true") }) + 1
        try checkout.replace("readOnlyRootFilesystem: true", with: "readOnlyRootFilesystem: false", in: file)
        try require(await checkout("render", "all"))
        let report = try await preMerge(checkout)
        #expect(report.exit_code == 1)
        #expect(report.names("failed") == ["render.lint"], "\(report.told)")
        let reason = try #require(report.reasons.first { $0.place?.file == file }, "\(report.told)")
        #expect(reason.place?.line == line)
        #expect(reason.parts == ["render.lint"])
    }

    @Test func `a field that no cluster knows closes it at the template's line`() async throws {
        let checkout = try await Checkout.ofThisProject("gate-field")
        let file = "templates/k8s/base/deployment.yaml"
        try checkout.replace("imagePullPolicy: Always", with: "imagePulPolicy: Always", in: file)
        try require(await checkout("render", "all"))
        let report = try await preMerge(checkout)
        #expect(report.exit_code == 1)
        #expect(report.names("failed") == ["render.lint"], "\(report.told)")
        #expect(report.reason("schema.unknown-field")?.place?.file == file)
    }

    @Test func `a template that asks for what nobody says closes it once`() async throws {
        let checkout = try await Checkout.ofThisProject("gate-template")
        let file = "templates/k8s/base/service.yaml"
        _ = try checkout.scratch.write("apiVersion: v1\nkind: Service\nmetadata: {name: !v agent.nmae}\n", to: file)
        let report = try await preMerge(checkout)
        #expect(report.exit_code == 1)
        #expect(report.reasons.count == 1, "\(report.told)")
        #expect(report.reasons.first?.parts == ["render.check", "render.lint"])
        #expect(report.reasons.first?.place?.file == file)
        #expect(report.reasons.first?.place?.line == 3)
    }

    @Test func `parts are chosen and left out, and what is left out is not green`() async throws {
        let checkout = try await Checkout.ofThisProject("gate-choice")
        _ = try checkout.scratch.write("a: 1\n", to: "manifests/rendered/k8s/base/service.yaml")
        let others = try await checkout.gate("--stage", "pre-merge", "--only", "configuration", "--only", "migrations")
        #expect(others.names("passed") == ["configuration", "migrations.lint"])
        let skipped = try await checkout.gate("--stage", "pre-merge", "--skip", "render.check")
        #expect(skipped.verdict == "open", "\(skipped.told)")
        #expect(skipped.names("skipped") == ["render.check"])
        let nothing = try await checkout.gate("--stage", "pre-merge", "--only", "render.check", "--skip", "render")
        #expect(nothing.verdict == "could_not_tell")
        #expect(nothing.exit_code == 3)
    }

    @Test func `a value that cannot be right closes it without a doctor, and with one is told once`() async throws {
        let checkout = try await Checkout.ofThisProject("gate-malformed")
        let wrong = ["DATABASE_URL": "mysql://agent:S3CR3T@127.0.0.1:1/app"]
        let alone = try await checkout.gate("--env", "staging", "--only", "configuration", environment: wrong)
        #expect(alone.exit_code == 1)
        #expect(alone.reason("config.malformed")?.subject == "database.url", "\(alone.told)")
        let both = try await checkout.gate(
            "--env",
            "staging",
            "--only",
            "configuration",
            "--only",
            "doctor",
            "--offline",
            environment: wrong
        )
        #expect(both.reason("config.malformed") == nil, "\(both.told)")
        #expect(both.reasons.count { $0.message.contains("begins with mysql://") } == 1, "\(both.told)")
    }

    @Test func `what a line cannot mean is refused`() async throws {
        let checkout = try await Checkout.ofThisProject("gate-usage")
        let lines: [([String], String)] = [
            (["--only", "migratons"], "did you mean migrations?"), (["--skip", "render.chek"], "render.check?"),
            (["--stage", "pre-merge", "--only", "doctor"], "pre-deploy"),
            (["--stage", "pre-merge", "--env", "staging"], "every environment"),
            (["--stage", "pre-merge", "--region", "fr-par"], "every environment"), (["--env", "stagin"], "staging"),
            (["--stage", "later"], "pre-merge"), (["--fail-on", "never"], "warn"), (["--format", "nagios"], "junit"),
        ]
        for (line, word) in lines {
            let told = try await checkout.line([Checkout.program, "gate"] + line)
            #expect(told.status == 2, "\(line): \(told.output)")
            #expect(told.errors.contains(word), "\(line): \(told.errors)")
            #expect(told.output.isEmpty)
        }
        #expect(try await Checkout("gate-empty")("gate").status == 2)
    }

    @Test func `every format tells the verdict`() async throws {
        let checkout = try await Checkout.ofThisProject("gate-formats")
        _ = try checkout.scratch.write("a: 1\n", to: "manifests/rendered/k8s/base/service.yaml")
        let words = [
            "github": "::error file=manifests/rendered/k8s/base/service.yaml,line=1",
            "sarif": "\"ruleId\": \"render-stale\"", "markdown": "### ❌ `render.check`",
            "junit": "<testcase classname=\"render.check\"",
        ]
        for (format, word) in words {
            let told = try await checkout("gate", "--stage", "pre-merge", "--format", format)
            #expect(told.status == 1, "\(format)")
            #expect(told.output.contains(word), "\(format): \(told.output)")
        }
    }

    @Test func `where nothing answers, nobody is told that all is well`() async throws {
        let checkout = try await Checkout.ofThisProject("gate-nobody")
        let marker = "mArKeD-s3cr3t"
        let variables = [
            "DATABASE_URL": "postgresql://agent:\(marker)@127.0.0.1:1/db",
            "DATABASE_ADMIN_URL": "postgresql://admin:\(marker)@127.0.0.1:1/db", "NATS_URL": "nats://127.0.0.1:1",
            "NATS_AUTH_TOKEN": marker, "STORAGE_ENDPOINT": "http://127.0.0.1:1", "STORAGE_ACCESS_KEY": marker,
            "STORAGE_SECRET_KEY": marker, "REDIS_URL": "redis://:\(marker)@127.0.0.1:1",
            "SIMULATOR_ANTHROPIC_KEY": "sk-ant-\(marker)",
        ]
        let report = try await checkout.gate("--only", "migrations.verify", environment: variables)
        #expect(report.verdict == "could_not_tell", "\(report.told)")
        #expect(report.exit_code == 3)
        #expect(report.reasons.first?.parts == ["migrations.verify"])
        for format in ["text", "json", "sarif", "github", "junit", "markdown"] {
            let line = [Checkout.program, "gate", "-v", "--timeout", "5s", "--format", format]
            let told = try await checkout.line(line, environment: variables, limit: 300)
            #expect(told.status == 1, "\(format)")
            #expect(!(told.output + told.errors).contains(marker), "\(format)")
        }
    }
}
