internal import Words

/// What doctor asks of PostgreSQL beyond what bootstrap looks at too.
let databaseCheckTopics: [Topic] = [
    topic(
        "database.admin",
        "PostgreSQL lets the provisioning role in",
        "The role of database.admin_url connects: bootstrap and migrate need it, and doctor sees more with it.",
        whatToDo: [
            "Without it doctor looks as the agent, and skips what the agent may not see.",
            "permission: since PostgreSQL 15 the schema public belongs to the database's owner, who has to let the role make tables there.",
        ],
        good: "psql \"$DATABASE_ADMIN_URL\" -c 'select current_user'",
        related: ["database.connect"]
    ),
    topic(
        "database.writable",
        "the server takes writes where it should",
        "A primary has to take writes and a replica has to follow. A standby and a primary set to read only refuse writes with the same SQLSTATE 25006: only a look tells which.",
        whatToDo: [
            "A standby: lead the URL to the primary, or add target_session_attrs=read-write to one that names several hosts.",
            "A primary: take default_transaction_read_only back where the finding says it was set, after a look at the disk.",
            "A replica that takes writes was promoted: decide which of the two is the primary before anything else.",
        ],
        related: ["database.replication", "database.disk"]
    ),
    topic(
        "database.tls",
        "the agent's connection is encrypted",
        "What the agent's own connection uses, and how long the server's certificate holds: 30 days before its end is a warning, 7 an error.",
        whatToDo: [
            "Turn ssl on at the server and give the URL sslmode=require, or verify-full where the server's authority is known.",
            "Plain text that does not leave this host is well, unless the platform file demands TLS.",
        ],
        related: ["database.connect"]
    ),
    topic(
        "database.schema",
        "the schema is what the migrations make",
        "The history in ihctl.migrations against the files of the project, then the tables, columns, keys, indexes and functions that the files make against those that are there.",
        whatToDo: [
            "Behind: ihctl migrate up.",
            "Ahead: the checkout is older than the database. Take the newer one; do not undo what it does not know.",
            "A pending file that cannot be applied: mend it where the finding says, then ihctl migrate up.",
            "Unlogged, behind row security or under a rule that does nothing instead: somebody changed the table by hand. Put it back.",
            "Edited, out of order or half applied: ihctl migrate status shows which, and somebody has to decide.",
            "A table, column, key, index or function is gone although its migration is applied: ihctl migrate drift shows what else differs.",
        ],
        related: ["database.privileges"]
    ),
    topic(
        "database.roundtrip",
        "a row comes back as it was written",
        "As the agent, a session is written, read back and rolled back: nothing stays. A server that answers questions may still refuse rows.",
        whatToDo: ["The finding's class says why: permission, read_only, locked, capacity. A slow one is a warning."],
        related: ["database.privileges", "database.writable", "database.locks"]
    ),
    topic(
        "database.clock",
        "the server's clock and ours agree",
        "The server's time less this host's, less what the way there and back may account for.",
        severity: .warning,
        whatToDo: ["Ask a third clock which of the two is wrong: chronyc tracking, timedatectl."],
        why: ["Sessions end by the server's clock, tokens and certificates by the agent's."],
        related: ["database.sessions"]
    ),
    topic(
        "database.connections",
        "the server has connections left",
        "Taken of max_connections less those kept for superusers, of the role's limit and of the database's: 80 % is a warning, 95 % an error.",
        whatToDo: ["See who holds them; make the pool smaller, or raise the limit that the finding names."],
        good: "select application_name, state, count(*) from pg_stat_activity group by 1, 2 order by 3 desc;",
        related: ["database.pool"]
    ),
    topic(
        "database.pool",
        "the agents' pools fit into the server",
        "The pool with its overflow, times the agents, against what the server and the role's limit allow.",
        severity: .warning,
        whatToDo: ["Make database.pool smaller, raise max_connections, or put a pooler between."],
        why: ["In a rush all agents want all of it at once, and those that come last are refused."],
        related: ["database.connections"]
    ),
    topic(
        "database.locks",
        "nobody waits long for a lock",
        "Who has waited for a lock for more than two seconds, and the process at the end of the chain that keeps them waiting. Its query's text is not shown: it may hold what is nobody's business.",
        severity: .warning,
        whatToDo: ["select pg_terminate_backend(pid) ends the blocker and rolls its transaction back."],
        related: ["database.idle-in-transaction", "database.prepared-transactions"]
    ),
    topic(
        "database.idle-in-transaction",
        "no transaction is left open",
        "Sessions that began a transaction and have done nothing for a minute: they keep their locks, and no dead row since can be removed.",
        severity: .warning,
        whatToDo: [
            "End the session, then find the code that forgets to commit.",
            "idle_in_transaction_session_timeout ends such sessions by itself.",
        ],
        related: ["database.locks", "database.vacuum"]
    ),
    topic(
        "database.long-queries",
        "no query runs for long",
        "Queries that have been running for more than five minutes.",
        severity: .warning,
        whatToDo: ["select pg_cancel_backend(pid) stops one; statement_timeout keeps the next from it."],
        related: ["database.locks"]
    ),
    topic(
        "database.prepared-transactions",
        "no prepared transaction is forgotten",
        "The first half of a two-phase commit whose second half has not come for five minutes. It outlives restarts, keeps its locks, and holds every vacuum back.",
        severity: .warning,
        whatToDo: ["rollback prepared 'gid', or commit prepared where its other half was committed elsewhere."],
        related: ["database.locks", "database.wraparound"]
    ),
    topic(
        "database.replication",
        "the replicas keep up",
        "On a primary, each replica's state and how far it is behind; on a replica, whether it is fed and has replayed what came.",
        whatToDo: [
            "More than 30 seconds or 256 MiB is a warning, five minutes an error.",
            "A synchronous replica that is wanted and not there lets every commit wait.",
        ],
        related: ["database.slots", "database.writable"]
    ),
    topic(
        "database.slots",
        "replication slots hold nothing back",
        "A slot that nobody reads makes the server keep its log until the disk is full.",
        whatToDo: ["Drop the slot if its reader will not come back; else bring the reader back."],
        good: "select slot_name, active, wal_status from pg_replication_slots;",
        related: ["database.disk", "database.replication"]
    ),
    topic(
        "database.wraparound",
        "transaction numbers are far from their end",
        "The oldest transaction and multixact of every database. Up to twice autovacuum_freeze_max_age autovacuum is at its everyday work; beyond, something holds it back; at 1.6 thousand million the server drops everything else to save itself.",
        whatToDo: ["End what holds vacuum back, then vacuum (freeze) the database."],
        related: ["database.prepared-transactions", "database.idle-in-transaction", "database.slots"]
    ),
    topic(
        "database.sequences",
        "sequences have numbers left",
        "Used of what a sequence, or the integer column behind it, can hold: 75 % is a warning, 95 % an error.",
        whatToDo: [
            "Make column and sequence bigint before the last number: afterwards every insert fails with SQLSTATE 2200H."
        ],
        related: ["database.schema"]
    ),
    topic(
        "database.indexes",
        "every index is usable and of use",
        "Indexes that a broken-off create index concurrently left invalid, and such as are the same as another.",
        severity: .warning,
        whatToDo: [
            "reindex index concurrently makes an invalid one whole; drop index concurrently removes a superfluous one."
        ],
        related: ["database.schema"]
    ),
    topic(
        "database.vacuum",
        "dead rows are removed",
        "Whether autovacuum is on, and tables of whose rows three in ten are dead.",
        severity: .warning,
        whatToDo: ["vacuum (analyze) the table; then see what held autovacuum back."],
        related: ["database.idle-in-transaction", "database.slots"]
    ),
    topic(
        "database.settings",
        "the server is set as declared",
        "database.settings against what sessions of the server begin with, whatever the unit it is spelled in, and changes that wait for a restart.",
        severity: .warning,
        whatToDo: ["alter system set, then pg_reload_conf() or a restart, as the finding says."],
        related: ["database.memory"]
    ),
    topic(
        "database.extensions",
        "the extensions are there",
        "An extension may lack its files on the server's machine, or be there and not made in this database: two faults with two remedies.",
        whatToDo: ["Install the package on the server's machine; then create extension, or ihctl bootstrap."],
        related: ["database.schema"]
    ),
    topic(
        "database.memory",
        "the server has the memory it should",
        "database.memory against the machine, where the server runs on this one, and against what the server is set to use.",
        whatToDo: [
            "shared_buffers wants about a quarter of the memory; work_mem counts once for each connection and more."
        ],
        related: ["database.settings"]
    ),
    topic(
        "database.disk",
        "the server has disk left",
        "The size of the databases against database.disk, and the file system of the server's data where that is on this machine.",
        whatToDo: [
            "Make room, or enlarge the disk, before it is full: PostgreSQL stops the moment it cannot write its log."
        ],
        why: ["Afterwards only a refused connection is to be seen: looking ahead is the only good way to see it."],
        related: ["database.slots", "database.writable"]
    ),
    topic(
        "database.sessions",
        "ended sessions are removed",
        "Sessions that ended longer ago than database.sessions.cleanup_every.",
        severity: .warning,
        whatToDo: ["select public.remove_expired_sessions() removes a batch; then see why the agents do not call it."],
        related: ["database.clock"]
    ),
]
