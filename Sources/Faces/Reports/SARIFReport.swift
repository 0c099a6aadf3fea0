internal import FoundationEssentials
package import Words

/// The findings as a SARIF 2.1.0 log of one run, as code scanning takes it.
///
/// <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>
package func sarif(of report: Report) -> JSONValue {
    SARIFLog(report).value
}

private struct SARIFLog {
    private let report: Report
    private let findings: [Finding]
    /// Ids in the order they are first found: a result names its rule by its place among them.
    private let ids: [String]
    private let turns: [String: Int]

    init(_ report: Report) {
        self.report = report
        findings = report.findings ?? []
        var ids: [String] = []
        var turns: [String: Int] = [:]
        for finding in findings where turns[finding.id] == nil {
            turns[finding.id] = ids.count
            ids.append(finding.id)
        }
        self.ids = ids
        self.turns = turns
    }

    var value: JSONValue {
        [
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [
                [
                    "tool": ["driver": driver],
                    // Uploads of one category replace one another, those of two do not.
                    "automationDetails": ["id": .string("\(report.program.name)/\(report.command)/")],
                    "columnKind": "unicodeCodePoints",
                    "invocations": [invocation],
                    "results": .array(zip(findings, findings.fingerprints).map { result(of: $0, fingerprint: $1) }),
                ]
            ],
        ]
    }

    private var driver: JSONValue {
        var driver: [String: JSONValue] = [
            "name": .string(report.program.name), "rules": .array(ids.map(rule)),
        ]
        if !report.program.version.isEmpty { driver["version"] = .string(report.program.version) }
        return .object(driver)
    }

    private func rule(_ id: String) -> JSONValue {
        let names = findings.filter { $0.id == id }.compactMap(\.topic)
        guard let topic = report.topics.first(where: { names.contains($0.id) || $0.id == id }) else {
            return ["id": .string(id), "shortDescription": ["text": .string(id)]]
        }
        var rule: [String: JSONValue] = [
            "id": .string(id),
            "shortDescription": ["text": .string(topic.title)],
            "fullDescription": ["text": .string(topic.summary)],
            "help": ["text": .string(topic.help), "markdown": .string(topic.markdown)],
            "properties": ["tags": [.string(topic.kind.name)]],
        ]
        if let severity = topic.severity {
            rule["defaultConfiguration"] = ["level": .string(severity.rawValue)]
        }
        return .object(rule)
    }

    private var invocation: JSONValue {
        let end = report.startedAt.addingTimeInterval(Double(report.duration.wholeMilliseconds) / 1_000)
        return [
            // A judgement was reached, whatever it is.
            "executionSuccessful": .boolean([.success, .negative].contains(report.exitStatus)),
            "exitCode": .integer(Int(report.exitStatus.rawValue)),
            "startTimeUtc": .string(rfc3339(report.startedAt)),
            "endTimeUtc": .string(rfc3339(end)),
        ]
    }

    private func result(of finding: Finding, fingerprint: String) -> JSONValue {
        var result: [String: JSONValue] = [
            "ruleId": .string(finding.id),
            "ruleIndex": .integer(turns[finding.id] ?? 0),
            "level": .string(finding.severity.rawValue),
            "message": ["text": .string(finding.wholeText)],
            "locations": .array(location(of: finding).map { [$0] } ?? []),
            // The second is the name that GitHub matches alerts by.
            "partialFingerprints": [
                "ihctlFinding/v1": .string(fingerprint), "primaryLocationLineHash": .string(fingerprint),
            ],
        ]
        if !finding.related.isEmpty {
            result["relatedLocations"] = .array(
                finding.related.enumerated().map { number, related in
                    [
                        "id": .integer(number + 1), "message": ["text": .string(related.message)],
                        "physicalLocation": physical(related.place),
                    ]
                }
            )
        }
        if let reason = finding.suppression {
            result["suppressions"] = [["kind": "inSource", "justification": .string(reason)]]
        }
        if let failureClass = finding.failureClass {
            result["properties"] = ["failure_class": .string(failureClass)]
        }
        return .object(result)
    }

    private func location(of finding: Finding) -> JSONValue? {
        var location: [String: JSONValue] = [:]
        if let place = finding.place { location["physicalLocation"] = physical(place) }
        if let subject = finding.subject {
            location["logicalLocations"] = [["fullyQualifiedName": .string(subject)]]
        }
        return location.isEmpty ? nil : .object(location)
    }

    private func physical(_ place: Place) -> JSONValue {
        var region: [String: JSONValue] = [
            "startLine": .integer(max(1, place.line)), "startColumn": .integer(max(1, place.column)),
        ]
        if let endLine = place.endLine { region["endLine"] = .integer(endLine) }
        if let endColumn = place.endColumn { region["endColumn"] = .integer(endColumn) }
        return ["artifactLocation": artifact(place.file), "region": .object(region)]
    }

    /// Relative to the root of the sources, whatever that is on the reader's machine; a file elsewhere by its whole address.
    private func artifact(_ file: String) -> JSONValue {
        let escaped = file.percentEncodedPath
        if file.hasPrefix("/") { return ["uri": .string("file://" + escaped)] }
        return ["uri": .string(escaped), "uriBaseId": "%SRCROOT%"]
    }
}

extension Topic {
    /// As plain text, for readers that show no Markdown.
    fileprivate var help: String {
        ([summary] + why + whatToDo).joined(separator: "\n\n")
    }

    fileprivate var markdown: String {
        var parts = [summary] + why
        if !whatToDo.isEmpty { parts += ["**What to do**"] + whatToDo }
        for example in examples {
            parts.append("\(caption(of: example)):")
            parts.append("```\n\(example.text)\n```")
        }
        return parts.joined(separator: "\n\n")
    }
}

extension String {
    /// A path as part of a URI, RFC 3986 §3.3: its slashes stay.
    fileprivate var percentEncodedPath: String {
        let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/!$&'()*+,;=@".utf8)
        let digits = Array("0123456789ABCDEF".utf8)
        var encoded: [UInt8] = []
        for byte in utf8 {
            if plain.contains(byte) {
                encoded.append(byte)
            } else {
                encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }
}
