internal import Migrations
internal import Words

/// Whether files, history and indexes of a database agree.
struct VerifyJudgement {
    let findings: [Finding]
    let applied: Int
    let pending: Int

    /// `isComplete` makes a fault of what is pending.
    init(of files: [MigrationFile], _ session: MigrationSession, isComplete: Bool) async throws {
        let standing = Standing(files: files, history: try await session.history())
        var findings = Finding.all(of: standing.entries)
        findings += standing.entries.compactMap { Finding(unfinished: $0, complete: isComplete) }
        findings += try standing.obstacles().map { Finding($0) }
        findings += try await session.invalidIndexes().map { index in
            var finding = Finding(index)
            finding.severity = .error
            return finding
        }
        self.findings = findings
        applied = standing.entries.count { $0.state == .applied }
        pending = standing.pending.count
    }

    /// `4 applied, 1 pending`.
    var words: String { "\(applied) applied, \(pending) pending" }
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
