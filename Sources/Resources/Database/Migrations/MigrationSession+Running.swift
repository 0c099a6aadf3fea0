package import PostgreSQL

extension MigrationSession {
    /// Runs the plan; the caller holds the lock.
    ///
    /// Each step's effect and its line in the history appear together.
    package func run(_ plan: RunPlan) async throws {
        guard !plan.steps.isEmpty else { return }
        let work = try await openWork()
        let watch = BlockerWatch(target: target, pid: await work.backendPID)
        let current = StatementWatch()
        do {
            try await watch.during({ hear(.waitsForLocks($0)) }) {
                try await current.during(hear) {
                    try await run(plan, Workplace(session: self, work: work, watch: watch, current: current))
                }
            }
        } catch {
            await work.close()
            throw error
        }
        await work.close()
    }

    private func run(_ plan: RunPlan, _ place: Workplace) async throws {
        var ended: [RunPlan.Step] = []
        for stretch in RunPlan.stretches(of: plan.steps) {
            guard await control.isOpen else {
                throw MigrationFailure(.lockLost, stretch[0], statement: nil)
            }
            do {
                if stretch[0].isTransactional {
                    try await BatchRun(place: place, steps: stretch).run()
                } else {
                    try await SingleRun(place: place, step: stretch[0]).run()
                }
            } catch var failure as MigrationFailure {
                failure.ended = ended + failure.ended
                throw failure
            }
            ended += stretch
        }
    }
}

/// What running a migration takes: the session that does the work, and those who watch it.
struct Workplace: Sendable {
    let session: MigrationSession
    let work: Connection
    let watch: BlockerWatch
    let current: StatementWatch
}

extension RunPlan {
    /// So many migrations are sent before their answers are all in, and so many bytes of them held ready.
    private static let largestBatch = (count: 200, bytes: 4 << 20)

    /// Neighbours that run in transactions go together; the others stand alone.
    fileprivate static func stretches(of steps: [Step]) -> [[Step]] {
        var stretches: [[Step]] = []
        var bytes = 0
        for step in steps {
            bytes += step.script?.range.count ?? 0
            if step.mayFollow, let last = stretches.last, last[0].isTransactional, last.count < largestBatch.count,
                bytes <= largestBatch.bytes
            {
                stretches[stretches.count - 1].append(step)
            } else {
                stretches.append([step])
                bytes = step.script?.range.count ?? 0
            }
        }
        return stretches
    }
}

extension RunPlan.Step {
    /// One that was begun statement by statement goes on so, whatever its file says now.
    package var isTransactional: Bool {
        guard script?.options.isTransactional == true, let applied else {
            return script?.options.isTransactional == true
        }
        // A way back in one transaction is whole whatever became of the way there.
        return direction == .down ? applied.direction == .up || applied.statementsDone == 0 : applied.isWhole
    }

    /// Whether it may be sent before the answers to its predecessor are in: it then begins by asking for that one's line, and
    /// `set transaction` wants to be first.
    fileprivate var mayFollow: Bool {
        guard isTransactional, let script else { return false }
        return !script.statements.contains { script.text.setsTransaction($0) }
    }
}

extension ServerError {
    /// Somebody else was in the way: the same may go through a moment later.
    package var isAboutLocks: Bool {
        [.lockNotAvailable, .deadlock, .serializationFailure].contains(code)
    }
}
