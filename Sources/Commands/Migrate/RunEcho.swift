internal import Deadlines
internal import Migrations
internal import PostgreSQL
internal import SQLText
internal import Terminal
internal import Words

/// Tells a run's events on the terminal as they come.
final class RunEcho: Sendable {
    private struct State {
        var durations: [String: Duration] = [:]
        var width = 0
        /// The migration whose remarks were told last, and how many there were.
        var remarks: (title: String, count: Int) = ("", 0)
        /// The statement that was told last to take long, and when it is to be told again.
        var long: (words: String, next: Duration) = ("", .zero)
    }

    /// So many remarks of the server a migration are shown; a loop may make millions.
    private static let mostRemarks = 20

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
        console.say(Line("… \(counted(count, "migration")) \(verb) \(place)"))
    }

    /// Runs a plan; a failure is told with how long those took that went before.
    func following(_ run: () async throws -> Void) async throws {
        defer { console.show(transient: Line([])) }
        do {
            try await run()
        } catch var failure as MigrationFailure {
            failure.durations = durations
            throw failure
        }
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
        case .remark(let step, let notice): tell(notice, of: step)
        case .stillRuns(let step, let number, let elapsed): tell(step, number, elapsed)
        case .ends(let step, let duration):
            console.show(transient: Line([]))
            let width = state.withLock { state in
                state.durations[step.migration.version.description] = duration
                return state.width
            }
            let title = Line(step.migration.title).padded(to: width)
            console.say(Line("  ✓ ", .good) + title + Line("  \(duration.readable)", .dim))
        }
    }

    /// One line each, as the server words it.
    private func tell(_ notice: Notice, of step: RunPlan.Step) {
        let title = step.migration.title
        let count = state.withLock { state in
            state.remarks = state.remarks.title == title ? (title, state.remarks.count + 1) : (title, 1)
            return state.remarks.count
        }
        guard count <= RunEcho.mostRemarks else {
            if count == RunEcho.mostRemarks + 1 {
                console.say(Line("  · \(title): more of the server's remarks are left out", .dim))
            }
            return
        }
        let first = notice.message.prefix { !$0.isNewline }
        let words = first.count > 300 ? "\(first.prefix(300))…" : String(first)
        let isWarning = notice.severity == .warning
        console.say(
            Line(isWarning ? "  ! " : "  · ", isWarning ? .warning : .plain)
                + Line("\(title): \(notice.severity.rawValue.lowercased()): \(words)")
        )
    }

    /// On a terminal a line that counts on; elsewhere one when it has become long, and one every half minute.
    private func tell(_ step: RunPlan.Step, _ number: Int, _ elapsed: Duration) {
        guard let script = step.script, number <= script.statements.count else { return }
        let statement = script.statements[number - 1]
        let place = script.text.position(of: statement.range.lowerBound)
        let sql = script.sql(of: statement).prefix(200).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let words = "\(step.migration.title), line \(place.line): \(sql.count > 50 ? "\(sql.prefix(49))…" : sql)"
        if console.isInteractive {
            return console.show(transient: Line("  … \(elapsed.components.seconds) s  ", .dim) + Line(words))
        }
        let isDue = state.withLock { state in
            let key = "\(step.migration.title) \(number)"
            if state.long.words == key, elapsed < state.long.next { return false }
            state.long = (key, elapsed + .seconds(30))
            return true
        }
        if isDue { console.say(Line("  … after \(elapsed.readable): \(words)")) }
    }
}
