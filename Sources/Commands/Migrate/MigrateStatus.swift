internal import CommandLineKit
internal import FoundationEssentials
internal import Migrations
internal import Reports
internal import Words

private let drift = Option(flag: "drift", "compare the live schema with what the applied migrations give")

/// `ihctl migrate status`: every migration and where it stands.
let migrateStatus = Command<Context>(
    "status",
    summary: "show every migration and where it stands",
    discussion: """
        Exit 0 when files and history agree, pending ones or not; 1 when somebody has to decide something. With --drift the \
        applied migrations are run in a scratch database on the same server, which goes again; what the live schema has \
        otherwise is listed, exit 1.
        """,
    options: MigrateOptions.reaching + [drift, MigrateOptions.confirmation]
) { arguments, context in
    try await Desk.report("migrate.status", arguments, context) { desk in
        let files = try desk.files()
        let target = try desk.target()
        let session = try await desk.session(desk.settings(), target)
        return try await closing(session) {
            let standing = Standing(files: files, history: try await session.history())
            let invalid = try await session.invalidIndexes()
            var findings = Finding.all(of: standing.entries) + invalid.map { Finding($0) }
            findings += standing.entries.compactMap { Finding(unfinished: $0, complete: false) }
            if arguments[drift] {
                try await desk.permit(session, action: "scratch database", to: .string("for status --drift"))
                findings += try await desk.drift(session, standing)
            }
            if let foreign = try await session.unadopted(files) {
                findings.append(Finding(Unadopted(foreign: foreign, severity: .warning)))
            }
            findings = desk.again(findings)
            let isSound = !findings.contains { $0.severity == .error }
            var body: [Block] = [.paragraph(Line(target.place, .name)), .blank]
            body += table(standing)
            if !findings.isEmpty { body.append(.blank) }
            body += findings.blocks
            body.append(.blank)
            body += summary(standing, findings.counts, desk)
            return context.report(
                "migrate.status",
                of: try? context.load(),
                outcome: isSound ? .ok : .problems,
                exitStatus: isSound ? .success : .negative,
                findings: findings,
                data: [
                    "database": .string(target.place),
                    "migrations": .array(context.format == .json ? standing.entries.map(\.json) : []),
                    "pending": .integer(standing.pending.count),
                ],
                body: body
            )
        }
    }
}

private func table(_ standing: Standing) -> [Block] {
    guard !standing.entries.isEmpty else { return [.paragraph("no migrations")] }
    let columns = [
        Block.Column("version", keepsWidth: true), Block.Column("name"), Block.Column("state", keepsWidth: true),
        Block.Column("applied", keepsWidth: true), Block.Column("took", isNumber: true),
    ]
    return [.table(Block.Table(columns: columns, rows: standing.entries.map(\.row)))]
}

private func summary(_ standing: Standing, _ found: FindingCounts, _ desk: Desk) -> [Block] {
    let applied = standing.entries.count { $0.applied?.isWhole == true }
    let half = standing.entries.count { $0.applied?.isWhole == false }
    let pending = standing.pending.count
    let halves = half > 0 ? ", \(half) half done" : ""
    let counts = Line("\(applied) applied, \(pending) pending\(halves)")
    if found.errors > 0 { return [.paragraph(Line("✗ ", .bad) + counts + Line("; \(found.text ?? "")", .bad))] }
    guard pending > 0 else { return [.paragraph(Line("✓ ", .good) + counts)] }
    return desk.lastLine(Line("· ") + counts, next: "ihctl migrate up")
}

extension Standing.Entry {
    fileprivate var row: [Line] {
        let style: Line.Style =
            switch state {
            case .applied: .good
            case .pending: .plain
            case .halfApplied(_, _, isEdited: false), .halfUndone: .warning
            default: .bad
            }
        let word = applied?.kind == .baseline && state == .applied ? "baseline" : state.word
        return [
            Line(version.description), Line(name, .name), Line(word, style),
            Line(applied.map { readable($0.appliedAt) } ?? "–", .dim),
            Line(applied.flatMap { $0.kind == .applied ? $0.duration.readable : nil } ?? "–"),
        ]
    }

    var json: JSONValue {
        var value: [String: JSONValue] = [
            "version": .string(version.description), "name": .string(name), "state": .string(state.identifier),
            "file": JSONValue(file?.path), "checksum": JSONValue(file?.checksum),
        ]
        if let applied {
            value["kind"] = .string(applied.kind.rawValue)
            value["applied_at"] = .string(rfc3339(applied.appliedAt))
            value["applied_by"] = .string(applied.appliedBy)
            value["applied_checksum"] = .string(applied.checksum)
            value["duration_ms"] = .integer(applied.duration.wholeMilliseconds)
            value["statements"] = .integer(applied.statements)
            value["statements_done"] = .integer(applied.statementsDone)
            value["ihctl_version"] = .string(applied.ihctlVersion)
        }
        return .object(value)
    }
}

/// `2026-01-31 08:30`, UTC.
func readable(_ date: Date) -> String {
    let text = date.ISO8601Format()
    return "\(text.prefix(10)) \(text.dropFirst(11).prefix(5))"
}

extension Finding {
    init(_ index: InvalidIndex) {
        self.init(
            "migrate.invalid-index",
            .warning,
            subject: index.qualifiedName,
            "is invalid: a concurrent build of it had failed",
            evidence: [.fact("on", index.table), .fact("definition", index.definition)],
            remedies: [.hint("drop it, and run what builds it:"), .fix("ihctl migrate repair")],
            topic: "migrate.invalid-index"
        )
    }
}
