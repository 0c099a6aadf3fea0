package import Words

/// What doctor asks of what watches the platform.
package enum TelemetryChecks {
    package static let prometheus = CheckKind("telemetry.prometheus", "Prometheus is ready", tags: ["tls"])
    package static let targets = CheckKind(
        "telemetry.targets",
        "Prometheus reads every declared job",
        requires: [prometheus.id]
    )
    package static let freshness = CheckKind(
        "telemetry.freshness",
        "the newest samples are as new as they should be",
        requires: [prometheus.id]
    )
    package static let rules = CheckKind(
        "telemetry.rules",
        "every declared alert is loaded and can be computed",
        requires: [prometheus.id]
    )
    package static let alertmanager = CheckKind(
        "telemetry.alertmanager",
        "Alertmanager is ready, known to Prometheus, and has somebody to tell",
        tags: ["tls"]
    )
    package static let grafana = CheckKind(
        "telemetry.grafana",
        "Grafana answers and has its database",
        severity: .warning,
        tags: ["tls"]
    )
    package static let channels = CheckKind(
        "telemetry.channels",
        "whoever is called in need can be reached",
        tags: ["tls"]
    )

    package static let all = [prometheus, targets, freshness, rules, alertmanager, grafana, channels]
}
