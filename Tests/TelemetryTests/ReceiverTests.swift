import Cryptography
import Doctor
import FoundationEssentials
import HTTP
import Platform
import TestSupport
import Testing
import WebLadder
import Words

@testable import Telemetry

@Suite(.timeLimit(.minutes(5))) struct ReceiverTests {
    private func alertmanager(_ other: [String: Answer] = [:], prometheus: [String: Answer] = [:]) async throws
        -> CheckOutcome?
    {
        let server = try WebStandIn(Played.alertmanager(other))
        let watch = try WebStandIn(Played.prometheus(prometheus))
        defer {
            server.stop()
            watch.stop()
        }
        var trial = Trial.watching(watch.url)
        trial.declared.alertmanager = Reference(.literal(server.url))
        return await trial.examination().outcome("telemetry.alertmanager")
    }

    @Test func `A healthy Alertmanager has nothing to say`() async throws {
        let seen = try await alertmanager()
        #expect(seen?.status == .pass)
        #expect(seen?.findings == [])
    }

    @Test func `One that Prometheus does not know, is not ready, or tells nobody is told apart`() async throws {
        let unknown = try await alertmanager(prometheus: [
            "/api/v1/alertmanagers": Played.success(#"{"activeAlertmanagers":[]}"#)
        ])
        #expect(unknown?.status == .fail)
        #expect(unknown?.worst?.failureClass == "missing")
        let starting = try await alertmanager(["/-/ready": Answer(503, "", headers: ["content-type": "text/plain"])])
        #expect(starting?.worst?.failureClass == "starting")
        let deaf = try await alertmanager(["/api/v2/receivers": Answer(200, #"[{"name":"null"}]"#)])
        #expect(deaf?.status == .warn)
        #expect(deaf?.worst?.failureClass == "ineffective")
        let stranger = try await alertmanager(["/api/v2/receivers": Answer(404, "x")])
        #expect(stranger?.worst?.failureClass == "protocol_mismatch")
    }

    @Test(arguments: [
        (Answer(200, #"{"database":"ok","version":"12.0.1"}"#), CheckOutcome.Status.pass, String?.none),
        (Answer(503, #"{"database":"failing","version":"12.0.1"}"#), .warn, "unhealthy"),
        (Answer(200, "<html>", headers: ["content-type": "text/html"]), .fail, "protocol_mismatch"),
        (Answer(404, "x"), .fail, "protocol_mismatch"),
    ])
    func `Grafana says how it is`(_ answer: Answer, _ status: CheckOutcome.Status, _ failure: String?) async throws {
        let server = try WebStandIn { _ in answer }
        defer { server.stop() }
        var trial = Trial()
        trial.declared.grafana = Reference(.literal(server.url))
        let seen = await trial.examination().outcome("telemetry.grafana")
        #expect(seen?.status == status)
        #expect(seen?.worst?.failureClass == failure)
    }

    @Test(arguments: [
        "http://hooks.slack.com/services/T0/B0/Xq7marker", "https://hooks.slack.com/services/T0/Xq7marker", "Xq7marker",
    ])
    func `A webhook that is none is told, and nobody is asked`(_ url: String) async {
        var trial = Trial()
        trial.declared.slack = SecretReference.variable("SLACK")
        trial.variables = ["SLACK": url]
        #expect(await trial.examination().story == "channels fail config")
    }

    @Test func `A key of PagerDuty that is none is told`() async {
        var trial = Trial()
        trial.declared.pagerDuty = SecretReference.variable("PD")
        trial.variables = ["PD": "u+Xq7markerXq7marker"]
        #expect(await trial.examination().story == "channels fail config")
        trial.variables = [:]
        #expect(await trial.examination().story == "channels fail config")
    }

    @Test func `A channel is reached by a handshake, and nothing is sent`() async throws {
        let server = try WebStandIn { _ in Answer(200) }
        defer { server.stop() }
        let authority = try CertificateAuthority(name: "Test Authority")
        let good = try authority.issue(for: ["localhost"])
        let front = try TLSStandIn(before: server.port, chain: good.certificate.pem, key: good.key.pem)
        var trial = Trial()
        trial.way.tls.trust = .pem(authority.identity.certificate.pem)
        trial.declared.slack = SecretReference.variable("SLACK")
        trial.declared.pagerDuty = SecretReference.variable("PD")
        trial.variables = ["SLACK": "\(front.url)/services/T0/B0/Xq7marker", "PD": "Xq7markerXq7markerXq7markerXq7ma"]
        trial.pagerDuty = front.url
        let seen = await trial.examination()
        #expect(seen.story == "channels pass, channels pass")
        #expect(server.requests.isEmpty)
        trial.way.tls.trust = .system
        #expect(await trial.examination().story == "channels fail tls_untrusted, channels fail tls_untrusted")
        keep(front)
    }

    @Test func `A channel that is gone is told`() async {
        var trial = Trial()
        trial.declared.slack = SecretReference.variable("SLACK")
        trial.variables = ["SLACK": "https://127.0.0.1:\(freePort())/services/T0/B0/Xq7marker"]
        #expect(await trial.examination().story == "channels fail refused")
    }
}
