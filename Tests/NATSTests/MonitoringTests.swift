import Deadlines
import HTTP
import NATS
import Network
import TestSupport
import Testing

@Suite(.live, .timeLimit(.minutes(5))) struct MonitoringTests {
    private let client = HTTPClient()

    @Test func `the pages of a server are read`() async throws {
        // Of its own: a server is unhealthy while one of its streams is half made, as those of other tests may be at any time.
        let server = try NATSServer()
        let connection = try await connect(server)
        let pages = NATSMonitoring(server.monitoringURL, over: client)
        let status = try await pages.server(by: soon())
        #expect(status.version == connection.info.version)
        #expect(status.serverID == connection.info.serverID)
        #expect(status.hasJetStream)
        #expect(status.connections >= 1)
        #expect(status.maxPayload == 1_048_576)
        let jetStream = try await pages.jetStream(by: soon())
        #expect(!jetStream.isDisabled)
        #expect(jetStream.maxStorage > 0)
        #expect(jetStream.metaLeader == nil)
        let (health, serverHealth) = try await (pages.health(by: soon()), pages.health(serverOnly: true, by: soon()))
        #expect(health.isHealthy, "\(health)")
        #expect(serverHealth.isHealthy, "\(serverHealth)")
        #expect(try await pages.connections(limit: 10_000, by: soon()).contains { $0.id == connection.clientID })
        #expect(try await pages.leafLinks(by: soon()).isEmpty)
        #expect(try await pages.routes(by: soon()).isEmpty)
        #expect(try await pages.gateways(by: soon()).isEmpty)
        #expect(try await pages.accounts(by: soon()).contains("$G"))
    }

    @Test func `leaf links are seen from the hub`() async throws {
        let port = freePort()
        let hub = try NATSServer(configuration: "leafnodes { listen: \"127.0.0.1:\(port)\" }", jetStream: false)
        let leaf = try NATSServer(
            configuration: """
                server_name: far
                leafnodes { remotes: [ { url: "nats-leaf://127.0.0.1:\(port)" } ] }
                """,
            jetStream: false,
        )
        let pages = NATSMonitoring(hub.monitoringURL, over: client)
        try await eventually("the leaf is linked") { try await pages.leafLinks(by: soon()).map(\.name) == ["far"] }
        #expect(try await pages.server(by: soon()).leafLinks == 1)
        #expect(try await pages.jetStream(by: soon()).isDisabled)
        withExtendedLifetime(leaf) {}
    }

    @Test func `who is not there or is no NATS server is told`() async throws {
        let nobody = NATSMonitoring("http://127.0.0.1:\(freePort())", over: client)
        await #expect {
            _ = try await nobody.server(by: soon())
        } throws: { error in
            if case MonitoringFailure.http(let cause) = error { cause.kind == .transport(.refused) } else { false }
        }
        let page = NATSMonitoring(try TestServers.nats().monitoringURL, over: client)
        await #expect {
            _ = try await page.page("", by: soon())
        } throws: { error in
            if case MonitoringFailure.malformed = error { true } else { false }
        }
        await #expect(throws: MonitoringFailure.status(404)) { try await page.page("nothing", by: soon()) }
    }
}
