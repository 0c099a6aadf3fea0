internal import CommandLineKit
internal import Deadlines
internal import FoundationEssentials
internal import Migrations
internal import PostgreSQL
internal import Reports
internal import Terminal
internal import Words

private let outOfOrder = Option(flag: "allow-out-of-order", "also run what is older than what is applied")
private let createDatabase = Option(flag: "create-database", "make the database where it is missing")

/// `ihctl migrate up`: applies what is pending.
let migrateUp = Command<Context>(
    "up",
    summary: "apply the migrations that are pending",
    discussion: """
        All files are read and checked before the first statement runs. One run at a time works on a database; others wait and \
        then find nothing to do. Exit 0 when all is applied, 1 when a migration is refused, 3 when a lock or the server is not had.
        """,
    examples: [
        Example("ihctl migrate up", "apply all"),
        Example("ihctl migrate up --plan", "what would run, with its locks and risks"),
        Example("ihctl migrate up --wait 30s --create-database", "in a fresh environment"),
    ],
    options: MigrateOptions.writing + [
        MigrateOptions.target, MigrateOptions.steps, outOfOrder, createDatabase, MigrateOptions.plan,
        MigrateOptions.script,
    ]
) { arguments, context in
    try await Desk.report("migrate.up", arguments, context) { desk in
        let extent = try extent(arguments)
        let files = try desk.files()
        let settings = desk.writingSettings()
        let target = try desk.target()
        let events = RunEcho(context.console)
        let changesNothing = arguments[MigrateOptions.plan] || arguments[MigrateOptions.script]
        let session = try await desk.openForUp(
            settings,
            target,
            create: arguments[createDatabase] && !changesNothing,
            events
        )
        return try await closing(session) {
            try await desk.refuseUnadopted(files, session)
            let plan = { (history: [HistoryEntry]) throws -> RunPlan in
                let standing = Standing(files: files, history: history)
                // All of them before the first statement; none where no statement will run.
                let isAllApplied = standing.entries.allSatisfy { $0.state == .applied }
                let migrations = try desk.read(isAllApplied ? [] : files)
                return try standing.up(extent, allowingOutOfOrder: arguments[outOfOrder]) {
                    try migrations[$0.version] ?? $0.read()
                }
            }
            return try await desk.run("migrate.up", session, events, among: files, plan)
        }
    }
}

/// How far to go, as the line says it.
func extent(_ arguments: Arguments) throws -> Extent {
    switch (arguments[MigrateOptions.target], arguments[MigrateOptions.steps]) {
    case (nil, nil): return .all
    case (nil, let steps?): return .steps(steps)
    case (let text?, nil):
        guard let version = Version(ofMigration: text) else {
            throw UsageError("--to: \(text) is no version", hint: "a version is the number a file begins with")
        }
        return .to(version)
    default: throw UsageError("--to and --steps exclude each other")
    }
}

/// Runs `body` and closes the session, however it ends.
func closing<Value>(_ session: MigrationSession, _ body: () async throws -> Value) async throws -> Value {
    do {
        let value = try await body()
        await session.close()
        return value
    } catch {
        await session.close()
        throw error
    }
}

extension Desk {
    fileprivate func openForUp(
        _ settings: RunSettings,
        _ target: Target,
        create: Bool,
        _ events: RunEcho
    ) async throws -> MigrationSession {
        do {
            return try await session(settings, target, hear: events.hear)
        } catch let error as Unreachable {
            guard create, error.error.code == .unknownDatabase else { throw error }
            let maintenance = try await session(settings, target.with(database: "postgres"))
            _ = try await closing(maintenance) {
                try await permit(
                    maintenance,
                    action: "create database",
                    on: target.database,
                    to: .string(target.database)
                )
                try await maintenance.createDatabase(target.database)
            }
            context.console.say(Line("✓", .good) + Line(" made the database \(target.database)"))
            return try await session(settings, target, hear: events.hear)
        }
    }

    /// Plans, and runs what was planned; with `--plan` and `--sql` only shows it.
    func run(
        _ command: String,
        _ session: MigrationSession,
        _ events: RunEcho,
        among files: [MigrationFile],
        _ plan: ([HistoryEntry]) throws -> RunPlan
    ) async throws -> Report {
        let first = try plan(try await session.history())
        if arguments[MigrateOptions.script] {
            let script = first.script(session.settings)
            var report = report(command, first, session, body: [.verbatim(script)])
            report.data["script"] = .string(script)
            return report
        }
        if arguments[MigrateOptions.plan] { return await planReport(command, first, session, files) }
        // Nothing to do needs no lock and no right to write.
        guard !first.steps.isEmpty else { return report(command, first, session, body: upToDate(first)) }
        try await permit(
            session,
            action: first.direction.rawValue,
            to: .array(first.steps.map { .string($0.migration.title) })
        )
        try await session.lock()
        // What was true before the lock may have been done by the one who held it.
        let plan = try plan(try await session.history())
        guard !plan.steps.isEmpty else { return report(command, plan, session, body: upToDate(plan)) }
        let began = ContinuousClock.now
        events.begin(plan, session.target.place)
        try await events.following { try await session.run(plan) }
        let count = plan.steps.count
        let verb = plan.direction == .up ? "applied" : "taken back"
        return report(
            command,
            plan,
            session,
            durations: events.durations,
            body: [
                .paragraph(
                    Line("✓ ", .good) + Line("\(counted(count, "migration")) \(verb)")
                        + Line("  \((ContinuousClock.now - began).readable)", .dim)
                )
            ]
        )
    }

    func upToDate(_ plan: RunPlan) -> [Block] {
        [.paragraph(Line("✓ ", .good) + Line("nothing to \(plan.direction == .up ? "apply" : "take back")"))]
    }

    func report(
        _ command: String,
        _ plan: RunPlan,
        _ session: MigrationSession,
        durations: [String: Duration] = [:],
        body: [Block],
    ) -> Report {
        let steps = plan.steps.map { $0.json(durations) }
        let isDone = !durations.isEmpty || plan.steps.isEmpty
        let key = !isDone ? "planned" : plan.direction == .up ? "applied" : "taken_back"
        return context.report(
            command,
            of: try? context.load(),
            findings: [],
            data: ["database": .string(session.target.place), key: .array(steps)],
            body: body
        )
    }
}

extension RunPlan.Step {
    /// One that has run, or will; durations by version.
    func json(_ durations: [String: Duration]) -> JSONValue {
        let version = migration.version.description
        return [
            "version": .string(version), "name": .string(migration.name),
            "duration_ms": JSONValue(durations[version]?.wholeMilliseconds),
        ]
    }
}
