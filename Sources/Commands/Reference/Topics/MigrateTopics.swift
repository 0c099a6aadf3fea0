internal import Words

/// What `ihctl migrate` may find between files, history and schema.
let migrateTopics: [Topic] = [
    topic(
        "migrate.file",
        "a migration's file can be read",
        "A file is not named as a migration is, is no UTF-8, or holds what the server would not understand. No statement was run.",
        whatToDo: [
            "A migration is called 20260101120000_create_orders.sql: digits, an underscore, a name. ihctl migrate new NAME makes one.",
            "It has a section -- ihctl:up and may have a section -- ihctl:down; behind a marker stand transaction=false, lock_timeout=3s and allow=RULE.",
            "Commands of psql such as \\i and data behind copy from stdin are for psql: write the statements out.",
        ],
        why: [
            "All files are read before the first statement runs, so that a slip in the seventh leaves nothing half done."
        ],
        good: "-- ihctl:up\ncreate table orders (id bigint primary key);\n\n-- ihctl:down\ndrop table orders;",
        related: ["migrate.failed"]
    ),
    topic(
        "migrate.edited",
        "an applied file is what was applied",
        "The checksum in ihctl.migrations is not the file's. Databases made from now on would differ from this one.",
        whatToDo: [
            "Put the old text back (git log -p on the file shows it) and write a new migration for the change.",
            "Where the change means nothing to the schema, a comment for instance, ihctl migrate repair VERSION accepts it.",
            "Of a migration with transaction=false that stopped half way, only what had not run yet may be changed.",
        ],
        related: ["migrate.missing", "migrate.half-applied"]
    ),
    topic(
        "migrate.missing",
        "every applied migration has its file",
        "The history tells of a migration whose file is gone. A new database would lack it.",
        whatToDo: [
            "Bring the file back from version control, or from the branch that was merged without it.",
            "Where it will never come back, ihctl migrate repair VERSION makes the history forget it; the schema stays.",
        ],
        related: ["migrate.unknown", "migrate.edited"]
    ),
    topic(
        "migrate.unknown",
        "no applied migration is newer than all files",
        "The database was migrated by a later state of the project than this one.",
        whatToDo: [
            "Take the newer checkout. Rolling an application back does not roll its schema back: ihctl migrate down does, from the newer checkout."
        ],
        related: ["migrate.missing"]
    ),
    topic(
        "migrate.out-of-order",
        "migrations are applied in the order of their versions",
        "A migration is pending and newer ones are applied, as happens when two branches are merged.",
        whatToDo: [
            "Rename the file to a version of today: then every database takes it in the same order.",
            "Where the order does not matter, ihctl migrate up --allow-out-of-order applies it.",
        ],
        why: [
            "Databases that took the same steps in different orders can differ: a column renamed before or after it was copied."
        ],
        related: ["migrate.pending"]
    ),
    topic(
        "migrate.pending",
        "everything is applied",
        "A migration is not applied, and --complete asked for that.",
        whatToDo: ["ihctl migrate up"],
        related: ["migrate.out-of-order"]
    ),
    topic(
        "migrate.half-applied",
        "no migration stands half applied",
        "A migration with transaction=false stopped between two statements. The history knows which are done.",
        whatToDo: [
            "Mend what made it stop, in the rest of the file if need be, and run ihctl migrate up: it goes on with the next statement."
        ],
        why: [
            "What cannot run in a transaction cannot be taken back in one. There is no flag to clear by hand: going on is the repair."
        ],
        related: ["migrate.half-undone", "migrate.invalid-index"]
    ),
    topic(
        "migrate.half-undone",
        "no migration stands half taken back",
        "The way back of a migration with transaction=false stopped between two statements.",
        whatToDo: ["ihctl migrate down --steps 1 goes on with the next statement."],
        related: ["migrate.half-applied"]
    ),
    topic(
        "migrate.failed",
        "every migration goes through",
        "The server refused a statement, or the connection broke. What came before it is applied, nothing after it is.",
        whatToDo: [
            "Mend the statement at the place that is named, and run it again.",
            "Where the connection broke, run it again: the history tells what is done.",
            "Where a lock was not had, the sessions that held it are named; end them, wait, or give it longer with --ddl-lock-timeout and --retries.",
        ],
        why: [
            "A transaction holds a migration and its line in the history together, so that one is never there without the other."
        ],
        related: ["migrate.file", "migrate.lock"]
    ),
    topic(
        "migrate.invalid-index",
        "every index is valid",
        "create index concurrently had failed and left its index behind: it costs every write and no query uses it.",
        severity: .warning,
        whatToDo: [
            "ihctl migrate repair drops it; then run the migration that builds it, or build it anew by a new one."
        ],
        why: [
            "create index concurrently if not exists is content with an invalid index: the schema looks right and queries are slow."
        ],
        related: ["concurrent-if-not-exists-unchecked", "migrate.half-applied"]
    ),
    topic(
        "migrate.lock",
        "one run at a time works on a database",
        "Another run held the lock for longer than --lock-timeout. Who holds it is named.",
        whatToDo: [
            "Wait, or give it longer: --lock-timeout 10m.",
            "A run that was killed holds it as long as the server still works on its last statement. If it hangs, end that session: select pg_terminate_backend(PID).",
        ],
        why: [
            "It is an advisory lock of the database and goes with its session: nothing stays behind that would have to be removed."
        ],
        related: ["migrate.failed"]
    ),
    topic(
        "migrate.database",
        "the database lets us in",
        "The server was reached and refused the session, or could not be reached at all.",
        whatToDo: [
            "ihctl config show --origin database tells which URL is used and where it comes from; --database URL gives another.",
            "A database that is not there yet: --create-database. A server that is still starting: --wait 30s.",
        ],
        related: ["refused", "dns", "migrate.pooler"]
    ),
    topic(
        "migrate.pooler",
        "migrations go straight to the server",
        "What answers is not the process that greeted: a pooler hands sessions out, and locks and settings go with them.",
        whatToDo: [
            "Give the server's own address, in DATABASE_ADMIN_URL or with --database; the agents may go on using the pooler."
        ],
        why: [
            "A lock taken through a pooler in transaction mode stays with a session that somebody else uses next, until the pooler ends it."
        ],
        related: ["migrate.database"]
    ),
    topic(
        "migrate.history",
        "ihctl.migrations is ours",
        "The table ihctl.migrations is there and is not what ihctl made, or a line of it cannot be read.",
        whatToDo: ["Look at it with psql. If it belongs to somebody else, rename it."],
        related: ["migrate.database"]
    ),
    topic(
        "migrate.drift",
        "the live schema is what its migrations make",
        "Somebody changed the schema by hand, or a migration does something else today than when it ran.",
        whatToDo: [
            "Where the change is wanted, write a migration that makes it: on this database it may say if not exists.",
            "Where it is not, take it back by hand. ihctl migrate dump shows the live schema.",
        ],
        why: ["A new database is made of the migrations alone: what is in none of them is missing there."],
        related: ["migrate.edited"]
    ),
    topic(
        "migrate.version",
        "the version exists",
        "A version was named that no file and no line of the history has.",
        whatToDo: ["ihctl migrate status shows all."],
        related: ["migrate.file"]
    ),
    topic(
        "migrate.no-way-back",
        "what is to be taken back says how",
        "A migration has no section -- ihctl:down, so ihctl migrate down cannot take it back.",
        whatToDo: ["Write the section, or write a new migration that does the opposite."],
        related: ["migrate.half-undone"]
    ),
]
