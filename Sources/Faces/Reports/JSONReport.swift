package import FoundationEssentials
package import Words

/// The report for machines: the envelope that every command shares, and the command's own data beside it.
package func json(of report: Report) -> JSONValue {
    var envelope: [String: JSONValue] = [
        "schema": .string("ihctl.\(report.command)/1"),
        "environment": JSONValue(report.environment),
        "region": JSONValue(report.region),
        "started_at": .string(rfc3339(report.startedAt)),
        "duration_ms": .integer(report.duration.wholeMilliseconds),
        "outcome": .string(report.outcome.rawValue),
        "exit_code": .integer(Int(report.exitStatus.rawValue)),
    ]
    if let findings = report.findings {
        envelope["findings"] = .array(findings.map(\.json))
        envelope["counts"] = findings.counts.json
    }
    if let checks = report.checks { envelope["checks"] = .array(checks.map(\.json)) }
    return .object(report.data.merging(envelope) { _, shared in shared })
}

/// `2026-01-31T08:30:00.250Z`: UTC, to the millisecond.
package func rfc3339(_ date: Date) -> String {
    date.formatted(.iso8601.year().month().day().time(includingFractionalSeconds: true).timeZone(separator: .omitted))
}
