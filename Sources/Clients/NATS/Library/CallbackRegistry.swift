internal import Deadlines

/// What C callbacks are to find, under numbers.
///
/// A pointer would do but for one thing: libnats may still run a callback after its connection or subscription is gone, and tells nobody which
/// one was the last. A number that nobody knows any more does no harm.
final class CallbackRegistry<Value: Sendable>: Sendable {
    private struct State {
        var last: UInt = 0
        var values: [UInt: Value] = [:]
    }

    private let state = Locked(State())

    func add(_ value: Value) -> CallbackNumber {
        state.withLock { state in
            state.last += 1
            state.values[state.last] = value
            return CallbackNumber(value: state.last)
        }
    }

    func remove(_ number: CallbackNumber) {
        let value = number.value
        // Freed outside the lock, where it may come back here.
        _ = state.withLock { $0.values.removeValue(forKey: value) }
    }

    subscript(closure: UnsafeMutableRawPointer?) -> Value? {
        let number = UInt(bitPattern: closure)
        return state.withLock { $0.values[number] }
    }
}

struct CallbackNumber: Sendable {
    fileprivate let value: UInt

    /// What libnats hands back to the callback.
    var closure: UnsafeMutableRawPointer? { UnsafeMutableRawPointer(bitPattern: value) }
}
