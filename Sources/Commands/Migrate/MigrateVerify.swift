internal import CommandLineKit
internal import Migrations
internal import Words

private let complete = Option(flag: "complete", "what is pending is a fault too")

/// `ihctl migrate verify`: whether files and database agree, for CI.
let migrateVerify = Command<Context>(
    "verify",
    summary: "check that files, history and indexes agree",
    discussion: """
        Exit 1 on any migration that was edited, is missing, out of order or unknown, on one that is half done, and on invalid \
        indexes. Pending migrations are no fault unless --complete says so.
        """,
    examples: [Example("ihctl migrate verify --complete --format github", "after a deployment, in CI")],
    options: MigrateOptions.reaching + [complete]
) { arguments, context in
    try await Desk.report("migrate.verify", arguments, context) { desk in
        let files = try desk.files()
        _ = try desk.read(files)
        let target = try desk.target()
        let session = try await desk.session(desk.settings(), target)
        return try await closing(session) {
            let judgement = try await VerifyJudgement(of: files, session, isComplete: arguments[complete])
            let findings = desk.again(judgement.findings)
            let isSound = findings.isEmpty
            let closing: Line =
                isSound
                ? Line("✓ ", .good) + Line("\(judgement.words), nothing wrong")
                : findings.counts.closing(about: target.place)
            return context.report(
                "migrate.verify",
                of: try? context.load(),
                outcome: isSound ? .ok : .problems,
                exitStatus: isSound ? .success : .negative,
                findings: findings,
                data: [
                    "database": .string(target.place), "applied": .integer(judgement.applied),
                    "pending": .integer(judgement.pending),
                ],
                body: findings.blocks + (findings.isEmpty ? [] : [.blank]) + [.paragraph(closing)]
            )
        }
    }
}
