internal import Deadlines

/// Ends the call that runs now, and no other: a task that is cancelled late must not end the call of the next.
final class Bell: Sendable {
    private struct State {
        var calls: UInt64 = 0
        var running: UInt64?
        var hasRung = false
        var isClosing = false
    }

    let interruption = Interruption()
    private let state = Locked(State())

    func begin() -> UInt64 {
        state.withLock { state in
            state.calls += 1
            state.running = state.calls
            if state.isClosing {
                state.hasRung = true
                interruption.ring()
            }
            return state.calls
        }
    }

    func ring(_ call: UInt64) {
        state.withLock { state in
            guard state.running == call else { return }
            state.hasRung = true
            interruption.ring()
        }
    }

    /// Ends whichever call runs, and all that begin later.
    func close() {
        state.withLock { state in
            state.isClosing = true
            guard state.running != nil else { return }
            state.hasRung = true
            interruption.ring()
        }
    }

    var isClosing: Bool { state.withLock { $0.isClosing } }

    func end() {
        state.withLock { state in
            state.running = nil
            if state.hasRung { interruption.silence() }
            state.hasRung = false
        }
    }
}
