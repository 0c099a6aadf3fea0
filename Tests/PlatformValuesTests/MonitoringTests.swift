import Platform
import Testing
import YAML

@Suite struct MonitoringTests {
    private typealias Alert = (name: String, expression: String, lasting: String, severity: String)

    private func alerts(_ folder: String, _ environment: String) throws -> [String: YAML.Node] {
        let rules = try Artefacts(folder, environment).tree("monitoring/rules/alerts.yaml")
        let all = try rules["groups"].unwrapped.sequence.unwrapped.flatMap { $0["rules"]?.sequence ?? [] }
        return Dictionary(all.map { ($0.text("alert") ?? "", $0) }) { first, _ in first }
    }

    @Test func `every alert of the platform file is there with its figure`() throws {
        for (folder, environment) in Artefacts.all {
            let artefacts = try Artefacts(folder, environment)
            guard let telemetry = artefacts.loaded.platform.telemetry else { continue }
            let rendered = try alerts(folder, environment)
            #expect(rendered.count == telemetry.alerts.items.count)
            for (name, alert) in telemetry.alerts.items {
                let rule = try #require(rendered[name], "\(name)")
                #expect(rule.text("for") == alert.lasting.spelled)
                #expect(rule.text("labels", "severity") == alert.severity.rawValue)
                let expression = rule.text("expr") ?? ""
                for (sign, limit) in [(">", alert.above), ("<", alert.below)] {
                    guard let limit else { continue }
                    let figure = expression.split(separator: " ").suffix(2)
                    #expect(
                        figure.first == Substring(sign) && figure.last.flatMap { Double($0) } == limit,
                        "\(expression)"
                    )
                }
            }
        }
    }

    @Test(arguments: [
        ("HighErrorRate", #"sum(rate(island_hopper_requests_total{status=~"5.."}[5m])) > 0.1"#, "5m", "critical"),
        (
            "HighResponseTime",
            "histogram_quantile(0.95, sum by (le) (rate(island_hopper_request_duration_seconds_bucket[5m]))) > 5", "5m",
            "warning"
        ), ("AgentDown", #"up{job="app"} == 0 or absent(up{job="app"})"#, "1m", "critical"),
        ("TaskErrors", #"sum(rate(sutazai_tasks_total{status=~"error"}[5m])) > 0.1"#, "2m", "critical"),
        ("LowThroughput", "sum(rate(island_hopper_requests_total[5m])) < 1", "5m", "warning"),
        ("CacheMemory", "redis_memory_used_bytes / (redis_memory_max_bytes > 0) > 0.9", "5m", "warning"),
    ])
    func `an alert asks for the metrics that agents and exporters have`(
        name: String,
        expression: String,
        lasting: String,
        severity: String,
    ) throws {
        let rule = try #require(try alerts("", "production")[name])
        #expect(rule.text("expr") == expression)
        #expect(rule.text("for") == lasting)
        #expect(rule.text("labels", "severity") == severity)
        #expect(rule.text("annotations", "runbook_url") == "https://island-hopper.com/runbooks/\(name)")
    }

    @Test func `SutazAI's and DevDuck's alerts read their own metrics`() throws {
        let sutazai = try alerts("sutazai", "production")
        #expect(sutazai["HighErrorRate"]?.text("expr") == #"sum(rate(sutazai_tasks_total{status=~"error"}[5m])) > 0.1"#)
        #expect(sutazai["AgentDown"]?.text("expr")?.contains(#"up{job="sutazai-agents"} == 0"#) == true)
        #expect(sutazai["HighResponseTime"]?.text("expr")?.contains("sutazai_task_duration_seconds_bucket") == true)
        #expect(sutazai["HighMemoryUsage"]?.text("expr")?.hasSuffix(" > 0.8") == true)
        #expect(sutazai["HighMemoryUsage"]?.text("annotations", "summary")?.contains("above 80 %") == true)
        let devduck = try alerts("devduck", "production")
        #expect(devduck.count == 11)
        #expect(devduck["DevDuckHighErrorRate"]?.text("expr")?.contains("devduck_requests_total") == true)
        #expect(
            devduck["DevDuckHighResponseTime"]?.text("expr")?.contains("devduck_response_time_seconds_bucket") == true
        )
    }

    @Test func `an alert that nobody measures is no silent one`() throws {
        let values = try Artefacts.values(
            of: "platform: t\ntelemetry: {alerts: {Odd: {of: cache, measure: cpu_share, above: 0.5}}}\n"
        )
        let told = Artefacts.faults("monitoring", with: values)
        #expect(told.count == 1 && told[0].contains("rule.expression: no value is set"), "\(told)")
    }

    @Test func `Prometheus reads every job, and finds each agent behind its name`() throws {
        let config = try Artefacts("", "production").tree("monitoring/prometheus.yaml")
        #expect(config.text("global", "scrape_interval") == "15s")
        #expect(
            config.at("alerting", "alertmanagers", "0", "static_configs", "0", "targets")?.texts == [
                "alertmanager:9093"
            ]
        )
        let jobs = try config["scrape_configs"].unwrapped.sequence.unwrapped
        #expect(
            jobs.map { $0.text("job_name") } == [
                "prometheus", "app", "node-exporter", "cadvisor", "postgres-exporter", "redis-exporter",
                "nginx-exporter", "blackbox",
            ]
        )
        let app = jobs[1]
        #expect([app.text("scrape_interval"), app.text("scrape_timeout")] == ["10s", "5s"])
        #expect(
            app.at("dns_sd_configs", "0") == ["names": ["agent"], "type": "A", "port": 8000, "refresh_interval": "10s"]
        )
        let targets = jobs[2...6].flatMap { $0.at("static_configs", "0", "targets")?.texts ?? [] }
        #expect(
            targets == [
                "node-exporter:9100", "cadvisor:8080", "postgres-exporter:9187", "redis-exporter:9121",
                "nginx-exporter:9113",
            ]
        )
        #expect(jobs[7].text("relabel_configs", "2", "replacement") == "blackbox:9115")
        #expect(jobs[7].at("static_configs", "0", "targets")?.texts == ["https://api.island-hopper.com/health"])
    }

    @Test func `every receiver is used and defined, and its secret a file`() throws {
        for (folder, environment) in [("", "production"), ("sutazai", "production"), ("devduck", "production")] {
            let artefacts = try Artefacts(folder, environment)
            let config = try artefacts.tree("monitoring/alertmanager.yaml")
            let receivers = try config["receivers"].unwrapped.sequence.unwrapped.compactMap { $0.text("name") }
            let routes = (config.at("route", "routes")?.sequence ?? []).compactMap { $0.text("receiver") }
            #expect(Set(routes + [config.text("route", "receiver") ?? ""]) == Set(receivers))
            let telemetry = try #require(artefacts.loaded.platform.telemetry)
            let slack = config.text("receivers", "0", "slack_configs", "0", "api_url_file")
            #expect(slack == (telemetry.slack == nil ? nil : "/run/secrets/slack_webhook_url"))
            for receiver in try config["receivers"].unwrapped.sequence.unwrapped {
                #expect(receiver.names.count > 1, "\(receiver.text("name") ?? "") has a channel")
            }
            let pager = config.text("receivers", "1", "pagerduty_configs", "0", "routing_key_file")
            #expect(pager == (telemetry.pagerDuty == nil ? nil : "/run/secrets/pagerduty_integration_key"))
            #expect(config.text("receivers", "0", "email_configs", "0", "to") == telemetry.email)
        }
    }

    @Test func `with one channel alone it is everybody's, and without a name nobody is asked from outside`() throws {
        let paged = try Artefacts.values(
            of: """
                platform: t
                telemetry:
                  pagerduty: env:P
                  jobs: {blackbox: {target: "blackbox:9115"}}

                """
        )
        let files = try Artefacts.rendered("monitoring", with: paged)
        let text = try #require(files["monitoring/alertmanager.yaml"])
        let config = try YAML.parse(text, file: "a").root
        #expect(config.at("receivers")?.sequence?.count == 1)
        #expect(config.at("receivers", "0", "pagerduty_configs") != nil && config.at("route", "routes") == nil)
        #expect(files["monitoring/blackbox.yaml"] == nil)
        #expect(files["monitoring/prometheus.yaml"]?.contains("blackbox") == false)
    }

    @Test func `a dashboard asks what the alerts ask, of a data source that is provided`() throws {
        for (folder, name) in [("", "island-hopper"), ("devduck", "devduck"), ("sutazai", "sutazai")] {
            let artefacts = try Artefacts(folder, "production")
            var titles: Set<String> = []
            for board in ["agents", "platform"] {
                let file = "monitoring/grafana/dashboards/\(board).json"
                let text = try #require(artefacts.files[file])
                #expect(text.hasPrefix("{\n  \"uid\": \"\(name)-\(board)\",\n"))
                let tree = try artefacts.tree(file)
                let panels = try tree["panels"].unwrapped.sequence.unwrapped
                #expect(Set(panels.compactMap { $0["id"]?.int }).count == panels.count)
                for panel in panels {
                    titles.insert(panel.text("title") ?? "")
                    #expect(panel.text("datasource", "uid") == "${source}")
                    #expect(try !panel["targets"].unwrapped.sequence.unwrapped.isEmpty)
                }
            }
            #expect(titles.count == 23)
            #expect(
                try artefacts.tree("monitoring/grafana/provisioning/datasources/prometheus.yaml")
                    .text("datasources", "0", "url") == "http://prometheus:9090"
            )
        }
        let agents = try #require(
            try Artefacts("devduck", "production").files["monitoring/grafana/dashboards/agents.json"]
        )
        #expect(agents.contains("devduck_requests_total") && !agents.contains("island_hopper_requests_total"))
    }
}
