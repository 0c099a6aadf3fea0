package import Platform

/// What a measure of an alert is in PromQL, of the metrics that this platform's agents and the usual exporters have.
package struct MetricQueries: Sendable {
    /// How the agents' containers are told from others.
    package enum Containers: Sendable {
        /// By the service's name in a compose stack.
        case compose
        /// By the container's name in pods of a namespace.
        case kubernetes(namespace: String)
    }

    let metrics: MetricNames
    let containers: Containers
    /// What rates look back on: four scrapes and more at every interval that is in use.
    private let window = "5m"

    package init(_ metrics: MetricNames, containers: Containers) {
        self.metrics = metrics
        self.containers = containers
    }

    /// Nil for what nobody measures, the processors of the cache, say.
    package func query(_ measure: AlertRule.Measure, of thing: String) -> String? {
        switch thing {
        case "agent": agents(measure, Served(count: metrics.requests, seconds: metrics.requestSeconds, failed: "5.."))
        case "tasks": agents(measure, Served(count: metrics.tasks, seconds: metrics.taskSeconds, failed: "error"))
        case "host": host(measure)
        case "database": database(measure)
        case "cache": cache(measure)
        default: nil
        }
    }

    /// A thing that nobody reads any more is down too.
    private func isDown(_ up: String) -> String {
        "\(up) == 0 or absent(\(up))"
    }

    /// What is counted and timed of the agents' work, and the status of what failed, as a pattern.
    private struct Served {
        var count: String
        var seconds: String
        var failed: String
    }

    private func agents(_ measure: AlertRule.Measure, _ served: Served) -> String? {
        let failures = "sum(rate(\(served.count){status=~\"\(served.failed)\"}[\(window)]))"
        let all = "sum(rate(\(served.count)[\(window)]))"
        return switch measure {
        case .errorsPerSecond: failures
        case .errorShare: "\(failures) / \(all)"
        case .throughput: all
        case .responseTimeP95: responseTime(share: "0.95", of: served.seconds)
        case .memoryShare: memoryShare
        case .cpuShare: cpuShare
        case .down: isDown("up{job=\"\(metrics.job)\"}")
        case .diskFreeShare, .connectionShare: nil
        }
    }

    private func responseTime(share: String, of histogram: String) -> String {
        "histogram_quantile(\(share), sum by (le) (rate(\(histogram)_bucket[\(window)])))"
    }

    /// How long a share of the answers takes at most.
    func requestTime(share: String) -> String {
        responseTime(share: share, of: metrics.requestSeconds)
    }

    private var agentsContainers: String {
        switch containers {
        case .compose: "container_label_com_docker_compose_service=\"agent\""
        case .kubernetes(let namespace): "namespace=\"\(namespace)\",container=\"agent\""
        }
    }

    /// Containers without a limit have no share of one.
    var memoryShare: String {
        let (used, limit) = ("container_memory_working_set_bytes", "container_spec_memory_limit_bytes")
        return "\(used){\(agentsContainers)} / (\(limit){\(agentsContainers)} > 0)"
    }

    var cpuShare: String {
        let used = "sum by (instance, name) (rate(container_cpu_usage_seconds_total{\(agentsContainers)}[\(window)]))"
        let quota = "sum by (instance, name) (container_spec_cpu_quota{\(agentsContainers)})"
        let period = "max by (instance, name) (container_spec_cpu_period{\(agentsContainers)})"
        return "\(used) / (\(quota) / \(period))"
    }

    private func host(_ measure: AlertRule.Measure) -> String? {
        let kept = "{fstype!~\"tmpfs|overlay|squashfs|ramfs\"}"
        return switch measure {
        case .memoryShare: "1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes"
        case .cpuShare: "1 - avg by (instance) (rate(node_cpu_seconds_total{mode=\"idle\"}[\(window)]))"
        case .diskFreeShare: "node_filesystem_avail_bytes\(kept) / node_filesystem_size_bytes\(kept)"
        case .down: isDown("up{job=\"node-exporter\"}")
        default: nil
        }
    }

    private func database(_ measure: AlertRule.Measure) -> String? {
        let used = "sum by (instance) (pg_stat_database_numbackends)"
        return switch measure {
        case .down: isDown("pg_up")
        case .connectionShare: "\(used) / max by (instance) (pg_settings_max_connections)"
        default: nil
        }
    }

    private func cache(_ measure: AlertRule.Measure) -> String? {
        switch measure {
        case .down: isDown("redis_up")
        case .memoryShare: "redis_memory_used_bytes / (redis_memory_max_bytes > 0)"
        default: nil
        }
    }
}
