internal import Deadlines
internal import Dispatch

/// Runs a small piece of work at a deadline unless cancelled first.
final class Alarm: Sendable {
    private let body: Locked<(@Sendable () -> Void)?>

    private static let queue = DispatchQueue(label: "nats.alarms")

    init(at deadline: Deadline, _ body: @escaping @Sendable () -> Void) {
        self.body = Locked(body)
        let milliseconds = Int(deadline.remainingMilliseconds)
        Alarm.queue.asyncAfter(deadline: .now() + .milliseconds(milliseconds)) {
            self.body.withLock { $0.take() }?()
        }
    }

    /// Lets go of the work at once, not only when the time has come.
    func cancel() {
        body.withLock { $0 = nil }
    }
}
