internal import JSON
internal import Words

/// The alerts that Prometheus has loaded.
struct LoadedRules: Sendable, Hashable {
    struct Rule: Sendable, Hashable {
        let name: String
        let group: String
        let health: String
        let lastError: String
        let isFiring: Bool
    }

    let rules: [Rule]

    init(_ data: JSON) {
        rules = (data["groups"].array ?? []).flatMap { group in
            (group["rules"].array ?? []).map { rule in
                Rule(
                    name: rule["name"].string ?? "",
                    group: group["name"].string ?? "",
                    health: rule["health"].string ?? "unknown",
                    lastError: rule["lastError"].string ?? "",
                    isFiring: rule["state"].string == "firing"
                )
            }
        }
    }

    func diagnosis(of alerts: [String], at address: Address) -> Diagnosis {
        let kind = TelemetryChecks.rules
        var findings: [Finding] = []
        let missing = alerts.filter { name in !rules.contains { $0.name == name } }
        if !missing.isEmpty {
            let near = missing.compactMap { name in
                NearestName.all(to: name, among: rules.map(\.name)).first.map {
                    Finding.Remedy.hint("Is \($0) the alert \(name)?")
                }
            }
            findings.append(
                Finding(
                    kind,
                    at: address,
                    .missing,
                    missing.count == 1
                        ? "Prometheus has not loaded the alert \(missing[0])."
                        : "Prometheus has not loaded \(missing.count) of \(alerts.count) declared alerts.",
                    evidence: [.fact("missing", missing.joined(separator: ", ")), .fact("loaded", "\(rules.count)")],
                    remedies: near.prefix(3) + [
                        .hint(
                            "Render the rules anew (ihctl render monitoring), and let Prometheus read them: rule_files, then a reload."
                        )
                    ]
                )
            )
        }
        let failing = rules.filter { $0.health == "err" }
        if !failing.isEmpty {
            findings.append(
                Finding(
                    kind,
                    at: address,
                    .invalid,
                    failing.count == 1
                        ? "Prometheus cannot compute the alert \(failing[0].name): it never fires."
                        : "Prometheus cannot compute \(failing.count) alerts: they never fire.",
                    evidence: failing.prefix(5).map {
                        .fact("\($0.group)/\($0.name)", String($0.lastError.prefix(300)))
                    },
                    remedies: [.hint("Correct the expression: the error is Prometheus's own.")]
                )
            )
        }
        let firing = rules.filter(\.isFiring).map(\.name)
        return .found(
            findings,
            seen: "\(rules.count) alerts, \(firing.isEmpty ? "none" : firing.joined(separator: ", ")) firing",
            measures: [Measure("alerts_firing", Double(firing.count))]
        )
    }
}
