internal import Platform

/// Names of metrics that the alerts of a platform read of its agents.
enum WantedMetrics {
    static func names(in telemetry: Telemetry) -> [String] {
        var names: [String] = []
        for alert in telemetry.alerts.values {
            guard let name = name(of: alert, among: telemetry.metrics), !names.contains(name) else { continue }
            names.append(name)
        }
        return names
    }

    private static func name(of alert: AlertRule, among metrics: MetricNames) -> String? {
        let (counted, timed): (String, String)
        switch alert.of {
        case "agent": (counted, timed) = (metrics.requests, metrics.requestSeconds)
        case "tasks": (counted, timed) = (metrics.tasks, metrics.taskSeconds)
        // Exporters tell of the rest.
        default: return nil
        }
        return switch alert.measure {
        case .errorsPerSecond, .errorShare, .throughput: counted
        case .responseTimeP95: timed
        // Of the container or of Prometheus itself.
        case .memoryShare, .cpuShare, .diskFreeShare, .down, .connectionShare: nil
        }
    }
}
