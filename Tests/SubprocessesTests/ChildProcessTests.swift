import Deadlines
import FoundationEssentials
import Glibc
import Subprocesses
import TestSupport
import Testing

private func soon() -> Deadline { .after(.seconds(30)) }

@Suite(.timeLimit(.minutes(5))) struct ChildProcessTests {
    @Test func `lines come as they are written`() async throws {
        let child = try spawn(Command("sh", ["-c", "echo one; read x; echo two"], input: .bytes(Array("go\n".utf8))))
        let output = try #require(child.output)
        #expect(try await output.line(by: soon()) == "one")
        #expect(try await output.line(by: soon()) == "two")
        #expect(try await output.line(by: soon()) == nil)
        #expect(try await output.line(by: soon()) == nil)
        #expect(try await child.wait(by: soon()) == .exited(0))
        #expect(try await child.wait(by: soon()) == .exited(0), "known for ever after")
    }

    @Test func `the last line needs no end, and empty lines count`() async throws {
        let child = try spawn(Command("printf", ["a\n\n\nb"]))
        let output = try #require(child.output)
        var lines: [String] = []
        while let line = try await output.line(by: soon()) { lines.append(line) }
        #expect(lines == ["a", "", "", "b"])
        try await child.stop()
    }

    @Test func `an endless line comes in pieces`() async throws {
        let child = try spawn(Command("head", ["-c", "150000", "/dev/zero"]))
        let output = try #require(child.output)
        var sizes: [Int] = []
        while let line = try await output.line(by: soon(), limit: 50_000) { sizes.append(line.utf8.count) }
        #expect(sizes == [50_000, 50_000, 50_000])
        try await child.stop()
    }

    @Test func `chunks add up to all that was written`() async throws {
        let child = try spawn(Command("head", ["-c", "1000000", "/dev/zero"]))
        let output = try #require(child.output)
        var count = 0
        while let chunk = try await output.chunk(by: soon()) { count += chunk.count }
        #expect(count == 1_000_000)
        try await child.stop()
    }

    @Test func `reading ends with the child even if a grandchild holds the pipe`() async throws {
        let scratch = Scratch("holder")
        let child = try spawn(Command("sh", ["-c", "sleep 100 & echo $! >\(scratch.file("pid")); echo last"]))
        let output = try #require(child.output)
        #expect(try await output.line(by: soon()) == "last")
        #expect(try await output.line(by: soon()) == nil)
        kill(try pid(from: "pid", in: scratch), SIGKILL)
    }

    @Test func `reading ends by its deadline and when cancelled, and can go on`() async throws {
        let child = try spawn(
            Command("sh", ["-c", "trap 'echo got; exit 0' USR1; echo ready; while :; do sleep 0.05; done"])
        )
        let output = try #require(child.output)
        #expect(try await output.line(by: soon()) == "ready")
        await #expect(throws: SubprocessError.deadlinePassed(nil)) {
            try await output.line(by: .after(.milliseconds(50)))
        }
        let reading = Task { try await output.line(by: .after(.seconds(50))) }
        reading.cancel()
        await #expect(throws: SubprocessError.cancelled) { try await reading.value }
        try child.send(.user1)
        #expect(try await output.line(by: soon()) == "got")
        #expect(try await child.wait(by: soon()).isSuccess)
    }

    @Test func `waiting ends by its deadline and leaves the child running`() async throws {
        let child = try spawn(Command("sleep", ["100"]))
        await #expect(throws: SubprocessError.deadlinePassed(nil)) {
            try await child.wait(by: .after(.milliseconds(50)))
        }
        let waiting = Task { try await child.wait(by: .after(.seconds(50))) }
        waiting.cancel()
        await #expect(throws: SubprocessError.cancelled) { try await waiting.value }
        #expect(child.identity.isAlive)
        #expect(try child.endingIfAny() == nil)
        #expect(try await child.stop() == .killed(by: .terminate))
        #expect(try child.endingIfAny() == .killed(by: .terminate))
        #expect(try child.send(.terminate) == false)
        #expect(!child.identity.isAlive)
        #expect(try await child.stop() == .killed(by: .terminate), "stopping twice is no fault")
    }

    @Test func `stopping kills what ignores it, and its group`() async throws {
        let scratch = Scratch("stubborn")
        let script = "trap '' INT TERM; sleep 100 & echo $! >\(scratch.file("pid")); while :; do sleep 1; done"
        let child = try spawn(Command("sh", ["-c", script]))
        let grandchild = try #require(ProcessIdentity(of: try pid(from: "pid", in: scratch)))
        #expect(try await child.stop(with: .interrupt, grace: .milliseconds(100)) == .killed(by: .kill))
        #expect(try await grandchild.waitForEnd(by: soon()))
    }

    @Test func `many wait at once and all learn the same`() async throws {
        let child = try spawn(Command("sh", ["-c", "sleep 0.2; exit 9"]))
        let endings = try await withThrowingTaskGroup { group in
            for _ in 0..<20 { group.addTask { try await child.wait(by: soon()) } }
            return try await group.reduce(into: [Ending]()) { $0.append($1) }
        }
        #expect(endings == Array(repeating: .exited(9), count: 20))
    }
}
