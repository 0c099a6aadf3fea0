internal import Migrations
internal import PostgreSQL
internal import Words

extension ResourceFailure {
    /// The server could not be reached, let nobody in, or broke off.
    init(_ error: PostgreSQLError, at target: Target, subject: Address) {
        var remedies: [Finding.Remedy] = []
        var evidence: [Finding.Evidence] = error.address.map { [.fact("address", $0)] } ?? []
        var isAnswer = false
        if let refusal = error.serverError {
            evidence.append(.fact("SQLSTATE", refusal.code.rawValue))
            if let hint = refusal.hint { remedies.append(.hint(hint)) }
            isAnswer = [.invalidPassword, .invalidAuthorization, .insufficientPrivilege].contains(refusal.code)
        }
        if error.mayHaveTakenEffect {
            evidence.append(.paragraph("The server may have done it all the same: the next look tells."))
        }
        if error.code == .insufficientPrivilege {
            remedies.append(.fix("grant connect on database \(quoted(target.database)) to \(quoted(target.user));"))
        } else if isAnswer, remedies.isEmpty {
            remedies.append(.hint("database.admin_url must name a role that may connect and provision"))
        }
        remedies.append(.then("ihctl bootstrap --plan"))
        self.init(
            Finding(
                "database.connect",
                .error,
                subject: "\(subject)",
                "\(target.firstHost): \(error)",
                evidence: evidence,
                remedies: remedies,
                failureClass: error.failureClass,
                topic: "database.connect",
                data: ["host": .string(target.firstHost.name)]
            ),
            isAnswer: isAnswer
        )
    }

    /// The server refused what a change asked for.
    init(refused error: ServerError, subject: Address) {
        self.init(
            Finding(
                "database.refused",
                .error,
                subject: "\(subject)",
                "the server refused it: \(error.message)",
                evidence: [.fact("SQLSTATE", error.code.rawValue)] + (error.hint.map { [.paragraph($0)] } ?? []),
                remedies: [.then("ihctl bootstrap --plan")],
                failureClass: error.code == .insufficientPrivilege ? .permission : nil,
                topic: "database.refused"
            ),
            isAnswer: true
        )
    }

    /// A migration did not go through.
    init(_ failure: MigrationFailure, subject: Address) {
        var evidence: [Finding.Evidence] = [.fact("migration", failure.step.migration.title)]
        let message: String
        var isAnswer = true
        switch failure.cause {
        case .refused(let error):
            message = error.message
            evidence.append(.fact("SQLSTATE", error.code.rawValue))
            isAnswer = ![.lockNotAvailable, .deadlock, .serializationFailure].contains(error.code)
        case .broken(let error):
            message = "\(error)"
            isAnswer = false
        case .invalidIndex(let index): message = "\(index.qualifiedName) is there and invalid"
        case .lockLost:
            message = "the session that keeps other runs away was lost"
            isAnswer = false
        }
        if !failure.ended.isEmpty { evidence.append(.fact("applied before it", "\(failure.ended.count)")) }
        self.init(
            Finding(
                "migrate.failed",
                .error,
                subject: "\(subject)",
                message,
                evidence: evidence,
                remedies: [.then("ihctl migrate up"), .hint("it goes on where this run ended")],
                place: Place(failure.path, line: failure.line, column: failure.column),
                topic: "migrate.failed"
            ),
            isAnswer: isAnswer
        )
    }

    init(_ lock: LockNotHad, subject: Address) {
        self.init(
            Finding(
                "migrate.lock",
                .error,
                subject: "\(subject)",
                "another run did not end within \(lock.waited.readable)",
                remedies: lock.holder.map { [.hint("if it hangs:"), .fix("select pg_terminate_backend(\($0.pid));")] }
                    ?? [.then("ihctl bootstrap")],
                topic: "migrate.lock"
            )
        )
    }

    init(_ pooler: BehindPooler, subject: Address) {
        self.init(
            Finding(
                "migrate.pooler",
                .error,
                subject: "\(subject)",
                "a connection pooler stands before the database at \(pooler.address)",
                remedies: [.hint("give the server's own address in database.admin_url")],
                topic: "migrate.pooler"
            )
        )
    }
}
