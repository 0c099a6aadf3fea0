import Deadlines
import Glibc
import Terminal
import TestSupport
import Testing
import Words

@Suite struct ProgressTests {
    @Test func `off a terminal there is a line at the start, one for each step and one at the end`() async throws {
        let captured = Captured()
        let answer = try await captured.console.withProgress("starting the stack") { progress in
            for number in 1...100 { progress.count(number, of: 100) }
            progress.now("waiting")
            progress.step("nats answers")
            return 42
        }
        #expect(answer == 42)
        let lines = captured.errors.split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines[0] == "… starting the stack")
        #expect(lines[1] == "nats answers")
        #expect(lines[2].hasPrefix("✓ starting the stack  "))
        #expect(captured.output.isEmpty)
    }

    @Test func `work that fails says so and the error goes on`() async {
        struct Broken: Error {}
        let captured = Captured()
        await #expect(throws: Broken.self) {
            try await captured.console.withProgress("trying") { _ in throw Broken() }
        }
        #expect(captured.errors.contains("✗ trying"))
    }

    @Test func `on a terminal one line is redrawn, cut to the width and wiped at the end`() async throws {
        let terminal = try PseudoTerminal(columns: 30)
        let console = Console(
            output: OutputStream { _ in },
            errors: OutputStream(descriptor: terminal.user),
            input: terminal.user,
            environment: ["TERM": "xterm", "NO_COLOR": "1"]
        )
        try await console.withProgress("starting the local stack") { progress in
            progress.count(1, of: 5)
            progress.now("waiting for something long")
            progress.step("a line that stays")
        }
        let shown = terminal.shown()
        let drawn = shown.split(separator: "\r\u{1B}[K", omittingEmptySubsequences: false)
        #expect(drawn.contains { $0.hasPrefix("⠋ starting the local stack") })
        #expect(drawn.contains("⠋ starting the local stack  …"))
        #expect(drawn.contains { $0.hasPrefix("a line that stays\r\n") })
        #expect(shown.contains("\r\u{1B}[K✓ starting the local stack"))
        for part in drawn { #expect(part.prefix { $0 != "\r\n" }.displayWidth < 30 || part.hasPrefix("✓")) }
    }

    @Test func `quiet shows no progress`() async throws {
        let terminal = try PseudoTerminal()
        let console = Console(
            output: OutputStream { _ in },
            errors: OutputStream(descriptor: terminal.user),
            verbosity: .quiet,
            environment: ["TERM": "xterm"]
        )
        try await console.withProgress("working") { $0.now("on it") }
        #expect(terminal.shown().isEmpty)
    }

    @Test func `cancelled work ends its progress`() async throws {
        let captured = Captured()
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                _ = try? await captured.console.withProgress("sleeping") { _ in try await Task.sleep(for: .seconds(600))
                }
            }
            while captured.errors.isEmpty { try? await Task.sleep(for: .milliseconds(2)) }
            group.cancelAll()
        }
        #expect(captured.errors.contains("✗ sleeping"))
    }
}

@Suite(.timeLimit(.minutes(5))) struct PromptTests {
    func console(on terminal: PseudoTerminal) -> Console {
        Console(
            output: OutputStream { _ in },
            errors: OutputStream(descriptor: terminal.user),
            input: terminal.user,
            environment: ["TERM": "xterm"]
        )
    }

    @Test(arguments: [("y\n", true), ("Yes\n", true), ("\n", false), ("n\n", false), ("whatever\n", false)])
    func `only yes is yes`(typed: String, answer: Bool) async throws {
        let terminal = try PseudoTerminal()
        terminal.type(typed)
        #expect(try await console(on: terminal).confirm("Really?") == answer)
        #expect(terminal.shown().contains("Really? [y/N] "))
    }

    @Test func `what cannot be undone takes the whole name`() async throws {
        let terminal = try PseudoTerminal()
        terminal.type("production\nprod\n")
        let console = console(on: terminal)
        #expect(try await console.confirm("This empties the database.", byTyping: "production"))
        #expect(try await !console.confirm("This empties the database.", byTyping: "production"))
    }

    @Test func `without a terminal the question is refused`() async throws {
        await #expect(throws: PromptRefused(reason: .noTerminal, question: "Really?")) {
            try await Captured().console.confirm("Really?")
        }
    }

    @Test func `the end of input is no answer`() async throws {
        let terminal = try PseudoTerminal()
        terminal.type("\u{04}")
        await #expect(throws: PromptRefused(reason: .noAnswer, question: "Really?")) {
            try await console(on: terminal).confirm("Really?")
        }
    }

    @Test func `cancelling ends the wait for an answer`() async throws {
        let terminal = try PseudoTerminal()
        let console = console(on: terminal)
        await withTaskGroup(of: Bool.self) { group in
            group.addTask { (try? await console.confirm("Really?")) == nil }
            var shown = ""
            while !shown.contains("Really?") {
                shown += terminal.shown()
                try? await Task.sleep(for: .milliseconds(2))
            }
            group.cancelAll()
            #expect(await group.next() == true)
        }
    }
}
