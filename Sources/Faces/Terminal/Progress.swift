internal import Deadlines
internal import Synchronization
package import Words

/// Work that takes a while: one line that is redrawn on a terminal; a line at the start, a line now and then and a line at the end elsewhere.
package final class Progress: Sendable {
    private struct State {
        var done = 0
        var total: Int?
        var doing = ""
        var frame = 0
    }

    private let console: Console
    private let title: String
    private let began = ContinuousClock.now
    private let state = Locked(State())

    init(_ title: String, on console: Console) {
        self.title = title
        self.console = console
    }

    /// What is being done right now; shown on a terminal only.
    package func now(_ doing: String) {
        state.withLock { $0.doing = doing }
        redraw()
    }

    /// How far it has come, where that can be counted.
    package func count(_ done: Int, of total: Int) {
        state.withLock { ($0.done, $0.total) = (done, total) }
        redraw()
    }

    /// A line that stays: one part is done.
    package func step(_ line: Line) {
        console.say(line)
    }

    /// Redraws on a terminal; elsewhere says every half minute that it goes on, so that a log shows life.
    func keepShowing() async {
        let pause: Duration = console.isInteractive ? .milliseconds(100) : .seconds(30)
        while (try? await Task.sleep(for: pause)) != nil {
            if console.isInteractive {
                state.withLock { $0.frame += 1 }
                redraw()
            } else {
                console.say(Line("… \(title), after \((ContinuousClock.now - began).readable)"))
            }
        }
    }

    func begin() {
        if console.isInteractive { redraw() } else { console.say(Line("… \(title)")) }
    }

    func end(failed: Bool) {
        console.show(transient: "")
        let mark = failed ? Line("✗", .bad) : Line("✓", .good)
        console.say(mark + Line(" \(title)") + Line("  \((ContinuousClock.now - began).readable)", .dim))
    }

    private func redraw() {
        let state = state.withLock { $0 }
        let frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"]
        var line = Line(frames[state.frame % frames.count], .name) + Line(" \(title)")
        if let total = state.total { line = line + Line("  \(state.done)/\(total)") }
        if !state.doing.isEmpty { line = line + Line("  \(state.doing)", .dim) }
        let elapsed = ContinuousClock.now - began
        if elapsed > .seconds(2) { line = line + Line("  \(elapsed.components.seconds) s", .dim) }
        console.show(transient: line)
    }
}

extension Console {
    /// Shows that `body` is at work, and how it ended.
    package func withProgress<Result: Sendable>(
        _ title: String,
        _ body: (Progress) async throws -> Result,
    ) async throws -> Result {
        let progress = Progress(title, on: self)
        progress.begin()
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await progress.keepShowing() }
            defer { group.cancelAll() }
            do {
                let result = try await body(progress)
                progress.end(failed: false)
                return result
            } catch {
                progress.end(failed: true)
                throw error
            }
        }
    }
}
