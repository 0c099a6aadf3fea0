package import Terminal
package import Words

/// The forms a report can take.
package enum ReportFormat: String, Sendable, Hashable, CaseIterable {
    case text, json, sarif, github

    /// Any report can be shown in these.
    package static let ofAll: [ReportFormat] = [.text, .json]
    /// Those of a command that judges.
    package static let ofFindings: [ReportFormat] = [.text, .json, .sarif, .github]

    /// For whom it is.
    package var summary: String {
        switch self {
        case .text: "for people"
        case .json: "for programs"
        case .sarif: "SARIF 2.1.0, for code scanning"
        case .github: "annotations of GitHub Actions"
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
    }
}

extension Console {
    /// Prints a report: redacted once, before any renderer sees it; and gives the status to end with.
    package func write(_ report: Report, as format: ReportFormat) -> ExitStatus {
        write(render(redactor.redact(report), as: format, for: look))
        return report.exitStatus
    }
}
