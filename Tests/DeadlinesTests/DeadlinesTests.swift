import TestSupport
import Testing

@Suite(.live) struct ServersTests {
    @Test func `all servers come up`() throws {
        #expect(try TestServers.postgreSQL().psql("select 1") == "1\n")
        #expect(try TestServers.nats().port > 0)
        #expect(try TestServers.objectStore().port > 0)
        #expect(try TestServers.redis().port > 0)
    }
}
