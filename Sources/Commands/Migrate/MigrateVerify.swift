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
            let standing = Standing(files: files, history: try await session.history())
            var findings = Finding.all(of: standing.entries)
            findings += standing.entries.compactMap { Finding(unfinished: $0, complete: arguments[complete]) }
            findings += try standing.obstacles().map { Finding($0) }
            findings += try await session.invalidIndexes().map { index in
                var finding = Finding(index)
                finding.severity = .error
                return finding
            }
            findings = desk.again(findings)
            let isSound = findings.isEmpty
            let applied = standing.entries.count { $0.state == .applied }
            let closing: Line =
                isSound
                ? Line("✓ ", .good) + Line("\(applied) applied, \(standing.pending.count) pending, nothing wrong")
                : findings.counts.closing(about: target.place)
            return context.report(
                "migrate.verify",
                of: try? context.load(),
                outcome: isSound ? .ok : .problems,
                exitStatus: isSound ? .success : .negative,
                findings: findings,
                data: [
                    "database": .string(target.place), "applied": .integer(applied),
                    "pending": .integer(standing.pending.count),
                ],
                body: findings.blocks + (findings.isEmpty ? [] : [.blank]) + [.paragraph(closing)]
            )
        }
    }
}

extension Finding {
    /// What is no fault for a run and is one for CI.
    init?(unfinished entry: Standing.Entry, complete: Bool) {
        switch entry.state {
        case .halfUndone: self.init(halfUndone: entry)
        case .halfApplied(let done, let all, isEdited: false):
            self.init(
                "migrate.half-applied",
                .error,
                subject: entry.title,
                "\(done) of \(all) statements are done",
                remedies: [.fix("ihctl migrate up")],
                place: entry.file.map { Place($0.path) },
                topic: "migrate.half-applied"
            )
        case .pending where complete:
            self.init(
                "migrate.pending",
                .error,
                subject: entry.title,
                "is not applied",
                remedies: [.fix("ihctl migrate up")],
                place: entry.file.map { Place($0.path) },
                topic: "migrate.pending"
            )
        default: return nil
        }
    }
}
