internal import Migrations
internal import PostgreSQL
internal import Terminal
internal import Words

/// What a subcommand of `migrate` ran into, as findings and a status.
struct Trouble {
    var findings: [Finding]
    var status: ExitStatus
    var closing: [Block] = []
    var data: [String: JSONValue] = [:]

    /// Nil for what is none of migrations' own troubles.
    init?(_ error: any Error) {
        switch error {
        case let faults as SourceFaults:
            self.init(faults.faults.map { Finding($0) }, .usage, "nothing was run")
        case let fault as SourceFault:
            self.init([Finding(fault)], .usage, "nothing was run")
        case let refusal as PlanRefusal:
            self.init(refusal)
        case let failure as MigrationFailure:
            self.init(failure)
        case let lock as LockNotHad:
            self.init([Finding(lock)], .incomplete, "nothing was run")
        case let unreachable as Unreachable:
            self.init([Finding(unreachable)], .incomplete)
        case let pooler as BehindPooler:
            self.init([Finding(pooler)], .incomplete, "nothing was run")
        case let fault as HistoryFault:
            self.init([Finding(fault)], .incomplete, "nothing was run")
        case let forbidden as HistoryForbidden:
            self.init([Finding(forbidden)], .incomplete, "nothing was run")
        case let fault as ForeignHistoryFault:
            self.init([Finding(fault)], .usage, "nothing was run")
        case let unadopted as Unadopted:
            self.init([Finding(unadopted)], .negative, "nothing was run")
        case let error as PostgreSQLError:
            self.init([Finding(error)], .incomplete)
        default: return nil
        }
    }

    private init(_ findings: [Finding], _ status: ExitStatus, _ closing: String? = nil) {
        self.findings = findings
        self.status = status
        if let closing { self.closing = [.blank, .paragraph(Line(closing, .dim))] }
    }

    private init(_ refusal: PlanRefusal) {
        switch refusal {
        case .faults(let entries): self.init(Finding.all(of: entries), .negative, "nothing was run")
        case .halfUndone(let entry):
            self.init([Finding(halfUndone: entry)], .negative, "nothing was run")
        case .unknownVersion(let version):
            self.init(
                [
                    Finding(
                        "migrate.version",
                        .error,
                        "there is no migration \(version)",
                        remedies: [.fix("ihctl migrate status")]
                    )
                ],
                .usage
            )
        case .notApplied(let version):
            self.init([Finding("migrate.version", .error, "\(version) is not applied")], .usage)
        case .noWayBack(let file):
            self.init(
                [
                    Finding(
                        "migrate.no-way-back",
                        .error,
                        file.dialect.missingWayBack(of: file),
                        remedies: [.hint("write one, or write a new migration that takes it back")],
                        place: Place(file.path)
                    )
                ],
                .negative,
                "nothing was run"
            )
        case .noFile(let entry):
            self.init([Finding(entry)].compactMap(\.self), .negative, "nothing was run")
        }
    }

    private init(_ failure: MigrationFailure) {
        let finding = Finding(failure)
        let status: ExitStatus =
            switch failure.cause {
            case .refused(let error): error.isAboutLocks ? .incomplete : .negative
            case .invalidIndex: .negative
            case .broken(let error): error.kind == .cancelled ? InterruptWatch.statusOfStopped : .incomplete
            case .lockLost: .incomplete
            }
        self.init([finding], status)
        let verb = failure.step.direction == .up ? "applied" : "taken back"
        let count = failure.ended.count
        let own = Trouble.whatStayed(of: failure)
        closing = [
            .blank,
            .paragraph(
                Line(
                    count == 0
                        ? "\(own); nothing was \(verb) before it, and nothing after it"
                        : "\(own); \(count) migration\(count == 1 ? " was" : "s were") \(verb) before it, nothing after it",
                    .dim
                )
            ),
        ]
        data[failure.step.direction == .up ? "applied" : "taken_back"] =
            .array(failure.ended.map { $0.json(failure.durations) })
        data["failed"] = .string(failure.step.migration.version.description)
    }
}

extension Trouble {
    /// What the server keeps of a migration that failed.
    private static func whatStayed(of failure: MigrationFailure) -> String {
        if failure.step.isTransactional { return "nothing of it stays" }
        let done = (failure.statement ?? 1) - 1
        guard done > 0 else { return "none of its statements is done" }
        let count = failure.step.script?.statements.count ?? done
        let verb = done == 1 ? "is done and stays" : "are done and stay"
        let what = "\(done) of its \(count) statements \(verb)"
        // Nothing is wrong with one that was only cut short.
        if case .broken = failure.cause { return "\(what); the next run goes on behind \(done == 1 ? "it" : "them")" }
        return "\(what): mend the rest and run it again"
    }
}
