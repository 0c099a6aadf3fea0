internal import Deadlines

/// Where one check leaves what others of its checkup go on from: an open connection, what a server said of itself.
///
/// Whoever reads requires the check that fills it, so that it is never read empty but by mistake.
package final class Slot<Value: Sendable>: Sendable {
    private let state = Locked<Value?>(nil)

    package init() {}

    package func fill(_ value: Value) {
        state.withLock { $0 = value }
    }

    /// What stands in it; it is empty afterwards.
    package func empty() -> Value? {
        state.withLock { value in
            defer { value = nil }
            return value
        }
    }

    package var value: Value {
        get throws(EmptySlot) {
            guard let value = state.withLock({ $0 }) else { throw EmptySlot() }
            return value
        }
    }
}

/// A check went on from what nobody had left: the catalogue does not say what it requires.
package struct EmptySlot: Error, Sendable, Hashable, CustomStringConvertible {
    package var description: String { "nothing was left to go on from" }
}
