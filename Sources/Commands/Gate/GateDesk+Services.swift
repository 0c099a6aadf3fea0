internal import Bootstrap
internal import CommandLineKit
internal import Deadlines
internal import Doctor
internal import Migrations
internal import Platform
internal import PostgreSQL
internal import Words

// The parts that ask the environment's services.
extension GateDesk {
    func doctor(by deadline: Deadline) async throws -> Diagnosis {
        let ward = try Ward(
            context,
            only: [],
            skip: [],
            isOffline: arguments[GlobalOptions.offline],
            timeout: timeout
        )
        var examination = await ward.examine(by: deadline, hear: { _ in })
        examination.outcomes = examination.outcomes.map(\.sparingTheDeployment)
        let counts = CheckCounts(examination.outcomes)
        if counts[.skipped] == counts.all { return .skipped("every check is left out") }
        var findings = examination.rootCauses.map(\.finding) + examination.outcomes.flatMap(\.findings)
        // Where a warning is a no to doctor, it is one here.
        if ward.threshold == .warn {
            for index in findings.indices where findings[index].severity == .warning {
                findings[index].severity = .error
            }
        }
        let isKnown = counts[.unknown] == 0 || counts[.fail] > 0
        let blocked = counts[.blocked] > 0 ? ", \(counts[.blocked]) blocked" : ""
        let seen = counted(counts.all, "check") + blocked
        return Diagnosis(isKnown ? .known : .unknown, findings: findings, seen: seen)
    }

    func migrationsVerify(by deadline: Deadline) async throws -> Diagnosis {
        let loaded = try context.load().sound()
        guard loaded.platform.database != nil else { return .skipped("the platform file names no database") }
        guard let folder = try context.migrations(), !folder.files.isEmpty else {
            return .skipped("there is no migration in \(Desk.folder)")
        }
        let desk = Desk(arguments: arguments, context: context)
        _ = try desk.read(folder.files)
        var target = try desk.targetOfPlatform(canBeNamed: false)
        target.applicationName = "ihctl gate, \(AuditLog.who)"
        var settings = RunSettings(author: Author(name: AuditLog.who, ihctlVersion: Ihctl.version))
        settings.timeout = timeout
        settings.deadline = deadline
        let session: MigrationSession
        do {
            session = try await MigrationSession.open(target, settings)
        } catch let error as PostgreSQLError {
            throw Unreachable(target: target, error: error)
        }
        return try await closing(session) {
            let judgement = try await VerifyJudgement(of: folder.files, session, isComplete: false)
            return .found(
                judgement.findings,
                seen: judgement.words,
                measures: [
                    Measure("migrations_applied", Double(judgement.applied)),
                    Measure("migrations_pending", Double(judgement.pending)),
                ]
            )
        }
    }

    func bootstrap(by deadline: Deadline) async throws -> Diagnosis {
        let loaded = try context.load().sound()
        let composed = try context.resources(of: loaded, timeout: timeout)
        let plan = await Bootstrap(composed.resources, timeout: timeout).plan(by: deadline)
        let pending = plan.changes.map { Finding(pending: $0, in: loaded) }
        let findings = pending + plan.findings + plan.silences(in: loaded)
        let isNo = (pending + plan.findings).contains { $0.severity == .error && $0.suppression == nil }
        return Diagnosis(
            plan.unknown.isEmpty || isNo ? .known : .unknown,
            findings: findings,
            seen: "\(plan.sound.count) as declared",
            measures: [Measure("changes_pending", Double(plan.changes.count))]
        )
    }
}

extension CheckOutcome {
    /// A schema that is only behind is what the deployment is for: worth knowing, and no reason.
    fileprivate var sparingTheDeployment: CheckOutcome {
        guard kind.id == "database.schema", status == .fail else { return self }
        var spared = self
        for index in findings.indices where findings[index].fault == .outdated {
            spared.findings[index].severity = .note
        }
        if !spared.findings.contains(where: { $0.severity == .error }) { spared.status = .pass }
        return spared
    }
}

extension Finding {
    /// A change that bootstrap would make; one that only a person can make closes nothing.
    init(pending change: Change, in loaded: LoadedPlatform) {
        let environment = loaded.environment == "development" ? "" : " --env \(loaded.environment)"
        // Migrations are what the deployment brings.
        let isOfDeployment = change.address.isOfMigrations && change.isFeasible
        let severity: Severity = isOfDeployment ? .note : change.kind == .person ? .warning : .error
        self.init(
            "bootstrap.pending",
            severity,
            subject: change.address.description,
            change.told,
            evidence: change.fields.prefix(12).map { field in
                .fact(field.path, field.from == .null ? field.to.short : "\(field.from.short) → \(field.to.short)")
            } + (change.loss.map { [.fact("would go", $0)] } ?? []),
            remedies: change.isFeasible
                ? [.fix("ihctl bootstrap\(environment) --only \(change.address)")]
                : [.hint("make it by hand, or change what the platform file says of it")],
            place: loaded.place(of: change.address.setting),
            failureClass: change.kind == .create ? .missing : .drift,
            topic: "bootstrap.pending"
        )
    }
}

extension Change {
    fileprivate var told: String {
        let why = reason.map { ": \($0)" } ?? ""
        return switch kind {
        case .create: "is not there\(why)"
        case .update: "is not as the platform file says\(why)"
        case .replace: "can only be made as the platform file says by making it anew\(why)"
        case .destroy: "is there and should not be\(why)"
        case .impossible: "cannot be made as the platform file says\(why)"
        case .person: "is for a person to make\(why)"
        }
    }
}

extension Address {
    fileprivate var isOfMigrations: Bool { parts.count > 2 && parts[1] == "database" && parts[2] == "migrations" }

    /// The setting that most likely declares it: `fr-par/storage/bucket/reports` is one of `storage.buckets`.
    fileprivate var setting: [String] {
        let own = parts.count > 1 ? parts.dropFirst() : parts[...]
        guard let section = own.first else { return [] }
        let rest = own.dropFirst()
        return [section] + (rest.first.map { ["\($0)s"] } ?? []) + rest.dropFirst()
    }
}
