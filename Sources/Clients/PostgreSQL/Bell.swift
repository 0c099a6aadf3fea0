internal import Deadlines
internal import Synchronization

/// Ends the call that runs now, and no other: a task that is cancelled late must not end the call of the next.
final class Bell: Sendable {
    private struct State {
        var calls: UInt64 = 0
        var running: UInt64?
        var hasRung = false
    }

    let interruption = Interruption()
    private let state = Locked(State())

    func begin() -> UInt64 {
        state.withLock { state in
            state.calls += 1
            state.running = state.calls
            return state.calls
        }
    }

    /// `call` nil means whichever runs.
    func ring(_ call: UInt64? = nil) {
        state.withLock { state in
            guard let running = state.running, call == nil || call == running else { return }
            state.hasRung = true
            interruption.ring()
        }
    }

    func end() {
        state.withLock { state in
            state.running = nil
            if state.hasRung { interruption.silence() }
            state.hasRung = false
        }
    }
}
