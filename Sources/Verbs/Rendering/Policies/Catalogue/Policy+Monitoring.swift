internal import Words
internal import YAML

// What is measured, and who is told.
extension Policy {
    static let monitoring: [Policy] = [
        monitorSelectsNothing, alertRule, alertReceiver, dashboard,
    ]

    static let monitorSelectsNothing = Policy(
        "monitor-selects-nothing",
        .error,
        .monitoring,
        ["MON001"],
        title: "a monitor chooses Services or pods that exist, on ports that they name",
        why: "Prometheus finds no target and says nothing: no data, no alert.",
        remedy:
            "Let the selector's labels be those of the Service itself (not of its pods), and the endpoint's port a port's name.",
        write: """
            selector: {matchLabels: {app.kubernetes.io/name: island-hopper-agent}}
            endpoints: [{port: http, path: /metrics, interval: 30s}]
            """,
        elsewhere: "kube-linter dangling-servicemonitor",
        .object(["ServiceMonitor", "PodMonitor"]) { object, look in
            let spec = object.node["spec"]
            // Namespaces chosen otherwise than by nothing may hold what is rendered elsewhere.
            guard !(spec?["namespaceSelector"]).isFilled else { return }
            let selector = Selector(spec?["selector"])
            let path = YAML.Path.spec / "selector"
            if object.type == "ServiceMonitor" {
                let services = look.set.services(in: object.namespace).filter { selector.matches($0.labels) }
                guard !services.isEmpty else {
                    return look.complain("it chooses no Service: \(selector.inWords)", at: path)
                }
                for (index, endpoint) in (spec?["endpoints"]).items.enumerated() {
                    let port = endpoint["port"].plain
                    guard !port.isEmpty, !services.contains(where: { $0.hasPort(named: port) }) else { continue }
                    look.complain(
                        "no Service it chooses has a port called \(YAML.excerpt(port))",
                        at: .spec / "endpoints" / index / "port"
                    )
                }
            } else {
                let pods = look.set.pods(in: object.namespace, selector)
                guard !pods.isEmpty else {
                    return look.complain("it chooses no pod: \(selector.inWords)", at: path)
                }
                for (index, endpoint) in (spec?["podMetricsEndpoints"]).items.enumerated() {
                    let port = endpoint["port"].plain
                    let isThere = pods.contains { $0.containers.contains { $0.ports.contains { $0.name == port } } }
                    guard !port.isEmpty, !isThere else { continue }
                    look.complain(
                        "no pod it chooses has a port called \(YAML.excerpt(port))",
                        at: .spec / "podMetricsEndpoints" / index / "port"
                    )
                }
            }
        },
    )

    static let alertRule = Policy(
        "alert-rule",
        .warning,
        .monitoring,
        ["MON002"],
        title: "every alert has a name of its own, a time, a severity, a summary and a runbook",
        why:
            "Without a time it rings at every flicker; without a severity it is routed nowhere; without summary and runbook somebody is woken and told nothing.",
        remedy: "Write for, labels.severity, annotations.summary and annotations.runbook_url.",
        write: """
            - alert: HighErrorRate
              expr: rate(island_hopper_requests_total{status=~"5.."}[5m]) > 0.1
              for: 5m
              labels: {severity: critical}
              annotations:
                summary: Agents answer with errors
                runbook_url: https://runbooks.island-hopper.com/HighErrorRate
            """,
        elsewhere: "promtool, pint",
        .object(["PrometheusRule"]) { object, look in
            for (index, group) in (object.node["spec"]?["groups"]).items.enumerated() {
                var names: Set<String> = []
                for (number, rule) in group["rules"].items.enumerated() {
                    let path = YAML.Path.spec / "groups" / index / "rules" / number
                    let expression = rule["expr"].plain
                    if let fault = PromQL.imbalance(of: expression) {
                        look.complain("its expression \(fault)", at: path / "expr", as: .error)
                    }
                    let name = rule["alert"].plain
                    guard !name.isEmpty else { continue }
                    // The same name at two severities is one alert that grows worse.
                    let key = "\(name) \(rule["labels"]?["severity"].plain ?? "")"
                    if !names.insert(key).inserted {
                        look.complain("two alerts of the group are called \(YAML.excerpt(name))", at: path / "alert")
                    }
                    let wanted: [(String, YAML.Node?, YAML.Path)] = [
                        ("time (for)", rule["for"], path / "for"),
                        ("severity", rule["labels"]?["severity"], path / "labels" / "severity"),
                        ("summary", rule["annotations"]?["summary"], path / "annotations" / "summary"),
                        ("runbook", rule["annotations"]?["runbook_url"], path / "annotations" / "runbook_url"),
                    ]
                    for (what, node, place) in wanted where node.plain.isEmpty {
                        look.complain("the alert \(YAML.excerpt(name)) has no \(what)", at: place)
                    }
                }
            }
        },
    )

