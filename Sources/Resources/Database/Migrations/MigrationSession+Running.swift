internal import PostgreSQL

extension MigrationSession {
    /// Runs the plan; the caller holds the lock. Each step's effect and its line in the history appear together.
    package func run(_ plan: RunPlan) async throws {
        guard !plan.steps.isEmpty else { return }
        let work = try await openWork()
        let watch = BlockerWatch(target: target, pid: await work.backendPID)
        do {
            try await watch.during({ hear(.waitsForLocks($0)) }) {
                var ended: [RunPlan.Step] = []
                for stretch in RunPlan.stretches(of: plan.steps) {
                    guard await control.isOpen else {
                        throw MigrationFailure(.lockLost, stretch[0], statement: nil)
                    }
                    do {
                        if stretch[0].isTransactional {
                            try await BatchRun(session: self, work: work, watch: watch, steps: stretch).run()
                        } else {
                            try await SingleRun(session: self, work: work, watch: watch, step: stretch[0]).run()
                        }
                    } catch var failure as MigrationFailure {
                        failure.ended = ended + failure.ended
                        throw failure
                    }
                    ended += stretch
                }
            }
        } catch {
            await work.close()
            throw error
        }
        await work.close()
    }
}

extension RunPlan {
    /// So many migrations are sent before their answers are all in.
    private static let largestBatch = 200

    /// Neighbours that run in transactions go together; the others stand alone.
    fileprivate static func stretches(of steps: [Step]) -> [[Step]] {
        var stretches: [[Step]] = []
        for step in steps {
            if step.isTransactional, let last = stretches.last, last[0].isTransactional, last.count < largestBatch {
                stretches[stretches.count - 1].append(step)
            } else {
                stretches.append([step])
            }
        }
        return stretches
    }
}

extension RunPlan.Step {
    /// One that was begun statement by statement goes on so, whatever its file says now.
    var isTransactional: Bool {
        script?.options.isTransactional == true && (applied?.isWhole ?? true)
    }
}

extension PostgreSQLError {
    /// Whether the same may go through a moment later.
    static func isWorthAnotherTry(_ error: ServerError) -> Bool {
        [.lockNotAvailable, .deadlock, .serializationFailure].contains(error.code)
    }
}
