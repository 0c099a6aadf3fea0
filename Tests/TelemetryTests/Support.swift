import Cryptography
import Deadlines
import Doctor
import HTTP
import Platform
import TestSupport
import Testing
import WebLadder
import Words

@testable import Telemetry

typealias Answer = WebStandIn.Answer

/// A watch that stand-ins play.
struct Trial {
    var declared = DeclaredTelemetry()
    var way = WebWay(proxy: .none)
    var variables: [String: String] = [:]
    var pagerDuty = "https://localhost:1"

    static func watching(_ prometheus: String) -> Trial {
        var trial = Trial()
        trial.declared.prometheus = Reference(.literal(prometheus))
        var job = DeclaredTelemetry.ScrapeJob()
        job.target = "agent:8000"
        trial.declared.jobs = Named([(name: "app", value: job)])
        trial.declared.alerts = Named([
            (name: "AgentDown", value: AlertRule()), (name: "HighErrorRate", value: AlertRule()),
        ])
        return trial
    }

    func examination() async -> Examination {
        let client = HTTPClient()
        let health = TelemetryHealth(
            declared,
            resolver: Resolver(variables: Variables(process: variables), root: "/nowhere", redactor: Redactor()),
            client: client,
            way: way,
            pagerDuty: pagerDuty
        )
        let examination = await Doctor([health.checkup()], timeout: .seconds(20)).examine(by: .after(.seconds(50)))
        await client.shutDown()
        #expect(!"\(examination)".contains("Xq7marker"))
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
    static func success(_ data: String) -> Answer { Answer(200, #"{"status":"success","data":\#(data)}"#) }

    static func target(_ health: String = "up", job: String = "app", error: String = "", address: String = "agent:8000")
        -> Answer
    {
        success(
            #"{"activeTargets":[{"discoveredLabels":{"__address__":"\#(address)"},"labels":{"instance":"\#(address)","job":"\#(job)"},"scrapePool":"\#(job)","lastError":"\#(error)","health":"\#(health)"}],"droppedTargets":[]}"#
        )
    }

    static func rules(_ names: [String] = ["AgentDown", "HighErrorRate"], health: String = "ok", error: String = "")
        -> Answer
    {
        let rules = names.map {
            #"{"name":"\#($0)","state":"inactive","health":"\#(health)","lastError":"\#(error)","type":"alerting"}"#
        }
        return success(#"{"groups":[{"name":"agents","rules":[\#(rules.joined(separator: ","))]}]}"#)
    }

    static func age(_ seconds: Double) -> Answer {
        success(#"{"resultType":"vector","result":[{"metric":{"job":"app"},"value":[1700000000.0,"\#(seconds)"]}]}"#)
    }

    /// Prometheus 3 as it answers, but for what is told otherwise, by the path's beginning.
    static func prometheus(_ other: [String: Answer] = [:]) -> WebStandIn.Manner {
        { request in
            let path = String(request.target.prefix { $0 != "?" })
            if let told = other[path] { return told }
            switch path {
            case "/-/ready":
                return Answer(200, "Prometheus Server is Ready.\n", headers: ["content-type": "text/plain"])
            case "/-/healthy":
                return Answer(200, "Prometheus Server is Healthy.\n", headers: ["content-type": "text/plain"])
            case "/api/v1/status/buildinfo": return success(#"{"version":"3.5.0"}"#)
            case "/api/v1/targets": return target()
            case "/api/v1/query": return age(7)
            case "/api/v1/rules": return rules()
            case "/api/v1/alertmanagers":
                return success(
                    #"{"activeAlertmanagers":[{"url":"http://alertmanager:9093/api/v2/alerts"}],"droppedAlertmanagers":[]}"#
                )
            default: return Answer(404, "404 page not found\n", headers: ["content-type": "text/plain"])
            }
        }
    }

    static func alertmanager(_ other: [String: Answer] = [:]) -> WebStandIn.Manner {
        { request in
            if let told = other[request.target] { return told }
            switch request.target {
            case "/-/ready": return Answer(200, "OK", headers: ["content-type": "text/plain"])
            case "/api/v2/receivers": return Answer(200, #"[{"name":"slack"},{"name":"pagerduty"}]"#)
            default: return Answer(404, "not found", headers: ["content-type": "text/plain"])
            }
        }
    }
}
