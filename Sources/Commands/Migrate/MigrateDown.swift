internal import CommandLineKit
internal import Migrations
internal import Words

/// `ihctl migrate down`: takes back the newest.
let migrateDown = Command<Context>(
    "down",
    summary: "take back applied migrations, the newest first",
    discussion: """
        Runs the -- ihctl:down sections of what is applied: of the newest one, of --steps N, or with --to VERSION of all that \
        are newer than VERSION. What a file does not say how to take back is refused before anything runs.
        """,
    examples: [
        Example("ihctl migrate down", "the newest one"),
        Example("ihctl migrate down --to 20260101120000", "all that are newer"),
        Example("ihctl migrate down --plan", "what would run"),
    ],
    options: MigrateOptions.writing + [
        MigrateOptions.target, MigrateOptions.steps, MigrateOptions.plan, MigrateOptions.script,
    ]
) { arguments, context in
    try await Desk.report("migrate.down", arguments, context) { desk in
        var extent = try extent(arguments)
        if extent == .all { extent = .steps(1) }
        let files = try desk.files()
        let events = RunEcho(context.console)
        let session = try await desk.session(desk.writingSettings(), try desk.target(), hear: events.hear)
        return try await closing(session) {
            try await desk.run("migrate.down", session, events, among: files) { history in
                try Standing(files: files, history: history).down(extent) { try $0.read() }
            }
        }
    }
}
