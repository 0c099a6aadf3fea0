package import Words

/// The checks as test cases: what fails is a failure, what nobody can tell an error, what was not looked at skipped.
///
/// A warning passes, with what it says as the case's output.
package func junit(of report: Report) -> String {
    let checks = report.checks ?? []
    var lines = ["<?xml version=\"1.0\" encoding=\"UTF-8\"?>"]
    let name = "\(report.program.name) \(report.command)"
    lines.append("<testsuites name=\"\(name.inXML)\" \(totals(of: checks)) time=\"\(report.duration.inSeconds)\">")
    for component in checks.map(\.kind.component).withoutRepetition {
        let own = checks.filter { $0.kind.component == component }
        let time = own.map(\.duration).reduce(.zero, +)
        lines.append("  <testsuite name=\"\(component.inXML)\" \(totals(of: own)) time=\"\(time.inSeconds)\">")
        lines += own.flatMap(\.testCase)
        lines.append("  </testsuite>")
    }
    lines.append("</testsuites>")
    return lines.map { $0 + "\n" }.joined()
}

private func totals(of checks: [CheckOutcome]) -> String {
    let failures = checks.count { $0.status == .fail }
    let errors = checks.count { $0.status == .unknown }
    let skipped = checks.count { $0.status == .skipped || $0.status == .blocked }
    return "tests=\"\(checks.count)\" failures=\"\(failures)\" errors=\"\(errors)\" skipped=\"\(skipped)\""
}

extension CheckOutcome {
    fileprivate var testCase: [String] {
        let head =
            "    <testcase classname=\"\(kind.id.inXML)\" name=\"\(target.description.inXML)\" time=\"\(duration.inSeconds)\""
        let text = findings.map(\.wholeText).joined(separator: "\n\n").inXML
        let message = "message=\"\(summary.inXML)\""
        let inner: String
        switch status {
        case .pass where findings.isEmpty: return ["\(head)/>"]
        case .pass, .warn: inner = "<system-out>\(text)</system-out>"
        case .fail: inner = "<failure \(message) type=\"\((worst?.failureClass ?? "fail").inXML)\">\(text)</failure>"
        case .unknown: inner = "<error \(message) type=\"\((worst?.failureClass ?? "unknown").inXML)\">\(text)</error>"
        case .skipped: inner = "<skipped \(message)/>"
        // The format has no third word for what could not be looked at; its type and its message do.
        case .blocked: inner = "<skipped \(message) type=\"blocked\"/>"
        }
        return ["\(head)>", "      \(inner)", "    </testcase>"]
    }
}

extension Duration {
    /// To the millisecond, as every reader of JUnit takes it.
    fileprivate var inSeconds: String {
        let milliseconds = wholeMilliseconds
        let rest = String(milliseconds % 1_000)
        return "\(milliseconds / 1_000)." + String(repeating: "0", count: 3 - rest.count) + rest
    }
}

extension String {
    /// For attributes and text; what XML 1.0 cannot hold becomes a question mark.
    fileprivate var inXML: String {
        var escaped = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "\n": escaped += "&#10;"
            case "\t": escaped += "&#9;"
            case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: escaped += "?"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}

extension [String] {
    /// In their order, each once.
    var withoutRepetition: [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}
