internal import CommandLineKit
internal import Migrations
internal import Words

private let table = Option(
    "table",
    .text.called("NAME"),
    otherwise: "by its name, or by its columns",
    "the other tool's table"
)
private let leaveMissing = Option(flag: "leave-missing", "leave out what was applied and has no file any more")
private let acceptEdits = Option(flag: "accept-edits", "files as they are now count as what Flyway applied")
private let again = Option(flag: "again", "also what an earlier adoption took over and is gone since")

/// `ihctl migrate adopt`: takes over from another tool.
let migrateAdopt = Command<Context>(
    "adopt",
    summary: "take over the history of dbmate, goose, golang-migrate or Flyway",
    discussion: """
        The folder stays as it is: its files tell whose they are, and every subcommand reads them so. adopt reads that tool's own \
        table, holds it against the files, and writes what it says was applied into ihctl.migrations. The other table is not \
        changed. Run again, it takes over what came since.
        """,
    examples: [
        Example("ihctl migrate adopt --dir db/migrations --plan", "what would be taken over"),
        Example("ihctl migrate adopt --dir db/migrations", "do it; then ihctl migrate up --dir db/migrations"),
        Example("ihctl migrate adopt --table tools.db_version", "a table with a name of its own"),
    ],
    options: MigrateOptions.writing + [table, leaveMissing, acceptEdits, again, MigrateOptions.plan]
) { arguments, context in
    try await Desk.report("migrate.adopt", arguments, context) { desk in
        let folder = try desk.readFolder()
        guard folder.dialect != .ihctl else { throw ForeignHistoryFault.nothingToAdopt }
        let session = try await desk.session(
            desk.writingSettings(),
            try desk.target(),
            hear: RunEcho(context.console).hear
        )
        return try await closing(session) {
            var (adoption, foreign) = try await adoption(folder, session, arguments)
            let isPlan = arguments[MigrateOptions.plan]
            var findings = try await findings(adoption, foreign, folder, session, arguments)
            var isDone = false
            if !isPlan, !adoption.items.isEmpty, !findings.contains(where: { $0.severity == .error }) {
                try await desk.permit(
                    session,
                    action: "adopt",
                    to: .array(adoption.items.map { .string($0.file.title) })
                )
                try await session.lock()
                // What was true before the lock may have been done by the one who held it.
                (adoption, foreign) = try await Commands.adoption(folder, session, arguments)
                findings = try await Commands.findings(adoption, foreign, folder, session, arguments)
                if !findings.contains(where: { $0.severity == .error }) {
                    try await session.adopt(adoption, from: foreign.table)
                    isDone = true
                }
            }
            return answer(adoption, foreign, desk.again(findings), isDone: isDone, desk)
        }
    }
}

private func adoption(_ folder: MigrationFolder, _ session: MigrationSession, _ arguments: Arguments) async throws -> (
    Adoption, ForeignHistory
) {
    guard let foreign = try await session.foreignHistory(folder.dialect, named: arguments[table]) else {
        throw ForeignHistoryFault.absent(
            folder.dialect,
            folder.dialect.tableNames.joined(separator: " or ")
        )
    }
    let leniency = Adoption.Leniency(leavesMissing: arguments[leaveMissing], acceptsEdits: arguments[acceptEdits])
    let own = try await session.history()
    return (Adoption(files: folder.files, foreign: foreign, own: own, leniency), foreign)
}

private func findings(
    _ adoption: Adoption,
    _ foreign: ForeignHistory,
    _ folder: MigrationFolder,
    _ session: MigrationSession,
    _ arguments: Arguments
) async throws -> [Finding] {
    var findings = adoption.problems.map { Finding($0, foreign) } + folder.leftOut.map { Finding(leftOut: $0) }
    if !arguments[again], !adoption.items.isEmpty, try await session.hasAdopted() {
        findings.append(Finding(takenBack: adoption, foreign))
    }
    return findings
}

private func answer(
    _ adoption: Adoption,
    _ foreign: ForeignHistory,
    _ findings: [Finding],
    isDone: Bool,
    _ desk: Desk
) -> Report {
    let isRefused = findings.contains { $0.severity == .error }
    let isPending = !isDone && !adoption.items.isEmpty
    let count = adoption.items.count
    let lines = adoption.items.map { item in
        Block.line(
            Line(isDone ? "  ✓ " : "  · ", isDone ? .good : .plain) + Line(item.file.title, .name)
                + Line(item.appliedAt.map { "  \(readable($0))" } ?? "", .dim)
                + Line(item.kind == .baseline ? "  below the baseline" : "", .dim)
        )
    }
    let closing: Line =
        if isRefused {
            Line("nothing was adopted", .dim)
        } else if count == 0 {
            Line("✓ ", .good) + Line("nothing to adopt: ihctl's history tells all that \(foreign.table) does")
        } else {
            Line("✓ ", .good)
                + Line(
                    "\(counted(count, "migration")) \(isDone ? "adopted" : "to adopt") from \(foreign.table)"
                )
        }
    var body = isRefused ? [] : lines
    body += findings.blocks
    if !findings.isEmpty { body.append(.blank) }
    let isNews = isDone && count > 0 && !isRefused
    body += isNews ? desk.lastLine(closing, next: "ihctl migrate status") : [.paragraph(closing)]
    return desk.context.report(
        "migrate.adopt",
        of: try? desk.context.load(),
        outcome: isRefused || isPending ? .problems : .ok,
        exitStatus: isRefused || isPending ? .negative : .success,
        findings: findings,
        data: [
            "tool": .string(foreign.dialect.rawValue), "table": .string(foreign.table),
            (isDone ? "adopted" : "planned"): .array(adoption.items.map { .string($0.file.version.description) }),
        ],
        body: body
    )
}
