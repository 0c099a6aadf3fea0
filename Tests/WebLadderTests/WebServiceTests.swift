import HTTP
import Network
import Testing

@testable import WebLadder

@Suite struct WebServiceTests {
    private let client = HTTPClient()

    @Test(arguments: [
        ("https://api.example.com/v1/", "api.example.com", 443), ("http://me:Xq7marker@host:9090/a?b=c", "host", 9_090),
        ("http://[::1]:80", "::1", 80), ("HTTPS://Host", "Host", 443),
    ])
    func `A URL tells where it leads, and never with whose password`(_ url: String, _ host: String, _ port: Int) {
        let service = WebService("it", at: url, by: client)
        #expect(service.endpoint == Endpoint(host: host, port: port))
        #expect(!service.shown.contains("Xq7marker"))
        #expect(service.shown.contains(host))
    }

    @Test func `What is no URL leads nowhere`() {
        #expect(WebService("it", at: "nowhere", by: client).endpoint == nil)
    }

    @Test func `Slashes at the end are one too many`() {
        #expect(WebService("it", at: "https://api.example.com/v1//", by: client).url == "https://api.example.com/v1")
    }
}
