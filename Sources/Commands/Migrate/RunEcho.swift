internal import Deadlines
internal import Migrations
internal import Terminal
internal import Words

/// Tells a run's events on the terminal as they come.
final class RunEcho: Sendable {
    private struct State {
        var durations: [String: Duration] = [:]
        var width = 0
    }

    private let console: Console
    private let state = Locked(State())

    init(_ console: Console) {
        self.console = console
    }

    /// How long each migration took, by its version.
    var durations: [String: Duration] { state.withLock { $0.durations } }

    func begin(_ plan: RunPlan, _ place: String) {
        let titles = plan.steps.map(\.migration.title.count)
        state.withLock { $0.width = min(titles.max() ?? 0, 60) }
        let count = plan.steps.count
        let verb = plan.direction == .up ? "to apply to" : "to take back from"
        console.say(Line("… \(count) migration\(count == 1 ? "" : "s") \(verb) \(place)"))
    }

    var hear: @Sendable (RunEvent) -> Void {
        { event in self.tell(event) }
    }

    private func tell(_ event: RunEvent) {
        switch event {
        case .waitsForRunner(let holder):
            console.say(Line("… waiting for another run to end") + Line(holder.map { ": \($0.words)" } ?? "", .dim))
        case .begins: break
        case .beginsStatement(let step, let number):
            let count = step.script?.statements.count ?? 0
            console.say(Line("  … \(step.migration.title), statement \(number) of \(count)", .dim))
        case .foundDone(let step, let number):
            console.say(Line("  · \(step.migration.title): statement \(number) had been carried out by the run before"))
        case .droppedInvalidIndex(let name):
            console.say(Line("  · dropped the invalid index \(name), which an earlier build had left"))
        case .waitsForLocks(let blockers):
            for blocker in blockers { console.say(Line("  … waits for a lock of \(blocker.words)", .warning)) }
        case .triesAgain(let step, let attempt, let pause):
            console.say(
                Line("  … \(step.migration.title) did not get its lock", .warning)
                    + Line(", try \(attempt + 1) in \(pause.readable)")
            )
        case .ends(let step, let duration):
            let width = state.withLock { state in
                state.durations[step.migration.version.description] = duration
                return state.width
            }
            let title = Line(step.migration.title).padded(to: width)
            console.say(Line("  ✓ ", .good) + title + Line("  \(duration.readable)", .dim))
        }
    }
}
