import Testing

@testable import Network

@Suite struct SplitURLTests {
    @Test(arguments: ["", "host:4222", "/path", "nats:host"]) func `what names no scheme is no URL`(text: String) {
        #expect(SplitURL(text) == nil)
    }

    @Test(arguments: [
        ("https://user:secret@host:8443/a?b#c", "host:8443", "/a?b#c"),
        ("HTTP://host", "host", ""),
        ("nats://a:p@b@host:4222", "host:4222", ""),
        ("http://[::1]:80?a@b", "[::1]:80", "?a@b"),
        ("http://user:secret@/path", "", "/path"),
    ]) func `who asks is no part of the place`(url: String, place: String, rest: String) throws {
        let split = try #require(SplitURL(url))
        #expect(split.place == place)
        #expect(split.rest == rest)
    }

    @Test func `a text without a scheme is one of the scheme assumed`() {
        #expect(SplitURL("proxy:3128", assuming: "http")?.endpoint() == Endpoint(host: "proxy", port: 3_128))
        #expect(SplitURL("nats://host", assuming: "http")?.scheme == "nats")
    }

    @Test func `a place without a port leads nowhere unless there is a default`() {
        #expect(SplitURL("http://host/")?.endpoint() == nil)
        #expect(SplitURL("http://host/")?.endpoint(defaultPort: 80) == Endpoint(host: "host", port: 80))
    }
}
