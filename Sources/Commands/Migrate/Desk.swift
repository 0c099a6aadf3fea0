internal import CommandLineKit
internal import Deadlines
internal import Migrations
internal import Platform
internal import PostgreSQL
internal import Reports
internal import Terminal
internal import Words

/// What every subcommand of `migrate` works with: the folder, the database, and how its answer is told.
struct Desk: Sendable {
    let arguments: Arguments
    let context: Context

    /// Where migrations lie when nothing else is said.
    static let folder = "manifests/migrations"

    /// Runs `body` and writes its report; what a migration can get wrong becomes a finding in the same report.
    static func report(
        _ command: String,
        _ arguments: Arguments,
        _ context: Context,
        _ body: (Desk) async throws -> Report
    ) async throws -> ExitStatus {
        let desk = Desk(arguments: arguments, context: context)
        do {
            return context.console.write(try await body(desk), as: context.format)
        } catch {
            // What fails because it was stopped is no news; how far a run had come is.
            if Task.isCancelled, !(error is MigrationFailure) { throw error }
            guard let trouble = Trouble(error) else { throw error }
            let loaded = try? context.load()
            var findings = desk.again(trouble.findings)
            // A database that the line names is nobody's stack.
            if let loaded, arguments.source(of: MigrateOptions.database) != .line {
                for index in findings.indices { findings[index].adviseTheStack(in: loaded) }
            }
            let report = context.report(
                command,
                of: loaded,
                outcome: trouble.status == .incomplete || trouble.status.isStop ? .incomplete : .problems,
                exitStatus: trouble.status,
                findings: findings,
                data: trouble.data,
                body: findings.blocks + trouble.closing
            )
            return context.console.write(report, as: context.format)
        }
    }

    /// The folder as it is told to people, and where it is.
    var folder: (shown: String, path: String) {
        guard let asked = arguments[MigrateOptions.directory] else {
            return (Desk.folder, context.project.path(Desk.folder))
        }
        return (asked, context.path(asked))
    }

    func files() throws -> [MigrationFile] { try readFolder().files }

    func readFolder() throws -> MigrationFolder {
        try MigrationFolder.read(folder.path, shown: folder.shown)
    }

    /// To run everything from the start is wrong where another tool's table says what of it was done.
    func refuseUnadopted(_ files: [MigrationFile], _ session: MigrationSession) async throws {
        guard let foreign = try await session.unadopted(files) else { return }
        throw Unadopted(foreign: foreign)
    }

    /// Reads the files, all of them before the first runs, so that a fault in the last is known by then.
    func read(_ files: [MigrationFile]) throws -> [Version: Migration] {
        var faults: [SourceFault] = []
        var migrations: [Version: Migration] = [:]
        for file in files {
            do throws(SourceFault) {
                migrations[file.version] = try file.read()
            } catch {
                faults.append(error)
            }
        }
        guard faults.isEmpty else { throw SourceFaults(faults) }
        return migrations
    }

    /// The settings of a run as the line gives them.
    func settings() -> RunSettings {
        var settings = RunSettings(author: Author(name: AuditLog.who, ihctlVersion: Ihctl.version))
        settings.timeout = arguments[GlobalOptions.timeout]
        if let limit = arguments[GlobalOptions.deadline] { settings.deadline = .after(limit) }
        return settings
    }

    /// The same for a command that writes.
    func writingSettings() -> RunSettings {
        var settings = settings()
        settings.runnerTimeout = arguments[MigrateOptions.runnerTimeout]
        settings.lockTimeout = arguments[MigrateOptions.statementLockTimeout]
        settings.retries = arguments[MigrateOptions.retries]
        return settings
    }

    /// The database: what the line says, else the platform file's provisioning URL, else the agent's.
    func target() throws -> Target {
        var target: Target
        if let url = arguments[MigrateOptions.database] {
            do throws(PostgreSQLError) {
                for secret in URLCredentials.secrets(in: url) { context.console.redactor.learn(secret) }
                target = try Target(url: url)
            } catch {
                throw UsageError("--database: \(error)", hint: "it is written postgresql://user@host:5432/name")
            }
        } else {
            target = try targetOfPlatform()
        }
        target.applicationName = "ihctl migrate, \(AuditLog.who)"
        return target
    }

