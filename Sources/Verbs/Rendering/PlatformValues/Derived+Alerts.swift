internal import Platform
internal import Templates

// The alerts that Prometheus reckons in the cluster: of the agent and its tasks. What exporters measure is of another rendering.
extension Derived {
    static func clusterAlerts(_ platform: Platform, _ kubernetes: Kubernetes) -> Values.Value.Content {
        guard let telemetry = platform.telemetry else { return .list(of: []) }
        let queries = MetricQueries(
            telemetry.metrics,
            readBy: .cluster(namespace: kubernetes.namespace, service: kubernetes.service.name)
        )
        let measured = telemetry.alerts.items.filter { queries.query($0.value.measure, of: $0.value.of) != nil }
        return .list(measured.map { ArtefactValues.rule(named: $0.name, $0.value, queries) })
    }
}
