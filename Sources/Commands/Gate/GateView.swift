internal import Gate
internal import Platform
internal import Reports
internal import Terminal
internal import Words

/// A verdict as a report: the same facts for people and for machines.
struct GateView {
    private let verdict: Verdict
    private let desk: GateDesk

    init(_ verdict: Verdict, _ desk: GateDesk) {
        self.verdict = verdict
        self.desk = desk
    }

    func report(_ context: Context) -> Report {
        let status: ExitStatus = Task.isCancelled ? InterruptWatch.statusOfStopped : verdict.exitStatus
        // What was found until then is no verdict.
        let standing = status.isStop ? .couldNotTell : verdict.standing
        let outcome: Report.Outcome =
            switch standing {
            case .open: .ok
            case .closed: .problems
            case .couldNotTell: .incomplete
            }
        var report = context.report(
            "gate",
            of: desk.loaded,
            outcome: outcome,
            exitStatus: status,
            findings: (verdict.reasons + verdict.remarks).map(\.told),
            // In JSON the parts tell this themselves.
            checks: context.format == .json ? nil : verdict.parts.map { $0.check(of: whereabouts) },
            data: [
                "stage": .string(desk.stage.rawValue), "verdict": .string(standing.rawValue),
                "environments": .array(desk.environments.map(JSONValue.string)),
                "parts": .array(verdict.parts.map(\.json)), "reasons": .array(verdict.reasons.map(\.told.json)),
            ]
        )
        report.body = body(took: report.duration, status)
        return report
    }

    /// What was judged, in a word.
    private var whereabouts: String { desk.loaded?.environment ?? desk.environments.joined(separator: ", ") }

    // MARK: Text

    private func body(took duration: Duration, _ status: ExitStatus) -> [Block] {
        var blocks: [Block] = [.table(table), .blank]
        let reasons = verdict.reasons.shortened
        if !reasons.isEmpty { blocks += reasons.blocks + [.blank] }
        // What keeps nobody is told in a line each; notes only to those who ask.
        let warnings = verdict.remarks.map(\.finding).filter { $0.severity == .warning && $0.suppression == nil }
        if !warnings.isEmpty {
            blocks += warnings.prefix(GateView.mostRemarks).map(\.brief) + more(warnings) + [.blank]
        }
        blocks.append(
            .ends(status.isStop ? Self.stopped : closing(duration), Line("exit \(status.rawValue)", .dim))
        )
        return blocks
    }

    private static let mostRemarks = 8
    private static let stopped = Line("gate could not tell", .warning) + Line(": it was stopped")

    private func more(_ warnings: [Finding]) -> [Block] {
        let rest = warnings.count - GateView.mostRemarks
        guard rest > 0 else { return [] }
        return [.paragraph(Line("! and \(counted(rest, "more warning")): --format json tells all", .dim))]
    }

    private var table: Block.Table {
        Block.Table(
            columns: [.init("", keepsWidth: true), .init(""), .init("", isNumber: true, keepsWidth: true)],
            rows: verdict.parts.map { part in
                [
                    Line("\(part.status.mark) ", part.status.style) + Line(part.name), part.summary,
                    Line(part.status == .skipped ? "" : part.duration.readable, .dim),
                ]
            }
        )
    }

    private func closing(_ duration: Duration) -> Line {
        let asked = verdict.parts.filter { $0.status != .skipped }.count
        let doubt = verdict.names(.couldNotTell).joined(separator: ", ")
        let errors = counts.text.map { "\($0) in \(names(of: .failed))" } ?? names(of: .failed)
        let environment = desk.loaded.map { " · \($0.environment)" } ?? " · \(desk.stage.rawValue)"
        switch verdict.standing {
        case .open:
            return Line("gate open", .good)
                + Line("\(environment) · \(counted(asked, "part")) in \(duration.readable)")
        case .closed:
            return Line("gate closed", .bad)
                + Line(": \(errors)\(doubt.isEmpty ? "" : "; could not tell: \(doubt)")")
        case .couldNotTell:
            return Line("gate could not tell", .warning)
                + Line(doubt.isEmpty ? ": nothing was looked at" : ": \(doubt)")
        }
    }

    private var counts: FindingCounts { closing.counts }

    /// Those of the parts that say no: what a part that could not tell has to say counts for itself.
    private var closing: [Finding] {
        let failed = Set(verdict.names(.failed))
        return verdict.reasons.filter { !failed.isDisjoint(with: $0.parts) }.map(\.finding)
    }

    private func names(of status: PartOutcome.Status) -> String { verdict.names(status).joined(separator: ", ") }
}

extension Verdict.Reason {
    /// The finding, with the parts that came upon it.
    fileprivate var told: Finding {
        var finding = finding
        finding.data["parts"] = .array(parts.map(JSONValue.string))
        return finding
    }
}

extension [Verdict.Reason] {
    private static var mostAlike: Int { 5 }

    /// As a person reads them: of many that are alike in all but their place the first few, and how many more there are.
    fileprivate var shortened: [Finding] {
        grouped { "\($0.finding.id) \($0.finding.subject == nil ? $0.finding.message : "")" }.flatMap { _, alike in
            let findings = alike.map(\.finding)
            guard findings.count > Self.mostAlike + 1, var last = findings.last else { return findings }
            let hidden = findings.count - Self.mostAlike
            last.evidence = [.paragraph("and \(hidden - 1) more like it: --format json tells all")] + last.evidence
            return findings.prefix(Self.mostAlike) + [last]
        }
    }
}

extension Finding {
    /// In one line: where, what, and its id.
    fileprivate var brief: Block {
        let lead = place.map { "\($0): " } ?? ""
        return .paragraph(Line("! ", .warning) + Line("\(lead)\(headline)") + Line("  [\(id)]", .dim))
    }
}

extension PartOutcome.Status {
    /// Never told by colour alone.
    var mark: String {
        switch self {
        case .passed: "✓"
        case .failed: "✗"
        case .couldNotTell: "?"
        case .skipped: "-"
        }
    }

    var style: Line.Style {
        switch self {
        case .passed: .good
        case .failed: .bad
        case .couldNotTell: .warning
        case .skipped: .dim
        }
    }

    fileprivate var check: CheckOutcome.Status {
        switch self {
        case .passed: .pass
        case .failed: .fail
        case .couldNotTell: .unknown
        case .skipped: .skipped
        }
    }
}

extension PartOutcome {
    /// What stands behind its name.
    fileprivate var summary: Line {
        switch status {
        case .skipped: return Line(reason ?? "left out", .dim)
        case .couldNotTell: return Line("could not tell")
        case .passed, .failed:
            let counts = findings.filter { $0.severity != .note }.counts.text
            return Line([counts, seen].compactMap(\.self).joined(separator: " · "))
        }
    }

    /// As one of a list of checks, for formats that have no gates.
    fileprivate func check(of target: String) -> CheckOutcome {
        let isWarning = status == .passed && findings.contains { $0.severity == .warning && $0.suppression == nil }
        return CheckOutcome(
            CheckKind(name, title),
            of: Address(target),
            isWarning ? .warn : status.check,
            findings: findings.filter { $0.severity != .note },
            seen: seen,
            reason: reason,
            measures: measures,
            duration: duration
        )
    }

    fileprivate var json: JSONValue {
        [
            "name": .string(name), "title": .string(title), "status": .string(status.rawValue),
            "counts": findings.counts.json, "seen": JSONValue(seen), "reason": JSONValue(reason),
            "measures": .array(measures.map(\.json)), "duration_ms": .integer(duration.wholeMilliseconds),
        ]
    }
}
