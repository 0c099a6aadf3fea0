import Configuration
import Doctor
import TestSupport
import Testing
import Words

@Suite struct HealthTests {
    private static let platform = """
        platform: tiny
        secrets: {file: secrets/tiny.json, jwt_key: 'env:JWT', encryption_key: 'env:FERNET'}
        providers:
          openrouter: {kind: openrouter, endpoint: 'https://openrouter.ai/api/v1', key: 'env:OPENROUTER_API_KEY'}
          anthropic: {kind: anthropic, endpoint: 'https://api.anthropic.com', key: 'env:ANTHROPIC_API_KEY'}
        database: {url: 'env:DATABASE_URL'}
        """

    private static let sound = [
        "JWT": "mZ4vQ1xT8kLr2WcN7bYpH5sDf9GjE3aUi6oV0qXzR1t", "FERNET": "ZmVybmV0LWtleS1vZi0zMi1ieXRlcy0wMTIzNDU2Nzg=",
        "OPENROUTER_API_KEY": "sk-or-v1-8d1f0e7c5b3a9d2e", "ANTHROPIC_API_KEY": "sk-ant-api03-8d1f0e7c5b3a",
        "DATABASE_URL": "postgresql://agent:c0rrect%40horse9@db:5432/app",
    ]

    private func outcome(
        _ id: String,
        of setting: String,
        setting variables: [String: String] = [:],
        without gone: String? = nil
    ) async throws
        -> CheckOutcome?
    {
        var all = HealthTests.sound.merging(variables) { _, new in new }
        if let gone { all[gone] = nil }
        let trial = try Trial(HealthTests.platform, variables: all)
        let examination = try await trial.examination()
        // Nothing of any value may be told.
        for value in all.values where value.count > 8 { #expect(!"\(examination)".contains(value)) }
        return examination.outcomes.first { $0.kind.id == id && $0.target.parts.last == setting }
    }

    @Test func `A sound configuration has nothing to say`() async throws {
        let examination = try await Trial(HealthTests.platform, variables: HealthTests.sound).examination()
        #expect(examination.outcomes.flatMap(\.findings) == [])
        #expect(examination.count(.pass) == examination.outcomes.count)
        #expect(examination.outcomes.count > 10)
    }

    @Test func `Unset, empty and blank are three different slips`() async throws {
        let unset = try await outcome("config.reference", of: "database.url", without: "DATABASE_URL")
        let empty = try await outcome("config.reference", of: "database.url", setting: ["DATABASE_URL": ""])
        let blank = try await outcome("config.reference", of: "database.url", setting: ["DATABASE_URL": "  \t"])
        #expect([unset, empty, blank].map { $0?.status } == [.fail, .fail, .fail])
        #expect(unset?.summary.contains("is set (nor") == true)
        #expect(empty?.summary == "The variable DATABASE_URL is set, and empty.")
        #expect(blank?.summary == "The variable DATABASE_URL holds nothing but white space.")
        let value = try await outcome("config.value", of: "database.url", setting: ["DATABASE_URL": ""])
        #expect(value?.status == .blocked)
    }

    @Test(arguments: [
        ("DATABASE_URL", "database.url", "postgresql://agent:pa@ss@db/app", "config", "percent-encoded"),
        ("DATABASE_URL", "database.url", "postgresql://agent:pa#ss@db/app", "config", "percent-encoded"),
        ("DATABASE_URL", "database.url", "mysql://agent:something9@db/app", "config", "begins with mysql"),
        ("DATABASE_URL", "database.url", "db:5432", "config", "no URL"),
        ("DATABASE_URL", "database.url", "postgresql://agent:longenough9@/app", "config", "no host"),
        ("DATABASE_URL", "database.url", "postgresql://agent:longenough9@127.0.0.1:99999/app", "config", "a port that"),
        ("DATABASE_URL", "database.url", "postgresql://agent:longenough9@db:0/app", "config", "a port that"),
        ("DATABASE_URL", "database.url", "postgresql://agent:longenough9@[fd00::1]:99999/app", "config", "a port that"),
        ("DATABASE_URL", "database.url", "postgresql://agent:longenough9@a:5432,b:five/app", "config", "a port that"),
        ("DATABASE_URL", "database.url", "postgresql://user:password@host/app", "placeholder", "placeholder"),
        ("OPENROUTER_API_KEY", "providers.openrouter.key", "sk-ant-api03-1234567890", "config", "key of Anthropic"),
        ("ANTHROPIC_API_KEY", "providers.anthropic.key", "sk-or-v1-1234567890", "config", "key of OpenRouter"),
        ("ANTHROPIC_API_KEY", "providers.anthropic.key", "changeme", "placeholder", "placeholder"),
        ("ANTHROPIC_API_KEY", "providers.anthropic.key", "sk-ant-xxxxxxxx", "placeholder", "placeholder"),
        ("ANTHROPIC_API_KEY", "providers.anthropic.key", "\"sk-ant-api03-1234567\"", "config", "quotes"),
        ("ANTHROPIC_API_KEY", "providers.anthropic.key", "sk-ant-api03-123456\n", "config", "line end"),
    ])
    func `A value that is not what its place asks for is told apart`(
        _ variable: String,
        _ setting: String,
        _ value: String,
        _ failure: String,
        _ words: String
    ) async throws {
        let found = try await outcome("config.value", of: setting, setting: [variable: value])
        #expect(found?.status == .fail)
        #expect(found?.worst?.failureClass == failure)
        let told = (found?.worst?.message ?? "") + (found?.worst?.remedies.map { "\($0)" }.joined() ?? "")
        #expect(told.contains(words), "\(told)")
    }

    @Test(arguments: [
        "postgresql://agent:longenough9@[fd00::1]:5432/app", "postgresql://agent:longenough9@[fd00::1]/app",
        "postgresql://agent:longenough9@a:5432,b:5433/app", "postgresql://agent:long,enough9@db:5432/app?options=a,b",
    ])
    func `Addresses in brackets, several servers and a comma in a password are all right`(_ url: String) async throws {
        let found = try await outcome("config.value", of: "database.url", setting: ["DATABASE_URL": url])
        #expect(found?.status == .pass)
    }

    @Test func `A key of another form is doubtful and no more`() async throws {
        let found = try await outcome(
            "config.value",
            of: "providers.anthropic.key",
            setting: ["ANTHROPIC_API_KEY": "8d1f0e7c5b3a9d2e8d1f"]
        )
        #expect(found?.status == .warn)
    }

    @Test func `Weak keys are told`() async throws {
        let short = try await outcome("config.jwt-key", of: "secrets.jwt_key", setting: ["JWT": "8d1f0e7c5b3a9d2e"])
        #expect(short?.status == .warn)
        let fernet = try await outcome(
            "config.encryption-key",
            of: "secrets.encryption_key",
            setting: ["FERNET": "8d1f0e7c5b3a9d2e"]
        )
        #expect(fernet?.status == .fail)
    }

    @Test func `A secrets file that others read is told with its mode, and the remedy mends it`() async throws {
        let trial = try Trial(HealthTests.platform, variables: HealthTests.sound)
        try trial.write("{}")
        try run(["chmod", "644", trial.file])
        let outcome = try await trial.examination().outcomes.first { $0.kind.id == "config.secrets-file" }
        #expect(outcome?.status == .fail)
        #expect(outcome?.worst?.failureClass == "exposed")
        guard case .fix(let line)? = outcome?.worst?.remedies.first else {
            Issue.record("no remedy")
            return
        }
        try run(["sh", "-c", line])
        let after = try await trial.examination().outcomes.first { $0.kind.id == "config.secrets-file" }
        #expect(after?.status == .pass)
    }

    @Test func `A protected environment that logs for developers is told`() async throws {
        let trial = try Trial("platform: tiny\nprotected: true\nlogging: {level: DEBUG}\n")
        let outcome = try await trial.examination().outcomes.first { $0.kind.id == "config.debug" }
        #expect(outcome?.status == .warn)
    }

    @Test func `A fault of the platform file is found and points at its line`() async throws {
        let trial = try Trial("platform: tiny\nlogging: {level: LOUD}\n")
        let outcome = try await trial.examination().outcomes.first { $0.kind.id == "config.file" }
        #expect(outcome?.status == .fail)
        #expect(outcome?.worst?.place?.line == 2)
    }
}
