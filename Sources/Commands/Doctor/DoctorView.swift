internal import Doctor
internal import Platform
internal import Terminal
internal import Words

/// A run as a report: the same facts for people and for machines.
struct DoctorView {
    private let examination: Examination
    private let visit: Visit
    private let threshold: Examination.Threshold
    private let isShort: Bool
    /// What a cure made, and what it could not; nil where none was tried.
    private let cure: Cure.Outcome?
    private let counts: CheckCounts
    /// What whoever looked has said already.
    private let said: ExitStatus?

    init(
        _ examination: Examination,
        _ ward: Ward,
        failingOn threshold: Examination.Threshold,
        isShort: Bool,
        cure: Cure.Outcome? = nil
    ) {
        self.init(examination, ward.visit, failingOn: threshold, isShort: isShort, cure: cure)
    }

    init(
        _ examination: Examination,
        _ visit: Visit,
        failingOn threshold: Examination.Threshold,
        isShort: Bool,
        cure: Cure.Outcome? = nil,
        said: ExitStatus? = nil
    ) {
        self.examination = examination
        self.visit = visit
        self.said = said
        self.threshold = threshold
        self.isShort = isShort
        self.cure = cure
        counts = CheckCounts(examination.outcomes)
    }

    func report(_ context: Context) -> Report {
        let status: ExitStatus =
            Task.isCancelled
            ? InterruptWatch.statusOfStopped : said ?? examination.exitStatus(failingOn: threshold)
        let causes = examination.rootCauses.map(\.finding)
        var report = context.report(
            "doctor",
            of: visit.loaded,
            outcome: counts[.fail] > 0 || status == .negative
                ? .problems : counts[.unknown] > 0 || status.isStop || status == .incomplete ? .incomplete : .ok,
            exitStatus: status,
            findings: causes + examination.outcomes.flatMap(\.findings),
            checks: examination.outcomes,
            data: [
                "statuses": counts.json, "fail_on": .string(threshold.rawValue),
                "regions": .array(visit.regions.map(JSONValue.string)),
                "seen_from": .string(visit.seenFrom),
                "not_declared": .array(visit.undeclared.map(JSONValue.string)),
                "root_causes": .array(examination.rootCauses.map(\.json)),
            ]
        )
        if let cure { report.data.merge(cure.json) { _, new in new } }
        report.body = body(took: report.duration, status)
        return report
    }

    private func body(took duration: Duration, _ status: ExitStatus) -> [Block] {
        var blocks: [Block] = []
        let checks = "\(counted(counts.all, "check")) in \(duration.readable)"
        if !isShort {
            let parts = [visit.loaded.platform.name, visit.loaded.environment, visit.loaded.region]
            let title = parts.compactMap(\.self) + (visit.isAway ? [visit.seenFrom] : [])
            blocks += [
                .ends(
                    Line(title.first ?? "", .strong) + Line(title.dropFirst().map { " · \($0)" }.joined()),
                    Line(checks, .dim)
                ),
                .blank, .facts(rows), .blank,
            ]
        }
        // What stands behind one cause is told with it, a line each, and not again.
        var explained: Set<CheckOutcome.Blocker> = []
        for cause in examination.rootCauses {
            blocks += cause.finding.blocks(adding: [])
            if !isShort { blocks.append(.indented(cause.behind.map(brief))) }
            blocks.append(.blank)
            explained.formUnion(cause.behind.map { .init($0.kind.id, $0.target) })
        }
        let order: [CheckOutcome.Status] = [.fail, .unknown, .warn]
        for status in order {
            let outcomes = examination.outcomes.filter {
                $0.status == status && !$0.isStopped && !explained.contains(.init($0.kind.id, $0.target))
            }
            blocks += isShort ? outcomes.map { .line(line(of: $0)) } : grouped(outcomes).flatMap(told)
        }
        let stopped = examination.outcomes.count { $0.isStopped }
        if stopped > 0 {
            let unknown = CheckOutcome.Status.unknown
            let who = status == .interrupted ? "stopped by you" : "stopped"
            blocks.append(
                .paragraph(Line("\(unknown.mark) ", unknown.style) + Line("\(who): \(stopped) not looked at"))
            )
            if !isShort { blocks.append(.blank) }
        }
        if !isShort { blocks += notes }
        if isShort, !blocks.isEmpty { blocks.append(.blank) }
        blocks.append(.ends(closing, Line("exit \(status.rawValue)", .dim)))
        return blocks
    }

    /// A row for each component, or for each of each region.
    private var rows: [Block.Fact] {
        examination.outcomes.grouped(by: label).map { name, outcomes in
            let counts = CheckCounts(outcomes)
            let parts: [Line] = [
                (CheckOutcome.Status.pass, ""), (.warn, ""), (.fail, ""), (.unknown, ""), (.blocked, " blocked"),
                (.skipped, " skipped"),
            ].compactMap { status, word in
                counts[status] == 0 ? nil : Line("\(status.mark) \(counts[status])\(word)", status.style)
            }
            let line = parts.enumerated().reduce(Line([])) { $0 + Line($1.offset > 0 ? "   " : "") + $1.element }
            return Block.Fact(name, line)
        }
    }

    private func label(of outcome: CheckOutcome) -> String {
        let component = outcome.kind.component == "config" ? "configuration" : outcome.kind.component
        guard visit.regions.count > 1, let region = outcome.region else { return component }
        return "\(region) \(component)"
    }

