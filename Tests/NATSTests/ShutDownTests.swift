import Deadlines
import NATS
import TestSupport
import Testing

@Suite(.live, .timeLimit(.minutes(5))) struct ShutDownTests {
    /// In a process of its own: it ends the library for good.
    @Test func `the library ends when its last connection has`() async throws {
        let url = try TestServers.nats().url
        await #expect(processExitsWith: .success) { [url = url as String] in
            let options = try NATSOptions(url: url)
            for round in 1...3 {
                let connection = try await NATSConnection.open(options, by: .after(.seconds(40)))
                _ = try await connection.roundTrip(by: .after(.seconds(40)))
                let messages = try connection.subscribe("a")
                if round == 3 {
                    // One that stands holds it up to the deadline and no longer.
                    let early = await NATS.shutDown(by: .after(.milliseconds(100)))
                    precondition(!early)
                }
                messages.unsubscribe()
                connection.close()
            }
            let ended = await NATS.shutDown(by: .after(.seconds(40)))
            precondition(ended)
        }
    }
}
