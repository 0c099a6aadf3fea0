import Doctor
import TestSupport
import Testing
import Words

@testable import Telemetry

@Suite(.timeLimit(.minutes(5))) struct PrometheusTests {
    private static let rest = "targets blocked, freshness blocked, rules blocked"

    private func examine(_ other: [String: Answer] = [:]) async throws -> Examination {
        let server = try WebStandIn(Played.prometheus(other))
        defer { server.stop() }
        return await Trial.watching(server.url).examination()
    }

    @Test func `A healthy watch has nothing to say`() async throws {
        let seen = try await examine()
        #expect(seen.story == "prometheus pass, targets pass, freshness pass, rules pass")
        #expect(seen.outcome("telemetry.prometheus")?.seen == "Prometheus 3.5.0")
    }

    @Test func `Nothing declared, nothing asked`() async {
        #expect(await Trial().examination().outcomes.isEmpty)
    }

    @Test func `Nobody there, and a stranger, are told, and the rest is blocked`() async throws {
        let gone = await Trial.watching("http://127.0.0.1:\(freePort())").examination()
        #expect(gone.story == "prometheus fail refused, \(PrometheusTests.rest)")
        #expect(gone.outcome("telemetry.rules")?.blockedBy?.id == "telemetry.prometheus")
        let page = Answer(200, "<html>ready</html>", headers: ["content-type": "text/html"])
        #expect(
            try await examine(["/-/ready": page]).story == "prometheus fail protocol_mismatch, \(PrometheusTests.rest)"
        )
        #expect(
            try await examine(["/-/ready": Answer(404)]).story
                == "prometheus fail protocol_mismatch, \(PrometheusTests.rest)"
        )
    }

    @Test func `Alive and not ready is starting`() async throws {
        let seen = try await examine([
            "/-/ready": Answer(503, "Service Unavailable", headers: ["content-type": "text/plain"])
        ])
        #expect(seen.story == "prometheus fail starting, \(PrometheusTests.rest)")
    }

    @Test func `A target that is down is told with Prometheus's own error`() async throws {
        let seen = try await examine(["/api/v1/targets": Played.target("down", error: "connection refused")])
        let targets = seen.outcome("telemetry.targets")
        #expect(seen.story == "prometheus pass, targets fail unhealthy, freshness pass, rules pass")
        #expect(targets?.worst?.evidence == [.fact("agent:8000", "connection refused")])
    }

    @Test func `A job that is not there, one of another name, one not read yet and another address are told apart`()
        async throws
    {
        let absent = try await examine(["/api/v1/targets": Played.target(job: "appp")])
        #expect(absent.outcome("telemetry.targets")?.worst?.failureClass == "missing")
        #expect(absent.outcome("telemetry.targets")?.worst?.remedies.first == .hint("Is appp meant?"))
        let fresh = try await examine(["/api/v1/targets": Played.target("unknown")])
        #expect(fresh.outcome("telemetry.targets")?.status == .pass)
        #expect(fresh.outcome("telemetry.targets")?.worst?.failureClass == "starting")
        let other = try await examine(["/api/v1/targets": Played.target(address: "island-hopper-agent:8000")])
        #expect(other.outcome("telemetry.targets")?.status == .warn)
        #expect(other.outcome("telemetry.targets")?.worst?.failureClass == "drift")
    }

    @Test func `Old samples are a warning, none a fault`() async throws {
        #expect(try await examine(["/api/v1/query": Played.age(29)]).outcome("telemetry.freshness")?.status == .pass)
        let late = try await examine(["/api/v1/query": Played.age(31)]).outcome("telemetry.freshness")
        #expect(late?.status == .warn)
        #expect(late?.worst?.failureClass == "lag")
        let none = Played.success(#"{"resultType":"vector","result":[]}"#)
        let seen = try await examine(["/api/v1/query": none]).outcome("telemetry.freshness")
        #expect(seen?.status == .fail)
        #expect(seen?.worst?.failureClass == "lag")
    }

    @Test func `An alert that is not loaded, and one that cannot be computed, are told apart`() async throws {
        let few = try await examine(["/api/v1/rules": Played.rules(["AgentDown", "HighErrorRates"])]).outcome(
            "telemetry.rules"
        )
        #expect(few?.status == .fail)
        #expect(few?.worst?.failureClass == "missing")
        #expect(few?.summary.contains("HighErrorRate") == true)
        let broken = try await examine(["/api/v1/rules": Played.rules(health: "err", error: "many-to-many")]).outcome(
            "telemetry.rules"
        )
        #expect(broken?.worst?.failureClass == "invalid")
        #expect(broken?.worst?.evidence.contains(.fact("agents/AgentDown", "many-to-many")) == true)
    }

    @Test func `An error of the API is told as the check's own`() async throws {
        let error = Answer(503, #"{"status":"error","errorType":"timeout","error":"query timed out"}"#)
        let seen = try await examine(["/api/v1/query": error, "/api/v1/rules": Answer(404, "no")])
        #expect(seen.story == "prometheus pass, targets pass, freshness fail overloaded, rules fail missing")
    }

    @Test func `A Prometheus whose clock differs says how far`() async throws {
        let ready = Answer(
            200,
            "Ready",
            headers: ["content-type": "text/plain", "date": "Sun, 06 Nov 1994 08:49:37 GMT"]
        )
        let seen = try await examine(["/-/ready": ready]).outcome("telemetry.prometheus")
        #expect((seen?.measures.first { $0.name == "clock_offset" }?.value ?? 0) < -900_000_000)
    }
}
