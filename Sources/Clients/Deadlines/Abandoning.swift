/// What work gives; nil where it has given nothing when the time is up, or a little after its own task is cancelled.
///
/// The work is told to stop and then left alone: a call into a library that cannot be interrupted keeps nobody waiting. Where somebody stopped the
/// whole, it gets a moment to take away what it wrote.
package func abandoning<Value: Sendable>(
    after limit: Duration,
    _ work: @escaping @Sendable () async -> Value,
) async -> Value? {
    let race = FirstWord<Value>()
    let runner = Task { race.say(await work()) }
    let clock = Task {
        try? await Task.sleep(for: limit)
        race.say(nil)
    }
    defer {
        runner.cancel()
        clock.cancel()
    }
    return await withTaskCancellationHandler {
        await withCheckedContinuation { race.listen($0) }
    } onCancel: {
        runner.cancel()
        Task {
            try? await Task.sleep(for: lastMoment)
            race.say(nil)
        }
    }
}

private let lastMoment = Duration.seconds(1)

/// Whoever speaks first is heard, and nobody after.
private final class FirstWord<Value: Sendable>: Sendable {
    private enum State: Sendable {
        case silent
        case heard(Value?)
        case listening(CheckedContinuation<Value?, Never>)
        case over
    }

    private let state = Locked(State.silent)

    func say(_ value: Value?) {
        let listener = state.withLock { state -> CheckedContinuation<Value?, Never>? in
            switch state {
            case .silent: state = .heard(value)
            case .listening(let listener):
                state = .over
                return listener
            case .heard, .over: break
            }
            return nil
        }
        listener?.resume(returning: value)
    }

    func listen(_ continuation: CheckedContinuation<Value?, Never>) {
        let early = state.withLock { state -> Value?? in
            if case .heard(let value) = state {
                state = .over
                return .some(value)
            }
            state = .listening(continuation)
            return nil
        }
        if let early { continuation.resume(returning: early) }
    }
}
