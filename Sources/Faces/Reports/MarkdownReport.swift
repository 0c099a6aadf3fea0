internal import Terminal
package import Words

/// The run as a page for a pull request or a job's summary: the verdict, what is wrong and what mends it, then everything in a table.
package func markdown(of report: Report) -> String {
    let checks = report.checks ?? []
    let counts = CheckCounts(checks)
    let mark = report.exitStatus == .success ? "✅" : report.exitStatus == .incomplete ? "❔" : "❌"
    let whereOf = [report.environment, report.region].compactMap(\.self).joined(separator: " · ")
    var lines = [
        "## \(mark) \(report.program.name) \(report.command)\(whereOf.isEmpty ? "" : " — \(whereOf.inMarkdown)")", "",
    ]
    lines += ["\(counts.parts.map(\.1).joined(separator: " · ")) in \(report.duration.readable)", ""]
    let shown = checks.filter { [.fail, .unknown, .warn].contains($0.status) }
    let order: [CheckOutcome.Status] = [.fail, .unknown, .warn]
    for status in order {
        for outcome in shown where outcome.status == status {
            for finding in outcome.findings { lines += page(finding, of: outcome) }
        }
    }
    lines += [
        "<details><summary>All \(checks.count) checks</summary>", "", "| status | check | target | |",
        "|---|---|---|---|",
    ]
    lines += checks.map { outcome in
        "| \(outcome.status.sign) \(outcome.status.rawValue) | `\(outcome.kind.id)` | \(outcome.target.description.inMarkdown) | \(outcome.summary.inMarkdown) |"
    }
    lines += ["", "</details>"]
    return lines.map { $0 + "\n" }.joined()
}

private func page(_ finding: Finding, of outcome: CheckOutcome) -> [String] {
    var lines = [
        "### \(outcome.status.sign) `\(outcome.kind.id)` \(outcome.target.description.inMarkdown)", "",
        finding.message.inMarkdown, "",
    ]
    let facts = finding.evidence.map { piece in
        switch piece {
        case .paragraph(let text): text.inMarkdown
        case .verbatim(let text): text.inMarkdown
        case .fact(let name, let value): "\(name.inMarkdown): \(value.inMarkdown)"
        }
    }
    lines += facts.map { "- \($0)" } + (facts.isEmpty ? [] : [""])
    for remedy in finding.remedies {
        switch remedy {
        case .hint(let text): lines += [text.inMarkdown, ""]
        case .fix(let line), .then(let line): lines += ["```sh", line.replacing("```", with: "` ` `"), "```", ""]
        }
    }
    return lines
}

extension CheckOutcome.Status {
    fileprivate var sign: String {
        switch self {
        case .pass: "✅"
        case .warn: "⚠️"
        case .fail: "❌"
        case .blocked: "⛔"
        case .skipped: "➖"
        case .unknown: "❔"
        }
    }
}

extension String {
    /// In one line and a table's cell, where nothing of it is read as a mark of Markdown or HTML.
    fileprivate var inMarkdown: String {
        var escaped = ""
        for character in visible.replacing("\n", with: " ") {
            if "\\`*_{}[]<>#|~!@".contains(character) { escaped += "\\" }
            escaped.append(character)
        }
        return escaped
    }
}
