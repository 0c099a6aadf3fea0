internal import Deadlines
internal import PostgreSQL
internal import SQLText
internal import Words

/// A migration without a transaction: statement by statement, and the history says how far.
///
/// A statement that a transaction can hold commits together with its progress. One that the server runs outside transactions only is announced
/// before it begins; after a run that was cut short the catalog tells whether it had been carried out.
struct SingleRun {
    let session: MigrationSession
    let work: Connection
    let watch: BlockerWatch
    let step: RunPlan.Step

    private var settings: RunSettings { session.settings }
    private var version: Version { step.migration.version }

    func run() async throws {
        guard let script = step.script else { return }
        let began = ContinuousClock.now
        session.hear(.begins(step))
        let opening =
            step.applied == nil
            ? History.beginning(of: step.migration, settings.author)
            : History.continuation(of: step, settings.author)
        try await tell { try await work.query(opening, by: settings.soon) }
        if let limit = script.options.lockTimeout {
            try await tell {
                try await work.query(
                    "select set_config('lock_timeout', \("\(limit.wholeMilliseconds)ms"), false)",
                    by: settings.soon
                )
            }
        }
        var isBegun = step.applied?.isStatementBegun == true && step.applied?.direction == step.direction
        for index in step.done..<script.statements.count {
            if !isBegun { session.hear(.beginsStatement(step, number: index + 1)) }
            try await run(index, of: script, isBegun: isBegun)
            isBegun = false
        }
        if step.direction == .down {
            try await tell { try await work.query(History.deletion(of: step.migration), by: settings.soon) }
        }
        for statement in BatchRun.cleaning { try await tell { try await work.query(statement, by: settings.soon) } }
        let sessionSettings = settings.sessionSettings(serverVersion: await work.serverVersion)
        try await tell { try await work.query(sessionSettings, by: settings.soon) }
        session.hear(.ends(step, ContinuousClock.now - began))
    }

    private func run(_ index: Int, of script: Script, isBegun: Bool) async throws {
        let statement = script.statements[index]
        let nature = script.text.nature(of: statement)
        var mayBeDone = isBegun
        var attempt = 1
        while true {
            watch.forget()
            do {
                switch nature {
                case .ordinary, .transactionControl: try await runInTransaction(index, script)
                case .alone, .independent: try await runAlone(index, script, nature, mayBeDone: mayBeDone)
                }
                return
            } catch var failure as MigrationFailure {
                failure.attempts = attempt
                failure.blockers = watch.blockers
                guard case .refused(let error) = failure.cause, PostgreSQLError.isWorthAnotherTry(error),
                    attempt <= settings.retries, !settings.deadline.hasPassed
                else { throw failure }
                let pause = settings.pause(afterAttempt: attempt)
                session.hear(.triesAgain(step, attempt: attempt, after: pause))
                try await Task.sleep(for: pause)
                attempt += 1
                // A concurrent build that did not get its lock leaves an invalid index.
                mayBeDone = true
            }
        }
    }

    /// The statement and its progress commit together.
    private func runInTransaction(_ index: Int, _ script: Script) async throws {
        let sql = SQL(raw: script.sql(of: script.statements[index]))
        let progress = History.statementsDone(index + 1, script, version)
        let outcomes = try await tell(index) {
            try await work.pipeline(
                ["begin", sql, "set constraints all immediate", progress, "commit"],
                .together,
                by: settings.deadline
            )
        }
        guard let error = outcomes.compactMap(\.error).first else { return }
        if await work.transactionStatus != .idle {
            try await tell { try await work.query("rollback", by: settings.soon) }
        }
        throw MigrationFailure(.refused(error), step, statement: index)
    }

    private func runAlone(_ index: Int, _ script: Script, _ nature: StatementNature, mayBeDone: Bool) async throws {
        let aftermath = Aftermath(work: work, settings: settings)
        if mayBeDone, case .alone(let alone) = nature {
            switch try await tell(index, { try await aftermath.settle(alone) }) {
            case .done:
                session.hear(.foundDone(step, number: index + 1))
                try await tell {
                    try await work.query(History.statementsDone(index + 1, script, version), by: settings.soon)
                }
                return
            case .notDone(let dropped):
                for name in dropped { session.hear(.droppedInvalidIndex(name)) }
                session.hear(.beginsStatement(step, number: index + 1))
            }
        }
        let statement = script.statements[index]
        _ = try await tell(index) {
            try await work.pipeline([History.statementBegins(version)], .each, by: settings.soon)
        }
        do {
            try await tell(index) { try await work.query(SQL(raw: script.sql(of: statement)), by: settings.deadline) }
        } catch var failure as MigrationFailure {
            if case .alone(.createIndex(let name?, let table)) = nature {
                failure.leftover = try? await aftermath.invalidIndex(name, of: table)
            }
            throw failure
        }
        if case .alone(.createIndex(let name?, let table)) = nature,
            let invalid = try await tell(index, { try await aftermath.invalidIndex(name, of: table) })
        {
            throw MigrationFailure(.invalidIndex(invalid), step, statement: index)
        }
        try await tell { try await work.query(History.statementsDone(index + 1, script, version), by: settings.soon) }
    }

    /// An error of the server or the connection, told as this step's.
    @discardableResult
    private func tell<Value>(_ index: Int? = nil, _ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as PostgreSQLError {
            if case .server(let answer) = error.kind, error.connectionIsUsable {
                throw MigrationFailure(.refused(answer), step, statement: index)
            }
            throw MigrationFailure(.broken(error), step, statement: index)
        }
    }
}
