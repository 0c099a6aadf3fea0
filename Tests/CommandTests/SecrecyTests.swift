import FoundationEssentials
import TestSupport
import Testing

/// Every command in every format, right and wrong, with marked secrets in every place a secret can come from.
@Suite struct SecrecyTests {
    private static let marker = "mArKeD-s3cr3t"

    private static let variables = [
        "DATABASE_URL": "postgresql://agent:\(marker)%40x@127.0.0.1:1/db",
        "DATABASE_ADMIN_URL": "postgresql://admin:\(marker)-admin@127.0.0.1:1/db",
        "NATS_AUTH_TOKEN": "\(marker)-nats", "NATS_URL": "nats://user:\(marker)-url@127.0.0.1:1",
        "STORAGE_ACCESS_KEY": "\(marker)-access", "STORAGE_SECRET_KEY": "\(marker)-storage",
        "STORAGE_ENDPOINT": "http://127.0.0.1:1", "REDIS_URL": "redis://:\(marker)-redis@127.0.0.1:1",
        "ANTHROPIC_API_KEY": "\(marker)-anthropic", "OPENROUTER_API_KEY": "\(marker)-openrouter",
        "OPENAI_API_KEY": "\(marker)-openai", "JWT_SECRET_KEY": "\(marker)-jwt",
        "ENCRYPTION_KEY": "\(marker)-encryption",
        "SCALEWAY_SECRET_KEY": "\(marker)-scaleway", "SLACK_WEBHOOK_URL": "https://hooks.example/\(marker)",
    ]

    @Test(arguments: ["text", "json", "sarif", "github", "junit", "nagios", "prometheus", "markdown"])
    func `no command shows a secret`(format: String) async throws {
        let checkout = try await Checkout.initialised("secrecy")
        try checkout.scratch.write("PAGERDUTY_INTEGRATION_KEY=\(Self.marker)-dotenv\n", to: ".env")
        try checkout.scratch.write("{\"extra\": \"\(Self.marker)-file\"}", to: "secrets.json")
        var variables = Self.variables
        variables["SECRETS_FILE"] = checkout.scratch.file("secrets.json")
        for environment in ["development", "staging", "production"] {
            // Those of a command that judges go through other renderers.
            let judging = [
                ["config", "validate"], ["config", "validate", "--all", "--strict"], ["gate", "--timeout", "5s"],
            ]
            let others = [
                ["config", "show"], ["config", "show", "--origin"],
                ["config", "show", "-v", "messaging"],
                ["dev", "status"], ["dev", "logs"], ["dev", "env"], ["dev", "down"], ["schema", "platform"],
                ["reference", "man"], ["explain"],
            ]
            let checking = [["doctor", "--timeout", "5s"], ["doctor", "-v", "--short", "--timeout", "5s"]]
            let forChecks = ["junit", "nagios", "prometheus", "markdown"].contains(format)
            let lines =
                forChecks
                ? checking : ["text", "json"].contains(format) ? judging + others + checking : judging + checking
            for line in lines {
                for folder in [checkout.scratch.path, projectRoot] where folder != projectRoot || line[0] == "config" {
                    let command = [Checkout.program, "-C", folder] + line + ["--format", format, "--env", environment]
                    let outcome = try await checkout.line(command, environment: variables)
                    let all = outcome.output + outcome.errors
                    #expect(!all.contains(Self.marker), "\(command.dropFirst(3)): \(all)")
                }
            }
        }
    }

    @Test(arguments: [
        "secrets:\n  jwt_key: mArKeD-s3cr3t\n", "messaging:\n  url: nats://user:mArKeD-s3cr3t@host:4222\n",
        "database:\n  url: [mArKeD-s3cr3t]\n", "secrets:\n  jwt_key: \"mArKeD-s3cr3t\n",
        "scaleway:\n  secret_key: !x mArKeD-s3cr3t\n",
    ])
    func `a secret that stands in the file is refused and not repeated`(layer: String) async throws {
        let checkout = try await Checkout.initialised("literal")
        try checkout.scratch.write(layer, to: "manifests/environments/staging.yaml")
        let formats = ["json", "sarif", "github"].map { ["config", "validate", "--format", $0] }
        for line in [["config", "validate"], ["config", "show"]] + formats {
            let outcome = try await checkout.line([Checkout.program] + line + ["--env", "staging"])
            #expect(outcome.status == 1 || outcome.status == 2)
            #expect(!(outcome.output + outcome.errors).contains(Self.marker), "\(outcome.output)\(outcome.errors)")
        }
    }
}