    static let alertReceiver = Policy(
        "alert-receiver-missing",
        .error,
        .monitoring,
        ["MON003"],
        title: "alerts are routed to receivers that exist, and every receiver is used",
        why:
            "Alertmanager refuses the whole configuration for one name that it does not know, and goes on with the old one.",
        remedy: "Define the receiver, or mend the name in the route.",
        write: """
            route: {receiver: slack}
            receivers: [{name: slack, slackConfigs: [{channel: "#alerts"}]}]
            """,
        elsewhere: "amtool check-config",
        .object(["AlertmanagerConfig"]) { object, look in
            let spec = object.node["spec"]
            let defined = (spec?["receivers"]).items.map { $0["name"].plain }
            var used: Set<String> = []
            func follow(_ route: YAML.Node, at path: YAML.Path) {
                let name = route["receiver"].plain
                used.insert(name)
                if !name.isEmpty, !defined.contains(name) {
                    look.complain("there is no receiver \(YAML.excerpt(name))", at: path / "receiver")
                }
                for (index, inner) in route["routes"].items.enumerated() { follow(inner, at: path / "routes" / index) }
            }
            guard let route = spec?["route"], !route["receiver"].plain.isEmpty else {
                return look.complain("it has no route for all that no other takes", at: .spec / "route" / "receiver")
            }
            follow(route, at: .spec / "route")
            for (index, name) in defined.enumerated() where !used.contains(name) {
                look.complain(
                    "no route leads to the receiver \(YAML.excerpt(name))",
                    at: .spec / "receivers" / index / "name",
                    as: .warning
                )
            }
        },
    )

    static let dashboard = Policy(
        "dashboard",
        .warning,
        .monitoring,
        ["MON004"],
        title: "a dashboard has an id of its own and asks a data source by variable",
        why:
            "Of two dashboards with one id the second replaces the first; one that names a data source by its id is empty in every Grafana but its author's.",
        remedy: "Set uid, and datasource to ${datasource} with a variable of that type.",
        write:
            "\"uid\": \"island-hopper-agents\", \"datasource\": {\"type\": \"prometheus\", \"uid\": \"${datasource}\"}",
        .set { look in
            var seen: [String: String] = [:]
            for object in look.set.all("ConfigMap") where object.labels["grafana_dashboard"] != nil {
                look.object = object.position
                for entry in object.node["data"].entries where entry.name.hasSuffix(".json") {
                    let path = YAML.Path("data") / entry.name
                    guard let document = try? YAML.parse(Optional(entry.value).plain), document.root.mapping != nil
                    else {
                        look.complain("\(YAML.excerpt(entry.name)) is no JSON object", at: path, as: .error)
                        continue
                    }
                    let uid = document.root["uid"].plain
                    if uid.isEmpty {
                        look.complain("\(YAML.excerpt(entry.name)) has no uid", at: path)
                    } else if let other = seen.updateValue(entry.name, forKey: uid) {
                        look.complain("\(YAML.excerpt(entry.name)) has the uid of \(YAML.excerpt(other))", at: path)
                    }
                    if let source = Dashboard.fixedSource(in: document.root) {
                        look.complain(
                            "\(YAML.excerpt(entry.name)) asks the data source \(YAML.excerpt(source))",
                            at: path
                        )
                    }
                }
            }
        },
    )
}
