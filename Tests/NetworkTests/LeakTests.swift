import Deadlines
import FoundationEssentials
import Glibc
import Network
import TestSupport
import Testing

private func openDescriptors() -> Int {
    (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? -1
}

@Suite(.timeLimit(.minutes(5))) struct LeakTests {
    // In a process of its own, where no other test opens anything.
    @Test func `failed and finished connections leave nothing open`() async {
        await #expect(processExitsWith: .success) {
            let echo = try Listener(.answering("no"))
            let hole = try Listener(.blackholed)
            defer { keep(echo, hole) }
            func round() async throws {
                let tls = TLSExpectation(serverName: "x", verification: .none)
                for port in [echo.port, freePort()] {
                    _ = await diagnose(Endpoint(host: "127.0.0.1", port: port), tls: tls, by: .after(.seconds(30)))
                }
                let hanging = Endpoint(host: "127.0.0.1", port: hole.port)
                _ = await diagnose(hanging, by: .after(.milliseconds(10)))
                _ = try? await resolve("a..b", port: 1, by: .after(.seconds(30)))
            }
            try await round()
            let before = openDescriptors()
            for _ in 0..<50 { try await round() }
            // The listener's side closes a moment later, and the runtime opens a few of its own when it first needs them:
            // one left behind in each of the fifty rounds would show all the same.
            try waitUntil("about \(before) descriptors are open", limit: 20) { openDescriptors() < before + 20 }
        }
    }
}
