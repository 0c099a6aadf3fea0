import Network
import Testing

@Suite struct EndpointTests {
    @Test(arguments: ["localhost", "::1", "127.0.0.1", "127.8.9.10"]) func `this machine is known by its own addresses`(
        host: String
    ) {
        #expect(Endpoint(host: host, port: 1).isOnLoopback)
    }

    @Test(arguments: ["10.0.0.1", "localhost.example.com", "12.7.0.1", "::2"]) func `another machine is none of them`(
        host: String
    ) {
        #expect(!Endpoint(host: host, port: 1).isOnLoopback)
    }
}
