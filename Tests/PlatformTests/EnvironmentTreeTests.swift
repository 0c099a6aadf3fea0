import Platform
import TestSupport
import Testing

/// The model of a shell without a platform file.
@Suite
struct EnvironmentTreeTests {
    private let scratch = Scratch("nofile")

    private func load(_ variables: [String: String], environment: String? = nil) throws(LoadFailure) -> LoadedPlatform {
        let project = Project(root: scratch.path, hasPlatformFile: false)
        return try PlatformLoader(project: project, variables: Variables(process: variables)).load(
            environment: environment
        )
    }

    @Test
    func `an empty shell names nothing but the platform`() throws {
        let loaded = try load([:])
        #expect(loaded.problems == [])
        #expect(loaded.environment == "development")
        #expect(loaded.region == nil)
        #expect(loaded.files == [])
        #expect(loaded.platform.name == "island-hopper")
        #expect(loaded.tree.map?.keys == ["platform"])
        #expect(!loaded.platform.protected)
    }

    @Test(arguments: [
        ("DATABASE_URL", "postgresql://u@h/d", "database/url", "env:DATABASE_URL"),
        ("SCALEWAY_DATABASE_URL", "postgresql://u@h/d", "database/url", "env:SCALEWAY_DATABASE_URL"),
        ("DATABASE_ADMIN_URL", "postgresql://u@h/d", "database/admin_url", "env:DATABASE_ADMIN_URL"),
        ("OPENROUTER_API_KEY", "k", "providers/openrouter/key", "env:OPENROUTER_API_KEY"),
        ("ANTHROPIC_API_KEY", "k", "providers/anthropic/key", "env:ANTHROPIC_API_KEY"),
        ("OPENAI_API_KEY", "k", "providers/openai/key", "env:OPENAI_API_KEY"),
        ("CEREBRAS_API_KEY", "k", "providers/cerebras/key", "env:CEREBRAS_API_KEY"),
        ("SCALEWAY_ACCESS_KEY", "k", "scaleway/access_key", "env:SCALEWAY_ACCESS_KEY"),
        ("SCALEWAY_SECRET_KEY", "k", "scaleway/secret_key", "env:SCALEWAY_SECRET_KEY"),
        ("SCALEWAY_PROJECT_ID", "k", "scaleway/project", "env:SCALEWAY_PROJECT_ID"),
        ("STORAGE_ENDPOINT", "http://h", "storage/endpoint", "env:STORAGE_ENDPOINT"),
        ("STORAGE_ACCESS_KEY", "k", "storage/access_key", "env:STORAGE_ACCESS_KEY"),
        ("STORAGE_SECRET_KEY", "k", "storage/secret_key", "env:STORAGE_SECRET_KEY"),
        ("STORAGE_BUCKET", "my-bucket", "storage/default_bucket", "my-bucket"),
        ("NATS_URL", "nats://h:4222", "messaging/url", "env:NATS_URL"),
        ("NATS_CLUSTER_NAME", "c", "messaging/cluster", "env:NATS_CLUSTER_NAME"),
        ("NATS_AUTH_TOKEN", "t", "messaging/token", "env:NATS_AUTH_TOKEN"),
        ("REDIS_URL", "redis://h", "cache/url", "env:REDIS_URL"),
        ("LOG_LEVEL", "warning", "logging/level", "WARNING"),
        ("DEBUG", "1", "logging/debug", "true"),
        ("DEBUG", "False", "logging/debug", "false"),
        ("ROUTING_STRATEGY", "quality_first", "routing/strategy", "quality_first"),
        ("JWT_SECRET_KEY", "k", "secrets/jwt_key", "env:JWT_SECRET_KEY"),
        ("ENCRYPTION_KEY", "k", "secrets/encryption_key", "env:ENCRYPTION_KEY"),
        ("SLACK_WEBHOOK_URL", "k", "telemetry/slack", "env:SLACK_WEBHOOK_URL"),
        ("PAGERDUTY_INTEGRATION_KEY", "k", "telemetry/pagerduty", "env:PAGERDUTY_INTEGRATION_KEY"),
    ])
    func `each variable of the platform has its place in the model`(
        name: String,
        text: String,
        path: String,
        value: String
    ) throws {
        let loaded = try load([name: text])
        #expect(loaded.problems == [])
        #expect(loaded.value(path) == value)
        #expect(loaded.origin(of: SettingPath(path.split(separator: "/").map(String.init))) == .variable(name))
    }

    @Test(arguments: [
        ("CEREBRAS_API_KEY_FILE", "providers/cerebras/key", "env:CEREBRAS_API_KEY"),
        ("JWT_SECRET_FILE", "secrets/jwt_key", "env:JWT_SECRET"),
        ("JWT_SECRET_KEY_FILE", "secrets/jwt_key", "env:JWT_SECRET_KEY"),
        ("DATABASE_URL_FILE", "database/url", "env:DATABASE_URL"),
        ("NATS_AUTH_TOKEN_FILE", "messaging/token", "env:NATS_AUTH_TOKEN"),
    ])
    func `a NAME_FILE variable stands for its twin`(name: String, path: String, value: String) throws {
        let loaded = try load([name: "/run/secrets/x"])
        #expect(loaded.problems == [])
        #expect(loaded.value(path) == value)
    }

