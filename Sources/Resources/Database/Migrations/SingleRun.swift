internal import Deadlines
internal import PostgreSQL
internal import SQLText
internal import Words

/// A migration without a transaction: statement by statement, and the history says how far.
///
/// A statement that a transaction can hold commits together with its progress; one that the server runs outside transactions only is a
/// `LoneStatement`.
struct SingleRun {
    let place: Workplace
    let step: RunPlan.Step

    var session: MigrationSession { place.session }
    var work: Connection { place.work }
    private var watch: BlockerWatch { place.watch }
    private var settings: RunSettings { session.settings }

    func run() async throws {
        guard let script = step.script else { return }
        let began = ContinuousClock.now
        session.hear(.begins(step))
        try await write(
            step.applied == nil
                ? History.beginning(of: step.migration, settings.author)
                : History.continuation(of: step, settings.author)
        )
        try await prepareSession(script)
        var isBegun = step.applied?.isStatementBegun == true && step.applied?.direction == step.direction
        for index in step.done..<script.statements.count {
            if !isBegun { session.hear(.beginsStatement(step, number: index + 1)) }
            do {
                try await run(index, of: script, isBegun: isBegun)
            } catch let failure as MigrationFailure {
                if index == step.done, step.direction == .down { await forgetTheAttempt(after: failure) }
                throw failure
            }
            isBegun = false
        }
        if step.direction == .down { try await write(History.deletion(of: step.version)) }
        let fresh = settings.freshSession(serverVersion: await work.serverVersion)
        _ = try await tell { try await work.pipeline(fresh, .each, by: settings.soon) }
        session.hear(.ends(step, ContinuousClock.now - began))
    }

    /// A way back that was refused at its first statement has not begun: the history tells again how far the way there had come.
    private func forgetTheAttempt(after failure: MigrationFailure) async {
        guard case .refused = failure.cause, !failure.isHalfDone, let applied = step.applied, applied.direction == .up
        else {
            return
        }
        try? await write(History.restoration(of: applied))
    }

    /// The session as the next statement expects it, though those before it may have been run in another.
    private func prepareSession(_ script: Script) async throws {
        if let limit = script.options.lockTimeout {
            try await tell {
                try await work.query(
                    "select set_config('lock_timeout', \("\(limit.wholeMilliseconds)ms"), false)",
                    by: settings.soon
                )
            }
        }
        for index in 0..<step.done where script.text.setsSession(script.statements[index]) {
            let sql = SQL(raw: script.sql(of: script.statements[index]))
            try await tell(index) { try await work.query(sql, by: settings.deadline) }
        }
    }

    private func run(_ index: Int, of script: Script, isBegun: Bool) async throws {
        var mayBeDone = isBegun
        var attempt = 1
        while true {
            watch.forget()
            do {
                switch script.text.nature(of: script.statements[index]) {
                case .ordinary, .transactionControl: try await runInTransaction(index, script)
                case .independent:
                    try await runIndependent(LoneStatement(self, index, script, nil), isBegun: isBegun)
                case .alone(let alone):
                    try await LoneStatement(self, index, script, alone).run(mayBeDone: mayBeDone)
                }
                return
            } catch var failure as MigrationFailure {
                failure.attempts = attempt
                failure.blockers = watch.blockers
                guard case .refused(let error) = failure.cause, error.isAboutLocks,
                    attempt <= settings.retries, !settings.deadline.hasPassed
                else { throw failure }
                let pause = settings.pause(afterAttempt: attempt)
                session.hear(.triesAgain(step, attempt: attempt, after: pause))
                try await Task.sleep(for: pause)
                attempt += 1
                mayBeDone = failure.isHalfDone
            }
        }
    }

    /// The statement and its progress commit together.
    private func runInTransaction(_ index: Int, _ script: Script) async throws {
        let sql = SQL(raw: script.sql(of: script.statements[index]))
        let progress = History.statementsDone(index + 1, script, step.version)
        let statements = ["begin", sql, "set constraints all immediate"] + History.asOurselves + [progress, "commit"]
        let outcomes = try await carryOut(index) { hear throws(PostgreSQLError) in
            try await work.pipeline(statements, .together, by: settings.deadline, onNotice: hear)
        }
        guard let error = outcomes.compactMap(\.error).first else { return }
        if await work.transactionStatus != .idle {
            try await tell { try await work.query("rollback", by: settings.soon) }
        }
        throw MigrationFailure(.refused(error), step, statement: index)
    }

    /// What may end transactions itself is tried inside one first: most do not, and are then done exactly once.
    private func runIndependent(_ statement: LoneStatement, isBegun: Bool) async throws {
        guard !isBegun else { return try await statement.run(mayBeDone: true) }
        do {
            try await runInTransaction(statement.index, statement.script)
        } catch let failure as MigrationFailure {
            guard case .refused(let error) = failure.cause, error.code == .invalidTransactionTermination else {
                throw failure
            }
            try await statement.run(mayBeDone: false)
        }
    }

    /// One line of the history, in the runner's own name.
    func write(_ line: SQL, of index: Int? = nil) async throws {
        let outcomes = try await tell(index) {
            try await work.pipeline(["begin"] + History.asOurselves + [line, "commit"], .together, by: settings.soon)
        }
        guard let error = outcomes.compactMap(\.error).first else { return }
        if await work.transactionStatus != .idle {
            try await tell { try await work.query("rollback", by: settings.soon) }
        }
        throw MigrationFailure(.refused(error), step, statement: index)
    }

    /// The server is at a statement of the migration; what it remarks is handed on.
    func carryOut<Value>(
        _ index: Int,
        _ body: (@escaping @Sendable (Notice) -> Void) async throws(PostgreSQLError) -> Value
    ) async throws -> Value {
        place.current.begins(step, index)
        defer { place.current.rests() }
        let (session, step) = (session, step)
        return try await tell(index) { try await body { session.hear(.remark(step, $0)) } }
    }

    /// An error of the server or the connection, told as this step's.
    @discardableResult
    func tell<Value>(_ index: Int? = nil, _ body: () async throws -> Value) async throws -> Value {
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
