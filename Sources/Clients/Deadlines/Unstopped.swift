/// Goes on although the task that asked for it is cancelled: what was left somewhere is taken away in any case.
///
/// A cancelled task cannot speak to a server any more, so the work is a task of its own; it needs a deadline of its own too.
package func unstopped<Value: Sendable>(_ work: @escaping @Sendable () async -> Value) async -> Value {
    await Task { await work() }.value
}
