internal import Deadlines
internal import Dispatch

/// Runs a small piece of work at a deadline unless cancelled first.
struct Alarm: Sendable {
    private let number: UInt64

    private static let clock = AlarmClock()

    init(at deadline: Deadline, _ body: @escaping @Sendable () -> Void) {
        number = Alarm.clock.add(deadline, body)
    }

    /// Lets go of the work at once, not only when the time has come.
    func cancel() {
        Alarm.clock.remove(number)
    }
}

/// All alarms of the process under one timer: a reader who waits a minute for each of a thousand messages a second leaves nothing behind.
private final class AlarmClock: Sendable {
    private struct State {
        var last: UInt64 = 0
        var alarms: [UInt64: (deadline: Deadline, body: @Sendable () -> Void)] = [:]
        /// When we look next; nothing is due before.
        var nextLook: Deadline?

        /// The look to schedule, unless one is planned that is early enough.
        mutating func planLook(at deadline: Deadline) -> Deadline? {
            if let nextLook, nextLook.instant <= deadline.instant { return nil }
            nextLook = deadline
            return deadline
        }
    }

    private let state = Locked(State())
    private let queue = DispatchQueue(label: "nats.alarms")

    func add(_ deadline: Deadline, _ body: @escaping @Sendable () -> Void) -> UInt64 {
        let (number, look) = state.withLock { state in
            state.last += 1
            state.alarms[state.last] = (deadline, body)
            return (state.last, state.planLook(at: deadline))
        }
        if let look { schedule(look) }
        return number
    }

    func remove(_ number: UInt64) {
        // Freed outside the lock, where it may come back here.
        _ = state.withLock { $0.alarms.removeValue(forKey: number)?.body }
    }

    private func schedule(_ look: Deadline) {
        let milliseconds = Int(look.remainingMilliseconds)
        queue.asyncAfter(deadline: .now() + .milliseconds(milliseconds)) { self.ring() }
    }

    private func ring() {
        let (due, look) = state.withLock { state in
            state.nextLook = nil
            let numbers = state.alarms.filter { $0.value.deadline.hasPassed }.keys
            let due = numbers.compactMap { state.alarms.removeValue(forKey: $0)?.body }
            let next = state.alarms.values.map(\.deadline).min { $0.instant < $1.instant }
            return (due, next.flatMap { state.planLook(at: $0) })
        }
        for body in due { body() }
        if let look { schedule(look) }
    }
}
