import Deadlines
import Doctor
import HTTP
import Platform
import TestSupport
import WebLadder
import Words

@testable import AgentEndpoint

typealias Answer = WebStandIn.Answer

/// An agent that a stand-in plays.
struct Trial {
    var platform = Platform()

    init(at url: String) {
        platform.name = "island-hopper"
        var agent = Agent()
        agent.endpoint = Reference(.literal(url))
        platform.agent = agent
        var telemetry = Telemetry()
        // Not the platform's own name: a metric is called what its makers called it.
        telemetry.metrics.requests = "hopper_answers_total"
        telemetry.metrics.requestSeconds = "hopper_answer_seconds"
        telemetry.metrics.tasks = "worker_jobs_total"
        telemetry.alerts = Named([
            (name: "Errors", value: rule(.errorShare)), (name: "Slow", value: rule(.responseTimeP95)),
            (name: "Memory", value: rule(.memoryShare)), (name: "Tasks", value: rule(.throughput, of: "tasks")),
            (name: "Cache", value: rule(.errorShare, of: "cache")),
        ])
        platform.telemetry = telemetry
    }

    private func rule(_ measure: AlertRule.Measure, of thing: String = "agent") -> AlertRule {
        var rule = AlertRule()
        rule.of = thing
        rule.measure = measure
        return rule
    }

    func examination(timeout: Duration = .seconds(30)) async throws -> Examination {
        let client = HTTPClient()
        let resolver = Resolver(variables: Variables(process: [:]), root: "/nowhere", redactor: Redactor())
        let health = AgentHealth(
            of: platform,
            region: "fr-par",
            resolver: resolver,
            client: client,
            way: WebWay(proxy: .none)
        )
        let doctor = Doctor(health.map { [$0.checkup()] } ?? [], timeout: timeout)
        let examination = await doctor.examine(by: .after(.seconds(50)))
        await client.shutDown()
        return examination
    }
}

extension Examination {
    func outcome(_ id: String) -> CheckOutcome? { outcomes.first { $0.kind.id == id } }

    var story: String {
        outcomes.map { outcome in
            let name = outcome.kind.id.split(separator: ".").last ?? ""
            let failure = outcome.worst?.failureClass.map { " \($0)" } ?? ""
            return "\(name) \(outcome.status.rawValue)\(failure)"
        }.joined(separator: ", ")
    }
}

enum Played {
    static let metrics = """
        # HELP hopper_answers_total Requests.
        # TYPE hopper_answers_total counter
        # TYPE worker_jobs_total counter
        # TYPE hopper_answer_seconds histogram
        hopper_answer_seconds_bucket{le="0.5",path="/a\\"}b"} 3
        hopper_answer_seconds_bucket{le="+Inf"} 4 1700000000000
        process_start_time_seconds 1.7e+09
        up NaN

        """

    /// All is well but for what is told otherwise, by path.
    static func agent(_ other: [String: Answer] = [:]) -> WebStandIn.Manner {
        { request in
            if let told = other[request.target] { return told }
            switch (request.method, request.target) {
            case ("GET", "/health"): return Answer(200, #"{"status":"healthy","version":"1.4.0"}"#)
            case ("GET", "/ready"): return Answer(200, #"{"status":"ready"}"#)
            case ("GET", "/metrics"): return Answer(200, metrics, headers: ["content-type": "text/plain"])
            case ("POST", "/chat") where request.body.contains("\"message\""):
                return Answer(200, #"{"response":"pong"}"#)
            default: return Answer(404, #"{"detail":"Not Found"}"#)
            }
        }
    }
}
