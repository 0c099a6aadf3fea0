internal import Platform
internal import Templates

// The alerts that Prometheus reckons in the cluster: of the agent and its tasks. What exporters measure is of another rendering.
extension Derived {
    static func clusterAlerts(_ platform: Platform, _ kubernetes: Kubernetes) -> Values.Value.Content {
        let alerts = platform.telemetry?.alerts.items ?? []
        let metrics = ClusterMetrics(platform, kubernetes)
        return .list(
            of: alerts.compactMap { name, rule -> Values.Value.Content? in
                guard let measured = metrics.expression(of: rule) else { return nil }
                let limit =
                    rule.above.map { " > \(spelled($0))" } ?? rule.below.map { " < \(spelled($0))" } ?? ""
                return .map(of: [
                    "name": .text(name), "expression": .text(measured + limit),
                    "for": .text(rule.lasting.spelled), "severity": .text(rule.severity.rawValue),
                    "summary": .text(summary(rule)),
                    "description": .text(
                        "It has lasted \(rule.lasting.spelled). ihctl doctor tells what is wrong, ihctl explain what to do."
                    ),
                ])
            }
        )
    }

    private static func summary(_ rule: AlertRule) -> String {
        let limit =
            rule.above.map { ", above \(spelled($0))" } ?? rule.below.map { ", below \(spelled($0))" } ?? ""
        let words: String =
            switch rule.measure {
            case .errorsPerSecond: "errors a second"
            case .errorShare: "share of answers that are errors"
            case .responseTimeP95: "seconds that 95 of 100 answers take at most"
            case .memoryShare: "share of the memory limit in use"
            case .cpuShare: "share of the processor limit in use"
            case .diskFreeShare: "share of the disk that is free"
            case .throughput: "answers a second"
            case .down: "does not answer"
            case .connectionShare: "share of the connections in use"
            }
        return "\(rule.of): \(words)\(limit)"
    }
}

/// The metrics of one namespace, by the names the agent gives them.
private struct ClusterMetrics {
    private let prefix: String
    private let namespace: String
    private let service: String

    init(_ platform: Platform, _ kubernetes: Kubernetes) {
        prefix = String(platform.name.map { $0 == "-" ? "_" : $0 })
        namespace = "namespace=\"\(kubernetes.namespace)\""
        service = kubernetes.service.name
    }

    /// What is compared with the limit; nil for what is not measured here.
    func expression(of rule: AlertRule) -> String? {
        switch rule.of {
        case "agent":
            return answers(rule.measure, "requests_total", "request_duration_seconds", errors: "status=~\"5..\"")
                ?? pods(rule.measure)
        case "tasks":
            return answers(rule.measure, "tasks_total", "task_duration_seconds", errors: "status=\"error\"")
        default: return nil
        }
    }

    private func answers(_ measure: AlertRule.Measure, _ count: String, _ time: String, errors: String) -> String? {
        let all = "sum(rate(\(prefix)_\(count){\(namespace)}[5m]))"
        let failed = "sum(rate(\(prefix)_\(count){\(namespace), \(errors)}[5m]))"
        switch measure {
        case .errorsPerSecond: return failed
        case .errorShare: return "\(failed) / \(all)"
        case .throughput: return all
        case .responseTimeP95:
            return "histogram_quantile(0.95, sum by (le) (rate(\(prefix)_\(time)_bucket{\(namespace)}[5m])))"
        default: return nil
        }
    }

    private func pods(_ measure: AlertRule.Measure) -> String? {
        let container = "\(namespace), container=\"agent\""
        func limit(_ resource: String) -> String {
            "sum by (pod) (kube_pod_container_resource_limits{\(container), resource=\"\(resource)\"})"
        }
        switch measure {
        case .memoryShare:
            return "sum by (pod) (container_memory_working_set_bytes{\(container)}) / \(limit("memory"))"
        case .cpuShare:
            return "sum by (pod) (rate(container_cpu_usage_seconds_total{\(container)}[5m])) / \(limit("cpu"))"
        case .down: return "absent(up{\(namespace), job=\"\(service)\"} == 1)"
        default: return nil
        }
    }
}
