import Testing

@testable import HTTP

@Suite struct EnvironmentProxyTests {
    private func host(_ url: String, _ variables: [String: String]) -> String? {
        EnvironmentProxy(for: url, variable: { variables[$0] })?.host
    }

    @Test func `each scheme has its variable, and one is for all`() {
        #expect(host("http://a.test/", ["HTTP_PROXY": "http://p.test:1"]) == nil)
        #expect(host("http://a.test/", ["https_proxy": "http://p.test:1"]) == nil)
        #expect(host("http://a.test/", ["http_proxy": ""]) == nil)
        #expect(host("http://a.test/", ["http_proxy": "http://me:secret@p.test:1"]) == "p.test")
        #expect(host("https://a.test/", ["HTTPS_PROXY": "p.test:1"]) == "p.test")
        #expect(host("https://a.test/", ["https_proxy": "", "ALL_PROXY": "socks5h://q.test"]) == "q.test")
        #expect(host("https://a.test/", ["http_proxy": "p.test:1", "all_proxy": "q.test:1"]) == "q.test")
    }

    @Test(arguments: [
        ("a.test", "b.test", false), ("a.test", "a.test", true), ("a.test", ".a.test", true),
        ("x.a.test", "b.test, a.test", true), ("xa.test", "a.test", false), ("A.test.", "a.TEST", true),
        ("a.test", "*", true), ("a.test", "*, b.test", false), ("a.test", "", false),
        ("10.1.2.3", "10.1.2.3", true), ("10.1.2.3", "10.0.0.0/8", true), ("10.1.2.3", "10.0.0.0/15", true),
        ("10.2.2.3", "10.0.0.0/15", false), ("10.1.2.3", "1.2.3", false), ("10.1.2.3", "10.0.0.0/33", false),
        ("::1", "[::1]", true), ("fd00::1", "fd00::/8", true), ("fe80::1", "fd00::/8", false),
    ])
    func `hosts that are reached directly are told as curl tells them`(host: String, exceptions: String, covered: Bool)
    {
        #expect(ProxyExceptions(exceptions).cover(host) == covered)
    }
}
