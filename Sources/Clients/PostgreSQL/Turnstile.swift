internal import Deadlines

/// Lets one call at a time through, in the order of arrival; who waits in vain until its deadline goes away.
final class Turnstile: Sendable {
    private struct State {
        var isTaken = false
        var tickets: UInt64 = 0
        var waiting: [(ticket: UInt64, continuation: CheckedContinuation<Bool, Never>)] = []
    }

    private let state = Locked(State())

    func take(by deadline: Deadline) async throws(PostgreSQLError) {
        if Task.isCancelled { throw PostgreSQLError(.cancelled) }
        if deadline.hasPassed { throw PostgreSQLError(.deadlinePassed(during: .turn)) }
        if takeAtOnce() { return }
        let hasTurn = await withTaskGroup(of: Bool?.self) { group in
            group.addTask { await self.standInLine() }
            group.addTask {
                try? await Task.sleep(until: deadline.instant, clock: .continuous)
                return nil
            }
            var hasTurn = false
            for await outcome in group {
                // Whichever ends first ends the other; a turn that was given at the last moment is still taken.
                group.cancelAll()
                if outcome == true { hasTurn = true }
            }
            return hasTurn
        }
        if hasTurn { return }
        throw PostgreSQLError(Task.isCancelled ? .cancelled : .deadlinePassed(during: .turn))
    }

    func leave() {
        let next = state.withLock { state -> CheckedContinuation<Bool, Never>? in
            guard !state.waiting.isEmpty else {
                state.isTaken = false
                return nil
            }
            return state.waiting.removeFirst().continuation
        }
        next?.resume(returning: true)
    }

    private func takeAtOnce() -> Bool {
        state.withLock { state in
            guard !state.isTaken else { return false }
            state.isTaken = true
            return true
        }
    }

    /// True with the turn, false where the task was cancelled first.
    private func standInLine() async -> Bool {
        let ticket = state.withLock { state in
            state.tickets += 1
            return state.tickets
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer = state.withLock { state -> Bool? in
                    if Task.isCancelled { return false }
                    if !state.isTaken {
                        state.isTaken = true
                        return true
                    }
                    state.waiting.append((ticket, continuation))
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            let waiter = state.withLock { state -> CheckedContinuation<Bool, Never>? in
                guard let index = state.waiting.firstIndex(where: { $0.ticket == ticket }) else { return nil }
                return state.waiting.remove(at: index).continuation
            }
            waiter?.resume(returning: false)
        }
    }
}
