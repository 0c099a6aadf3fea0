internal import Migrations
internal import PostgreSQL
internal import Terminal
internal import Words

extension Finding {
    /// A migration that did not go through: what was sent, what the server said, what to do.
    init(_ failure: MigrationFailure) {
        var evidence: [Evidence] = []
        var remedies: [Remedy] = []
        let message: String
        switch failure.cause {
        case .refused(let error):
            // What is deferred, and what the commit itself refuses, is no single statement's.
            message =
                error.code == .lockNotAvailable
                ? "did not get its lock, \(counted(failure.attempts, "time")): \(error.message)"
                : failure.statement == nil ? "at its end: \(error.message)" : error.message
            evidence = Finding.evidence(of: error)
            if let hint = error.hint { remedies.append(.hint(hint)) }
            if ["42P07", "42710"].contains(error.code.rawValue), failure.ended.isEmpty, failure.step.direction == .up {
                remedies.append(.hint("if the schema was there before its history: ihctl migrate baseline VERSION"))
            }
            if error.code == .uniqueViolation, failure.leftover != nil {
                remedies.append(.hint("remove the duplicates first, which the detail names"))
            }
            if error.isAboutLocks {
                evidence += failure.blockers.map { .fact("waited for", $0.words) }
                evidence.append(.fact("attempts", "\(failure.attempts)"))
                remedies.append(
                    .hint("run it again when they have ended, or give it longer: --ddl-lock-timeout, --retries")
                )
            }
        case .broken(let error):
            message = "\(error)"
            remedies.append(.then("ihctl migrate \(failure.step.direction.rawValue)"))
            remedies.append(.hint("it goes on where this run ended"))
        case .invalidIndex(let index):
            message = "\(index.qualifiedName) is there and invalid: an earlier concurrent build had failed"
            evidence.append(.fact("index", index.definition))
            remedies.append(.fix("ihctl migrate repair"))
        case .lockLost:
            message = "the session that keeps other runs away was lost"
            remedies.append(.then("ihctl migrate \(failure.step.direction.rawValue)"))
        }
        if let leftover = failure.leftover {
            evidence.append(.fact("left behind", "\(leftover.qualifiedName), an invalid index on \(leftover.table)"))
            remedies.append(.hint("the next ihctl migrate up drops it and builds anew"))
        }
        if let source = failure.sourceLines {
            let lines = caretLines(source.lines, first: source.first, offset: source.offset)
            evidence.append(.verbatim(lines.joined(separator: "\n")))
        } else if let sql = failure.sql {
            evidence.append(.verbatim(Finding.excerpt(of: sql)))
        }
        self.init(
            "migrate.failed",
            .error,
            subject: failure.step.migration.title,
            message,
            evidence: evidence,
            remedies: remedies,
            place: failure.statement == nil
                ? Place(failure.path) : Place(failure.path, line: failure.line, column: failure.column),
            topic: "migrate.failed",
            data: failure.statement.map { ["statement": .integer($0)] } ?? [:]
        )
    }

    private static func evidence(of error: ServerError) -> [Evidence] {
        var facts: [Evidence] = [.fact("SQLSTATE", error.code.rawValue)]
        if let detail = error.detail { facts.append(.fact("detail", detail)) }
        if let query = error.internalQuery { facts.append(.fact("inside", query)) }
        if let context = error.context { facts.append(.fact("context", context)) }
        return facts
    }

    /// The statement's first lines; the whole stands in the file.
    private static func excerpt(of sql: String) -> String {
        let lines = sql.split(separator: "\n", omittingEmptySubsequences: false)
        let shown = lines.prefix(lines.count > 12 ? 11 : 12).map {
            $0.utf8.count > 200 ? "\($0.prefix(200))…" : String($0)
        }
        return (shown + (lines.count > 12 ? ["…"] : [])).joined(separator: "\n")
    }
}