    @Test
    func `what is not said has the platform's defaults`() throws {
        let loaded = try load([
            "STORAGE_ACCESS_KEY": "k", "NATS_AUTH_TOKEN": "t", "OPENROUTER_API_KEY": "k", "ANTHROPIC_API_KEY": "k",
            "OPENAI_API_KEY": "k",
        ])
        #expect(loaded.value("storage/endpoint") == "env:STORAGE_ENDPOINT:-https://s3.fr-par.scw.cloud")
        #expect(loaded.value("storage/region") == "fr-par")
        #expect(loaded.value("messaging/url") == "env:NATS_URL:-nats://localhost:4222")
        #expect(loaded.value("secrets/file") == "env:SECRETS_FILE:-/run/secrets/island-hopper")
        #expect(loaded.value("providers/openrouter/endpoint") == "https://openrouter.ai/api/v1")
        #expect(loaded.value("providers/anthropic/endpoint") == "https://api.anthropic.com")
        #expect(loaded.value("providers/openai/endpoint") == "https://api.openai.com/v1")
    }

    @Test
    func `the region of the cloud is the region of the storage`() throws {
        let loaded = try load(["SCALEWAY_REGION": "nl-ams", "STORAGE_BUCKET": "abc"])
        #expect(loaded.value("storage/region") == "nl-ams")
        #expect(loaded.platform.storage?.buckets.names == ["abc"])
        #expect(try load(["SCALEWAY_REGION": "nl-ams"]).platform.storage == nil)
    }

    @Test
    func `primary and fallback models are read in pairs`() throws {
        let loaded = try load([
            "PRIMARY_PROVIDER": "openrouter", "PRIMARY_MODEL": "groq/llama-4-scout", "FALLBACK_PROVIDER": "anthropic",
            "FALLBACK_MODEL": "claude-4.5-sonnet", "OPENROUTER_API_KEY": "k", "ANTHROPIC_API_KEY": "k",
        ])
        #expect(loaded.problems == [])
        #expect(loaded.value("routing/primary/provider") == "openrouter")
        #expect(loaded.value("routing/primary/model") == "groq/llama-4-scout")
        #expect(loaded.value("routing/fallback/provider") == "anthropic")
        #expect(loaded.value("routing/fallback/model") == "claude-4.5-sonnet")
    }

    @Test(arguments: [
        (
            ["LOG_LEVEL": "loud"],
            "$LOG_LEVEL: logging.level: must be one of DEBUG, INFO, WARNING, ERROR, CRITICAL, found the text \"LOUD\""
        ),
        (["DEBUG": "si"], "$DEBUG: logging.debug: must be true or false, found the text \"si\""),
        (
            ["ROUTING_STRATEGY": "cost"],
            "$ROUTING_STRATEGY: routing.strategy: must be one of cost_optimized, quality_first, balanced, speed_first, "
                + "found the text \"cost\" | did you mean \"cost_optimized\"?"
        ),
        (
            ["PRIMARY_PROVIDER": "opnai", "PRIMARY_MODEL": "m", "OPENAI_API_KEY": "k"],
            "$PRIMARY_PROVIDER: routing.primary.provider: there is no provider \"opnai\" | did you mean \"openai\"?"
        ),
        (
            ["PRIMARY_PROVIDER": "openai", "OPENAI_API_KEY": "k"],
            "$PRIMARY_PROVIDER: routing.primary: \"model\" is missing | The provider's name of the model."
        ),
        (
            ["STORAGE_BUCKET": "Not A Bucket"],
            "$STORAGE_BUCKET: storage.buckets.\"Not A Bucket\": this is no bucket's name | "
                + "3 to 63 small letters, digits, dots and dashes"
        ),
        (
            ["CUSTOM1_API_KEY": "k"],
            "warning: $CUSTOM1_API_KEY: providers: CUSTOM1_API_KEY is set, but no variable names the provider's endpoint | "
                + "describe the provider in a platform file (kind: custom)"
        ),
    ])
    func `a variable that is set wrongly is told by its name`(variables: [String: String], complaint: String) throws {
        #expect(try load(variables).problems.map(\.withHint) == [complaint])
    }

    @Test
    func `the environment is one of three, production is protected`() throws {
        #expect(try load(["ENVIRONMENT": "staging"]).environment == "staging")
        #expect(try load(["ENVIRONMENT": "staging", "IHCTL_ENV": "production"]).environment == "production")
        #expect(try load(["IHCTL_ENV": "production"], environment: "staging").environment == "staging")
        #expect(try load(["ENVIRONMENT": "production"]).platform.protected)
        #expect(try !load(["ENVIRONMENT": "staging"]).platform.protected)
        let failure = #expect(throws: LoadFailure.self) { try load(["ENVIRONMENT": "stagin"]) }
        #expect(
            failure?.problems.map(\.withHint)
                == ["$ENVIRONMENT: there is no environment \"stagin\" | did you mean \"staging\"?"]
        )
    }

    @Test
    func `a region needs a platform file`() throws {
        let project = Project(root: scratch.path, hasPlatformFile: false)
        let loader = PlatformLoader(project: project, variables: Variables(process: [:]))
        let failure = #expect(throws: LoadFailure.self) { try loader.load(region: "fr-par") }
        #expect(
            failure?.problems.map(\.withHint) == ["there is no region \"fr-par\" | regions stand in a platform file"]
        )
    }
}
