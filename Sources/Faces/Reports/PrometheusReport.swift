internal import FoundationEssentials
package import Words

/// The run as metrics, for a textfile collector or a push: what holds, how long it took, and what was measured.
package func prometheus(of report: Report) -> String {
    let checks = report.checks ?? []
    let prefix = "ihctl_\(report.command.replacing(".", with: "_"))"
    var text = ""
    func family(_ name: String, _ help: String, _ samples: [(labels: [(String, String)], value: Double)]) {
        guard !samples.isEmpty else { return }
        text += "# HELP \(name) \(help)\n# TYPE \(name) gauge\n"
        for sample in samples {
            let labels = sample.labels.map { "\($0.0)=\"\($0.1.asLabel)\"" }.joined(separator: ",")
            text += "\(name)\(labels.isEmpty ? "" : "{\(labels)}") \(sample.value.plain)\n"
        }
    }
    let own = [("environment", report.environment ?? "")]
    family("\(prefix)_exit_code", "What the run ended with.", [(own, Double(report.exitStatus.rawValue))])
    family("\(prefix)_run_seconds", "How long the run took.", [(own, report.duration / .seconds(1))])
    family("\(prefix)_run_timestamp_seconds", "When the run began.", [(own, report.startedAt.timeIntervalSince1970)])
    let counts = CheckCounts(checks)
    family(
        "\(prefix)_checks",
        "Checks by what became of them.",
        CheckOutcome.Status.allCases.map { (own + [("status", $0.rawValue)], Double(counts[$0])) }
    )
    family(
        "\(prefix)_check_ok",
        "1 where it holds, 0 where it does not or nobody can tell; absent where it was left out.",
        checks.filter { $0.status != .skipped }.map {
            // Its state is no label of it: each change would begin another series.
            (own + $0.labels, $0.status == .pass || $0.status == .warn ? 1 : 0)
        }
    )
    family(
        "\(prefix)_check_trouble",
        "1 for each check that is not well, with what it is.",
        checks.filter { [.fail, .warn, .unknown, .blocked].contains($0.status) }.map {
            (own + $0.labels + [("status", $0.status.rawValue), ("failure_class", $0.worst?.failureClass ?? "")], 1)
        }
    )
    family(
        "\(prefix)_check_seconds",
        "How long it took.",
        checks.filter { $0.duration > .zero }.map { (own + $0.labels, $0.duration / .seconds(1)) }
    )
    for unit in Measure.Unit.allCases {
        family(
            "\(prefix)_measure\(unit == .count ? "" : "_\(unit.rawValue)")",
            "What checks measured.",
            checks.flatMap { outcome in
                outcome.measures.filter { $0.unit == unit }.map {
                    (own + outcome.labels + [("measure", $0.name)], $0.value)
                }
            }
        )
    }
    return text
}

extension CheckOutcome {
    fileprivate var labels: [(String, String)] {
        [("check", kind.id), ("target", target.description), ("region", region ?? "")]
    }
}

extension String {
    fileprivate var asLabel: String {
        replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
