import Doctor
import Platform
import TestSupport
import Testing
import Words

@testable import AgentEndpoint

@Suite(.timeLimit(.minutes(5))) struct AgentTests {
    private func story(_ other: [String: Answer] = [:]) async throws -> String {
        let server = try WebStandIn(Played.agent(other))
        defer { server.stop() }
        return try await Trial(at: server.url).examination().story
    }

    @Test func `A healthy agent has nothing to say`() async throws {
        #expect(try await story() == "connect pass, health pass, ready pass, metrics pass, answer pass")
    }

    @Test func `An agent without an endpoint is not looked at`() async throws {
        var trial = Trial(at: "")
        trial.platform.agent?.endpoint = nil
        #expect(try await trial.examination().outcomes.isEmpty)
    }

    @Test func `Nobody there, a stranger and a gateway are told, and the rest is blocked`() async throws {
        let rest = "health blocked, ready blocked, metrics blocked, answer blocked"
        let gone = try await Trial(at: "http://127.0.0.1:\(freePort())").examination()
        #expect(gone.story == "connect fail refused, \(rest)")
        #expect(gone.outcome("agent.answer")?.blockedBy?.id == "agent.connect")
        let page = ["content-type": "text/html"]
        #expect(
            try await story(["/health": Answer(200, "<html>", headers: page)])
                == "connect fail protocol_mismatch, \(rest)"
        )
        #expect(try await story(["/health": Answer(404, "nothing")]) == "connect fail protocol_mismatch, \(rest)")
        #expect(
            try await story(["/health": Answer(503, "<html>", headers: page)]) == "connect fail overloaded, \(rest)"
        )
    }

    @Test func `A frozen agent is told within the time of a check`() async throws {
        let silent = try Listener(.silent)
        let seen = try await Trial(at: "http://127.0.0.1:\(silent.port)").examination(timeout: .seconds(1))
        #expect(seen.outcome("agent.connect")?.worst?.failureClass == "no_reply")
        keep(silent)
    }

    @Test func `Degraded is a warning, unhealthy a fault, and the part that is ill is named`() async throws {
        let degraded = Answer(
            200,
            #"{"status":"degraded","checks":{"database":"ok","cache":{"status":"down","error":"no route"}}}"#
        )
        let ill = Answer(503, #"{"status":"unhealthy","components":{"database":"failed"}}"#)
        let server = try WebStandIn(Played.agent(["/health": degraded]))
        defer { server.stop() }
        let health = try await Trial(at: server.url).examination().outcome("agent.health")
        #expect(health?.status == .warn)
        #expect(health?.worst?.evidence.contains(.fact("cache", "down: no route")) == true)
        #expect(try await story(["/health": ill]).hasPrefix("connect pass, health fail unhealthy, ready pass"))
        #expect(try await story(["/health": Answer(200, "fine")]).hasPrefix("connect pass, health pass broken_answer"))
    }

    @Test func `An agent that is not ready is asked no question`() async throws {
        #expect(
            try await story(["/ready": Answer(503, #"{"status":"starting"}"#)])
                == "connect pass, health pass, ready fail starting, metrics pass, answer blocked"
        )
        #expect(try await story(["/ready": Answer(404)]).contains("ready fail missing"))
    }

    @Test func `Figures that the alerts read and nobody tells are a warning, what is none a fault`() async throws {
        let few = Answer(200, "hopper_answers_total{code=\"200\"} 3\n")
        let server = try WebStandIn(Played.agent(["/metrics": few]))
        defer { server.stop() }
        let metrics = try await Trial(at: server.url).examination().outcome("agent.metrics")
        #expect(metrics?.status == .warn)
        #expect(metrics?.worst?.failureClass == "missing")
        #expect(metrics?.summary.contains("hopper_answer_seconds and worker_jobs_total") == true)
        #expect(metrics?.summary.contains("hopper_answers_total") == false)
        #expect(try await story(["/metrics": Answer(200, "{\"requests\": 3}")]).contains("metrics fail broken_answer"))
        #expect(try await story(["/metrics": Answer(404)]).contains("metrics warn missing"))
    }

    @Test(arguments: [
        (Answer(200, #"{"response":""}"#), "fail broken_answer"),
        (Answer(200, #"{"error":"no provider"}"#), "fail broken_answer"),
        (Answer(500, #"{"detail":"boom"}"#), "fail broken_answer"), (Answer(503, ""), "fail overloaded"),
        (Answer(401, ""), "fail auth"), (Answer(403, ""), "fail permission"), (Answer(404, ""), "fail missing"),
        (Answer(429, ""), "warn rate_limited"),
    ])
    func `An answer that is none is told apart`(_ answer: Answer, _ story: String) async throws {
        #expect(try await self.story(["/chat": answer]).hasSuffix("answer \(story)"))
    }

    @Test func `A slow answer is a warning`() async throws {
        let server = try WebStandIn(Played.agent())
        defer { server.stop() }
        var trial = Trial(at: server.url)
        var performance = Performance()
        performance.responseTimeMax = Period(milliseconds: 0)
        trial.platform.performance = performance
        let answer = try await trial.examination().outcome("agent.answer")
        #expect(answer?.status == .warn)
        #expect(answer?.worst?.failureClass == "latency")
    }

    @Test func `The question spends tokens, and says so`() {
        #expect(AgentEndpointChecks.answer.tags == ["tokens"])
    }
}
