import Deadlines
import Glibc
import Network
import TestSupport
import Testing

private func soon() -> Deadline { .after(.seconds(30)) }

private func addresses(_ targets: (String, Int)...) async throws -> [Address] {
    var all: [Address] = []
    for (host, port) in targets { all += try await resolve(host, port: port, by: soon()) }
    return all
}

/// Says something and returns what comes back first, with the address that took it.
private func talk(
    _ addresses: [Address],
    saying text: String = "hello",
    by deadline: Deadline = soon(),
) async throws(TransportFailure) -> (reply: String, from: String) {
    try await onOwnThread("talk") { bell throws(TransportFailure) in
        let stream = try TCPStream(to: addresses, by: deadline, unless: bell)
        try stream.write(Array(text.utf8), by: deadline, unless: bell)
        let reply = try stream.read(atMost: 100, by: deadline, unless: bell)
        return (String(decoding: reply, as: UTF8.self), stream.address.numeric)
    }
}

@Suite(.timeLimit(.minutes(5))) struct TCPStreamTests {
    @Test func `what is sent comes back from an echo`() async throws {
        let echo = try Listener(.echoing)
        defer { keep(echo) }
        #expect(try await talk(addresses(("127.0.0.1", echo.port))) == ("hello", "127.0.0.1"))
    }

    @Test func `IPv6 works as well`() async throws {
        let echo = try Listener(.echoing, address: "::1")
        defer { keep(echo) }
        #expect(try await talk(addresses(("::1", echo.port))) == ("hello", "::1"))
        #expect(try await talk(addresses(("[::1]", echo.port))) == ("hello", "::1"))
    }

    @Test func `nobody listening is refused at once`() async throws {
        let nobody = try await addresses(("127.0.0.1", freePort()))
        await #expect(throws: TransportFailure.refused) { try await talk(nobody) }
    }

    @Test func `no address at all is unreachable`() async {
        await #expect(throws: TransportFailure.unreachable(errno: EHOSTUNREACH)) { try await talk([]) }
    }

    @Test func `silence to a connect ends by the deadline, or when cancelled`() async throws {
        let hole = try Listener(.blackholed)
        defer { keep(hole) }
        let targets = try await addresses(("127.0.0.1", hole.port))
        await #expect(throws: TransportFailure.connectTimedOut) {
            try await talk(targets, by: .after(.milliseconds(200)))
        }
        let talking = Task { try await talk(targets, by: .after(.seconds(50))) }
        try await Task.sleep(for: .milliseconds(50))
        talking.cancel()
        await #expect(throws: TransportFailure.interrupted) { try await talking.value }
    }

    @Test func `dead addresses do not eat the deadline`() async throws {
        let hole = try Listener(.blackholed)
        defer { keep(hole) }
        let echo = try Listener(.echoing, address: "127.0.0.2")
        defer { keep(echo) }
        let targets = try await addresses(
            ("127.0.0.1", hole.port),
            ("127.0.0.1", freePort()),
            ("127.0.0.1", hole.port),
            ("127.0.0.2", echo.port)
        )
        let start = ContinuousClock.now
        #expect(try await talk(targets, by: .after(.seconds(50))).from == "127.0.0.2")
        #expect(ContinuousClock.now - start < .seconds(40))
    }

    @Test func `of several failures the telling one is told`() async throws {
        let hole = try Listener(.blackholed)
        defer { keep(hole) }
        let refused = ("127.0.0.1", freePort())
        let mixed = try await addresses(refused, ("127.0.0.1", hole.port))
        await #expect(throws: TransportFailure.connectTimedOut) { try await talk(mixed, by: .after(.seconds(1))) }
        let twice = try await addresses(refused, ("127.0.0.1", freePort()))
        await #expect(throws: TransportFailure.refused) { try await talk(twice) }
    }

    @Test func `a reset, a close and silence are told apart`() async throws {
        let resetting = try Listener(.resetting)
        defer { keep(resetting) }
        let toReset = try await addresses(("127.0.0.1", resetting.port))
        await #expect(throws: TransportFailure.reset) { try await talk(toReset) }
        let closing = try Listener(.closing)
        defer { keep(closing) }
        #expect(try await talk(addresses(("127.0.0.1", closing.port))).reply == "")
        let silent = try Listener(.silent)
        defer { keep(silent) }
        let toSilent = try await addresses(("127.0.0.1", silent.port))
        await #expect(throws: TransportFailure.noReply) { try await talk(toSilent, by: .after(.milliseconds(200))) }
    }

    @Test func `writing to who does not read ends by the deadline`() async throws {
        let silent = try Listener(.silent)
        defer { keep(silent) }
        let targets = try await addresses(("127.0.0.1", silent.port))
        let flood = String(repeating: "x", count: 32 << 20)
        await #expect(throws: TransportFailure.noReply) {
            try await talk(targets, saying: flood, by: .after(.milliseconds(500)))
        }
    }
}
