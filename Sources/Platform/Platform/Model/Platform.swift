/// The whole model for one environment and region: what doctor compares with, bootstrap creates and templates read.
package struct Platform: Section {
    package var name = ""
    /// What it is called where no platform file gives it a name.
    package static let unnamed = "island-hopper"
    package var description: String?
    package var protected = false
    package var identity: Identity?
    package var secrets = SecretsFile()
    package var logging = Logging()
    package var providers = Named<Provider>()
    package var routing: Routing?
    package var database: Database?
    package var storage: Storage?
    package var messaging: Messaging?
    package var cache: Cache?
    package var scaleway: Scaleway?
    package var regions = Named<Region>()
    package var availability: Availability?
    package var agent: Agent?
    package var kubernetes: Kubernetes?
    package var compose: Compose?
    package var telemetry: Telemetry?
    package var delivery: Delivery?
    package var performance: Performance?
    package var health: Health?
    package var maintenance: Maintenance?
    package var access: Access?
    package var doctor = DoctorSettings()

    package init() {}

    package static let summary = "A platform of AI agents and everything it depends on."

    package static let fields: [Field<Platform>] = [
        field("platform", \.name, "The platform's name.", required: true, .dnsLabel),
        field("description", \.description, "One sentence for people."),
        field(
            "protected",
            \.protected,
            "Writing verbs ask for the environment's name before they change anything."
        ),
        field("identity", \.identity, "What must be true of the servers reached before anything is written."),
        field("secrets", \.secrets, "Where secrets are found; never the secrets."),
        field("logging", \.logging, "How much the platform says."),
        field("providers", \.providers, "The AI providers, by id."),
        field("routing", \.routing, "Which provider answers, and which when it does not."),
        field("database", \.database, "PostgreSQL: sessions, analytics, costs."),
        field("storage", \.storage, "S3-compatible object storage."),
        field("messaging", \.messaging, "NATS with JetStream."),
        field("cache", \.cache, "Redis."),
        field("scaleway", \.scaleway, "The cloud account."),
        field("regions", \.regions, "The regions, and what differs in each."),
        field("availability", \.availability, "What is promised across regions."),
        field("agent", \.agent, "The agent: image, endpoints, resources."),
        field("kubernetes", \.kubernetes, "The cluster the agent runs on."),
        field("compose", \.compose, "The stacks for Docker Compose."),
        field("telemetry", \.telemetry, "Metrics, dashboards, alerts and where they go."),
        field("delivery", \.delivery, "How a release reaches an environment."),
        field("performance", \.performance, "What is expected of an agent's answers."),
        field("health", \.health, "What is watched, how often, and when to call someone."),
        field("maintenance", \.maintenance, "Regular work, backups and how long data is kept."),
        field("access", \.access, "Roles, API keys and tokens."),
        field("doctor", \.doctor, "What ihctl doctor is told for this platform."),
    ]
}

/// What the servers of an environment say of themselves: a writing verb that reaches others stops.
package struct Identity: Section {
    package var database: String?
    package var systemIdentifier: String?
    package var bucketOwner: String?
    package var natsServer: String?
    package var natsAccount: String?
    package var cluster: String?

    package init() {}

    package static let summary = "Facts the servers tell of themselves."

    package static let fields: [Field<Identity>] = [
        field("database", \.database, "The database's name (current_database())."),
        field("system_identifier", \.systemIdentifier, "PostgreSQL's system identifier, in quotes."),
        field("bucket_owner", \.bucketOwner, "The owner id the object store gives."),
        field("nats_server", \.natsServer, "The NATS server's or cluster's name."),
        field("nats_account", \.natsAccount, "The NATS account."),
        field("cluster", \.cluster, "The uid of the cluster's kube-system namespace."),
    ]
}

package struct Logging: Section {
    package enum Level: String, Choice {
        case debug = "DEBUG", info = "INFO", warning = "WARNING", error = "ERROR", critical = "CRITICAL"
    }

    package var level = Level.info
    package var debug = false

    package init() {}

    package static let summary = "How much the platform says."

    package static let fields: [Field<Logging>] = [
        field("level", \.level, "LOG_LEVEL of the agent."),
        field("debug", \.debug, "DEBUG of the agent; never in production."),
    ]
}

/// The secrets that are the platform's own, and the file that holds all that are not in the environment.
package struct SecretsFile: Section {
    package var file = Reference(.variable("SECRETS_FILE", fallback: "/run/secrets/island-hopper"))
    package var jwtKey: SecretReference?
    package var encryptionKey: SecretReference?

    package init() {}

    package static let summary = "Where secrets are found."

    package static let fields: [Field<SecretsFile>] = [
        field("file", \.file, "One JSON object of name and value, read for secret:NAME."),
        field("jwt_key", \.jwtKey, "The key that signs tokens (HS256, at least 32 bytes)."),
        field("encryption_key", \.encryptionKey, "A Fernet key: 32 bytes in url-safe base64."),
    ]
}
