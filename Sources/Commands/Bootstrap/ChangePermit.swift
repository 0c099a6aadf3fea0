internal import Bootstrap
internal import CommandLineKit
internal import Deadlines
internal import Platform
internal import Terminal
internal import Words

/// Everything that must hold before the first write: the right servers, a yes, a protected environment's name; and the line that each write leaves.
struct ChangePermit {
    let loaded: LoadedPlatform
    let context: Context
    /// Somebody has said yes beforehand.
    let isAgreed: Bool
    /// A protected environment's name, said beforehand.
    let confirmation: String?

    /// Gives the name that a protected environment was confirmed by.
    func ask(for changes: [Change], of bootstrap: Bootstrap, by limit: Deadline) async throws -> String? {
        try await ask(
            "\(counted(changes.count, "change")) to",
            "Make these changes?",
            hint: "answer beforehand with --yes, or look with ihctl bootstrap --plan",
            facts: try await ChangePermit.identity(of: changes, bootstrap, by: limit)
        )
    }

    /// `what` stands before a protected environment's name, `question` is asked where none is protected.
    func ask(_ what: String, _ question: String, hint: String, facts: [IdentityFact: String?]) async throws -> String? {
        let writeGuard = WriteGuard(loaded)
        var word = confirmation
        if writeGuard.wantsConfirmation {
            if word == nil {
                try writeGuard.permit(observed: facts, confirmation: loaded.environment)
                do {
                    word =
                        try await context.console.confirm(
                            "\(what) \(loaded.environment), which is protected.",
                            byTyping: loaded.environment
                        ) ? loaded.environment : nil
                } catch let refused as PromptRefused where refused.reason == .noTerminal {
                    word = nil
                }
            }
        } else if !isAgreed {
            do {
                guard try await context.console.confirm(question) else {
                    throw CommandFailure("nothing was changed", status: .negative)
                }
            } catch let refused as PromptRefused where refused.reason == .noTerminal {
                throw UsageError("nobody can be asked here", hint: hint)
            }
        }
        try writeGuard.permit(observed: facts, confirmation: word)
        return word
    }

    static func identity(of changes: [Change], _ bootstrap: Bootstrap, by limit: Deadline) async throws
        -> [IdentityFact: String?]
    {
        do {
            return try await bootstrap.identity(for: changes, by: limit)
        } catch let failure as ResourceFailure {
            throw CommandFailure("nobody knows which servers these are: \(failure.finding.headline)")
        }
    }

    func record(_ changes: [Change], by verb: String) throws {
        let audit = AuditLog(folder: context.project.path(".ihctl"), redactor: context.console.redactor)
        for change in changes {
            try audit.record(
                AuditEntry(
                    verb: verb,
                    environment: loaded.environment,
                    address: change.address.description,
                    action: change.kind.rawValue,
                    from: .object(Dictionary(change.fields.map { ($0.path, $0.from) }) { first, _ in first }),
                    to: .object(Dictionary(change.fields.map { ($0.path, $0.to) }) { first, _ in first })
                )
            )
        }
    }
}