    /// The database that the platform file names.
    ///
    /// `canBeNamed` tells whether the line could name one instead.
    func targetOfPlatform(canBeNamed: Bool = true) throws -> Target {
        let loaded = try context.load().sound()
        let database = loaded.platform.database ?? Database()
        let resolver = try context.resolver(for: loaded)
        let asked = database.adminURL ?? .variable("DATABASE_ADMIN_URL")
        let resolved: Resolved
        do throws(ReferenceFailure) {
            resolved = try resolver.secret(asked)
        } catch {
            // Whoever has one role for both says so by leaving the other unset.
            guard error.isAbsence else { throw error }
            do throws(ReferenceFailure) {
                resolved = try resolver.secret(database.url)
            } catch {
                throw CommandFailure(
                    "no database is known: \(error)",
                    hint: (loaded.environment == "development" ? "ihctl dev up starts one; else " : "")
                        + "set DATABASE_ADMIN_URL" + (canBeNamed ? ", or say --database URL" : ""),
                    status: .usage
                )
            }
        }
        do throws(PostgreSQLError) {
            var target = try Target(url: resolved.value.reveal())
            if let host = database.host { target = target.with(host: host, port: database.port) }
            return target
        } catch {
            throw CommandFailure("\(resolved.origin): \(error)", status: .usage)
        }
    }

    /// Opens the database, waiting for it where that is asked for.
    func session(_ settings: RunSettings, _ target: Target, hear: @escaping @Sendable (RunEvent) -> Void = { _ in })
        async throws -> MigrationSession
    {
        let patience = arguments[MigrateOptions.wait].map { Deadline.after($0).sooner(of: settings.deadline) }
        var isTold = false
        while true {
            do {
                return try await MigrationSession.open(target, settings, hear: hear)
            } catch let error as PostgreSQLError {
                guard let patience, !patience.hasPassed, error.mayPass else {
                    throw Unreachable(target: target, error: error)
                }
                if !isTold { context.console.say(Line("… waiting for \(target.place): \(error)")) }
                isTold = true
                try await Task.sleep(for: min(.milliseconds(250), patience.remaining))
            }
        }
    }

    /// Everything that must hold before the first write: the right database, one that takes writes, a person's word, a line in the log.
    ///
    /// `database` is the one that is to be made, where it is not the one the session is in.
    func permit(
        _ session: MigrationSession,
        action: String,
        on database: String? = nil,
        to: JSONValue
    ) async throws {
        let loaded = try context.load()
        var identity = try await session.identity()
        if let database { identity.database = database }
        guard !identity.isReplica, !identity.isReadOnly else {
            throw CommandFailure(
                "\(session.target.place) takes no writes: it is \(identity.isReplica ? "a replica" : "read-only")",
                hint: "migrations go to the primary"
            )
        }
        let writeGuard = WriteGuard(loaded)
        var confirmation = arguments[MigrateOptions.confirmation]
        let observed: [IdentityFact: String?] = [
            .database: identity.database, .systemIdentifier: identity.systemIdentifier,
        ]
        if writeGuard.wantsConfirmation, confirmation == nil {
            // The wrong database is told before anybody is asked anything.
            try writeGuard.permit(observed: observed, confirmation: loaded.environment)
            confirmation = try await typedName(loaded.environment, session.target, action)
        }
        try writeGuard.permit(observed: observed, confirmation: confirmation)
        let audit = AuditLog(folder: context.project.path(".ihctl"), redactor: context.console.redactor)
        try audit.record(
            AuditEntry(
                verb: "migrate",
                environment: loaded.environment,
                address: "\(loaded.region ?? "-")/database/\(identity.database)/migrations",
                action: action,
                to: to
            )
        )
    }

    private func typedName(_ environment: String, _ target: Target, _ action: String) async throws -> String? {
        do {
            let isTyped = try await context.console.confirm(
                "migrate \(action) on \(target.place) of \(environment), which is protected.",
                byTyping: environment
            )
            return isTyped ? environment : nil
        } catch let refused as PromptRefused where refused.reason == .noTerminal {
            return nil
        }
    }
}

/// The server could not be reached or would not let us in.
struct Unreachable: Error {
    let target: Target
    let error: PostgreSQLError
}

extension Target {
    /// Such as `127.0.0.1:5432/island_hopper`.
    var place: String { "\(firstHost)/\(database)" }
}

extension PostgreSQLError {
    /// Whether a moment later the same may go well: the server is starting, or not there yet.
    var mayPass: Bool {
        switch kind {
        case .transport: true
        case .connectionLost: true
        case .server(let error): [.cannotConnectNow, .tooManyConnections].contains(error.code)
        default: false
        }
    }
}
