internal import JSON
internal import Platform
internal import Words

/// What Prometheus says of those it reads.
struct ScrapeTargets: Sendable, Hashable {
    struct Target: Sendable, Hashable {
        let job: String
        let instance: String
        /// Before any relabelling: where it is really read.
        let address: String
        let health: String
        let lastError: String
    }

    let targets: [Target]

    init(_ data: JSON) {
        targets = (data["activeTargets"].array ?? []).map { target in
            Target(
                job: target["labels"]["job"].string ?? target["scrapePool"].string ?? "",
                instance: target["labels"]["instance"].string ?? "",
                address: target["discoveredLabels"]["__address__"].string ?? "",
                health: target["health"].string ?? "unknown",
                lastError: target["lastError"].string ?? ""
            )
        }
    }

    func diagnosis(of jobs: [(name: String, value: Telemetry.ScrapeJob)], at address: Address) -> Diagnosis {
        let findings = jobs.flatMap { self.findings(of: $0.name, $0.value, at: address) }
        let up = targets.count { $0.health == "up" }
        return .found(
            findings,
            seen: "\(up) of \(targets.count) targets up",
            measures: [Measure("targets_up", Double(up), maximum: Double(targets.count))]
        )
    }

    private func findings(of job: String, _ declared: Telemetry.ScrapeJob, at address: Address) -> [Finding] {
        let kind = TelemetryChecks.targets
        let own = targets.filter { $0.job == job }
        let data: [String: JSONValue] = ["job": .string(job)]
        guard !own.isEmpty else {
            let near = NearestName.all(to: job, among: Set(targets.map(\.job)).sorted())
            return [
                Finding(
                    kind,
                    at: address,
                    .missing,
                    "Prometheus reads no job \(job).",
                    evidence: [.fact("jobs", Set(targets.map(\.job)).sorted().joined(separator: ", "))],
                    remedies: near.map { .hint("Is \($0) meant?") } + [
                        .hint("Add it to scrape_configs, and let Prometheus read its configuration again.")
                    ],
                    data: data
                )
            ]
        }
        var findings: [Finding] = []
        let down = own.filter { $0.health == "down" }
        if !down.isEmpty {
            findings.append(
                Finding(
                    kind,
                    at: address,
                    .unhealthy,
                    down.count == own.count
                        ? "Prometheus cannot read the job \(job)."
                        : "Prometheus cannot read \(down.count) of \(own.count) targets of the job \(job).",
                    evidence: down.prefix(5).map {
                        .fact($0.instance, $0.lastError.isEmpty ? "down" : String($0.lastError.prefix(300)))
                    },
                    remedies: [
                        .hint(
                            "The error is Prometheus's own, seen from where it runs: look at that target and the way to it."
                        )
                    ],
                    data: data
                )
            )
        }
        if own.allSatisfy({ $0.health == "unknown" }) {
            findings.append(
                Finding(
                    kind,
                    .note,
                    at: address,
                    .starting,
                    "The job \(job) has not been read yet.",
                    remedies: [.hint("Look again after one interval.")],
                    data: data
                )
            )
        }
        if !own.contains(where: { $0.address == declared.target || $0.instance == declared.target }) {
            findings.append(
                Finding(
                    kind,
                    .warning,
                    at: address,
                    .drift,
                    "The job \(job) reads \(own[0].address.isEmpty ? own[0].instance : own[0].address), and \(declared.target) is declared.",
                    remedies: [.hint("Correct telemetry.jobs.\(job).target, or Prometheus's configuration.")],
                    data: data
                )
            )
        }
        return findings
    }
}
