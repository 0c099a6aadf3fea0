internal import Deadlines
internal import HTTP
internal import JSON
internal import Platform
internal import WebLadder
internal import Words

extension TelemetryHealth {
    func askAlertmanager(by deadline: Deadline) async throws -> Diagnosis {
        let kind = TelemetryChecks.alertmanager
        let target = address / "alertmanager"
        let url = try resolver.text(declared.alertmanager, at: ["telemetry", "alertmanager"], for: kind, of: target)
        let service = WebService("Alertmanager", at: url, by: client, way: way)
        let ready = try await service.reach("/-/ready", as: kind, at: target, by: deadline)
        if ready.status == 503, !ready.isWebPage {
            return .found(
                Finding(
                    kind,
                    at: target,
                    .starting,
                    "Alertmanager is not ready.",
                    evidence: ready.evidence,
                    remedies: [
                        .hint("Look again in a moment, then at its log: a bad configuration keeps it from starting.")
                    ]
                )
            )
        }
        let answer = try await service.reach("/api/v2/receivers", as: kind, at: target, by: deadline)
        guard ready.status == 200, let receivers = answer.json?.array else {
            return .found(service.stranger(answer, as: kind, at: target, wanted: "/api/v2/receivers"))
        }
        let names = receivers.compactMap { $0["name"].string }
        var diagnosis = service.reached(
            ready,
            as: kind,
            at: target,
            seen: "receivers: \(names.joined(separator: ", "))"
        )
        diagnosis.findings += listeners(names, at: target)
        if let finding = await undiscovered(service, at: target, by: deadline) { diagnosis.findings.append(finding) }
        return diagnosis
    }

    /// A receiver that is named for having nothing to do tells nobody.
    private func listeners(_ names: [String], at target: Words.Address) -> [Finding] {
        let silent: Set<String> = ["null", "default", "blackhole", "none", "devnull"]
        guard names.allSatisfy({ silent.contains($0.lowercased()) }) else { return [] }
        return [
            Finding(
                TelemetryChecks.alertmanager,
                .warning,
                at: target,
                .ineffective,
                names.isEmpty
                    ? "Alertmanager has no receiver: nobody hears of an alert."
                    : "Alertmanager's only receiver is \(names.joined(separator: ", ")): perhaps nobody hears of an alert.",
                remedies: [.hint("Give its configuration a receiver for Slack, PagerDuty or mail, and a route to it.")]
            )
        ]
    }

    /// Prometheus has to know it; a Prometheus that is out of reach has a check of its own.
    private func undiscovered(_ service: WebService, at target: Words.Address, by deadline: Deadline) async -> Finding?
    {
        guard let reference = declared.prometheus, let url = try? resolver.text(reference) else { return nil }
        let kind = TelemetryChecks.alertmanager
        let prometheus = PrometheusAPI(service: WebService("Prometheus", at: url, by: client, way: way), target: target)
        guard let data = try? await prometheus.data("/api/v1/alertmanagers", for: kind, by: deadline) else {
            return nil
        }
        let active = (data["activeAlertmanagers"].array ?? []).compactMap { $0["url"].string }
        guard active.isEmpty else { return nil }
        let dropped = (data["droppedAlertmanagers"].array ?? []).compactMap { $0["url"].string }
        return Finding(
            kind,
            .error,
            at: target,
            .missing,
            "Prometheus knows no Alertmanager: its alerts reach nobody.",
            evidence: dropped.isEmpty ? [] : [.fact("dropped", dropped.joined(separator: ", "))],
            remedies: [.hint("Name \(service.shown) under alerting.alertmanagers in Prometheus's configuration.")]
        )
    }
}
