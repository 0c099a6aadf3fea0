import Deadlines
import TestSupport
import Testing
import Words

@testable import Machine

@Suite struct ProxyTests {
    @Test func `No variable, no check`() {
        #expect(ProxySettings(["NO_PROXY": "a"]).isEmpty)
        #expect(ProxySettings(["https_proxy": ""]).isEmpty)
    }

    @Test func `A proxy that refuses is told as the proxy's fault, without its password`() async {
        let port = freePort()
        let settings = ProxySettings(["HTTPS_PROXY": "http://me:Xq7marker@127.0.0.1:\(port)"])
        let diagnosis = await settings.diagnosis(hosts: [], at: Address("machine", "proxy"), by: .after(.seconds(20)))
        #expect(diagnosis.findings.map(\.failureClass) == ["proxy"])
        #expect(diagnosis.findings.first?.severity == .error)
        #expect(!"\(diagnosis)".contains("Xq7marker"))
    }

    @Test func `A proxy that cannot be read is told`() async {
        let settings = ProxySettings(["all_proxy": "http://"])
        let diagnosis = await settings.diagnosis(hosts: [], at: Address("machine", "proxy"), by: .after(.seconds(20)))
        #expect(diagnosis.findings.map(\.failureClass) == ["config"])
    }

    @Test(arguments: [
        ("localhost", "localhost,127.0.0.1", true), ("db.svc", ".svc", true), ("db.svc", "*.svc", true),
        ("other.example.com", "example.com", true), ("notexample.com", "example.com", false), ("a", "*", true),
        ("a", "", false),
    ])
    func `A host passes by where NO_PROXY says so`(_ host: String, _ exceptions: String, _ passes: Bool) {
        #expect(ProxySettings(["NO_PROXY": exceptions]).passesBy(host) == passes)
    }

    @Test func `Internal hosts that go through the proxy are named`() {
        let settings = ProxySettings(["https_proxy": "http://proxy:3128", "no_proxy": "localhost"])
        #expect(
            settings.misled(among: ["localhost", "127.0.0.1", "api.example.com", "nats"]) == ["127.0.0.1", "nats"]
        )
    }
}
