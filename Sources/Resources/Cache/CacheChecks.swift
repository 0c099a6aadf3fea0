package import Words

/// The questions to Redis, in the order of its ladder.
package enum CacheChecks {
    package static let connect = CheckKind("cache.connect", "Redis lets ihctl in", tags: ["tls"])
    package static let version = CheckKind(
        "cache.version",
        "Redis is recent enough",
        severity: .warning,
        requires: [connect.id]
    )
    package static let exposed = CheckKind(
        "cache.exposed",
        "Redis asks strangers for a password",
        requires: [connect.id],
        tags: ["security"]
    )
    package static let permissions = CheckKind(
        "cache.permissions",
        "the agent's user may do what a cache is for",
        requires: [connect.id],
        tags: ["writes", "security"]
    )
    package static let replication = CheckKind(
        "cache.replication",
        "replicas follow their primary",
        requires: [connect.id]
    )
    package static let clients = CheckKind(
        "cache.clients",
        "Redis has room for more clients",
        requires: [connect.id],
        tags: ["capacity"]
    )
    package static let memory = CheckKind(
        "cache.memory",
        "Redis has memory left",
        requires: [connect.id],
        tags: ["capacity"]
    )
    package static let eviction = CheckKind(
        "cache.eviction",
        "full memory makes room as declared",
        severity: .warning,
        requires: [connect.id]
    )
    package static let persistence = CheckKind(
        "cache.persistence",
        "what is to be kept reaches the disk",
        requires: [connect.id]
    )
    package static let writable = CheckKind(
        "cache.writable",
        "a key comes back as it was written",
        requires: [connect.id, permissions.id],
        tags: ["writes"]
    )

    package static let all = [
        connect, version, exposed, permissions, replication, clients, memory, eviction, persistence, writable,
    ]
}
