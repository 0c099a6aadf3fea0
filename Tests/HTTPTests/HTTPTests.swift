internal import Deadlines
internal import HTTP
internal import TestSupport
internal import Testing

@Suite struct SmokeTests {
    @Test func `a nats server's monitoring answers`() async throws {
        let server = try TestServers.nats()
        let client = HTTPClient()
        let response = try await client.send(HTTPRequest("GET", server.monitoringURL + "/healthz"), by: .after(.seconds(5)))
        #expect(response.status == 200)
        print(response.text, response.facts, response.headers.fields.map { "\($0.name)=\($0.value)" })
        let second = try await client.send(HTTPRequest("GET", server.monitoringURL + "/healthz"), by: .after(.seconds(5)))
        print(second.facts)
        await client.shutDown()
    }
}
