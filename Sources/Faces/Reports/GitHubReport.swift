internal import Terminal
package import Words

/// The findings as workflow commands, which GitHub Actions shows beside the lines they are about; a summary for the log behind them.
///
/// GitHub keeps ten annotations of a kind from each step and drops the rest in silence: what would be dropped stands in the log as plain
/// lines, and the tenth annotation says how many. Allowed findings are not shown.
package func githubAnnotations(of report: Report) -> String {
    let shown = (report.findings ?? []).filter { $0.suppression == nil }
    var commands: [String] = []
    var overflow: [String] = []
    for severity in Finding.Severity.allCases {
        let findings = shown.filter { $0.severity == severity }
        let fitting = findings.count > mostOfAKind ? mostOfAKind - 1 : findings.count
        commands += findings.prefix(fitting).map { $0.command.text }
        guard fitting < findings.count else { continue }
        let rest = findings.count - fitting
        let words = "\(rest) more of this kind stand in the log of this step"
        commands.append(
            WorkflowCommand(name: severity.command, properties: [("title", report.command)], data: words).text
        )
        overflow += findings.dropFirst(fitting).map(\.plainLine)
    }
    let summary = "\(report.program.name) \(report.command.replacing(".", with: " ")): \(report.conclusion)"
    return (commands + overflow + [harmless(summary)]).map { $0 + "\n" }.joined()
}

private let mostOfAKind = 10

extension Report {
    fileprivate var conclusion: String {
        let found = (findings ?? []).counts.text
        switch outcome {
        case .ok: return found ?? "nothing wrong"
        case .problems: return found ?? "problems"
        case .incomplete: return ["incomplete", found].compactMap(\.self).joined(separator: ", ")
        }
    }
}

extension Finding {
    fileprivate var command: WorkflowCommand {
        var properties: [(String, String)] = []
        if let place {
            properties = [("file", place.file), ("line", String(place.line))]
            let endLine = place.endLine ?? place.line
            if endLine == place.line {
                properties.append(("col", String(place.column)))
                // GitHub's last column is within, ours is behind.
                if let end = place.endColumn, end > place.column { properties.append(("endColumn", String(end - 1))) }
            } else {
                // Columns are refused where the two lines differ.
                properties.append(("endLine", String(endLine)))
            }
        }
        properties.append(("title", id))
        return WorkflowCommand(name: severity.command, properties: properties, data: wholeText)
    }

    /// In the log, where a line that looked like a command would be taken for one.
    fileprivate var plainLine: String {
        let lead = place.map { "\($0): " } ?? ""
        return harmless("\(lead)\(severity.rawValue): \(headline)  [\(id)]")
    }
}

extension Finding.Severity {
    fileprivate var command: String {
        switch self {
        case .error: "error"
        case .warning: "warning"
        case .note: "notice"
        }
    }
}

private func harmless(_ line: String) -> String {
    let visible = line.visible.replacing("##[", with: "## [")
    return visible.drop { $0 == " " }.hasPrefix("::") ? "· " + visible : visible
}

/// `::name key=value,key=value::data`.
private struct WorkflowCommand {
    let name: String
    let properties: [(String, String)]
    let data: String

    var text: String {
        let told = properties.map { "\($0.0)=\(WorkflowCommand.escaped($0.1.visible, alsoSigns: true))" }
        // Newlines are all that is left of what has power over a terminal; returns and escapes are pictures by now.
        let lines = data.visibleLines.joined(separator: "\n")
        return "::\(name) \(told.joined(separator: ","))::\(WorkflowCommand.escaped(lines, alsoSigns: false))"
    }

    /// By scalars: a comma with an accent on it is a comma to GitHub.
    private static func escaped(_ text: String, alsoSigns: Bool) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "%": escaped += "%25"
            case "\n": escaped += "%0A"
            case ":" where alsoSigns: escaped += "%3A"
            case "," where alsoSigns: escaped += "%2C"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
