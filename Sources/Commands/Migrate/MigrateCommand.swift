internal import CommandLineKit

/// `ihctl migrate`: the schema of PostgreSQL.
let migrateCommand = Command<Context>(
    "migrate",
    summary: "PostgreSQL migrations: apply, take back, check",
    discussion: """
        A migration is a file of plain SQL in manifests/migrations, 20260101120000_create_sessions.sql: a section -- ihctl:up \
        and, for the way back, a section -- ihctl:down. Each runs in a transaction together with its line in the table \
        ihctl.migrations; with transaction=false behind the marker statement by statement. Runs may be killed and repeated, and \
        many may begin at once: the result is that of one.
        """,
    examples: [
        Example("ihctl migrate new create_orders", "begin a migration"),
        Example("ihctl migrate up --plan", "see what would run, what it locks and what is risky"),
        Example("ihctl migrate up", "apply what is pending"),
    ],
    subcommands: [
        migrateUp, migrateDown, migrateRedo, migrateStatus, migrateVerify, migrateLint, migrateNew, migrateRepair,
        migrateBaseline, migrateAdopt, migrateDump,
    ]
)

/// What the subcommands share.
enum MigrateOptions {
    static let directory = Option(
        "dir",
        .directory,
        otherwise: "manifests/migrations of the project",
        "the folder of the migrations"
    )
    static let database = Option(
        "database",
        .text.called("URL"),
        otherwise: "database.admin_url of the platform file",
        "the database, as postgresql://…"
    )
    static let wait = Option("wait", .duration, "wait so long for a server that is not there yet")
    static let runnerTimeout = Option(
        "lock-timeout",
        .duration,
        default: .seconds(60),
        "wait so long for another run to end"
    )
    static let statementLockTimeout = Option(
        "ddl-lock-timeout",
        .duration,
        default: .seconds(3),
        "a statement that waits longer for a lock gives way and tries again"
    )
    static let retries = Option(
        "retries",
        .integer(in: 0...1_000),
        default: 10,
        "how often such a statement tries again"
    )
    static let confirmation = Option(
        "confirm",
        .text.called("NAME"),
        "a protected environment's name, instead of typing it"
    )
    static let plan = Option(flag: "plan", "show what would run and change nothing; exit 1 if there is something")
    static let script = Option(flag: "sql", "print the script that would run and change nothing")
    static let target = Option("to", .text.called("VERSION"), "stop at this version")
    static let steps = Option("steps", .integer(in: 1...1_000_000), "so many migrations at most")

    static let reaching: [any OptionDeclaration] = [directory, database, wait, GlobalOptions.formatOfFindings]
    static let writing: [any OptionDeclaration] = [
        directory, database, wait, runnerTimeout, statementLockTimeout, retries, confirmation,
        GlobalOptions.formatOfFindings,
    ]
}
