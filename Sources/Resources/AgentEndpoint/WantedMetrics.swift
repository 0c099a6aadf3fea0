internal import Platform

/// Names of metrics that the alerts of a platform read of its agent.
enum WantedMetrics {
    /// `island-hopper` counts in `island_hopper_requests_total`.
    static func names(of platform: String, alerts: [AlertRule]) -> [String] {
        let prefix = platform.replacing("-", with: "_")
        var names: [String] = []
        for alert in alerts where alert.of == "agent" {
            let name: String? =
                switch alert.measure {
                case .errorsPerSecond, .errorShare, .throughput: "\(prefix)_requests_total"
                case .responseTimeP95: "\(prefix)_request_duration_seconds"
                // Of the container or of Prometheus itself.
                case .memoryShare, .cpuShare, .diskFreeShare, .down, .connectionShare: nil
                }
            if let name, !names.contains(name) { names.append(name) }
        }
        return names
    }
}
