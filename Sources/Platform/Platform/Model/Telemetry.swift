package struct Telemetry: Section {
    package var prometheus: Reference?
    package var alertmanager: Reference?
    package var grafana: Reference?
    package var scrapeEvery = Period(seconds: 15)
    package var jobs = Named<ScrapeJob>()
    package var retention = Named<Period>()
    package var alerts = Named<AlertRule>()
    package var slack: SecretReference?
    package var pagerDuty: SecretReference?
    package var email: String?
    package var mailServer: String?
    package var runbooks: String?
    package var metrics = MetricNames()

    package init() {}

    package static let summary = "Metrics, dashboards, alerts and where they go."

    package static let fields: [Field<Telemetry>] = [
        field("prometheus", \.prometheus, "Prometheus's URL."),
        field("alertmanager", \.alertmanager, "Alertmanager's URL."),
        field("grafana", \.grafana, "Grafana's (Cockpit's) URL."),
        field("scrape_every", \.scrapeEvery, "How often metrics are read.", .positive),
        field("jobs", \.jobs, "What Prometheus reads."),
        field("retention", \.retention, "How long metrics are kept, by resolution."),
        field("alerts", \.alerts, "When to call someone."),
        field("slack", \.slack, "The Slack webhook."),
        field("pagerduty", \.pagerDuty, "PagerDuty's integration key."),
        field("email", \.email, "An address for the rest."),
        field("mail_server", \.mailServer, "The SMTP server that mails go through: host and port.", .notEmpty),
        field("runbooks", \.runbooks, "Where it stands what to do; an alert's name comes behind.", .notEmpty),
        field("metrics", \.metrics, "What the agent's metrics are called."),
    ]

    package func check(at path: SettingPath, in setting: Setting, _ reader: inout Reader) {
        if let said = setting.map?["metrics"]?.map?["job"], !jobs.isEmpty, jobs[metrics.job] == nil {
            reader.refuse(path / "metrics" / "job", said.origin, unknown: "job", metrics.job, among: jobs.names)
        }
        if !alerts.isEmpty, !reader.refused(path / "alerts"), slack == nil, pagerDuty == nil, email == nil {
            let hint = "slack, pagerduty or email says whom"
            reader.warn(path / "alerts", setting.origin(of: "alerts"), "nobody is told of an alert", hint: hint)
        }
        if email != nil, mailServer == nil {
            let hint = "mail_server says which, host and port"
            reader.refuse(path / "email", setting.origin(of: "email"), "no server carries mails there", hint: hint)
        }
    }

    package struct ScrapeJob: Section {
        package var target = ""
        package var every: Period?
        package var timeout: Period?

        package init() {}

        package static let summary = "Something Prometheus reads."

        package static let fields: [Field<ScrapeJob>] = [
            field("target", \.target, "Host and port.", required: true, .notEmpty),
            field("every", \.every, "How often, when it differs.", .positive),
            field("timeout", \.timeout, "How long an answer may take.", .positive),
        ]

        package func check(at path: SettingPath, in setting: Setting, _ reader: inout Reader) {
            reader.demandOrder(("timeout", timeout), ("every", every), at: path, in: setting)
        }
    }
}

/// The names that alerts and dashboards ask for: each platform's agents have their own.
package struct MetricNames: Section {
    package var job = "app"
    package var requests = "agent_requests_total"
    package var requestSeconds = "agent_request_duration_seconds"
    package var tasks = "agent_tasks_total"
    package var taskSeconds = "agent_task_duration_seconds"
    package var activeTasks = "agent_active_tasks"
    package var systemHealth = "agent_system_health"

    package init() {}

    package static let summary = "What the agent's metrics are called."

    package static let fields: [Field<MetricNames>] = [
        field("job", \.job, "The scrape job that reads the agents.", .notEmpty),
        field("requests", \.requests, "Requests answered, a counter with the label status.", .metricName),
        field("request_seconds", \.requestSeconds, "How long answers take, a histogram.", .metricName),
        field("tasks", \.tasks, "Tasks ended, a counter with the label status.", .metricName),
        field("task_seconds", \.taskSeconds, "How long tasks take, a histogram.", .metricName),
        field("active_tasks", \.activeTasks, "Tasks under way, a gauge.", .metricName),
        field("system_health", \.systemHealth, "The system's health as a score, a gauge.", .metricName),
    ]
}

package struct AlertRule: Section {
    package enum Measure: String, Choice {
        case errorsPerSecond = "errors_per_second"
        case errorShare = "error_share"
        case responseTimeP95 = "response_time_p95"
        case memoryShare = "memory_share"
        case cpuShare = "cpu_share"
        case diskFreeShare = "disk_free_share"
        case throughput
        case down
        case connectionShare = "connection_share"
    }

    package enum Severity: String, Choice { case warning, critical }

    package var of = ""
    package var measure = Measure.down
    package var above: Double?
    package var below: Double?
    package var lasting = Period(seconds: 300)
    package var severity = Severity.warning

    package init() {}

    package static let summary = "When to call someone."

    package static let fields: [Field<AlertRule>] = [
        field("of", \.of, "What is measured: agent, tasks, database, cache, host.", required: true, .notEmpty),
        field("measure", \.measure, "What of it.", required: true),
        field("above", \.above, "Calls when over this (seconds, shares of 1, or a rate)."),
        field("below", \.below, "Calls when under this."),
        field("for", \.lasting, "How long it must last."),
        field("severity", \.severity, "How loud."),
    ]

    package func check(at path: SettingPath, in setting: Setting, _ reader: inout Reader) {
        let limits = [above, below].compactMap(\.self).count
        if measure == .down, limits > 0 {
            reader.refuse(path, setting.origin, "down has no limit", hint: "leave out above and below")
        } else if measure != .down, limits != 1 {
            reader.refuse(path, setting.origin, "wants either above or below")
        }
    }
}
