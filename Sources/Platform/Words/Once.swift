internal import Deadlines

/// What several checks need and one of them makes: whoever asks first; the others wait for it.
///
/// Unlike a `Slot` no check has to be the one that fills it.
package final class Once<Value: Sendable>: Sendable {
    private enum State {
        case untouched
        case underWay([AsyncStream<Never>.Continuation])
        case made(Value)
    }

    private enum Part {
        case make, take(Value)
        case wait(AsyncStream<Never>)
    }

    private let state = Locked(State.untouched)

    package init() {}

    /// Nil for a task that was cancelled while it waited.
    package func value(_ make: () async -> Value) async -> Value? {
        while true {
            switch part() {
            case .take(let value): return value
            case .make:
                let value = await make()
                settle(value)
                return value
            case .wait(let end):
                for await _ in end {}
                if Task.isCancelled { return nil }
            }
        }
    }

    /// Nil where nobody has made it.
    package var made: Value? {
        state.withLock { state in
            if case .made(let value) = state { value } else { nil }
        }
    }

    private func part() -> Part {
        state.withLock { state in
            switch state {
            case .made(let value): return .take(value)
            case .untouched:
                state = .underWay([])
                return .make
            case .underWay(let waiting):
                let (stream, continuation) = AsyncStream<Never>.makeStream()
                state = .underWay(waiting + [continuation])
                return .wait(stream)
            }
        }
    }

    private func settle(_ value: Value) {
        let waiting = state.withLock { state in
            defer { state = .made(value) }
            if case .underWay(let waiting) = state { return waiting }
            return []
        }
        for continuation in waiting { continuation.finish() }
    }
}
