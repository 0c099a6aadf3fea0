internal import CommandLineKit
internal import Migrations
internal import Words

/// `ihctl migrate redo`: the newest one back and forth, while it is being written.
let migrateRedo = Command<Context>(
    "redo",
    summary: "take the newest migration back and apply it again",
    discussion: "For the one being written: its way back is the one that stands in the file now, so an edit counts.",
    options: MigrateOptions.writing + [MigrateOptions.steps]
) { arguments, context in
    try await Desk.report("migrate.redo", arguments, context) { desk in
        let files = try desk.files()
        let migrations = try desk.read(files)
        let settings = desk.writingSettings()
        let events = RunEcho(context.console)
        let session = try await desk.session(settings, try desk.target(), hear: events.hear)
        return try await closing(session) {
            let back = { (history: [HistoryEntry]) throws -> RunPlan in
                try Standing(files: files, history: history).redo(steps: arguments[MigrateOptions.steps] ?? 1) {
                    try migrations[$0.version] ?? $0.read()
                }
            }
            let planned = try back(try await session.history())
            guard !planned.steps.isEmpty else {
                return desk.report("migrate.redo", planned, session, body: [.paragraph("nothing is applied")])
            }
            try await desk.permit(
                session,
                action: "redo",
                to: .array(planned.steps.map { .string($0.migration.title) })
            )
            try await session.lock()
            let plan = try back(try await session.history())
            guard !plan.steps.isEmpty else {
                return desk.report("migrate.redo", plan, session, body: [.paragraph("nothing is applied")])
            }
            events.begin(plan, session.target.place)
            try await events.following { try await session.run(plan) }
            let forth = RunPlan(direction: .up, steps: plan.steps.reversed().map { $0.again })
            try await events.following { try await session.run(forth) }
            return desk.report(
                "migrate.redo",
                forth,
                session,
                durations: events.durations,
                body: [
                    .paragraph(
                        Line("✓ ", .good)
                            + Line(
                                "\(forth.steps.map(\.migration.title).joined(separator: ", ")): back and applied again"
                            )
                    )
                ]
            )
        }
    }
}

extension RunPlan.Step {
    /// The same migration forward, as if it had never been applied.
    fileprivate var again: RunPlan.Step {
        RunPlan.Step(migration: migration, direction: .up, applied: nil, done: 0)
    }
}
