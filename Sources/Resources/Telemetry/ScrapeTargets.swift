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
        func finding(
            _ severity: Finding.Severity,
            _ failureClass: FailureClass,
            _ message: String,
            evidence: [Finding.Evidence] = [],
            _ hints: [String],
        ) -> Finding {
            Finding(
                TelemetryChecks.targets,
                severity,
                at: address,
                failureClass,
                message,
                evidence: evidence,
                remedies: hints.map { .hint($0) },
                data: ["job": .string(job)]
            )
        }
        let own = targets.filter { $0.job == job }
        guard let first = own.first else {
            let jobs = Set(targets.map(\.job)).sorted()
            return [
                finding(
                    .error,
                    .missing,
                    "Prometheus reads no job \(job).",
                    evidence: [.fact("jobs", jobs.joined(separator: ", "))],
                    NearestName.all(to: job, among: jobs).map { "Is \($0) meant?" }
                        + ["Add it to scrape_configs, and let Prometheus read its configuration again."]
                )
            ]
        }
        var findings: [Finding] = []
        let down = own.filter { $0.health == "down" }
        if !down.isEmpty {
            findings.append(
                finding(
                    .error,
                    .unhealthy,
                    down.count == own.count
                        ? "Prometheus cannot read the job \(job)."
                        : "Prometheus cannot read \(down.count) of \(own.count) targets of the job \(job).",
                    evidence: down.prefix(5).map {
                        .fact($0.instance, $0.lastError.isEmpty ? "down" : String($0.lastError.prefix(300)))
                    },
                    ["The error is Prometheus's own, seen from where it runs: look at that target and the way to it."]
                )
            )
        }
        if own.allSatisfy({ $0.health == "unknown" }) {
            let message = "The job \(job) has not been read yet."
            findings.append(finding(.note, .starting, message, ["Look again after one interval."]))
        }
        if !own.contains(where: { $0.address == declared.target || $0.instance == declared.target }) {
            let place = first.address.isEmpty ? first.instance : first.address
            let message = "The job \(job) reads \(place), and \(declared.target) is declared."
            let hint = "Correct telemetry.jobs.\(job).target, or Prometheus's configuration."
            findings.append(finding(.warning, .drift, message, [hint]))
        }
        return findings
    }
}
