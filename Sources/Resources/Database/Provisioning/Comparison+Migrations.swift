internal import Migrations
internal import Words

extension Comparison {
    /// What is pending, each migration a field; nil where no folder is known or the history has to be mended first.
    var migrations: Verdict? {
        guard let files = wish.files, case .read(let history) = seen.history else { return nil }
        let standing = Standing(files: files, history: history)
        let pending = standing.entries.filter { $0.applied?.isWhole != true && $0.file != nil }
        var verdict = Verdict(
            wish.migrations,
            isThere: !history.isEmpty,
            fields: pending.map { entry in
                let from: JSONValue =
                    switch entry.state {
                    case .pending, .outOfOrder: .null
                    default: .string(entry.state.word)
                    }
                return Change.Field("\(entry.version)_\(entry.name)", from: from, to: "applied")
            },
            facts: [],
            after: [wish.database] + (wish.groupRole.map { [$0] } ?? [])
                + wish.extensions.map(wish.address(ofExtension:))
        )
        verdict.precondition = Comparison.lines(of: pending).joined(separator: "\n")
        guard !verdict.fields.isEmpty else { return standing.faults.isEmpty ? verdict : nil }
        if let readOnly {
            verdict.obstacle = readOnly
        } else if !standing.faults.isEmpty || pending.contains(where: { $0.isHalfUndone || !$0.isReadable }) {
            verdict.obstacle = Verdict.Obstacle(
                kind: .impossible,
                reason:
                    "somebody has to decide first what is to become of those that do not agree: ihctl migrate status"
            )
        } else if let database = seen.database, seen.isInside, !database.adminMayCreate, history.isEmpty {
            verdict.obstacle = Verdict.Obstacle(
                kind: .impossible,
                reason: "\(seen.admin.name) may create nothing in \(wish.name): \(database.owner) has to run "
                    + "grant create on database \(quoted(wish.name)) to \(quoted(seen.admin.name));"
            )
        }
        return verdict
    }

    /// Which files are to be run, not how far another run has come with them: one that waited for its turn finds fewer, and that is well.
    private static func lines(of pending: [Standing.Entry]) -> [String] {
        pending.map { "\($0.version) \($0.file?.checksum.prefix(16) ?? "")" }
    }

    /// Whether what is left to run was all in the plan, and is still the same.
    static func areWithin(_ precondition: String, _ steps: [RunPlan.Step]) -> Bool {
        let planned = Set(precondition.split(separator: "\n"))
        return steps.allSatisfy { step in
            let file = step.migration.file
            return planned.contains("\(file.version) \(file.checksum.prefix(16))")
        }
    }
}

extension Standing.Entry {
    var isHalfUndone: Bool {
        if case .halfUndone = state { true } else { false }
    }

    fileprivate var isReadable: Bool { file.map { (try? $0.read()) != nil } ?? true }
}
