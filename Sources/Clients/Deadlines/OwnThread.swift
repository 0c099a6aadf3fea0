/// Runs blocking work on a thread of its own, off Swift's pool; cancelling the task rings the bell the work is given, and the work must heed it.
package func onOwnThread<Value: Sendable, Failure: Error>(
    _ label: String,
    _ work: @escaping @Sendable (Interruption) throws(Failure) -> Value,
) async throws(Failure) -> Value {
    let bell = Interruption()
    let room = Room(label)
    let outcome = await withTaskCancellationHandler {
        await room.perform { () -> Result<Value, Failure> in
            do throws(Failure) {
                return .success(try work(bell))
            } catch {
                return .failure(error)
            }
        }
    } onCancel: {
        bell.ring()
    }
    return try outcome.get()
}

private actor Room {
    nonisolated let executor: HandleExecutor
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(_ label: String) {
        executor = HandleExecutor(label)
    }

    func perform<Value: Sendable>(_ work: @Sendable () -> Value) -> Value {
        work()
    }
}