    /// Many of one kind that fail alike are one story with many names.
    private func grouped(_ outcomes: [CheckOutcome]) -> [[CheckOutcome]] {
        struct Likeness: Hashable {
            let id: String
            let fault: FailureClass?
        }
        let groups = outcomes.grouped { Likeness(id: $0.kind.id, fault: $0.worst?.fault) }
        return groups.map(\.members).flatMap { group in
            group.count > DoctorView.manyAlike ? [group] : group.map { [$0] }
        }
    }

    private static let manyAlike = 2

    /// The first in full, those like it in a line each.
    private func told(_ group: [CheckOutcome]) -> [Block] {
        guard let first = group.first else { return [] }
        let others = group.dropFirst()
        guard !others.isEmpty else { return told(first) }
        return told(first).dropLast()
            + [
                .indented(
                    others.map(brief)
                ), .blank,
            ]
    }

    private func brief(_ outcome: CheckOutcome) -> Block {
        .paragraph(
            Line("\(outcome.status.mark) ", outcome.status.style) + Line(outcome.target.description)
                + Line("  \(outcome.summary)", .dim)
        )
    }

    /// All that one outcome has to say, its worst finding with what it blocks.
    private func told(_ outcome: CheckOutcome) -> [Block] {
        outcome.findings.filter { $0.severity != .note || outcome.status == .unknown }.enumerated()
            .flatMap { number, finding -> [Block] in
                var finding = finding
                if number == 0, finding.remedies.last.map(\.isThen) != true {
                    finding.remedies.append(.then(again(outcome)))
                }
                return finding.blocks(
                    adding: number == 0 ? blockedFact(by: outcome) : [],
                    mark: outcome.status == .unknown ? Line("\(outcome.status.mark) ", outcome.status.style) : nil
                ) + [.blank]
            }
    }

    private func again(_ outcome: CheckOutcome) -> String {
        "ihctl doctor \(outcome.target)\(visit.loaded.environmentOption)"
    }

    private func blockedFact(by outcome: CheckOutcome) -> [Block.Fact] {
        let blocked = examination.blocked(by: outcome)
        guard !blocked.isEmpty else { return [] }
        var ids: [String] = []
        for other in blocked where !ids.contains(other.kind.id) { ids.append(other.kind.id) }
        let shown = ids.prefix(3).joined(separator: ", ")
        return [Block.Fact("blocks", Line(ids.count > 3 ? "\(shown) and \(ids.count - 3) more" : shown))]
    }

    /// What is worth knowing and wrong for nobody; a line each.
    private var notes: [Block] {
        let notes = examination.outcomes.filter { $0.status != .unknown }.flatMap(\.findings).filter {
            $0.severity == .note
        }
        var lines = notes.map { note in
            Block.paragraph(Line("· ", .dim) + Line("\(note.subject.map { "\($0): " } ?? "")\(note.message)", .dim))
        }
        lines += skipped
        if !visit.undeclared.isEmpty {
            lines.append(
                .paragraph(Line("· not declared, so not looked at: \(visit.undeclared.joined(separator: ", "))", .dim))
            )
        }
        return lines.isEmpty ? [] : [.indented(lines), .blank]
    }

    /// Those left out for one reason stand together.
    private var skipped: [Block] {
        examination.outcomes.filter { $0.status == .skipped }.grouped(by: \.summary).map { reason, group in
            let names = group.prefix(2).map { "\($0.kind.id) \($0.target)" }.joined(separator: ", ")
            let more = group.count > 2 ? " and \(group.count - 2) more" : ""
            return .paragraph(Line("· \(names)\(more): skipped, \(reason)", .dim))
        }
    }

    private func line(of outcome: CheckOutcome) -> Line {
        Line("\(outcome.status.mark) ", outcome.status.style) + Line("\(outcome.kind.id) \(outcome.target)")
            + Line("  \(outcome.summary)")
    }

    private var closing: Line {
        guard counts.all > 0 else { return Line("nothing to look at") }
        return counts.parts.enumerated().reduce(Line([])) { line, part in
            line + Line(part.offset > 0 ? " · " : "", .dim) + Line(part.element.1, part.element.0.style)
        }
    }
}

extension Finding.Remedy {
    fileprivate var isThen: Bool {
        if case .then = self { true } else { false }
    }
}

extension CheckOutcome.Status {
    /// Never told by colour alone.
    var mark: String {
        switch self {
        case .pass: "✓"
        case .warn: "!"
        case .fail: "✗"
        case .blocked: "·"
        case .skipped: "-"
        case .unknown: "?"
        }
    }

    var style: Line.Style {
        switch self {
        case .pass: .good
        case .warn, .unknown: .warning
        case .fail: .bad
        case .blocked, .skipped: .dim
        }
    }
}

extension Examination.RootCause {
    var finding: Finding {
        Finding(
            "doctor.cause",
            .error,
            message,
            evidence: evidence + [.fact("behind it", counted(behind.count, "check"))],
            remedies: [.hint(hint)],
            failureClass: failureClass,
            topic: "doctor.cause"
        )
    }

    fileprivate var json: JSONValue {
        [
            "failure_class": .string(failureClass.rawValue), "summary": .string(message), "remedy": .string(hint),
            "checks": .array(behind.map { ["id": .string($0.kind.id), "target": .string($0.target.description)] }),
        ]
    }
}
