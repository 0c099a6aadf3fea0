import Deadlines
import FoundationEssentials
import Glibc
import Subprocesses
import Testing

private func openDescriptors() -> Int {
    (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? -1
}

@Suite(.timeLimit(.minutes(5))) struct LeakTests {
    // In a process of its own, where no other test opens anything or has children.
    @Test func `launches, failed and finished, leave nothing open and no zombie`() async {
        await #expect(processExitsWith: .success) {
            func round() async throws {
                let deadline = Deadline.after(.seconds(30))
                _ = try await run(Command("cat", input: .bytes([1])), by: deadline)
                _ = try? await run(Command("no-such-program", input: .bytes([1])), by: deadline)
                _ = try? await run(Command("sleep", ["9"]), by: .after(.milliseconds(10)))
                let child = try spawn(Command("echo"))
                _ = try await child.output?.line(by: deadline)
                try await child.stop()
            }
            try await round()
            let before = openDescriptors()
            for _ in 0..<25 { try await round() }
            let after = openDescriptors()
            // The runtime opens a few of its own when it first needs them; a leak in each of the rounds would be more.
            guard after < before + 12 else { fatalError("\(after) descriptors are open, \(before) were") }
            guard waitpid(-1, nil, WNOHANG) == -1, errno == ECHILD else { fatalError("a child is left") }
        }
    }
}
