import FoundationEssentials
import TestSupport
import Testing

@Suite struct DoctorTests {
    private struct Report: Decodable {
        struct Check: Decodable {
            struct Remedy: Decodable {
                let text: String?
                let commands: [String]
            }
            struct Blocker: Decodable { let id, target: String }
            let id, title, component, target, status, summary, docs: String
            let region, failure_class: String?
            let remedy: Remedy
            let blocked_by: Blocker?
            let duration_ms: Int
        }
        let schema, outcome, environment, seen_from: String
        let exit_code: Int
        let checks: [Check]
        let statuses: [String: Int]
        let not_declared: [String]
    }

    private static let bare = "platform: tiny\nsecrets: {jwt_key: 'env:MY_KEY'}\n"
    private static let goodKey = ["MY_KEY": "mZ4vQ1xT8kLr2WcN7bYpH5sDf9GjE3aUi6oV0qXzR1t"]

    private func project(_ platform: String = bare) throws -> Checkout {
        let checkout = Checkout("doctor")
        try checkout.scratch.write(platform, to: "manifests/platform.yaml")
        try checkout.scratch.write("{}", to: "manifests/environments/development.yaml")
        return checkout
    }

    private func report(_ outcome: Outcome) throws -> Report {
        try JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8))
    }

    @Test func `a healthy platform is exit 0, and what is not declared is named once`() async throws {
        let checkout = try project()
        let told = try await checkout("doctor", "--format", "json", environment: Self.goodKey)
        #expect(told.status == 0, "\(told.output)\(told.errors)")
        let report = try report(told)
        #expect(report.schema == "ihctl.doctor/1")
        #expect(report.outcome == "ok")
        #expect(report.checks.allSatisfy { $0.status == "pass" || $0.status == "skipped" })
        #expect(report.not_declared.contains("database"))
        let text = try await checkout("doctor", environment: Self.goodKey)
        #expect(text.output.contains("not declared, so not looked at: providers, database"))
    }

    @Test func `a fault is exit 1, with its class, its remedy and what it blocks`() async throws {
        let checkout = try project()
        let told = try await checkout("doctor", "--format", "json", environment: ["MY_KEY": ""])
        #expect(told.status == 1)
        let report = try report(told)
        let failed = try #require(report.checks.first { $0.id == "config.reference" && $0.status == "fail" })
        #expect(failed.failure_class == "config")
        #expect(failed.target == "configuration/secrets.jwt_key")
        #expect(failed.remedy.text?.isEmpty == false)
        #expect(failed.docs == "docs/checks.md#configreference")
        let blocked = try #require(report.checks.first { $0.id == "config.value" && $0.status == "blocked" })
        #expect(blocked.blocked_by?.id == "config.reference")
        #expect(report.exit_code == 1)
    }

    @Test func `a threshold moves the answer and nothing else`() async throws {
        let checkout = try project()
        let weak = ["MY_KEY": "only-16-letters!"]
        #expect(try await checkout("doctor", environment: weak).status == 0)
        #expect(try await checkout("doctor", "--fail-on", "warn", environment: weak).status == 1)
        #expect(try await checkout("doctor", "--fail-on", "never", environment: ["MY_KEY": ""]).status == 0)
        let strict = try project(Self.bare + "doctor: {fail_on: warn}\n")
        #expect(try await strict("doctor", environment: weak).status == 1)
    }

    @Test func `checks are chosen and left out by id, address, tag and pattern`() async throws {
        let checkout = try project()
        for pattern in ["config", "configuration", "config.reference", "security", "config.*"] {
            let told = try await checkout("doctor", pattern, "--format", "json", environment: Self.goodKey)
            let components = try Set(report(told).checks.map(\.component))
            #expect(components == ["config"], "\(pattern)")
        }
        let told = try await checkout(
            "doctor",
            "--skip",
            "config.reference",
            "--format",
            "json",
            environment: ["MY_KEY": ""]
        )
        #expect(told.status == 0)
        #expect(try report(told).checks.contains { $0.id == "config.reference" && $0.status == "skipped" })
    }

    @Test func `a run that looked at nothing is exit 3, whatever the threshold`() async throws {
        let checkout = try project()
        for line in [
            ["doctor", "--skip", "*"], ["doctor", "--skip", "config", "--skip", "machine", "--fail-on", "never"],
        ] {
            let told = try await checkout.line([Checkout.program] + line, environment: Self.goodKey)
            #expect(told.status == 3, "\(line): \(told.output)")
        }
    }

    @Test func `what the platform file leaves out is shown with its reason`() async throws {
        let checkout = try project(
            Self.bare + "doctor:\n  skip:\n    - {check: config.reference, reason: set by the operator}\n"
        )
        let told = try await checkout("doctor", environment: ["MY_KEY": ""])
        #expect(told.status == 0)
        #expect(told.output.contains("set by the operator"))
    }

    @Test(arguments: [
        (["doctor", "confg"], "did you mean config?"), (["doctor", "--skip", "nothing-at-all"], "--list"),
        (["doctor", "--only", "*/strage"], "no check is called"), (["doctor", "--format", "xml"], "xml"),
        (["doctor", "--fail-on", "sometimes"], "sometimes"), (["doctor", "--watch", "--format", "junit"], "--watch"),
        (["doctor", "--watch", "--fix"], "--watch changes nothing"),
        (["doctor", "--watch", "--wait", "1s"], "--wait goes without it"),
        (["doctor", "--list", "--skip", "confg"], "did you mean config?"),
        (["doctor", "--env", "nowhere"], "nowhere"), (["doctor", "--timeout", "soon"], "soon"),
    ])
    func `wrong usage is exit 2 and says what is wrong`(_ line: [String], _ words: String) async throws {
        let checkout = try project()
        let told = try await checkout.line([Checkout.program] + line)
        #expect(told.status == 2, "\(line): \(told.output)")
        #expect(told.output.isEmpty)
        #expect(told.errors.contains(words), "\(told.errors)")
    }

    @Test func `a skip in the platform file that means nothing is wrong usage`() async throws {
        let checkout = try project(Self.bare + "doctor:\n  skip:\n    - {check: config.refrence, reason: a slip}\n")
        let told = try await checkout("doctor")
        #expect(told.status == 2)
        #expect(told.errors.contains("config.reference"))
    }

    @Test func `a platform file with a fault is a finding at its line`() async throws {
        let checkout = try project("platform: tiny\nlogging: {level: LOUD}\n")
        let told = try await checkout("doctor", "--format", "github")
        #expect(told.status == 1)
        #expect(told.output.contains("::error file=manifests/platform.yaml,line=2"))
    }

    @Test func `every format holds the same fault`() async throws {
        let checkout = try project()
        for (format, words) in [
            ("junit", "<failure message="), ("sarif", "\"ruleId\": \"config.reference\""),
            ("github", "::error file=manifests/platform.yaml,line=2"), ("nagios", "IHCTL DOCTOR CRITICAL - 1 failed"),
            ("prometheus", "ihctl_doctor_checks{environment=\"development\",status=\"fail\"} 1"),
            ("markdown", "### ❌ `config.reference`"), ("text", "✗ config.reference"),
        ] {
            let told = try await checkout("doctor", "--format", format, environment: ["MY_KEY": ""])
            #expect(told.output.contains(words), "\(format): \(told.output)")
            #expect(told.status == (format == "nagios" ? 2 : 1), "\(format)")
        }
    }

    @Test func `JUnit is well-formed XML, also of hostile text`() async throws {
        let checkout = try project(
            "platform: tiny\nsecrets: {jwt_key: 'file:a\"<&>\u{1}.key'}\n".replacing("\u{1}", with: "")
        )
        let told = try await checkout("doctor", "--format", "junit")
        try checkout.scratch.write(told.output, to: "doctor.xml")
        let read = try await checkout.line([
            "python3", "-c",
            "import sys,xml.etree.ElementTree as e; r=e.parse('doctor.xml').getroot(); print(sum(1 for _ in r.iter('testcase')), r.get('tests'))",
        ])
        #expect(read.status == 0, "\(read.errors)")
        let numbers = read.output.split(whereSeparator: \.isWhitespace)
        #expect(numbers.count == 2 && numbers[0] == numbers[1])
    }

    @Test func `--wait ends as soon as all is well`() async throws {
        let checkout = try project("platform: tiny\nsecrets: {jwt_key: 'file:late.key'}\n")
        let child = try checkout.start("doctor", "--wait", "60s", log: "waiting")
        func says(_ words: String) async throws {
            try await aside {
                try waitUntil(words) {
                    try checkout.scratch.exists("waiting") && checkout.scratch.read("waiting").contains(words)
                }
            }
        }
        try await says("not yet: config.reference")
        try checkout.scratch.write("mZ4vQ1xT8kLr2WcN7bYpH5sDf9GjE3aUi6oV0qXzR1t", to: "late.key")
        _ = try await checkout.line(["chmod", "600", "late.key"])
        try await says("exit 0")
        child.stop()
    }

    @Test func `--wait gives up when its time is over`() async throws {
        let told = try await project()("doctor", "--wait", "1s", environment: ["MY_KEY": ""])
        #expect(told.status == 1)
    }

    @Test(.timeLimit(.minutes(5)))
    func `--watch tells what changes`() async throws {
        let checkout = try project("platform: tiny\nsecrets: {jwt_key: 'file:late.key'}\n")
        let child = try checkout.start("doctor", "--watch", "--every", "200ms", log: "watch")
        try await aside {
            try child.waitUntilReady {
                try checkout.scratch.exists("watch") && checkout.scratch.read("watch").contains("exit 1")
            }
        }
        try checkout.scratch.write("mZ4vQ1xT8kLr2WcN7bYpH5sDf9GjE3aUi6oV0qXzR1t", to: "late.key")
        try await aside {
            try child.waitUntilReady {
                try checkout.scratch.exists("watch")
                    && checkout.scratch.read("watch").contains("✓ config.reference configuration/secrets.jwt_key")
            }
        }
    }

    @Test func `--watch ends with Ctrl-C`() async throws {
        let checkout = try project()
        let watch = [Checkout.program, "doctor", "--watch", "--every", "100ms"]
        let told = try await checkout.line(["timeout", "--preserve-status", "-s", "INT", "3"] + watch)
        #expect(told.status == 130)
        #expect(told.output.contains("tiny · development"))
    }

    @Test func `a run that is ended by SIGTERM says so in its report too`() async throws {
        let hole = try Listener(.silent)
        let checkout = try project("platform: tiny\nagent: {image: a, endpoint: 'http://127.0.0.1:\(hole.port)'}\n")
        for (signal, status) in [("TERM", 143), ("INT", 130)] {
            let told = try await checkout.line(
                ["timeout", "--preserve-status", "-s", signal, "2", Checkout.program]
                    + ["doctor", "--timeout", "60s", "--format", "json"]
            )
            #expect(told.status == status, "\(told.errors)")
            #expect(try report(told).exit_code == status)
            #expect(try report(told).outcome == "incomplete")
        }
        let text = try await checkout.line(
            ["timeout", "--preserve-status", "-s", "INT", "2", Checkout.program, "doctor", "--timeout", "60s"]
        )
        #expect(text.output.contains("stopped by you: "), "\(text.output)")
        #expect(!text.output.contains("no_reply"))
        keep(hole)
    }

    @Test func `few open files make it slow and nobody broken`() async throws {
        let server = try WebStandIn { _ in
            .init(401, #"{"error":{"message":"Incorrect API key provided","code":"invalid_api_key"}}"#)
        }
        defer { server.stop() }
        let providers = (0..<150).map { "  p\($0): {kind: openai, endpoint: '\(server.url)/v1', key: 'env:K'}\n" }
        let checkout = try project("platform: many\nproviders:\n\(providers.joined())")
        let line = "ulimit -n 64; exec \(Checkout.program) doctor --format json --deadline 5m --timeout 60s"
        let key = ["K": "sk-proj-ba9073c4c6e8d0aacc81bfda1a3f5bdd49fcdecd60f5b2fa188e25bae055f92f"]
        let told = try await checkout.line(["sh", "-c", line], environment: key, limit: 300)
        let report = try report(told)
        #expect(report.exit_code == 1)
        #expect(report.checks.filter { $0.id == "providers.connect" && $0.status == "pass" }.count == 150)
        #expect(report.checks.filter { $0.id == "providers.key" && $0.failure_class == "auth" }.count == 150)
        #expect(report.checks.first { $0.id == "machine.files" }?.failure_class == "capacity")
    }

    @Test func `Nagios is told when nothing is to count`() async throws {
        let told = try await project()(
            "doctor",
            "--format",
            "nagios",
            "--fail-on",
            "never",
            environment: ["MY_KEY": ""]
        )
        #expect(told.status == 0)
        #expect(told.output.hasPrefix("IHCTL DOCTOR OK - 1 failed"))
        #expect(told.output.contains("--fail-on never"))
    }

    @Test func `the list tells what each check is of here, and keeps to what is asked for`() async throws {
        struct List: Decodable {
            struct Check: Decodable {
                let id: String
                let targets: [String]?
            }
            let checks: [Check]
            let environment: String?
        }
        let checkout = try project()
        func list(_ arguments: String...) async throws -> List {
            let told = try await checkout.line([Checkout.program, "doctor", "--list", "--format", "json"] + arguments)
            return try JSONDecoder().decode(List.self, from: Data(told.output.utf8))
        }
        let all = try await list()
        #expect(all.environment == "development")
        let references = all.checks.first { $0.id == "config.reference" }?.targets
        #expect(references == ["configuration/secrets.file", "configuration/secrets.jwt_key"])
        #expect(all.checks.first { $0.id == "machine.clock" }?.targets == ["machine/clock"])
        #expect(all.checks.first { $0.id == "storage.connect" }?.targets == [])
        #expect(try await list("machine").checks.allSatisfy { $0.id.hasPrefix("machine.") })
        let text = try await checkout("doctor", "--list", "config", "--skip", "config.reference")
        let words = text.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.contains("configuration/secrets.jwt_key skipped, left out with --skip"), "\(text.output)")
        // Without a platform file the variables make a model; of a broken one nobody knows what it has.
        let empty = Checkout("nowhere")
        let bare = try await empty("doctor", "--list", "--format", "json")
        #expect(bare.status == 0)
        let known = try JSONDecoder().decode(List.self, from: Data(bare.output.utf8)).checks
        #expect(known.count == all.checks.count)
        #expect(known.allSatisfy { $0.targets != nil })
        try empty.scratch.write("platform: [", to: "manifests/platform.yaml")
        let broken = try await empty("doctor", "--list", "--format", "json")
        #expect(broken.status == 0)
        #expect(
            try JSONDecoder().decode(List.self, from: Data(broken.output.utf8)).checks.allSatisfy { $0.targets == nil }
        )
        #expect(try await empty("doctor", "--list", "nothing-at-all").status == 2)
    }

    @Test func `the list names every check, and each can be explained`() async throws {
        struct List: Decodable {
            struct Check: Decodable { let id, title: String }
            let checks: [Check]
        }
        let checkout = try project()
        let told = try await checkout("doctor", "--list", "--format", "json")
        let list = try JSONDecoder().decode(List.self, from: Data(told.output.utf8))
        #expect(list.checks.count > 10)
        #expect(Set(list.checks.map(\.id)).count == list.checks.count)
        let explained = try await checkout.line([Checkout.program, "explain"] + list.checks.map(\.id))
        #expect(explained.status == 0, "\(explained.errors)")
        for check in list.checks { #expect(beginsSmall(check.title) && !check.title.hasSuffix("."), "\(check.title)") }
    }
}
