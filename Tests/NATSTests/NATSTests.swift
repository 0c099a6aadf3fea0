import Deadlines
import NATS
import TestSupport
import Testing

@Suite(.live, .timeLimit(.minutes(1))) struct NATSConnectionTests {
    @Test func `a server lets us in and says what it is`() async throws {
        let server = try TestServers.nats()
        let connection = try await NATSConnection.open(NATSOptions(url: server.url), by: .after(.seconds(10)))
        #expect(connection.info.version.hasPrefix("2."))
        let account = try await JetStream(connection).account(by: .after(.seconds(10)))
        #expect(account.streams >= 0)
        print(connection.info.json, account.json)
    }
}
