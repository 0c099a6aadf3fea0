internal import JSON
internal import Platform
internal import Words

/// How old the newest sample of each job is, by Prometheus's own clock.
struct SampleAges: Sendable, Hashable {
    let ages: [String: Double]

    static let query = "/api/v1/query?query=time()%20-%20max%20by%20(job)%20(timestamp(up))"

    /// Nil where the answer is no vector.
    init?(_ data: JSON) {
        guard data["resultType"].string == "vector", let results = data["result"].array else { return nil }
        var ages: [String: Double] = [:]
        for result in results {
            guard let job = result["metric"]["job"].string, let age = result["value"][1].string.flatMap(Double.init)
            else { continue }
            ages[job] = age
        }
        self.ages = ages
    }

    func diagnosis(of telemetry: Telemetry, at address: Address) -> Diagnosis {
        let kind = TelemetryChecks.freshness
        guard !ages.isEmpty else {
            return .found(
                Finding(
                    kind,
                    at: address,
                    .lag,
                    "Prometheus has no sample of the last five minutes.",
                    remedies: [
                        .hint("It reads nobody, or cannot write: look at its log and at the room on its disk.")
                    ]
                )
            )
        }
        let late = ages.sorted { $0.key < $1.key }.compactMap { job, age -> (String, Double, Double)? in
            let every = (telemetry.jobs[job]?.every ?? telemetry.scrapeEvery).duration / .seconds(1)
            return age > 2 * every ? (job, age, every) : nil
        }
        let oldest = ages.values.max() ?? 0
        let seen = "the oldest is \(Duration.seconds(oldest.rounded()).readable) old"
        let measures = [Measure("sample_age", oldest, .seconds)]
        guard let worst = late.max(by: { $0.1 < $1.1 }) else { return .healthy(seen, measures: measures) }
        let finding = Finding(
            kind,
            .warning,
            at: address,
            .lag,
            late.count == 1
                ? "The job \(worst.0) has told nothing new for \(Duration.seconds(worst.1.rounded()).readable)."
                : "\(late.count) jobs have told nothing new for longer than two intervals.",
            evidence: late.map {
                .fact(
                    $0.0,
                    "\(Duration.seconds($0.1.rounded()).readable) old, read every \(Duration.seconds($0.2).readable)"
                )
            },
            remedies: [.hint("Look whether Prometheus still reads it, has room to write, and keeps up with its work.")]
        )
        return .found(finding, seen: seen, measures: measures)
    }
}
