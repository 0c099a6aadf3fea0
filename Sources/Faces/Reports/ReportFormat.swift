package import Terminal
package import Words

/// The forms a report can take.
package enum ReportFormat: String, Sendable, Hashable, CaseIterable {
    case text, json, sarif, github, junit, nagios, prometheus, markdown

    /// Any report can be shown in these.
    package static let ofAll: [ReportFormat] = [.text, .json]
    /// Those of a command that judges.
    package static let ofFindings: [ReportFormat] = [.text, .json, .sarif, .github]
    /// Those of a command that runs checks.
    package static let ofChecks: [ReportFormat] = ofFindings + [.junit, .nagios, .prometheus, .markdown]

    /// For whom it is.
    package var summary: String {
        switch self {
        case .text: "for people"
        case .json: "for programs"
        case .sarif: "SARIF 2.1.0, for code scanning"
        case .github: "annotations of GitHub Actions"
        case .junit: "JUnit XML, for CI's list of tests"
        case .nagios: "one line and figures, with Nagios's own exit status"
        case .prometheus: "metrics, for a textfile collector"
        case .markdown: "a page, for a pull request or a job's summary"
        }
    }
}

/// The report in a format: a pure function.
///
/// Redact the report before; what is drawn here is seen.
package func render(_ report: Report, as format: ReportFormat, for look: Look) -> String {
    switch format {
    case .text: text(of: report.body, for: look)
    case .json: json(of: report).pretty + "\n"
    case .sarif: sarif(of: report).pretty + "\n"
    case .github: githubAnnotations(of: report)
    case .junit: junit(of: report)
    case .nagios: nagios(of: report)
    case .prometheus: prometheus(of: report)
    case .markdown: markdown(of: report)
    }
}

extension Console {
    /// Prints a report: redacted once, before any renderer sees it; and gives the status to end with.
    package func write(_ report: Report, as format: ReportFormat) -> ExitStatus {
        write(render(redactor.redact(report), as: format, for: look))
        return format == .nagios ? report.nagiosStatus : report.exitStatus
    }
}
