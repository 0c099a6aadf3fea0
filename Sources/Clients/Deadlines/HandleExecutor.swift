internal import Dispatch

/// A thread of its own for one blocking handle: the actor that owns the handle runs here and stalls nobody else.
///
/// Usage, in the actor: `nonisolated let executor = HandleExecutor("postgres")` and
/// `nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }`.
package final class HandleExecutor: SerialExecutor {
    private let queue: DispatchQueue

    package init(_ label: String) {
        queue = DispatchQueue(label: label)
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        let unowned = UnownedJob(job)
        let executor = asUnownedSerialExecutor()
        queue.async { unowned.runSynchronously(on: executor) }
    }
}
