internal import Deadlines
package import HTTP
internal import JSON
package import Platform
package import WebLadder
package import Words

// The room has the name of what it is about.
package typealias DeclaredTelemetry = Telemetry

/// What watches the platform, itself watched: Prometheus, Alertmanager, Grafana, and the ways to people.
package struct TelemetryHealth: Checkable {
    let declared: DeclaredTelemetry
    let resolver: Resolver
    let client: HTTPClient
    let way: WebWay
    let address: Words.Address
    /// Where PagerDuty takes events.
    let pagerDuty: String

    package init(
        _ declared: DeclaredTelemetry,
        region: String? = nil,
        resolver: Resolver,
        client: HTTPClient,
        way: WebWay = WebWay(),
        pagerDuty: String = "https://events.pagerduty.com"
    ) {
        self.declared = declared
        self.resolver = resolver
        self.client = client
        self.way = way
        self.pagerDuty = pagerDuty
        address = region.map { Address($0, "telemetry") } ?? Address("telemetry")
    }

    /// Only what the platform file names.
    package func checkup() -> Checkup {
        var checks: [Check] = []
        if declared.prometheus != nil { checks += prometheusChecks }
        if declared.alertmanager != nil {
            checks.append(
                Check(
                    TelemetryChecks.alertmanager,
                    of: address / "alertmanager",
                    declaredAt: ["telemetry", "alertmanager"]
                ) {
                    try await askAlertmanager(by: $0)
                }
            )
        }
        if declared.grafana != nil {
            checks.append(
                Check(TelemetryChecks.grafana, of: address / "grafana", declaredAt: ["telemetry", "grafana"]) {
                    try await askGrafana(by: $0)
                }
            )
        }
        if declared.slack != nil {
            checks.append(
                Check(TelemetryChecks.channels, of: address / "slack", declaredAt: ["telemetry", "slack"]) {
                    try await lookAtSlack(by: $0)
                }
            )
        }
        if declared.pagerDuty != nil {
            checks.append(
                Check(TelemetryChecks.channels, of: address / "pagerduty", declaredAt: ["telemetry", "pagerduty"]) {
                    try await lookAtPagerDuty(by: $0)
                }
            )
        }
        return Checkup(of: address, parallelism: 6, checks)
    }

    private var prometheusChecks: [Check] {
        let api = Slot<PrometheusAPI>()
        let target = address / "prometheus"
        func check(
            _ kind: CheckKind,
            _ setting: String,
            _ look: @escaping @Sendable (PrometheusAPI, Deadline) async throws -> Diagnosis
        )
            -> Check
        {
            Check(kind, of: target, declaredAt: ["telemetry", setting]) { try await look(api.value, $0) }
        }
        var checks = [
            Check(TelemetryChecks.prometheus, of: target, declaredAt: ["telemetry", "prometheus"]) {
                try await askPrometheus(into: api, at: target, by: $0)
            }
        ]
        if !declared.jobs.isEmpty {
            checks.append(
                check(TelemetryChecks.targets, "jobs") { api, deadline in
                    let data = try await api.data(
                        "/api/v1/targets?state=active",
                        for: TelemetryChecks.targets,
                        by: deadline
                    )
                    return ScrapeTargets(data).diagnosis(of: declared.jobs.items, at: target)
                }
            )
        }
        checks.append(
            check(TelemetryChecks.freshness, "scrape_every") { api, deadline in
                let data = try await api.data(SampleAges.query, for: TelemetryChecks.freshness, by: deadline)
                guard let ages = SampleAges(data) else {
                    return .found(
                        Finding(
                            TelemetryChecks.freshness,
                            at: target,
                            .brokenAnswer,
                            "Prometheus answers a query with no vector."
                        )
                    )
                }
                return ages.diagnosis(of: declared, at: target)
            }
        )
        if !declared.alerts.isEmpty {
            checks.append(
                check(TelemetryChecks.rules, "alerts") { api, deadline in
                    let data = try await api.data("/api/v1/rules?type=alert", for: TelemetryChecks.rules, by: deadline)
                    return LoadedRules(data).diagnosis(of: declared.alerts.names, at: target)
                }
            )
        }
        return checks
    }

    /// Alive is not ready: after a start it reads its log first, and answers no question meanwhile.
    private func askPrometheus(into slot: Slot<PrometheusAPI>, at target: Words.Address, by deadline: Deadline)
        async throws
        -> Diagnosis
    {
        let kind = TelemetryChecks.prometheus
        let url = try resolver.text(declared.prometheus, at: ["telemetry", "prometheus"], for: kind, of: target)
        let service = WebService("Prometheus", at: url, by: client, way: way)
        let ready = try await service.reach("/-/ready", as: kind, at: target, by: deadline)
        slot.fill(PrometheusAPI(service: service, target: target))
        if ready.status == 200, !ready.isWebPage {
            let info = try await service.reach("/api/v1/status/buildinfo", as: kind, at: target, by: deadline)
            let version = info.json?["data"]["version"].string
            // Others that speak its language tell no version, and still answer in its form.
            guard version != nil || ready.text.lowercased().contains("ready") else {
                return .found(service.stranger(ready, as: kind, at: target, wanted: "/-/ready"))
            }
            return service.reached(ready, as: kind, at: target, seen: "Prometheus\(version.map { " \($0)" } ?? "")")
        }
        guard ready.status == 503 else {
            return .found(service.stranger(ready, as: kind, at: target, wanted: "/-/ready"))
        }
        let healthy = try await service.reach("/-/healthy", as: kind, at: target, by: deadline)
        guard healthy.status == 200, !healthy.isWebPage else {
            return .found(service.stranger(ready, as: kind, at: target, wanted: "/-/ready"))
        }
        return .found(
            Finding(
                kind,
                at: target,
                .starting,
                "Prometheus lives and is not ready: it is starting, reading its log, or stopping.",
                evidence: [.fact("/-/healthy", "200"), .fact("/-/ready", "503")],
                remedies: [
                    .hint("Reading a long log takes minutes: ihctl doctor --wait 5m. Until then no alert fires.")
                ]
            )
        )
    }

    private func askGrafana(by deadline: Deadline) async throws -> Diagnosis {
        let kind = TelemetryChecks.grafana
        let target = address / "grafana"
        let url = try resolver.text(declared.grafana, at: ["telemetry", "grafana"], for: kind, of: target)
        let service = WebService("Grafana", at: url, by: client, way: way)
        let response = try await service.reach("/api/health", as: kind, at: target, by: deadline)
        guard let body = response.json, let database = body["database"].string else {
            return .found(service.stranger(response, as: kind, at: target, wanted: "/api/health"))
        }
        let version = body["version"].string.map { " \($0)" } ?? ""
        guard database == "ok" else {
            return .found(
                Finding(
                    kind,
                    at: target,
                    .unhealthy,
                    "Grafana answers, and its own database does not.",
                    evidence: response.evidence + [.fact("database", database)],
                    remedies: [.hint("Look at Grafana's log, and at the disk or server that holds its database.")]
                )
            )
        }
        return service.reached(response, as: kind, at: target, seen: "Grafana\(version)")
    }
}
