internal import Deadlines

/// Knows which statement the server is at, and tells of one that takes long.
final class StatementWatch: Sendable {
    private struct State {
        var step: RunPlan.Step
        var index: Int
        var since: ContinuousClock.Instant
    }

    /// From then on people wonder whether it hangs.
    private static let long = Duration.seconds(2)

    private let state = Locked<State?>(nil)

    func begins(_ step: RunPlan.Step, _ index: Int) {
        state.withLock { $0 = State(step: step, index: index, since: .now) }
    }

    /// The server is at something of ours.
    func rests() { state.withLock { $0 = nil } }

    /// The number of the statement of `step` that the server is at, from 0.
    func current(of step: RunPlan.Step) -> Int? {
        state.withLock { $0?.step.version == step.version ? $0?.index : nil }
    }

    func during<Value: Sendable>(
        _ hear: @escaping @Sendable (RunEvent) -> Void,
        _ body: () async throws -> Value
    ) async rethrows -> Value {
        // Leaving the scope cancels it and waits for its end.
        async let _: Void = tell(hear)
        return try await body()
    }

    private func tell(_ hear: @Sendable (RunEvent) -> Void) async {
        while (try? await Task.sleep(for: .milliseconds(500))) != nil {
            guard let state = state.withLock({ $0 }) else { continue }
            let elapsed = ContinuousClock.now - state.since
            if elapsed >= StatementWatch.long { hear(.stillRuns(state.step, number: state.index + 1, elapsed)) }
        }
    }
}
