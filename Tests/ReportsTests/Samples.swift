import FoundationEssentials
import Words

/// Reports with findings of every shape.
enum Samples {
    static let migration = "manifests/migrations/20260101120000_create: sessions, 100%.sql"

    static let index = Finding(
        "index-not-concurrent",
        .error,
        subject: "sessions",
        "the index is built while nobody may write",
        evidence: [
            .paragraph(
                "CREATE INDEX holds SHARE on the table until it is done: readers go on, writers wait behind it."
            ),
            .fact("lock", "SHARE on sessions"), .fact("blocks", "insert, update, delete"),
            .verbatim("create index sessions_user\n    on sessions (user_id);\n"),
        ],
        remedies: [
            .fix("create index concurrently sessions_user on sessions (user_id);  -- in a file with transaction=false"),
            .hint("a table made in the same file has no writers yet"), .then("ihctl migrate lint"),
        ],
        place: Place(migration, line: 4, column: 1, endLine: 5, endColumn: 27),
        related: [Finding.Related(Place(migration, line: 2, column: 14), "the table is made here")],
        topic: "index-not-concurrent",
        content: "create index sessions_user on sessions (user_id);"
    )

    static let connect = Finding(
        "database.connect",
        .error,
        subject: "fr-par/database",
        "PostgreSQL refuses the password of role \"agent\".",
        evidence: [
            .paragraph(
                "fr-par-db:5432 answered SQLSTATE 28P01: it says the same for a wrong password and an unknown role."
            )
        ],
        remedies: [.fix("psql -h fr-par-db -U postgres -c '\\du agent'"), .then("ihctl doctor fr-par/database")],
        failureClass: .auth,
        topic: "database.connect"
    )

    static let allowed = Finding(
        "drop-column",
        .warning,
        subject: "sessions.context",
        "the column and what it holds are gone for good",
        place: Place(migration, line: 9, column: 3, endLine: 9, endColumn: 12),
        suppression: "nobody has read it since March"
    )

    static let quota = Finding("providers.quota", .warning, subject: "anthropic", "82 of 500 requests a minute left.")

    static let hostile = Finding(
        "hostile",
        .note,
        "100% of\r\n::error::forged, a:b \u{1B}[31m",
        place: Place("a,b:c%d.sql", line: 1, column: 2, endColumn: 5)
    )

    static let topic = Topic(
        "index-not-concurrent",
        .lintRule,
        aliases: ["sqlstate"],
        severity: .error,
        title: "an index is built while nobody may write",
        summary: "CREATE INDEX without CONCURRENTLY holds a lock that all writers wait for.",
        why: [
            "Building takes as long as reading the whole table.",
            "All that time writers wait, and readers behind them.",
        ],
        whatToDo: ["Build it with CONCURRENTLY, in a file of its own."],
        examples: [.bad("create index i on t (a);"), .good("create index concurrently i on t (a);")],
        related: ["concurrent-in-transaction"]
    )

    static func report(_ findings: [Finding]?, exitStatus: Words.ExitStatus = .negative) -> Report {
        Report(
            command: "migrate.lint",
            environment: "staging",
            startedAt: Date(timeIntervalSince1970: 1_769_848_200.25),
            duration: .milliseconds(500),
            outcome: exitStatus == .success ? .ok : .problems,
            exitStatus: exitStatus,
            findings: findings,
            topics: [topic],
            program: Report.ProgramVersion("ihctl", "0.1.0"),
            body: (findings ?? []).blocks
        )
    }

    static let all = report([index, connect, allowed, quota, hostile, quota])
}
