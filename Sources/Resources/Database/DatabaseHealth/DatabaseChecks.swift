package import Words

/// All that can be asked of a region's PostgreSQL, in the order in which it is told.
package enum DatabaseChecks {
    package static let connect = CheckKind("database.connect", "PostgreSQL lets the agent in", tags: ["tls"])
    package static let admin = CheckKind("database.admin", "PostgreSQL lets the provisioning role in")
    package static let version = asked("database.version", "the server is new enough")
    package static let writable = asked("database.writable", "the server takes writes where it should")
    package static let tls = asked("database.tls", "the agent's connection is encrypted", tags: ["tls", "security"])
    package static let privileges = asked(
        "database.privileges",
        "the agent may what it needs, and no more",
        tags: ["security"]
    )
    package static let schema = asked("database.schema", "the schema is what the migrations make")
    package static let roundtrip = CheckKind(
        "database.roundtrip",
        "a row comes back as it was written",
        requires: [connect.id, writable.id],
        tags: ["writes"]
    )
    package static let clock = asked("database.clock", "the server's clock and ours agree", .warning)
    package static let connections = asked(
        "database.connections",
        "the server has connections left",
        tags: ["capacity"]
    )
    package static let pool = asked(
        "database.pool",
        "the agents' pools fit into the server",
        .warning,
        tags: ["capacity"]
    )
    package static let locks = asked("database.locks", "nobody waits long for a lock", .warning)
    package static let idleInTransaction = asked(
        "database.idle-in-transaction",
        "no transaction is left open",
        .warning
    )
    package static let longQueries = asked("database.long-queries", "no query runs for long", .warning)
    package static let preparedTransactions = asked(
        "database.prepared-transactions",
        "no prepared transaction is forgotten",
        .warning
    )
    package static let replication = asked("database.replication", "the replicas keep up")
    package static let slots = asked("database.slots", "replication slots hold nothing back")
    package static let wraparound = asked("database.wraparound", "transaction numbers are far from their end")
    package static let sequences = asked("database.sequences", "sequences have numbers left", tags: ["capacity"])
    package static let indexes = asked("database.indexes", "every index is usable and of use", .warning)
    package static let vacuum = asked("database.vacuum", "dead rows are removed", .warning)
    package static let settings = asked("database.settings", "the server is set as declared")
    package static let extensions = asked("database.extensions", "the extensions are there")
    package static let memory = asked("database.memory", "the server has the memory it should", tags: ["capacity"])
    package static let disk = asked("database.disk", "the server has disk left", tags: ["capacity"])
    package static let sessions = asked("database.sessions", "ended sessions are removed", .warning)

    package static let all: [CheckKind] = [
        connect, admin, version, writable, tls, privileges, schema, roundtrip, clock, connections, pool, locks,
        idleInTransaction, longQueries, preparedTransactions, replication, slots, wraparound, sequences, indexes,
        vacuum, settings, extensions, memory, disk, sessions,
    ]

    /// One that goes on from the agent's connection.
    private static func asked(
        _ id: String,
        _ title: String,
        _ severity: Finding.Severity = .error,
        tags: [String] = [],
    ) -> CheckKind {
        CheckKind(id, title, severity: severity, requires: [connect.id], tags: tags)
    }
}
