internal import Words

/// What doctor asks of Redis.
let cacheTopics: [Topic] = [
    topic(
        "cache.connect",
        "Redis lets ihctl in",
        "The way from the URL to a server that answers: its form, the name, the connection, TLS, the password, the database. The first thing that does not hold is told, and everything else about Redis waits.",
        whatToDo: [
            "The failure class says what broke. ihctl config show --origin cache tells where the URL comes from.",
            "A password with @, /, ? or # in it must be percent-encoded, or the host cannot be told from it.",
            "rediss:// is TLS, redis:// is plain text: the port has to be the one that speaks it.",
        ],
        why: [
            "Redis says the same for a wrong password, an unknown user and one that is switched off; and a server with too many clients says so where the answer to the password is due."
        ],
        good: "redis-cli -u \"$REDIS_URL\" PING",
        related: ["cache.exposed", "cache.permissions", "auth", "refused"]
    ),
    topic(
        "cache.version",
        "Redis is recent enough",
        "The server's version, as it tells it, against the oldest that still gets its faults mended.",
        severity: .warning,
        whatToDo: ["Plan an upgrade: a newer Redis reads the older one's files and goes on with its commands."],
        related: ["cache.connect", "outdated"]
    ),
    topic(
        "cache.exposed",
        "Redis asks strangers for a password",
        "A second connection without any password: whether it is let in, and whether more than the server's own machine could make one.",
        whatToDo: [
            "Set requirepass, and put the same password where cache.url leads to.",
            "Or let it listen on loopback alone, or inside a network that only the agents are in, with protected-mode on.",
        ],
        why: ["Whoever may speak to Redis may write files where its process may: an open one is an open machine."],
        good: "redis-cli CONFIG SET requirepass \"$REDIS_PASSWORD\"",
        related: ["cache.permissions", "exposed"]
    ),
    topic(
        "cache.permissions",
        "the agent's user may do what a cache is for",
        "GET, SET, EXPIRE, TTL and DEL, tried on one key that begins with ihctl-doctor: and that is gone afterwards.",
        whatToDo: [
            "A command that is refused: ACL SETUSER name +command, as somebody who may.",
            "A key that is refused: let the user touch ~ihctl-doctor:* too, or nobody can tell what it may do. Its other keys stay its own.",
        ],
        related: ["cache.writable", "permission"]
    ),
    topic(
        "cache.replication",
        "replicas follow their primary",
        "Of a replica, whether it hears its primary; of a primary, whether each replica is in step.",
        whatToDo: [
            "Start the primary, or mend the way to it: name, port, masterauth. The replica follows again by itself.",
            "A replica that never gets in step has a log that says why; a backlog that is too short is the usual reason.",
        ],
        related: ["cache.writable", "lag"]
    ),
    topic(
        "cache.clients",
        "Redis has room for more clients",
        "The clients that are connected against maxclients: a word at 80 %, a fault at 95 %.",
        whatToDo: [
            "CLIENT LIST tells who they are. A pool that is made anew for each request leaks them.",
            "If they are all needed, raise maxclients, and the limit of open files with it.",
        ],
        related: ["cache.connect", "capacity"]
    ),
    topic(
        "cache.memory",
        "Redis has memory left",
        "The memory in use against maxmemory, where full means that writes are refused: 80 % is a warning, 95 % a fault. Under a policy of allkeys- a full cache is a healthy one, and only the figure is told. The limit is held against cache.max_memory.",
        whatToDo: [
            "Raise maxmemory, or let it make room by itself with a policy of allkeys-lru.",
            "A limit that was set by hand is gone at the next start: put it into the server's configuration too.",
        ],
        good: "redis-cli CONFIG SET maxmemory 268435456",
        related: ["cache.eviction", "capacity"]
    ),
    topic(
        "cache.eviction",
        "full memory makes room as declared",
        "maxmemory-policy against cache.eviction; where none is declared, whether the policy can make room at all.",
        severity: .warning,
        whatToDo: [
            "For a cache: allkeys-lru or allkeys-lfu. For what must not be lost, such as a queue: noeviction, declared, with enough memory.",
            "A policy of volatile- takes only keys that expire: where none does, it is as if there were none.",
        ],
        related: ["cache.memory", "drift"]
    ),
    topic(
        "cache.persistence",
        "what is to be kept reaches the disk",
        "appendonly against cache.append_only, and how the last writing of the log and of the snapshot ended.",
        whatToDo: [
            "A failed write: look at the room and the rights of the server's folder (CONFIG GET dir), then BGSAVE or BGREWRITEAOF.",
            "A server whose last snapshot failed takes no writes by default until one succeeds.",
        ],
        related: ["cache.writable", "capacity"]
    ),
    topic(
        "cache.writable",
        "a key comes back as it was written",
        "One key that begins with ihctl-doctor: is written with an end of one minute, read and deleted; each takes its time, which is told.",
        whatToDo: [
            "read_only: this is a replica, or a server whose snapshot failed. Give the primary's address, or mend the snapshot.",
            "capacity: the memory is full and nothing makes room.",
            "quorum: the cluster that it belongs to has lost too many of its nodes.",
        ],
        why: ["A full server, a replica and one with a failed snapshot answer PING and read as if nothing were."],
        related: ["cache.memory", "cache.replication", "cache.persistence"]
    ),
]
