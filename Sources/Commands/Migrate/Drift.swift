internal import CommandLineKit
internal import DatabaseSchema
internal import Deadlines
internal import Migrations
internal import PostgreSQL
internal import Words

extension Desk {
    /// How the live schema differs from what its applied migrations give in an empty database.
    func drift(_ session: MigrationSession, _ standing: Standing) async throws -> [Finding] {
        let entries = standing.entries.filter { $0.applied?.isWhole == true }
        if let lost = entries.first(where: { $0.file == nil }) { throw PlanRefusal.noFile(lost) }
        let migrations = try entries.compactMap { try $0.file?.read() }
        for migration in migrations {
            guard let words = migration.up.statementBeyondDatabase else { continue }
            throw CommandFailure(
                "\(migration.title) cannot be tried in a scratch database: \(words) reaches beyond it",
                hint: "drift can be told for schemas whose migrations stay within their database"
            )
        }
        let steps = migrations.map { RunPlan.Step(migration: $0, direction: .up, applied: nil, done: 0) }
        let plan = try RunPlan(direction: .up, steps: steps).unhindered()
        let settings = session.settings
        let expected = try await ScratchDatabase.with(like: session.control, on: session.target, settings) { target in
            let scratch = try await MigrationSession.open(target, settings)
            return try await closing(scratch) {
                try await scratch.lock()
                try await scratch.run(plan)
                return try await schema(of: scratch)
            }
        }
        let live = try await schema(of: session)
        // Another tool's table stays when its history is adopted.
        var table: String?
        if let dialect = entries.first?.file?.dialect, dialect != .ihctl {
            table = try await session.foreignHistory(dialect)?.table
        }
        return live.differences(from: expected).filter { !$0.object.belongs(to: table) }.map { Finding($0) }
    }
}

extension Desk {
    /// A large schema takes longer than one call is given.
    func schema(of session: MigrationSession) async throws -> Schema {
        try await Schema.read(
            from: session.control,
            by: .after(.seconds(120)).sooner(of: session.settings.deadline)
        )
    }
}

extension SchemaObject {
    /// Whether it is the table, or a part of it, or called after it as the server calls keys and sequences.
    fileprivate func belongs(to table: String?) -> Bool {
        guard let table else { return false }
        return name == table || name.hasPrefix("\(table).") || name.hasPrefix("\(table)_")
    }
}

extension Finding {
    init(_ difference: SchemaDifference) {
        let message: String
        var evidence: [Evidence] = []
        switch difference.kind {
        case .missing: message = "is missing: the migrations make it"
        case .extra: message = "is in no migration"
        case .changed: message = "is not as the migrations make it: \(difference.field ?? "definition")"
        }
        if let expected = difference.expected { evidence.append(.fact("migrations", expected)) }
        if let found = difference.found { evidence.append(.fact("database", found)) }
        self.init(
            "migrate.drift",
            .error,
            subject: difference.object.description,
            message,
            evidence: evidence,
            remedies: [.hint("write a migration that makes it so, or take the change back by hand")],
            topic: "migrate.drift",
            content: "\(difference)"
        )
    }
}
