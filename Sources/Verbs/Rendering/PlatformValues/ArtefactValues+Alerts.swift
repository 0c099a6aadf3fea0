internal import Platform
internal import Templates

extension ArtefactValues {
    /// The alerts in the order of the file, those of one thing together.
    static func groups(_ telemetry: Telemetry, _ queries: MetricQueries) -> Values.Value {
        var things: [String] = []
        for alert in telemetry.alerts.values where !things.contains(alert.of) { things.append(alert.of) }
        let groups = things.map { thing in
            let source = "telemetry.alerts of \(thing)"
            let alerts = telemetry.alerts.items.filter { $0.value.of == thing }
            let rules = alerts.map { rule(named: $0.name, $0.value, queries) }
            return Values.Value.map(
                ["name": .text(thing, from: source), "rules": .list(rules, from: source)],
                from: source,
            )
        }
        return .list(groups, from: "telemetry.alerts")
    }

    static func rule(named name: String, _ alert: AlertRule, _ queries: MetricQueries) -> Values.Value {
        let source = "telemetry.alerts.\(name)"
        let query = queries.query(alert.measure, of: alert.of)
        return .map(
            [
                "name": .text(name, from: source),
                "expression": .text(query.map { $0 + limit(of: alert) }, from: source),
                "for": .text(alert.lasting.spelled, from: source),
                "severity": .text(alert.severity.rawValue, from: source),
                "service": .text(alert.of, from: source),
                "summary": .text(summary(of: alert), from: source),
                "description": .text(description(of: alert), from: source),
            ],
            from: source,
        )
    }

    private static func limit(of alert: AlertRule) -> String {
        if let above = alert.above { return " > \(spelled(above))" }
        if let below = alert.below { return " < \(spelled(below))" }
        return ""
    }

    /// Shortest, and whole numbers without a fraction.
    static func spelled(_ number: Double) -> String {
        let whole = number.rounded()
        return whole == number && number.magnitude < 1e15 ? String(Int(whole)) : String(number)
    }

    private static func summary(of alert: AlertRule) -> String {
        let thing = alert.of == "agent" ? "agents" : alert.of
        guard let limit = alert.above ?? alert.below else { return "\(thing): down for \(alert.lasting.spelled)" }
        let side = alert.above == nil ? "below" : "above"
        return "\(thing): \(words(alert.measure)) \(side) \(inWords(limit, alert.measure)) for \(alert.lasting.spelled)"
    }

    /// With the figure of the moment, as Prometheus fills it in.
    private static func description(of alert: AlertRule) -> String {
        let place = ["host", "database", "cache"].contains(alert.of) ? " on {{ $labels.instance }}" : ""
        return switch form(of: alert.measure) {
        case .state: "Nothing answers, or nobody reads its metrics any more\(place)."
        case .share: "It is {{ $value | humanizePercentage }}\(place)."
        case .seconds: "It is {{ $value | humanizeDuration }}\(place)."
        case .rate: "It is {{ $value | humanize }} a second\(place)."
        }
    }

    private enum Form { case state, share, seconds, rate }

    private static func form(of measure: AlertRule.Measure) -> Form {
        switch measure {
        case .down: .state
        case .errorShare, .memoryShare, .cpuShare, .diskFreeShare, .connectionShare: .share
        case .responseTimeP95: .seconds
        case .errorsPerSecond, .throughput: .rate
        }
    }

    private static func inWords(_ limit: Double, _ measure: AlertRule.Measure) -> String {
        switch form(of: measure) {
        // 0.07 × 100 is a little more than 7.
        case .share: "\(spelled((limit * 1e6).rounded() / 1e4)) %"
        case .seconds: "\(spelled(limit)) s"
        case .rate: "\(spelled(limit)) a second"
        case .state: ""
        }
    }

    private static func words(_ measure: AlertRule.Measure) -> String {
        switch measure {
        case .errorsPerSecond: "errors"
        case .errorShare: "share of errors"
        case .responseTimeP95: "95 of 100 answers take a time"
        case .memoryShare: "memory in use"
        case .cpuShare: "processors in use"
        case .diskFreeShare: "free disk"
        case .throughput: "throughput"
        case .down: "down"
        case .connectionShare: "connections in use"
        }
    }
}
