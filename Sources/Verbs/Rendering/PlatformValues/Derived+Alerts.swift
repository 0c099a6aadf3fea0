internal import Platform
internal import Templates

// The alerts that Prometheus reckons in the cluster: of the agent and its tasks. What exporters measure is of another rendering.
extension Derived {
    static func clusterAlerts(_ platform: Platform, _ kubernetes: Kubernetes) -> Values.Value.Content {
        guard let telemetry = platform.telemetry else { return .list(of: []) }
        let metrics = ClusterMetrics(telemetry.metrics, kubernetes)
        return .list(
            of: telemetry.alerts.items.compactMap { name, rule -> Values.Value.Content? in
                guard let measured = metrics.expression(of: rule) else { return nil }
                return .map(of: [
                    "name": .text(name), "expression": .text(measured + ArtefactValues.limit(of: rule)),
                    "for": .text(rule.lasting.spelled), "severity": .text(rule.severity.rawValue),
                    "service": .text(rule.of), "summary": .text(ArtefactValues.summary(of: rule)),
                    "description": .text(ArtefactValues.description(of: rule)),
                ])
            }
        )
    }
}

/// The agents' metrics in one namespace: a cluster's Prometheus has those of every environment.
private struct ClusterMetrics {
    private let names: MetricNames
    private let namespace: String
    private let service: String

    init(_ names: MetricNames, _ kubernetes: Kubernetes) {
        self.names = names
        namespace = "namespace=\"\(kubernetes.namespace)\""
        service = kubernetes.service.name
    }

    /// What is compared with the limit; nil for what is not measured here.
    func expression(of rule: AlertRule) -> String? {
        switch rule.of {
        case "agent":
            answers(rule.measure, names.requests, names.requestSeconds, failed: "5..") ?? pods(rule.measure)
        case "tasks": answers(rule.measure, names.tasks, names.taskSeconds, failed: "error")
        default: nil
        }
    }

    private func answers(_ measure: AlertRule.Measure, _ count: String, _ time: String, failed: String) -> String? {
        let all = "sum(rate(\(count){\(namespace)}[5m]))"
        let failures = "sum(rate(\(count){\(namespace), status=~\"\(failed)\"}[5m]))"
        return switch measure {
        case .errorsPerSecond: failures
        case .errorShare: "\(failures) / \(all)"
        case .throughput: all
        case .responseTimeP95:
            "histogram_quantile(0.95, sum by (le) (rate(\(time)_bucket{\(namespace)}[5m])))"
        default: nil
        }
    }

    private func pods(_ measure: AlertRule.Measure) -> String? {
        let container = "\(namespace), container=\"agent\""
        func limit(_ resource: String) -> String {
            "sum by (pod) (kube_pod_container_resource_limits{\(container), resource=\"\(resource)\"})"
        }
        return switch measure {
        case .memoryShare: "sum by (pod) (container_memory_working_set_bytes{\(container)}) / \(limit("memory"))"
        case .cpuShare: "sum by (pod) (rate(container_cpu_usage_seconds_total{\(container)}[5m])) / \(limit("cpu"))"
        // A job names itself after its Service.
        case .down: "absent(up{\(namespace), job=\"\(service)\"} == 1)"
        default: nil
        }
    }
}
