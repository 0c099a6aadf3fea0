import Deadlines
import Glibc
import Subprocesses
import TestSupport
import Testing

/// Waits for a pid that the child wrote to a file.
func pid(from name: String, in scratch: Scratch) throws -> Int32 {
    var found: Int32?
    try waitUntil("a pid in \(name)") {
        found = (try? scratch.read(name)).flatMap { Int32($0.prefix { $0 != "\n" }) }
        return found != nil
    }
    return try #require(found)
}

private func isRunning(_ pid: Int32) -> Bool { ProcessIdentity(of: pid)?.isAlive ?? false }

private func seconds(_ work: () async throws -> Void) async rethrows -> Double {
    let start = ContinuousClock.now
    try await work()
    return (ContinuousClock.now - start) / .seconds(1)
}

@Suite(.timeLimit(.minutes(5))) struct EndingTests {
    @Test func `a deadline ends the command and hands back what it printed`() async throws {
        let command = Command("sh", ["-c", "echo begun; sleep 100"])
        let took = await seconds {
            do throws(SubprocessError) {
                _ = try await run(command, by: .after(.milliseconds(300)))
                Issue.record("it cannot have ended")
            } catch {
                guard case .deadlinePassed(let completion?) = error else {
                    Issue.record("\(error)")
                    return
                }
                #expect(completion.outputText == "begun\n")
                #expect(completion.ending == .killed(by: .terminate))
            }
        }
        #expect(took < 60)
    }

    @Test func `a child that ignores SIGTERM is killed after the grace, with its children`() async throws {
        let scratch = Scratch("stubborn")
        let script = "trap '' TERM; sleep 100 & echo $! >\(scratch.file("pid")); wait; wait; wait"
        let took = await seconds {
            await #expect(throws: SubprocessError.self) {
                try await run(Command("sh", ["-c", script]), by: .after(.seconds(1)), grace: .milliseconds(200))
            }
        }
        #expect(took < 60)
        let grandchild = try pid(from: "pid", in: scratch)
        try waitUntil("the grandchild is gone") { !isRunning(grandchild) }
    }

    @Test func `a grandchild that ignores SIGTERM goes with its polite parent`() async throws {
        let scratch = Scratch("stubborn")
        let script = "(trap '' TERM; echo $BASHPID >\(scratch.file("pid")); sleep 100; sleep 100) & sleep 100"
        await #expect(throws: SubprocessError.self) {
            try await run(Command("bash", ["-c", script]), by: .after(.seconds(1)), grace: .seconds(10))
        }
        let grandchild = try pid(from: "pid", in: scratch)
        try waitUntil("the grandchild is gone") { !isRunning(grandchild) }
    }

    @Test func `a stopped child is ended too`() async throws {
        let took = await seconds {
            await #expect(throws: SubprocessError.self) {
                try await run(
                    Command("sh", ["-c", "kill -STOP $$"]),
                    by: .after(.milliseconds(300)),
                    grace: .seconds(30)
                )
            }
        }
        #expect(took < 60)
    }

    @Test func `cancelling ends the command`() async throws {
        let scratch = Scratch("cancel")
        let script = "echo $$ >\(scratch.file("pid")); exec sleep 100"
        let task = Task { try await run(Command("sh", ["-c", script]), by: .after(.seconds(90))) }
        let child = try pid(from: "pid", in: scratch)
        task.cancel()
        await #expect(throws: SubprocessError.cancelled) { try await task.value }
        #expect(kill(child, 0) != 0, "reaped, so nobody has this pid")
    }

    @Test func `a grandchild that holds the pipe open does not delay the return`() async throws {
        let scratch = Scratch("holder")
        let script = "sleep 100 & echo $! >\(scratch.file("pid")); echo done"
        let took = try await seconds {
            let done = try await run(Command("sh", ["-c", script]), by: .after(.seconds(50)))
            #expect(done.outputText == "done\n")
            #expect(done.ending.isSuccess)
        }
        #expect(took < 60)
        kill(try pid(from: "pid", in: scratch), SIGKILL)
    }

    @Test func `a grandchild that writes for ever does not delay the return`() async throws {
        let scratch = Scratch("writer")
        let script = "yes & echo $! >\(scratch.file("pid"))"
        let took = try await seconds {
            let done = try await run(Command("sh", ["-c", script]), by: .after(.seconds(50)))
            #expect(done.ending.isSuccess)
        }
        #expect(took < 60)
        let writer = try pid(from: "pid", in: scratch)
        try waitUntil("its pipe is broken") { !isRunning(writer) }
    }

    @Test func `a child that closes its output and lives on is waited for`() async throws {
        let done = try await run(
            Command("sh", ["-c", "exec >&- 2>&-; sleep 0.3; exit 5"]),
            by: .after(.seconds(30))
        )
        #expect(done.ending == .exited(5))
    }

    @Test func `what is written just before the end is never lost`() async throws {
        for _ in 0..<100 {
            let done = try await run(
                Command("sh", ["-c", "head -c 60000 /dev/zero; printf end"]),
                by: .after(.seconds(30))
            )
            #expect(done.output.count == 60_003)
        }
    }

    @Test func `no zombie is left`() async throws {
        for _ in 0..<20 { _ = try await run(Command("true"), by: .after(.seconds(30))) }
        for _ in 0..<5 { _ = try spawn(Command("true")) }
        // Handles let go are reaped by later launches.
        var zombies = 0
        for _ in 0..<200 {
            _ = try await run(Command("true"), by: .after(.seconds(30)))
            let listing = try await run(
                Command("ps", ["-o", "stat=,comm=", "--ppid", "\(getpid())"]),
                by: .after(.seconds(30))
            )
            zombies =
                listing.outputText.split(separator: "\n").filter { $0.hasPrefix("Z") && $0.contains("true") }.count
            if zombies == 0 { break }
        }
        #expect(zombies == 0)
    }
}
