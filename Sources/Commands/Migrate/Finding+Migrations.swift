internal import Migrations
internal import Network
internal import PostgreSQL
internal import Words

extension Finding {
    init(_ fault: SourceFault) {
        self.init(
            "migrate.file",
            .error,
            subject: fault.path.hasSuffix(".sql") ? nil : fault.path,
            fault.message,
            remedies: fault.hint.map { [.hint($0)] } ?? [],
            place: fault.path.hasSuffix(".sql")
                ? Place(fault.path, line: fault.line, column: fault.column) : nil,
            topic: "migrate.file"
        )
    }

    /// What somebody has to decide about; a checkout that is behind by many versions is one thing to tell.
    static func all(of entries: [Standing.Entry]) -> [Finding] {
        let faults = entries.filter { $0.state.isFault }
        let missing = faults.filter { $0.state == .missing || $0.state == .unknown }
        if missing.count > 3, missing.count * 2 > entries.count {
            return faults.filter { $0.state != .missing && $0.state != .unknown }.compactMap { Finding($0) } + [
                Finding(strangers: missing)
            ]
        }
        let unknown = faults.filter { $0.state == .unknown }
        guard unknown.count > 1, let first = unknown.first, let last = unknown.last else {
            return faults.compactMap { Finding($0) }
        }
        let one = Finding(
            "migrate.unknown",
            .error,
            subject: "\(first.version) … \(last.version)",
            "\(unknown.count) migrations were applied that are newer than every file here",
            evidence: unknown.prefix(10).map { .fact("applied", $0.title) }
                + (unknown.count > 10 ? [.fact("and", "\(unknown.count - 10) more")] : []),
            remedies: [.hint("this checkout is older than the database: take the newer one")],
            topic: "migrate.unknown",
            data: ["versions": .array(unknown.map { .string($0.version.description) })]
        )
        return faults.filter { $0.state != .unknown }.compactMap { Finding($0) } + [one]
    }

    /// Most of what is applied has no file here: hardly a loss, rather the wrong folder.
    private init(strangers: [Standing.Entry]) {
        self.init(
            "migrate.missing",
            .error,
            subject: "\(strangers.count) migrations",
            "were applied and have no file here",
            evidence: strangers.prefix(5).map { .fact("applied", $0.title) }
                + (strangers.count > 5 ? [.fact("and", "\(strangers.count - 5) more")] : []),
            remedies: [
                .hint(
                    "is this the right folder (--dir), the right database (--database) and a checkout that is not too old?"
                )
            ],
            topic: "migrate.missing",
            data: ["versions": .array(strangers.map { .string($0.version.description) })]
        )
    }

    /// Nil where files and history agree.
    init?(_ entry: Standing.Entry) {
        let title = entry.title
        let place = entry.file.map { Place($0.path) }
        let version = entry.version
        let application: [Evidence] =
            entry.applied.map { [.fact("applied", "\(readable($0.appliedAt)) by \($0.appliedBy)")] } ?? []
        switch entry.state {
        case .applied, .pending, .halfApplied(_, _, isEdited: false), .halfUndone: return nil
        case .edited:
            self.init(
                "migrate.edited",
                .error,
                subject: title,
                "the file is not what was applied",
                evidence: application,
                remedies: [
                    .hint("put the old text back and write a new migration for the change"),
                    .hint("where the change means nothing, such as a comment:"),
                    .fix("ihctl migrate repair \(version)"),
                ],
                place: place,
                topic: "migrate.edited"
            )
        case .missing:
            self.init(
                "migrate.missing",
                .error,
                subject: title,
                "was applied, and its file is gone",
                evidence: application,
                remedies: [
                    .hint("bring the file back; where it will never come:"), .fix("ihctl migrate repair \(version)"),
                ],
                topic: "migrate.missing"
            )
        case .unknown:
            self.init(
                "migrate.unknown",
                .error,
                subject: title,
                "was applied, and is newer than every file here",
                evidence: application,
                remedies: [.hint("this checkout is older than the database: take the newer one")],
                topic: "migrate.unknown"
            )
        case .outOfOrder:
            self.init(
                "migrate.out-of-order",
                .error,
                subject: title,
                "is not applied, and newer ones are",
                remedies: [
                    .hint("give it a version of today; where its order does not matter:"),
                    .fix("ihctl migrate up --allow-out-of-order"),
                ],
                place: place,
                topic: "migrate.out-of-order"
            )
        case .halfApplied(let done, let all, isEdited: true):
            self.init(
                "migrate.edited",
                .error,
                subject: title,
                "\(done) of \(all) statements are done, and the file does not begin with them any more",
                remedies: [.hint("put back the statements that ran; what follows them may be changed")],
                place: place,
                topic: "migrate.edited"
            )
        }
    }

