internal import Deadlines
package import HTTP
internal import JSON
package import Platform
package import WebLadder
package import Words

/// A running agent as a client meets it: health, readiness, figures, one real answer.
package struct AgentHealth: Checkable {
    let agent: Agent
    let performance: Performance
    let wantedMetrics: [String]
    /// Where its pods are, on a cluster.
    let namespace: String?
    let resolver: Resolver
    let client: HTTPClient
    let way: WebWay
    let target: Address
    /// Where the platform file has it.
    private let setting = ["agent"]

    /// Of an agent whose `endpoint` is declared; without one there is nothing to look at.
    package init?(
        of platform: Platform,
        region: String? = nil,
        resolver: Resolver,
        client: HTTPClient,
        way: WebWay = WebWay()
    ) {
        guard let agent = platform.agent, agent.endpoint != nil else { return nil }
        self.agent = agent
        performance = platform.performance ?? Performance()
        wantedMetrics = platform.telemetry.map(WantedMetrics.names) ?? []
        namespace = platform.kubernetes?.namespace
        self.resolver = resolver
        self.client = client
        self.way = way
        target = region.map { Address($0, "agent") } ?? Address("agent")
    }

    private final class Slots: Sendable {
        let service = Slot<WebService>()
        let health = Slot<HTTPResponse>()
    }

    package func checkup() -> Checkup {
        let slots = Slots()
        let checks = [
            Check(AgentEndpointChecks.connect, of: target, declaredAt: setting + ["endpoint"]) {
                try await connect(slots, by: $0)
            },
            Check(AgentEndpointChecks.health, of: target, declaredAt: setting + ["liveness"]) { _ in
                HealthReport(try slots.health.value).diagnosis(at: target)
            },
            Check(AgentEndpointChecks.ready, of: target, declaredAt: setting + ["readiness"]) {
                try await askReady(slots, by: $0)
            },
            Check(AgentEndpointChecks.metrics, of: target, declaredAt: setting + ["metrics"]) {
                try await readMetrics(slots, by: $0)
            },
            Check(AgentEndpointChecks.answer, of: target, declaredAt: setting) { try await askOnce(slots, by: $0) },
        ]
        return Checkup(of: target, parallelism: 3, checks)
    }

    private func connect(_ slots: Slots, by deadline: Deadline) async throws -> Diagnosis {
        let kind = AgentEndpointChecks.connect
        let url = try resolver.text(agent.endpoint, at: setting + ["endpoint"], for: kind, of: target)
        let service = WebService("the agent", at: url, by: client, way: way)
        let response = try await service.reach(agent.liveness.path, as: kind, at: target, by: deadline)
        slots.service.fill(service)
        slots.health.fill(response)
        // An agent that is ill says so in JSON, with whatever status.
        let isItself = response.json?.object != nil || response.status == 200 && !response.isWebPage
        guard isItself, response.status != 404 else {
            if response.isOverloaded { return .found(gateway(kind, response)) }
            return .found(service.stranger(response, as: kind, at: target, wanted: agent.liveness.path))
        }
        return service.reached(response, as: kind, at: target, seen: "it answers")
    }

    private func gateway(_ kind: CheckKind, _ response: HTTPResponse) -> Finding {
        Finding(
            kind,
            at: target,
            .overloaded,
            "A gateway answers in the agent's place: no living agent stands behind it.",
            evidence: response.evidence,
            remedies: [.hint("Look at the agent's pods and at what the service selects.")]
                + (namespace.map { [.fix("kubectl get pods,endpoints -n \($0)")] } ?? [])
        )
    }

    private func askReady(_ slots: Slots, by deadline: Deadline) async throws -> Diagnosis {
        let kind = AgentEndpointChecks.ready
        let service = try slots.service.value
        let response = try await service.reach(agent.readiness.path, as: kind, at: target, by: deadline)
        if response.status == 200 { return .healthy("ready") }
        let isThere = response.status != 404
        return .found(
            Finding(
                kind,
                at: target,
                isThere ? (response.status == 503 ? .starting : .brokenAnswer) : .missing,
                isThere
                    ? "The agent takes no work: \(agent.readiness.path) says \(response.status)."
                    : "The agent has no \(agent.readiness.path): nobody can learn whether it takes work.",
                evidence: response.evidence + HealthReport(response).parts,
                remedies: [
                    .hint(
                        isThere
                            ? "What it waits for stands in its answer and its log; a start takes a moment: ihctl doctor --wait 60s."
                            : "Set agent.readiness.path to what the agent has."
                    )
                ]
            )
        )
    }

    private func readMetrics(_ slots: Slots, by deadline: Deadline) async throws -> Diagnosis {
        let kind = AgentEndpointChecks.metrics
        let service = try slots.service.value
        let response = try await service.reach(
            agent.metrics,
            as: kind,
            at: target,
            headers: ["Accept": "text/plain"],
            by: deadline
        )
        guard response.status == 200, !response.isWebPage else {
            return .found(
                Finding(
                    kind,
                    at: target,
                    response.status == 404 ? .missing : .brokenAnswer,
                    "The agent tells no figures at \(agent.metrics): status \(response.status).",
                    evidence: response.evidence,
                    remedies: [.hint("Set agent.metrics to the path that the agent has for them.")]
                )
            )
        }
        let metrics: MetricsText
        do throws(MetricsText.Fault) {
            metrics = try MetricsText(response.text)
        } catch {
            return .found(
                Finding(
                    kind,
                    .error,
                    at: target,
                    .brokenAnswer,
                    "Prometheus cannot read the agent's figures: line \(error.line) is none.",
                    evidence: response.evidence,
                    remedies: [.fix("curl -sS \(service.shown)\(agent.metrics) | promtool check metrics")]
                )
            )
        }
        let missing = wantedMetrics.filter { !metrics.tells($0) }
        let seen = "\(metrics.names.count) metrics"
        guard !missing.isEmpty else { return .healthy(seen) }
        return .found(
            Finding(
                kind,
                at: target,
                .missing,
                "The alerts read \(missing.joined(separator: " and ")), and the agent does not tell \(missing.count == 1 ? "it" : "them"): they can never fire.",
                evidence: [.fact("told", "\(metrics.names.count) metrics")],
                remedies: [.hint("Let the agent count them, or take the alerts that read them away.")]
            ),
            seen: seen
        )
    }

    /// A question that costs next to nothing: `POST /chat` of a message, answered with a response.
    private func askOnce(_ slots: Slots, by deadline: Deadline) async throws -> Diagnosis {
        let kind = AgentEndpointChecks.answer
        let service = try slots.service.value
        let question: JSON = ["message": "Answer with the one word: pong"]
        let response: HTTPResponse
        do throws(HTTPError) {
            response = try await service.ask(
                "/chat",
                "POST",
                headers: ["Content-Type": "application/json"],
                body: .bytes(Array(question.text().utf8)),
                by: deadline
            )
        } catch {
            return .found(Finding(kind, at: target, error, of: service))
        }
        return AnswerReport(response, allowed: performance).diagnosis(at: target)
    }
}
