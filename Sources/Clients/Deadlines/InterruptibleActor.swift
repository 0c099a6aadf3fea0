extension Actor {
    /// Runs blocking work inside an actor that owns a handle and has a `HandleExecutor`; cancelling the task rings the bell the work is given.
    ///
    /// The work is one synchronous stretch, so nobody else enters the actor in the middle of it.
    package nonisolated func interruptible<Value: Sendable, Failure: Error>(
        _ work: @escaping @Sendable (isolated Self, Interruption) throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let bell = Interruption()
        let outcome = await withTaskCancellationHandler {
            await perform { owner -> Result<Value, Failure> in
                do throws(Failure) {
                    return .success(try work(owner, bell))
                } catch {
                    return .failure(error)
                }
            }
        } onCancel: {
            bell.ring()
        }
        return try outcome.get()
    }

    private func perform<Value: Sendable>(_ work: @Sendable (isolated Self) -> Value) -> Value {
        work(self)
    }
}
