internal import Terminal
package import Words

/// One line for the pager, the figures behind a bar, and what is wrong below it, as Nagios and its kin read it.
package func nagios(of report: Report) -> String {
    let checks = report.checks ?? []
    let word = ["OK", "WARNING", "CRITICAL", "UNKNOWN"][Int(report.nagiosStatus.rawValue)]
    let counts = CheckCounts(checks)
    let worst = checks.first { $0.status == .fail } ?? checks.first { $0.status == .unknown }
    var head = "\(report.program.name.uppercased()) \(report.command.uppercased()) \(word) - \(counts.text)"
    if report.isForgiven { head += " (nothing counts: --fail-on never)" }
    if let worst { head += " - \(worst.kind.id) \(worst.target): \(worst.summary)" }
    let figures = checks.flatMap { outcome in outcome.measures.map { $0.performance(of: outcome) } }
    let first = head.inOneLine + (figures.isEmpty ? "" : " | " + figures.joined(separator: " "))
    let rest = checks.filter { [.fail, .unknown, .warn].contains($0.status) }.map { outcome in
        "\(outcome.status.rawValue.uppercased()) \(outcome.kind.id) \(outcome.target): \(outcome.summary)".inOneLine
    }
    return ([first] + rest).map { $0 + "\n" }.joined()
}

extension Report {
    /// 0 OK, 1 warning, 2 critical, 3 unknown: Nagios's own, in the same numbers.
    ///
    /// What could not be reached is critical, not unknown: the check saw that it is not there.
    package var nagiosStatus: ExitStatus {
        let counts = CheckCounts(checks ?? [])
        if exitStatus.isStop { return .incomplete }
        if isForgiven { return .success }
        if counts[.fail] > 0 { return .usage }
        // Where nobody looked at anything nothing is unknown either.
        if counts[.unknown] > 0 || checks == nil || exitStatus == .incomplete { return .incomplete }
        return counts[.warn] > 0 ? .negative : .success
    }
}

extension Report {
    /// Somebody said that nothing it found is to count.
    fileprivate var isForgiven: Bool { exitStatus == .success && data["fail_on"] == "never" }
}

extension Measure {
    /// `'label'=value[unit];warn;crit;min;max`.
    fileprivate func performance(of outcome: CheckOutcome) -> String {
        let label = "\(outcome.target) \(name)".filter { $0 != "'" && $0 != "=" && $0 != "|" }
        let sign =
            switch unit {
            case .seconds: "s"
            case .bytes: "B"
            case .percent: "%"
            case .count: ""
            }
        func text(_ value: Double?) -> String { value.map(\.plain) ?? "" }
        // A floor is written with a colon behind it: alarm below.
        func limit(_ value: Double?) -> String { value.map { isBetterHigh ? "\($0.plain):" : $0.plain } ?? "" }
        return "'\(label.inOneLine)'=\(value.plain)\(sign);\(limit(warning));\(limit(critical));0;\(text(maximum))"
    }
}

extension String {
    /// A bar would begin the figures, a newline the next line.
    fileprivate var inOneLine: String {
        visible.replacing("\n", with: " ").replacing("|", with: "/")
    }
}

extension Double {
    /// Without an exponent and without digits that say nothing.
    var plain: String {
        if self == rounded(), magnitude < 1e15 { return String(Int64(self)) }
        let scaled = (self * 1_000_000).rounded()
        guard scaled.magnitude < 9e18 else { return "\(self)" }
        let whole = Int64(scaled)
        let digits = String(whole.magnitude % 1_000_000)
        let fraction = String(repeating: "0", count: 6 - digits.count) + digits
        let shown = fraction.reversed().drop { $0 == "0" }.reversed()
        return "\(whole < 0 ? "-" : "")\(whole.magnitude / 1_000_000).\(String(shown))"
    }
}
