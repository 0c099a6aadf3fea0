import Deadlines
import NATS
import TestSupport
import Testing

@Suite(.live, .timeLimit(.minutes(1))) struct ShutDownTests {
    /// In a process of its own: it ends the library for good.
    @Test func `the library ends when its last connection has`() async throws {
        let url = try TestServers.nats().url
        await #expect(processExitsWith: .success) { [url = url as String] in
            let connection = try await NATSConnection.open(try NATSOptions(url: url), by: .after(.seconds(40)))
            _ = try await connection.roundTrip(by: .after(.seconds(40)))
            connection.close()
            let start = ContinuousClock.now
            precondition(NATS.shutDown(within: .seconds(30)))
            precondition(ContinuousClock.now - start < .seconds(20))
        }
    }
}
