internal import Platform

/// What a measure of an alert is in PromQL, of the metrics that this platform's agents and the usual exporters have.
struct MetricQueries {
    /// Who reads the metrics.
    enum Reader {
        /// The stack's own Prometheus, and it alone.
        case stack
        /// A cluster's, which has those of every environment, and of Kubernetes; no exporters of this platform.
        case cluster(namespace: String, service: String)
    }

    let metrics: MetricNames
    private let reader: Reader
    /// What rates look back on: four scrapes and more at every interval that is in use.
    private let window = "5m"
    /// How cAdvisor tells the agents' containers of a stack from others.
    private let agentsContainers = "container_label_com_docker_compose_service=\"agent\""

    init(_ metrics: MetricNames, readBy reader: Reader = .stack) {
        self.metrics = metrics
        self.reader = reader
    }

    /// Nil for what nobody measures, the processors of the cache, say.
    func query(_ measure: AlertRule.Measure, of thing: String) -> String? {
        let requests = Served(count: metrics.requests, seconds: metrics.requestSeconds, failed: "5..")
        let tasks = Served(count: metrics.tasks, seconds: metrics.taskSeconds, failed: "error")
        switch (thing, reader) {
        case ("agent", .stack): return work(measure, requests) ?? containers(measure)
        case ("agent", .cluster(let namespace, let service)):
            return work(measure, requests) ?? pods(measure, namespace, service)
        case ("tasks", .stack): return work(measure, tasks) ?? containers(measure)
        case ("tasks", .cluster): return work(measure, tasks)
        case ("host", .stack): return host(measure)
        case ("database", .stack): return database(measure)
        case ("cache", .stack): return cache(measure)
        default: return nil
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

    private func work(_ measure: AlertRule.Measure, _ served: Served) -> String? {
        let failures = "sum(\(rate(of: served.count, "status=~\"\(served.failed)\"")))"
        let all = "sum(\(rate(of: served.count)))"
        return switch measure {
        case .errorsPerSecond: failures
        case .errorShare: "\(failures) / \(all)"
        case .throughput: all
        case .responseTimeP95: responseTime(share: "0.95", of: served.seconds)
        default: nil
        }
    }

    /// Of the reader's own environment alone.
    private func rate(of metric: String, _ condition: String? = nil) -> String {
        var conditions = [condition].compactMap(\.self)
        if case .cluster(let namespace, _) = reader { conditions.insert("namespace=\"\(namespace)\"", at: 0) }
        return "rate(\(metric)\(conditions.isEmpty ? "" : "{\(conditions.joined(separator: ", "))}")[\(window)])"
    }

    private func responseTime(share: String, of histogram: String) -> String {
        "histogram_quantile(\(share), sum by (le) (\(rate(of: "\(histogram)_bucket"))))"
    }

    /// How long a share of the answers takes at most.
    func requestTime(share: String) -> String {
        responseTime(share: share, of: metrics.requestSeconds)
    }

    /// How many answers of each status there are.
    var requestsByStatus: String { "sum by (status) (\(rate(of: metrics.requests)))" }

    private func containers(_ measure: AlertRule.Measure) -> String? {
        switch measure {
        case .memoryShare: memoryShare
        case .cpuShare: cpuShare
        case .down: isDown("up{job=\"\(metrics.job)\"}")
        default: nil
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

    private func pods(_ measure: AlertRule.Measure, _ namespace: String, _ service: String) -> String? {
        let container = "namespace=\"\(namespace)\", container=\"agent\""
        func limit(_ resource: String) -> String {
            "sum by (pod) (kube_pod_container_resource_limits{\(container), resource=\"\(resource)\"})"
        }
        return switch measure {
        case .memoryShare: "sum by (pod) (container_memory_working_set_bytes{\(container)}) / \(limit("memory"))"
        case .cpuShare:
            "sum by (pod) (rate(container_cpu_usage_seconds_total{\(container)}[\(window)])) / \(limit("cpu"))"
        // A job names itself after its Service.
        case .down: "absent(up{namespace=\"\(namespace)\", job=\"\(service)\"} == 1)"
        default: nil
        }
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
