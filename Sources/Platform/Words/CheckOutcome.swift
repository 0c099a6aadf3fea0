/// What became of one check of a run.
package struct CheckOutcome: Sendable, Hashable {
    package enum Status: String, Sendable, Hashable, CaseIterable {
        case pass, warn, fail
        /// Something that it requires does not hold.
        case blocked
        /// Somebody left it out, or there is nothing to look at.
        case skipped
        /// Nobody can tell: its time was up, or it broke.
        case unknown
    }

    /// The check that keeps another from telling anything.
    package struct Blocker: Sendable, Hashable {
        package var id: String
        package var target: Address

        package init(_ id: String, _ target: Address) {
            self.id = id
            self.target = target
        }
    }

    package var kind: CheckKind
    package var target: Address
    package var setting: [String]
    package var status: Status
    /// The worst first.
    package var findings: [Finding]
    package var seen: String?
    /// Why it was left out, or was not brought to its end.
    package var reason: String?
    package var blockedBy: Blocker?
    package var measures: [Measure]
    package var duration: Duration

    package init(
        _ kind: CheckKind,
        of target: Address,
        setting: [String] = [],
        _ status: Status,
        findings: [Finding] = [],
        seen: String? = nil,
        reason: String? = nil,
        blockedBy: Blocker? = nil,
        measures: [Measure] = [],
        duration: Duration = .zero,
    ) {
        self.kind = kind
        self.target = target
        self.setting = setting
        self.status = status
        self.findings = findings
        self.seen = seen
        self.reason = reason
        self.blockedBy = blockedBy
        self.measures = measures
        self.duration = duration
    }

    /// The region of its target, where it is of one: `fr-par` of `fr-par/storage/bucket/reports`.
    package var region: String? {
        target.parts.count > 1 && target.parts[1] == kind.component ? target.parts[0] : nil
    }

    /// What is told of it first.
    package var worst: Finding? { findings.first }

    /// Somebody ended the run before this check had told anything.
    package var isStopped: Bool { status == .unknown && findings.isEmpty && reason != nil }

    /// One sentence: what is wrong, why it was not looked at, or what was seen.
    package var summary: String {
        switch status {
        case .blocked: blockedBy.map { "blocked by \($0.id) of \($0.target)" } ?? "blocked"
        case .skipped: reason ?? "left out"
        case .pass: seen ?? kind.title
        case .warn, .fail, .unknown: worst?.message ?? reason ?? kind.title
        }
    }

    package var json: JSONValue {
        var evidence: [JSONValue] = []
        var commands: [JSONValue] = []
        var advice: [String] = []
        if let json = worst?.json, case .object(let whole) = json, case .array(let pieces)? = whole["evidence"] {
            evidence = pieces
        }
        for remedy in worst?.remedies ?? [] {
            switch remedy {
            case .fix(let line), .then(let line): commands.append(.string(line))
            case .hint(let text): advice.append(text)
            }
        }
        return [
            "id": .string(kind.id), "title": .string(kind.title), "component": .string(kind.component),
            "target": .string(target.description), "region": JSONValue(region),
            "status": .string(status.rawValue), "failure_class": JSONValue(worst?.failureClass),
            "summary": .string(summary), "evidence": .array(evidence),
            "remedy": [
                "text": JSONValue(advice.isEmpty ? nil : advice.joined(separator: " ")), "commands": .array(commands),
            ],
            "blocked_by": blockedBy.map { ["id": .string($0.id), "target": .string($0.target.description)] } ?? .null,
            "duration_ms": .integer(duration.wholeMilliseconds), "docs": .string(kind.docs),
            "severity": .string(kind.severity.rawValue), "tags": .array(kind.tags.map(JSONValue.string)),
            "measures": .array(measures.map(\.json)), "place": worst?.place?.json ?? .null,
            "reason": JSONValue(reason), "seen": JSONValue(seen),
            "more": .array(findings.dropFirst().map(\.json)),
        ]
    }
}

extension Measure {
    package var json: JSONValue {
        [
            "name": .string(name), "value": .number(value), "unit": .string(unit.rawValue),
            "warning": warning.map(JSONValue.number) ?? .null, "critical": critical.map(JSONValue.number) ?? .null,
            "maximum": maximum.map(JSONValue.number) ?? .null,
        ]
    }
}
