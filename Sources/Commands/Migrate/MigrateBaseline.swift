internal import CommandLineKit
internal import Migrations
internal import Words

private let version = Argument("VERSION", .text, "the newest that the schema already holds")

/// `ihctl migrate baseline`: a history for a schema that is there.
let migrateBaseline = Command<Context>(
    "baseline",
    summary: "take migrations as applied that a schema already holds",
    discussion: """
        Writes every migration up to VERSION into the history without running it: for a database that had its schema before it had \
        ihctl. What is newer stays pending.
        """,
    arguments: [version],
    options: MigrateOptions.writing + [MigrateOptions.plan]
) { arguments, context in
    try await Desk.report("migrate.baseline", arguments, context) { desk in
        guard let limit = Version(ofMigration: arguments[version]) else {
            throw UsageError("\(arguments[version]) is no version", hint: "a version is the number a file begins with")
        }
        let files = try desk.files()
        guard files.contains(where: { $0.version == limit }) else { throw PlanRefusal.unknownVersion(limit) }
        let session = try await desk.session(
            desk.writingSettings(),
            try desk.target(),
            hear: RunEcho(context.console).hear
        )
        return try await closing(session) {
            let isPlan = arguments[MigrateOptions.plan]
            var due = try await filesToTake(files, limit, session)
            if !due.isEmpty, !isPlan {
                try await desk.permit(
                    session,
                    action: "baseline",
                    to: .array(due.map { .string($0.title) })
                )
                try await session.lock()
                due = try await filesToTake(files, limit, session)
                try await session.takeAsBaseline(due)
            }
            let verb = isPlan ? "would be taken" : due.count == 1 ? "is taken" : "are taken"
            return context.report(
                "migrate.baseline",
                of: try? context.load(),
                outcome: isPlan && !due.isEmpty ? .problems : .ok,
                exitStatus: isPlan && !due.isEmpty ? .negative : .success,
                findings: [],
                data: [(isPlan ? "planned" : "taken"): .array(due.map { .string($0.version.description) })],
                body: [
                    .paragraph(
                        Line("✓ ", .good)
                            + Line(
                                due.isEmpty
                                    ? "nothing to do: all up to \(limit) are in the history"
                                    : "\(counted(due.count, "migration")) up to \(limit) \(verb) as applied"
                            )
                    )
                ]
            )
        }
    }
}

private func filesToTake(_ files: [MigrationFile], _ limit: Version, _ session: MigrationSession) async throws
    -> [MigrationFile]
{
    let known = Set(try await session.history().map(\.version))
    return files.filter { $0.version <= limit && !known.contains($0.version) }
}
