internal import Deadlines
internal import FoundationEssentials

/// Work that several checks need and that is done once, by whoever comes first.
final class Once<Value: Sendable>: Sendable {
    private enum State: Sendable {
        case untouched
        case underWay([UUID: CheckedContinuation<Value?, Never>])
        case done(Value)
    }

    private let state = Locked(State.untouched)

    /// What the work gave; nil where this task is cancelled while another does it.
    func value(_ work: @Sendable () async -> Value) async -> Value? {
        let isFirst = state.withLock { state -> Bool in
            guard case .untouched = state else { return false }
            state = .underWay([:])
            return true
        }
        return isFirst ? settle(await work()) : await wait()
    }

    private func settle(_ value: Value) -> Value {
        let waiting = state.withLock { state -> [CheckedContinuation<Value?, Never>] in
            defer { state = .done(value) }
            if case .underWay(let waiting) = state { return Array(waiting.values) }
            return []
        }
        for one in waiting { one.resume(returning: value) }
        return value
    }

    private func wait() async -> Value? {
        let id = UUID()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let early = state.withLock { state -> Value?? in
                    switch state {
                    case .done(let value): return .some(value)
                    case .underWay(var waiting) where !Task.isCancelled:
                        waiting[id] = continuation
                        state = .underWay(waiting)
                        return nil
                    case .underWay, .untouched: return .some(nil)
                    }
                }
                if let early { continuation.resume(returning: early) }
            }
        } onCancel: {
            let mine = state.withLock { state -> CheckedContinuation<Value?, Never>? in
                guard case .underWay(var waiting) = state else { return nil }
                let mine = waiting.removeValue(forKey: id)
                state = .underWay(waiting)
                return mine
            }
            mine?.resume(returning: nil)
        }
    }
}

/// Goes on although the task that asked for it is cancelled: what a probe has made is taken away in any case.
///
/// The work has a deadline of its own.
func unstopped<Value: Sendable>(_ work: @escaping @Sendable () async -> Value) async -> Value {
    await Task { await work() }.value
}
