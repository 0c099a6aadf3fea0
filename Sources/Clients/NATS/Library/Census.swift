internal import Deadlines

/// How many connections of libnats's there are, and who waits for the last one to go.
final class Census: Sendable {
    private struct State {
        var count = 0
        var waiting: [UInt64] = []
    }

    private let state = Locked(State())
    private let waits = PendingRequests()

    func add() {
        state.withLock { $0.count += 1 }
    }

    func remove() {
        let waiting = state.withLock { state -> [UInt64] in
            state.count -= 1
            guard state.count == 0 else { return [] }
            defer { state.waiting = [] }
            return state.waiting
        }
        for token in waiting { settle(token) }
    }

    func isEmpty(by deadline: Deadline) async -> Bool {
        let outcome = try? await waits.wait(for: "", by: deadline) { token in
            let isEmpty = state.withLock { state in
                if state.count > 0 { state.waiting.append(token) }
                return state.count == 0
            }
            if isEmpty { settle(token) }
        }
        return outcome != nil
    }

    private func settle(_ token: UInt64) {
        waits.settle(token, .success(NATSMessage(subject: "")))
    }
}
