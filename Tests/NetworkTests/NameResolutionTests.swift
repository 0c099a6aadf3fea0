import Deadlines
import Dispatch
import Glibc
import TestSupport
import Testing

@testable import Network

private func soon() -> Deadline { .after(.seconds(30)) }

@Suite(.timeLimit(.minutes(5))) struct NameResolutionTests {
    @Test func `localhost and numbers resolve`() async throws {
        #expect(try await resolve("localhost", port: 80, by: soon()).contains { $0.numeric == "127.0.0.1" })
        #expect(try await resolve("127.0.0.1", port: 80, by: soon()).map(\.numeric) == ["127.0.0.1"])
        let six = try await resolve("[::1]", port: 80, by: soon())
        #expect(six.map(\.numeric) == ["::1"])
        #expect(six.map(\.isIPv6) == [true])
    }

    @Test func `a name that cannot be is unknown`() async {
        await #expect(throws: TransportFailure.nameUnknown(host: "a..b")) {
            try await resolve("a..b", port: 80, by: soon())
        }
    }

    @Test func `a resolver that hangs ends by the deadline, or when cancelled, and does no harm later`() async throws {
        let late = DispatchSemaphore(value: 0)
        let hanging: @Sendable () -> Result<[Address], TransportFailure> = {
            late.wait()
            return .success([])
        }
        await #expect(throws: TransportFailure.nameTimedOut(host: "slow.test")) {
            try await resolve("slow.test", by: .after(.milliseconds(100)), asking: hanging)
        }
        let asking = Task { try await resolve("slow.test", by: .after(.seconds(50)), asking: hanging) }
        asking.cancel()
        await #expect(throws: TransportFailure.interrupted) { try await asking.value }
        late.signal()
        late.signal()
    }

    @Test func `many hanging look-ups do not stall the others`() async throws {
        let late = DispatchSemaphore(value: 0)
        await withTaskGroup { group in
            for _ in 0..<100 {
                group.addTask {
                    _ = try? await resolve("slow.test", by: .after(.milliseconds(500))) {
                        late.wait()
                        return .success([])
                    }
                }
            }
            group.addTask {
                let found = try? await resolve("localhost", port: 1, by: soon())
                #expect(found?.isEmpty == false)
            }
        }
        for _ in 0..<100 { late.signal() }
    }

    @Test func `the families take turns`() {
        func address(_ text: String) -> Address {
            Address(numeric: text, isIPv6: text.contains(":"), bytes: Array(text.utf8))
        }
        let given = ["::1", "::2", "::3", "1.1.1.1"].map(address)
        #expect(familiesInTurn(given).map(\.numeric) == ["::1", "1.1.1.1", "::2", "::3"])
        #expect(familiesInTurn([]).isEmpty)
    }

    @Test(
        arguments: [
            ("host", "host", 9), ("host:1", "host", 1), ("[::1]:65535", "::1", 65_535), ("[::1]", "::1", 9),
            ("::1", "::1", 9), ("127.0.0.1:80", "127.0.0.1", 80),
        ] as [(String, String, Int)]
    ) func `endpoints are read`(text: String, host: String, port: Int) {
        #expect(Endpoint(text, defaultPort: 9) == Endpoint(host: host, port: port))
    }

    @Test(arguments: [
        "", ":1", "h:", "h:0", "h:65536", "h:x", "h:+1", "[::1", "[h]:1", "[::1]x", "a b:1", "u@h:1", "h/p:1",
    ])
    func `what is no endpoint is refused`(text: String) {
        #expect(Endpoint(text, defaultPort: 9) == nil)
    }

    @Test func `an endpoint prints so that it can be read again`() {
        #expect(Endpoint(host: "::1", port: 5).description == "[::1]:5")
        #expect(Endpoint(host: "[::1]", port: 5) == Endpoint(host: "::1", port: 5))
        #expect(Endpoint("h") == nil)
    }
}