    init(halfUndone entry: Standing.Entry) {
        self.init(
            "migrate.half-undone",
            .error,
            subject: entry.title,
            "is half taken back",
            evidence: [.fact("state", entry.state.word)],
            remedies: [
                .hint(
                    "if a statement of its -- ihctl:down section is refused, mend the section: what has not run may be changed; then"
                ),
                .fix("ihctl migrate down --steps 1"),
            ],
            place: entry.file.map { Place($0.path) },
            topic: "migrate.half-undone"
        )
    }

    init(_ lock: LockNotHad) {
        self.init(
            "migrate.lock",
            .error,
            "another run did not end within \(lock.waited.readable)",
            evidence: lock.holder.map { [.fact("held by", $0.words)] } ?? [],
            remedies: lock.holder.map { [.hint("if it hangs:"), .fix("select pg_terminate_backend(\($0.pid));")] }
                ?? [.then("run it again")],
            topic: "migrate.lock"
        )
    }

    init(_ unreachable: Unreachable) {
        let error = unreachable.error
        var remedies: [Remedy] = []
        if error.code == .unknownDatabase { remedies.append(.fix("ihctl migrate up --create-database")) }
        if error.mayPass { remedies.append(.hint("a server that is still starting can be waited for: --wait 30s")) }
        let failureClass: FailureClass?
        let message: String
        if case .transport(let failure) = error.kind {
            failureClass = FailureClass(rawValue: failure.failureClass)
            message = "\(failure)"
        } else {
            failureClass = nil
            message = "\(error)"
        }
        self.init(
            "migrate.database",
            .error,
            subject: unreachable.target.place,
            message,
            evidence: error.address.map { [.fact("address", $0)] } ?? [],
            remedies: remedies,
            failureClass: failureClass,
            topic: failureClass?.rawValue ?? "migrate.database",
            data: ["host": .string(unreachable.target.firstHost.name)]
        )
    }

    /// The server refused something of ours, not of a migration.
    init(_ error: PostgreSQLError) {
        var remedies: [Remedy] = []
        var subject: String?
        switch error.kind {
        case .server(let answer) where answer.code == .insufficientPrivilege:
            remedies = [
                .hint(
                    "the role has to own the history's schema, or to be allowed to make it; as the database's owner:"
                ),
                .fix("create schema if not exists ihctl authorization ROLE;"),
            ]
        case .noColumn, .undecodable:
            subject = "ihctl.migrations"
            remedies = [.hint("a line of it was changed by hand: look at it with psql")]
        default: break
        }
        self.init(
            "migrate.database",
            .error,
            subject: subject,
            "\(error)",
            remedies: remedies,
            topic: "migrate.database"
        )
    }

    init(_ pooler: BehindPooler) {
        self.init(
            "migrate.pooler",
            .error,
            "a connection pooler stands before the database",
            evidence: [.fact("address", pooler.address)],
            remedies: [
                .hint(
                    "migrations hold locks and settings of a session, which a pooler hands to others: give the server's own URL"
                ),
                .fix("ihctl migrate up --database postgresql://…"),
            ],
            topic: "migrate.pooler"
        )
    }

    init(_ fault: HistoryFault) {
        switch fault {
        case .foreign(let missing):
            self.init(
                "migrate.history",
                .error,
                subject: "ihctl.migrations",
                "is a table of somebody else: it has no \(missing.joined(separator: ", "))",
                remedies: [.hint("rename it, or work in another database")],
                topic: "migrate.history"
            )
        case .unreadable(let version):
            self.init(
                "migrate.history",
                .error,
                subject: "ihctl.migrations",
                "the line of version \(version) cannot be read",
                topic: "migrate.history"
            )
        }
    }

    init(_ forbidden: HistoryForbidden) {
        let name = SQL.quoted(identifier: [forbidden.role])
        self.init(
            "migrate.history",
            .error,
            subject: "ihctl.migrations",
            "\(forbidden.role) may not keep it",
            remedies: [
                .hint("where there is none yet, an administrator makes its schema, which stays the role's:"),
                .fix("create schema ihctl authorization \(name);"),
                .hint("where another role made it, its owner gives the rights:"),
                .fix(
                    "grant usage on schema ihctl to \(name); grant select, insert, update, delete on ihctl.migrations to \(name);"
                ),
            ],
            topic: "migrate.history"
        )
    }
}

extension LockHolder {
    var words: String { "\(session(pid, user, application, client)), connected \(since.readable) ago, \(state)" }
}

extension Blocker {
    var words: String {
        "\(session(pid, user, application, client)), \(state), in its transaction for \(since.readable)"
    }
}

/// A session as people look for it: `pid 4711, agent from 10.0.0.7 (api)`.
private func session(_ pid: Int32, _ user: String, _ application: String, _ client: String?) -> String {
    let whence = client.map { " from \($0)" } ?? ""
    let name = application.isEmpty ? "" : " (\(application))"
    return "pid \(pid), \(user)\(whence)\(name)"
}
