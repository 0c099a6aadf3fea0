internal import Network
internal import Platform
internal import Templates

extension ArtefactValues {
    /// `derived.monitoring`: the alerts with their PromQL, by what they are of, and the queries that dashboards show.
    ///
    /// An alert that nobody can measure has no `expression`; a template that asks for it fails at the alert's name.
    static func monitoring(of platform: Platform) -> Values.Value {
        let telemetry = platform.telemetry ?? Telemetry()
        let queries = MetricQueries(telemetry.metrics)
        let source = "telemetry"
        let others = telemetry.jobs.items.map(\.name).filter { $0 != telemetry.metrics.job && $0 != "blackbox" }
        // With one channel alone it is everybody's.
        let isPaged = telemetry.pagerDuty != nil
        let isTold = telemetry.slack != nil || telemetry.email != nil
        let retention = telemetry.retention["raw"]?.spelled
        return .map(
            [
                "groups": groups(telemetry, queries),
                "queries": shown(telemetry.metrics, queries),
                "agents": job(telemetry, named: telemetry.metrics.job),
                "others": .list(others.map { job(telemetry, named: $0) }, from: "telemetry.jobs"),
                "probes": probes(platform),
                "blackbox": .text(
                    host(platform).flatMap { _ in telemetry.jobs["blackbox"]?.target },
                    from: "telemetry.jobs.blackbox"
                ),
                "on_call": .truth(isPaged && isTold, from: "telemetry.pagerduty"),
                "team_is_paged": .truth(isPaged && !isTold, from: "telemetry.pagerduty"),
                "alertmanager": .text(hostAndPort(telemetry.alertmanager), from: "telemetry.alertmanager"),
                "prometheus": .text(url(telemetry.prometheus), from: "telemetry.prometheus"),
                "retention": .text(retention, from: "telemetry.retention.raw"),
            ],
            from: source,
        )
    }

    private static func job(_ telemetry: Telemetry, named name: String) -> Values.Value {
        let source = "telemetry.jobs.\(name)"
        guard let job = telemetry.jobs[name] else { return .text(nil, from: source) }
        return .map(
            [
                "name": .text(name, from: source),
                "target": .text(job.target, from: source),
                "host": .text(job.target.split(separator: ":").first.map(String.init), from: source),
                "port": .integer(job.target.split(separator: ":").last.flatMap { Int($0) }, from: source),
                "every": .text(job.every?.spelled, from: source),
                "timeout": .text(job.timeout?.spelled, from: source),
            ],
            from: source,
        )
    }

    /// What the outside is asked for: the way a customer comes in.
    private static func probes(_ platform: Platform) -> Values.Value {
        let health = (platform.agent ?? Agent()).liveness.path
        return .texts(host(platform).map { ["https://\($0)\(health)"] } ?? [], from: "kubernetes.ingress.host")
    }

    /// The name that customers know: of the cluster's way in, or of the stack's load balancer.
    static func host(_ platform: Platform) -> String? {
        [platform.kubernetes?.ingress?.host, platform.compose?.host].compactMap(\.self).first { !$0.isEmpty }
    }

    /// Whether the stack that serves brings a Prometheus of its own.
    static func isMonitored(_ platform: Platform) -> Bool {
        platform.compose?.stack == .production && platform.compose?.images["prometheus"] != nil
            && platform.telemetry != nil
    }

    private static func url(_ reference: Reference?) -> String? {
        if case .literal(let url)? = reference?.target { url } else { nil }
    }

    /// Of a URL, what Prometheus's target lists take.
    private static func hostAndPort(_ reference: Reference?) -> String? {
        guard let url = url(reference), let split = SplitURL(url, assuming: "http"), !split.place.isEmpty else {
            return nil
        }
        return String(split.place)
    }
}
