internal import Platform
internal import Templates

extension ArtefactValues {
    /// What dashboards show: the alerts' own measures without their limits, so that a graph and its alert never disagree.
    static func shown(_ metrics: MetricNames, _ queries: MetricQueries) -> Values.Value {
        func query(_ measure: AlertRule.Measure, of thing: String) -> Values.Value {
            .text(queries.query(measure, of: thing), from: "telemetry.metrics")
        }
        func text(_ query: String) -> Values.Value {
            .text(query, from: "telemetry.metrics")
        }
        return .map(
            [
                "throughput": query(.throughput, of: "agent"),
                "errors": query(.errorsPerSecond, of: "agent"),
                "error_share": query(.errorShare, of: "agent"),
                "by_status": text(queries.requestsByStatus),
                "median": text(queries.requestTime(share: "0.5")),
                "p95": text(queries.requestTime(share: "0.95")),
                "p99": text(queries.requestTime(share: "0.99")),
                "agents_up": text("sum(up{job=\"\(metrics.job)\"})"),
                "memory": text(queries.memoryShare),
                "cpu": text(queries.cpuShare),
                "tasks": query(.throughput, of: "tasks"),
                "task_errors": query(.errorsPerSecond, of: "tasks"),
                "task_p95": query(.responseTimeP95, of: "tasks"),
                "active_tasks": text("sum by (agent) (\(metrics.activeTasks))"),
                "system_health": text("min(\(metrics.systemHealth))"),
                "host_memory": query(.memoryShare, of: "host"),
                "host_cpu": query(.cpuShare, of: "host"),
                "host_disk": query(.diskFreeShare, of: "host"),
                "connections": query(.connectionShare, of: "database"),
                "cache_memory": query(.memoryShare, of: "cache"),
                "database_up": text("min(pg_up)"),
                "cache_up": text("min(redis_up)"),
                "probes": text("min by (instance) (probe_success)"),
                "certificates": text("min by (instance) (probe_ssl_earliest_cert_expiry) - time()"),
                "targets_down": text("up == 0"),
            ],
            from: "telemetry.metrics",
        )
    }
}
