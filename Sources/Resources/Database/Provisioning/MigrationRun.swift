internal import Deadlines
internal import Migrations
internal import PostgreSQL
internal import Words

/// Carries out the pending migrations of a plan, alone: the lock first, then another look.
struct MigrationRun: Sendable {
    let access: Access
    let author: Author
    let timeout: Duration
    let hear: @Sendable (RunEvent) -> Void

    func carryOut(_ change: Change, by deadline: Deadline) async throws {
        var settings = RunSettings(author: author)
        settings.deadline = deadline
        settings.timeout = timeout
        settings.runnerTimeout = deadline.remaining
        let target = access.admin.with(database: access.wish.name)
        let session = try await MigrationSession.open(target, settings, hear: hear)
        do {
            try await run(session, change)
        } catch {
            await session.close()
            throw error
        }
        await session.close()
    }

    private func run(_ session: MigrationSession, _ change: Change) async throws {
        // Without anything to do nothing is locked, and no table of the history made.
        guard try await !plan(session).steps.isEmpty else { return }
        try await session.lock()
        let plan = try await plan(session)
        guard Comparison.areWithin(change.precondition, plan.steps) else { throw StaleChange(change.address) }
        try await session.run(plan)
    }

    private func plan(_ session: MigrationSession) async throws -> RunPlan {
        let history = try await session.history()
        return try Standing(files: access.wish.files ?? [], history: history)
            .up(.all, allowingOutOfOrder: false) { try $0.read() }
    }
}
