internal import CommandLineKit
internal import Migrations
internal import Terminal
internal import Words

private let versions = Argument(rest: "VERSION", .text, "only these; a missing one is forgotten")
private let yes = Option(flag: "yes", short: "y", "do not ask")

/// `ihctl migrate repair`: what somebody has decided about.
let migrateRepair = Command<Context>(
    "repair",
    summary: "accept edited files, forget missing ones, drop invalid indexes",
    discussion: """
        Shows what it would do and asks. An edited file counts from then on as what was applied; a migration whose file is gone \
        is forgotten only when its VERSION is named; an invalid index, left by a concurrent build that failed, is dropped. \
        The schema itself is not touched otherwise.
        """,
    examples: [
        Example("ihctl migrate repair", "all that can be mended without a loss"),
        Example("ihctl migrate repair 20260101120000", "one migration"),
    ],
    arguments: [versions],
    options: MigrateOptions.writing + [yes, MigrateOptions.plan]
) { arguments, context in
    try await Desk.report("migrate.repair", arguments, context) { desk in
        let named = try Set(
            arguments[versions].map { text in
                guard let version = Version(ofMigration: text) else {
                    throw UsageError("\(text) is no version", hint: "a version is the number a file begins with")
                }
                return version
            }
        )
        let files = try desk.files()
        let session = try await desk.session(
            desk.writingSettings(),
            try desk.target(),
            hear: RunEcho(context.console).hear
        )
        return try await closing(session) {
            let planned = try await repairs(session, files, named)
            let isToBeDone = !planned.isEmpty && !arguments[MigrateOptions.plan]
            if isToBeDone {
                for repair in planned { context.console.say(Line("  · \(repair.words)")) }
                guard try await isMeant(arguments[yes], context) else { return answer(planned, isDone: false, context) }
                try await desk.permit(
                    session,
                    action: "repair",
                    to: .array(planned.map { .string($0.words) })
                )
                try await session.lock()
                try await session.carryOut(try await repairs(session, files, named))
            }
            return answer(planned, isDone: isToBeDone, context)
        }
    }
}

private func repairs(_ session: MigrationSession, _ files: [MigrationFile], _ named: Set<Version>) async throws
    -> [Repair]
{
    let standing = Standing(files: files, history: try await session.history())
    if let stranger = named.first(where: { standing[$0] == nil }) { throw PlanRefusal.unknownVersion(stranger) }
    return standing.repairs(naming: named, invalidIndexes: try await session.invalidIndexes())
}

private func isMeant(_ isSaid: Bool, _ context: Context) async throws -> Bool {
    if isSaid { return true }
    do {
        return try await context.console.confirm("Do this?")
    } catch let refused as PromptRefused where refused.reason == .noTerminal {
        throw UsageError("nobody can be asked here", hint: "answer beforehand with --yes")
    }
}

private func answer(_ repairs: [Repair], isDone: Bool, _ context: Context) -> Report {
    let isPending = !repairs.isEmpty && !isDone
    let lines = repairs.map { Block.line(Line("  \(isDone ? "✓" : "·") \($0.words)")) }
    let closing: Line =
        repairs.isEmpty
        ? Line("✓ ", .good) + Line("nothing to repair")
        : isDone ? Line("✓ ", .good) + Line("repaired") : Line("nothing was changed")
    return context.report(
        "migrate.repair",
        of: try? context.load(),
        outcome: isPending ? .problems : .ok,
        exitStatus: isPending ? .negative : .success,
        findings: [],
        data: [(isDone ? "repaired" : "planned"): .array(repairs.map { .string($0.words) })],
        body: lines + [.paragraph(closing)]
    )
}

extension Repair {
    var words: String {
        switch self {
        case .acceptEdit(let file, of: _): "\(file.title): the file as it is now counts as what was applied"
        case .forget(let entry): "\(entry.title): the history forgets it"
        case .dropIndex(let index): "drop the invalid index \(index.qualifiedName) on \(index.table)"
        }
    }
}
