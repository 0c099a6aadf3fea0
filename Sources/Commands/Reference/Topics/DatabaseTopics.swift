internal import Words

/// What is found of PostgreSQL: the database, its roles, extensions and settings.
let databaseTopics: [Topic] = [
    topic(
        "database.connect",
        "PostgreSQL lets in whoever the platform sends",
        "PostgreSQL could not be reached, or refused the role: doctor comes as the agent does, bootstrap as the role of database.admin_url.",
        whatToDo: [
            "The failure class says which rung broke: ihctl explain dns, refused, connect_timeout and so on.",
            "SQLSTATE 28P01 means a wrong password, an unknown role or an expired one: the server does not say which.",
            "SQLSTATE 28000 means that the role may not log in, or that no line of pg_hba.conf lets it in from here: the message says which of the two.",
            "SQLSTATE 42501 means that the role may not connect to this database; the finding holds the grant.",
            "SQLSTATE 53300 has three kinds: the role's own limit, the slots kept for superusers, and no slot at all.",
            "SQLSTATE 57P03 passes by itself: the server starts, recovers or shuts down. --wait asks until then.",
            "A pooler that lends sessions for one transaction each breaks listen, advisory locks and set.",
        ],
        good: "psql \"$DATABASE_ADMIN_URL\" -c 'select current_user, version()'",
        related: ["database.login", "database.admin"]
    ),
    topic(
        "database.version",
        "the server is new enough",
        "The server's major version is below database.version, or its makers mend it no more.",
        whatToDo: [
            "Upgrade the server with pg_upgrade or by a logical replica, or say an older version if it will do."
        ],
        related: ["database.connect"]
    ),
    topic(
        "database.place",
        "the server takes writes where it should, and nowhere else",
        "The platform file and the server do not agree on whether this is the primary or a replica.",
        whatToDo: [
            "A primary that is in recovery: database.host or the URL leads to a replica.",
            "A replica that takes writes has been promoted: find out which of the two the agents write to before anything else.",
        ],
        why: ["Two servers that take writes drift apart, and what was written to the wrong one is lost."],
        related: ["database.replica"]
    ),
    topic(
        "database.replica",
        "the replica has what its primary has",
        "A replica is only looked at: what it lacks comes from its primary.",
        severity: .warning,
        whatToDo: [
            "Run bootstrap on the primary's region. Where it is sound there, the replica is behind: select * from pg_stat_wal_receiver."
        ],
        related: ["database.place"]
    ),
    topic(
        "database.url",
        "the agents' URL leads to the database that is meant",
        "The URL that database.url refers to and database.name do not name the same database.",
        whatToDo: ["Correct one of them: what bootstrap makes, the agents would not find."],
        related: ["database.login"]
    ),
    topic(
        "database.encoding",
        "the database is encoded in UTF-8",
        "The database has another encoding than the agents write.",
        severity: .warning,
        whatToDo: ["Make a new database with encoding UTF8 and template template0, and move the data with pg_dump."],
        related: ["database.version"]
    ),
    topic(
        "database.public",
        "only roles that are told so may connect",
        "PUBLIC, that is every role of the server, has rights to the database, as it has wherever nobody took them away.",
        severity: .note,
        whatToDo: [
            "Run the statement of the finding when nobody else leans on it. A database that bootstrap makes has none of these rights."
        ],
        related: ["database.public_schema", "database.privileges"]
    ),
    topic(
        "database.public_schema",
        "not everybody may put things into a schema",
        "Every role that connects may make tables and functions in the schema.",
        severity: .warning,
        whatToDo: ["revoke create on schema public from public; it is the default from PostgreSQL 15 on."],
        why: [
            "A function with a well-known name, put there by one role, is run by another that trusts its search_path."
        ],
        related: ["database.public", "database.privileges"]
    ),
    topic(
        "database.privileges",
        "the agent may what it needs, and no more",
        "The agent's role, or the group whose rights it has, may more than the platform gives it, or lacks what the migrations give it.",
        severity: .warning,
        whatToDo: [
            "A right that is lacking is an error, and the finding holds the grant.",
            "The finding holds the statement that takes the right away. It is not run unasked: somebody may lean on it.",
            "Rights that agents do need belong into a migration that grants them to the group.",
        ],
        why: ["Whoever gets hold of an agent's password gets what the agent may, and nothing beyond."],
        related: ["database.public"]
    ),
    topic(
        "database.login",
        "the agent's password can be tried",
        "Whether the password of the agent's URL works could not be told by logging in with it.",
        severity: .warning,
        whatToDo: [
            "A server that asks for none (trust in pg_hba.conf) takes any: let it ask for scram-sha-256.",
            "A server that lets the agent in from elsewhere only is well as it is, where that is meant.",
        ],
        why: ["A server holds what was made of a password, not the password: it can be tried and not compared."],
        related: ["database.connect"]
    ),
    topic(
        "database.ignored",
        "what ignore names is left alone",
        "database.ignore keeps bootstrap from comparing a field; one that names nothing is probably a slip.",
        severity: .note,
        whatToDo: ["role.connection_limit, group.login, settings.work_mem, extensions.citext are names it knows."],
        related: ["database.ineffective"]
    ),
    topic(
        "database.refused",
        "the server does what it is asked",
        "The server refused a statement of the change; nothing of that change is there.",
        whatToDo: ["The SQLSTATE says why. Mend it and run bootstrap again: it goes on from what is there."],
        related: ["database.infeasible"]
    ),
    topic(
        "database.infeasible",
        "the provisioning role may make the change",
        "The provisioning role lacks a right, or the thing cannot be changed from here.",
        whatToDo: ["The message holds the statement that somebody with the right has to run."],
        related: ["database.refused"]
    ),
    topic(
        "database.ineffective",
        "what was changed is changed",
        "The server took the change without a word, and a second look shows the old state.",
        whatToDo: [
            "Look for what undoes it: an event trigger, an operator that manages the roles, a second ihctl with another platform file."
        ],
        related: ["database.contended"]
    ),
    topic(
        "database.contended",
        "nobody else changes the same thing all the time",
        "Others were changing the same thing in every one of several attempts.",
        whatToDo: ["Run bootstrap again when they have ended: select * from pg_stat_activity shows them."],
        related: ["database.ineffective"]
    ),
]
