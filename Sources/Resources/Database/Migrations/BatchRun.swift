internal import Deadlines
internal import PostgreSQL
internal import SQLText
internal import Words

/// Several migrations sent ahead, each with its line in a transaction of its own.
///
/// Nothing after a failure stays: a failed transaction stays open and refuses all that follows, and where it failed at its very commit the next
/// one finds the line before its own missing.
struct BatchRun {
    let place: Workplace
    let steps: [RunPlan.Step]

    private var session: MigrationSession { place.session }
    private var work: Connection { place.work }
    private var watch: BlockerWatch { place.watch }
    private var settings: RunSettings { session.settings }

    /// What a statement of the pipeline is for.
    private enum Part: Sendable {
        case bracket
        case statement(Int)
        case line
        case commit
    }

    private struct Slot: Sendable {
        let step: Int
        let part: Part
    }

    func run() async throws {
        var first = 0
        var attempt = 1
        while first < steps.count {
            let outcome = try await send(from: first, attempt: attempt)
            guard let (index, failure) = outcome else { return }
            attempt = index > first ? 1 : attempt
            first = index
            guard case .refused(let error) = failure.cause, error.isAboutLocks,
                attempt <= settings.retries, !settings.deadline.hasPassed
            else { throw failure }
            let pause = settings.pause(afterAttempt: attempt)
            session.hear(.triesAgain(steps[first], attempt: attempt, after: pause))
            try await Task.sleep(for: pause)
            attempt += 1
        }
    }

    /// The first step that failed and why; nil where all went through.
    private func send(from first: Int, attempt: Int) async throws -> (Int, MigrationFailure)? {
        let version = await work.serverVersion
        var statements: [SQL] = []
        var slots: [Slot] = []
        var sizes: [Int] = []
        for index in first..<steps.count {
            let before = statements.count
            for (part, sql) in group(of: index, isFirst: index == first, serverVersion: version) {
                statements.append(sql)
                slots.append(Slot(step: index, part: part))
            }
            sizes.append(statements.count - before)
        }
        watch.forget()
        let listener = BatchListener(session: session, steps: steps, begun: first)
        /// The server has come to the part with that number.
        let comes = { @Sendable [slots, steps, place] (number: Int) in
            if number < slots.count, case .statement(let index) = slots[number].part {
                place.current.begins(steps[slots[number].step], index)
            } else {
                place.current.rests()
            }
        }
        defer { place.current.rests() }
        let outcomes: [PipelineOutcome]
        do {
            listener.begin(first)
            comes(0)
            // Only so it is known that the server has come to a statement of the migration's.
            let awaited = slots.indices.filter { if case .statement = slots[$0].part { true } else { false } }
            outcomes = try await work.pipeline(
                statements,
                .groups(sizes),
                awaited: Set(awaited.map { $0 - 1 }),
                by: settings.deadline
            ) { [slots] number, outcome in
                guard case .done(let rows) = outcome else { return }
                comes(number + 1)
                switch slots[number].part {
                case .line: listener.note(rows)
                case .commit: listener.end(slots[number].step)
                case .bracket, .statement: break
                }
            } onNotice: {
                listener.remark($0)
            }
        } catch {
            let index = min(listener.endedCount, steps.count - 1)
            throw failure(.broken(error), index, statement: place.current.current(of: steps[index]), attempt)
        }
        guard let number = outcomes.firstIndex(where: { $0.error != nil }), let error = outcomes[number].error else {
            return nil
        }
        let slot = slots[number]
        var statement: Int?
        if case .statement(let index) = slot.part { statement = index }
        let refusal = failure(.refused(error), slot.step, statement: statement, attempt)
        do throws(PostgreSQLError) {
            if await work.transactionStatus != .idle { try await work.query("rollback", by: settings.soon) }
            // Not all that a session holds goes with its transaction.
            _ = try await work.pipeline(settings.freshSession(serverVersion: version), .each, by: settings.soon)
        } catch {
            // The session is lost, and with it another try; what the server had said is still what is to be told.
            throw refusal
        }
        return (slot.step, refusal)
    }

    private func failure(
        _ cause: MigrationFailure.Cause,
        _ index: Int,
        statement: Int?,
        _ attempt: Int
    ) -> MigrationFailure {
        var failure = MigrationFailure(cause, steps[index], statement: statement)
        failure.attempts = attempt
        failure.blockers = watch.blockers
        failure.ended = Array(steps[..<index])
        return failure
    }

    private func group(of index: Int, isFirst: Bool, serverVersion: Int) -> [(Part, SQL)] {
        let step = steps[index]
        guard let script = step.script else { return [] }
        var group: [(Part, SQL)] = [(.bracket, "begin")]
        if let limit = script.options.lockTimeout, limit != settings.lockTimeout {
            group.append((.bracket, "set local lock_timeout = \(literal: "\(limit.wholeMilliseconds)ms")"))
        }
        if !isFirst {
            let previous = steps[index - 1]
            group.append(
                (
                    .bracket,
                    step.direction == .up
                        ? History.demand(previous.migration) : History.demandAbsence(of: previous.version)
                )
            )
        }
        for (number, statement) in script.statements.enumerated() {
            group.append((.statement(number), SQL(raw: script.sql(of: statement))))
        }
        // What is deferred fails here, where it can still be told apart, and not at the commit.
        group.append((.bracket, "set constraints all immediate"))
        if script.touchesSession { group += History.asOurselves.map { (.bracket, $0) } }
        group.append(
            (
                .line,
                step.direction == .up
                    ? History.insertion(of: step.migration, settings.author) : History.deletion(of: step.version)
            )
        )
        group.append((.commit, "commit"))
        if script.touchesSession { group += settings.freshSession(serverVersion: serverVersion).map { (.bracket, $0) } }
        return group
    }
}

/// Tells of each migration as its commit comes back; called on the connection's thread.
private final class BatchListener: Sendable {
    private struct State {
        var endedCount: Int
        var duration = Duration.zero
    }

    private let session: MigrationSession
    private let steps: [RunPlan.Step]
    private let state: Locked<State>

    init(session: MigrationSession, steps: [RunPlan.Step], begun: Int) {
        self.session = session
        self.steps = steps
        state = Locked(State(endedCount: begun))
    }

    /// The first step that has not ended.
    var endedCount: Int { state.withLock { $0.endedCount } }

    func begin(_ index: Int) {
        if index < steps.count { session.hear(.begins(steps[index])) }
    }

    func remark(_ notice: Notice) {
        let index = endedCount
        if index < steps.count { session.hear(.remark(steps[index], notice)) }
    }

    func note(_ rows: Rows) {
        guard let milliseconds = try? rows.value(as: Int.self) else { return }
        state.withLock { $0.duration = .milliseconds(milliseconds) }
    }

    func end(_ index: Int) {
        let duration = state.withLock { state in
            state.endedCount = index + 1
            return state.duration
        }
        session.hear(.ends(steps[index], duration))
        begin(index + 1)
    }
}
