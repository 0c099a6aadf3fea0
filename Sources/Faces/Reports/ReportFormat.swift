package import Terminal
package import Words

/// The forms a report can take.
package enum ReportFormat: String, Sendable, Hashable, CaseIterable {
    case text, json
}

/// The report in a format: a pure function.
///
/// Redact the report before; what is drawn here is seen.
package func render(_ report: Report, as format: ReportFormat, for look: Look) -> String {
    switch format {
    case .text: text(of: report.body, for: look)
    case .json: json(of: report).pretty + "\n"
    }
}

extension Console {
    /// Prints a report: redacted once, before any renderer sees it; and gives the status to end with.
    package func write(_ report: Report, as format: ReportFormat) -> ExitStatus {
        write(render(redactor.redact(report), as: format, for: look))
        return report.exitStatus
    }
}
