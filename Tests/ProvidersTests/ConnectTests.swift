import Cryptography
import HTTP
import Platform
import TestSupport
import Testing
import WebLadder
import Words

@testable import Providers

@Suite(.timeLimit(.minutes(5))) struct ConnectTests {
    private static let page = Answer(
        200,
        "<!DOCTYPE html><html><body>Welcome to the hotel</body></html>",
        headers: ["content-type": "text/html"]
    )

    @Test(
        arguments: [
            (page, "protocol_mismatch"), (Answer(200, "garbage in no form"), "protocol_mismatch"),
            (Answer(200, #"{"hello":"world"}"#), "protocol_mismatch"),
            (Answer(404, #"{"error":{"message":"Not Found","code":404}}"#), "protocol_mismatch"),
            (Answer(404, "404 page not found"), "protocol_mismatch"),
            (
                Answer(302, "", headers: ["location": "https://portal.example/login?token=secretive"]),
                "protocol_mismatch"
            ),
        ],
        Provider.Kind.all
    )
    func `Whoever is not the provider is told, and the rest is blocked`(
        _ told: (answer: Answer, failure: String),
        _ kind: Provider.Kind
    ) async throws {
        let server = try WebStandIn { _ in told.answer }
        defer { server.stop() }
        let seen = await Trial(kind, at: server.url, models: ["some"]).examination()
        #expect(seen.story == "connect fail \(told.failure), key blocked, models blocked, quota blocked")
        #expect(seen.outcome("providers.quota")?.blockedBy?.id == "providers.connect")
        #expect(!"\(seen)".contains("secretive"))
    }

    @Test func `A gateway that has nobody behind it is no fault of ours`() async throws {
        let server = try WebStandIn { _ in
            Answer(502, "<html>Bad gateway</html>", headers: ["content-type": "text/html"])
        }
        defer { server.stop() }
        let seen = await Trial(.openai, at: server.url).examination()
        #expect(seen.story == "connect warn overloaded, key warn overloaded, quota skipped")
    }

    @Test func `Refused, black-holed, silent and closing are four different things`() async throws {
        let silent = try Listener(.silent)
        let closing = try Listener(.closing)
        let resetting = try Listener(.resetting)
        let hole = try Listener(.blackholed)
        let cases = [
            (freePort(), "refused"), (hole.port, "connect_timeout"), (silent.port, "no_reply"),
            (closing.port, "closed"), (resetting.port, "reset"),
        ]
        for (port, failure) in cases {
            let seen = await Trial(.openai, at: "http://127.0.0.1:\(port)").examination(timeout: .seconds(2))
            #expect(seen.story == "connect fail \(failure), key blocked, quota blocked")
        }
        keep(silent, closing, resetting, hole)
    }

    @Test func `A name that does not exist is told as one`() async {
        let seen = await Trial(.anthropic, at: "https://no-such-host.invalid").examination()
        #expect(["dns", "dns_no_answer"].contains(seen.outcome("providers.connect")?.worst?.failureClass))
    }

    @Test func `What speaks no HTTP is told`() async throws {
        let mail = try Listener(.answering("220 smtp.example ESMTP\r\n"))
        let seen = await Trial(.custom, at: "http://127.0.0.1:\(mail.port)").examination()
        #expect(seen.story == "connect fail protocol_mismatch, key blocked, quota blocked")
        keep(mail)
    }

    @Test func `A proxy that is not there is the proxy's fault`() async throws {
        let server = try WebStandIn(Played.openAI())
        defer { server.stop() }
        var trial = Trial(.openai, at: "\(server.url)/v1")
        trial.way.proxy = .url("http://me:Xq7marker@127.0.0.1:\(freePort())")
        #expect(await trial.examination().story == "connect fail proxy, key blocked, quota blocked")
    }

    @Test func `Certificates are told apart`() async throws {
        let server = try WebStandIn(Played.openAI())
        let authority = try CertificateAuthority(name: "Test Authority")
        let stranger = try CertificateAuthority(name: "Stranger")
        let good = try authority.issue(for: ["localhost"], until: Day.after(60))
        let soon = try authority.issue(for: ["localhost"], until: Day.after(20))
        let verySoon = try authority.issue(for: ["localhost"], until: Day.after(3))
        let old = try authority.issue(for: ["localhost"], validFrom: Day.after(-9), until: Day.after(-1))
        let early = try authority.issue(for: ["localhost"], validFrom: Day.after(1), until: Day.after(9))
        let other = try authority.issue(for: ["other.test"])
        let unknown = try stranger.issue(for: ["localhost"])
        let cases: [(KeyedCertificate, String)] = [
            (good, "connect pass, key pass, quota skipped"),
            (soon, "connect warn tls_expiring, key pass, quota skipped"),
            (verySoon, "connect fail tls_expiring, key blocked, quota blocked"),
            (old, "connect fail tls_expired, key blocked, quota blocked"),
            (early, "connect fail tls_not_yet_valid, key blocked, quota blocked"),
            (other, "connect fail tls_hostname, key blocked, quota blocked"),
            (unknown, "connect fail tls_untrusted, key blocked, quota blocked"),
        ]
        for (certificate, story) in cases {
            let front = try TLSStandIn(
                before: server.port,
                chain: certificate.certificate.pem,
                key: certificate.key.pem
            )
            var trial = Trial(.openai, at: "\(front.url)/v1")
            trial.way.tls.trust = .pem(authority.identity.certificate.pem)
            #expect(await trial.examination().story == story)
            keep(front)
        }
        server.stop()
    }

    @Test func `A server of another age, one that wants our certificate, and plain text to either are told apart`()
        async throws
    {
        let server = try WebStandIn(Played.openAI())
        defer { server.stop() }
        let authority = try CertificateAuthority(name: "Test Authority")
        let own = try authority.issue(for: ["localhost"], until: Day.after(60))
        let cases: [(TLSStandIn.Demand, String)] = [
            (.tls10, "tls_version"), (.certificate, "tls_client_certificate"),
        ]
        for (demand, failure) in cases {
            let front = try TLSStandIn(
                before: server.port,
                chain: own.certificate.pem,
                key: own.key.pem,
                demanding: demand
            )
            var trial = Trial(.openai, at: "\(front.url)/v1")
            trial.way.tls.trust = .pem(authority.identity.certificate.pem)
            #expect(await trial.examination().story == "connect fail \(failure), key blocked, quota blocked")
            keep(front)
        }
        let front = try TLSStandIn(before: server.port, chain: own.certificate.pem, key: own.key.pem)
        let plain = await Trial(.openai, at: "http://localhost:\(front.port)/v1").examination()
        #expect(plain.story == "connect fail tls_missing, key blocked, quota blocked")
        keep(front)
    }

    @Test func `A key with a line end in it is told, and never sent`() async throws {
        let server = try WebStandIn(Played.openAI())
        defer { server.stop() }
        var trial = Trial(.openai, at: "\(server.url)/v1")
        trial.variables = ["KEY": "sk-Xq7marker\nInjected: yes"]
        #expect(await trial.examination().story == "connect pass, key fail config, quota blocked")
        #expect(server.requests.count == 1)
    }

    @Test func `A key or an endpoint that nobody set is told before anybody is asked`() async throws {
        let server = try WebStandIn(Played.openAI())
        defer { server.stop() }
        var trial = Trial(.openai, at: "\(server.url)/v1")
        trial.variables = [:]
        #expect(await trial.examination().story == "connect pass, key fail config, quota blocked")
        trial.provider.endpoint = Reference(.variable("NOWHERE", fallback: nil))
        #expect(await trial.examination().story == "connect fail config, key blocked, quota blocked")
    }
}

extension Provider.Kind {
    static let all: [Provider.Kind] = [.openrouter, .anthropic, .openai, .custom]
}
