package struct Database: Section {
    package var url = SecretReference.variable("DATABASE_URL")
    package var adminURL: SecretReference?
    package var host: String?
    package var port: Int?
    package var role = Role.primary
    package var name: String?
    package var user: String?
    package var group: String?
    package var version = 13
    package var sslMode: SSLMode?
    package var extensions: [String] = []
    package var pool: Pool?
    package var sessions = Sessions()
    package var settings = Named<Literal>()
    package var memory: ByteSize?
    package var disk: ByteSize?
    package var ignore: [String] = []

    package enum Role: String, Choice { case primary, replica }

    package enum SSLMode: String, Choice {
        case disable, allow, prefer, require
        case verifyCA = "verify-ca"
        case verifyFull = "verify-full"
    }

    package init() {}

    package static let summary = "PostgreSQL: sessions, analytics, costs."

    package static let fields: [Field<Database>] = [
        field(
            "url",
            \.url,
            "The agent's connection URL (postgresql:// or postgres://), a role of least privilege."
        ),
        field("admin_url", \.adminURL, "The provisioning role's connection URL."),
        field("host", \.host, "Replaces the URL's host; regions use it."),
        field("port", \.port, "Replaces the URL's port.", .within(1...65_535)),
        field("role", \.role, "Takes writes, or follows the primary."),
        field("name", \.name, "The database."),
        field("user", \.user, "The agent's role."),
        field(
            "group",
            \.group,
            "The role without login that the migrations grant an agent's rights to; the agent's role is its member."
        ),
        field("version", \.version, "The oldest major version that will do.", .within(13...99)),
        field("sslmode", \.sslMode, "How TLS is demanded, as libpq says it."),
        field("extensions", \.extensions, "Extensions that must be there."),
        field("pool", \.pool, "The agent's connection pool."),
        field("sessions", \.sessions, "How long sessions live."),
        field("settings", \.settings, "Server settings that must hold, in PostgreSQL's own spelling."),
        field("memory", \.memory, "The least memory the server should have."),
        field("disk", \.disk, "The least disk the server should have."),
        field(
            "ignore",
            \.ignore,
            "Fields left alone when they differ: role.connection_limit, settings.work_mem, extensions.pgcrypto."
        ),
    ]

    package struct Pool: Section {
        package var min = 5
        package var max = 20
        package var overflow = 10
        package var timeout = Period(seconds: 30)
        package var recycle = Period(seconds: 3_600)
        package var prePing = true

        package init() {}

        package static let summary = "The agent's connection pool."

        package static let fields: [Field<Pool>] = [
            field("min", \.min, "Connections kept open.", .within(0...10_000)),
            field("max", \.max, "Connections at most, before overflow.", .within(1...10_000)),
            field("overflow", \.overflow, "Connections beyond max in a rush.", .within(0...10_000)),
            field("timeout", \.timeout, "How long a caller waits for one.", .positive),
            field("recycle", \.recycle, "A connection older than this is replaced.", .positive),
            field("pre_ping", \.prePing, "A connection is tried before it is lent."),
        ]

        package func check(at path: SettingPath, in setting: Setting, _ reader: inout Reader) {
            reader.demandOrder(("min", min), ("max", max), at: path, in: setting)
        }
    }

    package struct Sessions: Section {
        package var timeToLive = Period(seconds: 86_400)
        package var cleanUpEvery = Period(seconds: 3_600)
        package var perUser: Int?

        package init() {}

        package static let summary = "How long sessions live."

        package static let fields: [Field<Sessions>] = [
            field("ttl", \.timeToLive, "A session ends this long after its last use.", .positive),
            field("cleanup_every", \.cleanUpEvery, "How often ended sessions are removed.", .positive),
            field("per_user", \.perUser, "Sessions one user may hold.", .atLeast(1)),
        ]
    }
}

package struct Cache: Section {
    package var url = SecretReference.variable("REDIS_URL")
    package var maxMemory: ByteSize?
    package var evictionPolicy: String?
    package var appendOnly: Bool?

    package init() {}

    package static let summary = "Redis."

    package static let fields: [Field<Cache>] = [
        field("url", \.url, "redis:// or rediss://."),
        field("max_memory", \.maxMemory, "maxmemory of the server."),
        field("eviction", \.evictionPolicy, "maxmemory-policy of the server."),
        field("append_only", \.appendOnly, "Whether every write is logged."),
    ]
}
