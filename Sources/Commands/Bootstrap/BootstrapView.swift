internal import Bootstrap
internal import Deadlines
internal import Platform
internal import Reports
internal import Terminal
internal import Words

/// How plans and outcomes are told.
struct BootstrapView {
    let environment: String
    let name: String
    let regions: [String]

    private var title: Block {
        .paragraph(
            Line(
                [name, environment, regions.joined(separator: ", ")].filter { !$0.isEmpty }.joined(separator: " · "),
                .strong
            )
        )
    }

    /// `--plan`: what differs.
    func report(of plan: BootstrapPlan, _ loaded: LoadedPlatform, _ context: Context) -> Report {
        let findings = plan.findings + plan.silences(in: loaded)
        let pending = plan.changes.filter { $0.kind != .person }
        let faults = !pending.isEmpty || !findings.counts.isSound()
        let status: ExitStatus =
            plan.unknown.isEmpty ? faults ? .negative : .success : faults && !pending.isEmpty ? .negative : .incomplete
        var body: [Block] = [title, .blank]
        for change in plan.changes { body += blocks(of: change) }
        if !plan.changes.isEmpty { body.append(.blank) }
        if !findings.isEmpty { body += findings.blocks + [.blank] }
        body.append(.paragraph(closing(plan)))
        return context.report(
            "bootstrap",
            of: loaded,
            outcome: status == .success ? .ok : status == .negative ? .problems : .incomplete,
            exitStatus: status,
            findings: findings,
            data: data(of: plan),
            body: body
        )
    }

    /// After acting: what became of each change, and what is left.
    func report(of outcomes: [ChangeOutcome], _ rest: BootstrapPlan, _ loaded: LoadedPlatform, _ context: Context)
        -> Report
    {
        var silences = rest.silences(in: loaded)
        var answers: [Finding] = []
        for outcome in outcomes {
            switch outcome.result {
            case .done(_, let said): answers += said
            case .failed(let failure) where failure.isAnswer: answers.append(failure.finding)
            case .failed(let failure): silences.append(failure.finding)
            default: break
            }
        }
        let told = silences + answers
        answers += rest.findings.filter { finding in
            !told.contains { $0.id == finding.id && $0.subject == finding.subject }
        }
        let findings = silences + answers
        let failed = outcomes.filter { !$0.isDone }
        let left = rest.changes.filter { $0.kind != .person }
        let unfinished = Set(failed.filter(\.isUnfinished).map(\.change.address))
        // What nobody could finish is no answer, even where its server can be looked at again by now.
        let isNo =
            failed.contains { !$0.isUnfinished } || left.contains { !unfinished.contains($0.address) }
            || !answers.counts.isSound()
        let isWhole = unfinished.isEmpty && rest.unknown.isEmpty
        let status: ExitStatus =
            Task.isCancelled ? InterruptWatch.statusOfStopped : isNo ? .negative : isWhole ? .success : .incomplete
        var body: [Block] = []
        let people = rest.changes.filter { $0.kind == .person }
        for change in left + people { body += blocks(of: change) }
        if !body.isEmpty { body.append(.blank) }
        if !findings.isEmpty { body += findings.blocks + [.blank] }
        let done = outcomes.count - failed.count
        var line =
            status == .success
            ? Line("✓ ", .good) + Line("\(counted(done, "change")) made")
            : Line("✗ ", .bad) + Line("\(done) made")
        if !failed.isEmpty { line = line + Line(", \(failed.count) not made", .bad) }
        if Task.isCancelled {
            line = line + Line(" · stopped; the next run goes on from here", .dim)
        } else {
            line = line + Line(" · \(rest.sound.count) as declared", .dim)
        }
        if !people.isEmpty { line = line + Line(" · \(people.count) for a person", .warning) }
        body.append(.paragraph(line))
        var data = data(of: rest)
        data["made"] = .array(outcomes.filter(\.isDone).map(\.json))
        data["not_made"] = .array(failed.map(\.json))
        return context.report(
            "bootstrap",
            of: loaded,
            outcome: status == .success
                ? .ok : status == .incomplete || status.isStop ? .incomplete : .problems,
            exitStatus: status,
            findings: findings,
            data: data,
            body: body
        )
    }

    /// What is about to be done, one line each, for the question that follows.
    func lines(of changes: [Change]) -> Line {
        let lines = changes.map { change in
            let loss = change.loss.map { "   \($0) would go" } ?? ""
            return "  \(change.kind.mark) \(change.address)\(loss)"
        }
        return Line(lines.joined(separator: "\n"))
    }

    private func blocks(of change: Change) -> [Block] {
        var head = Line("\(change.kind.mark) ", change.kind.style) + Line(change.address.description, .name)
        switch change.kind {
        case .create, .update: break
        case .replace: head = head + Line("   replace", .warning)
        case .destroy: head = head + Line("   remove", .warning)
        case .impossible: head = head + Line("   impossible", .bad)
        case .person: head = head + Line("   for a person", .warning)
        }
        var inner: [Block] = []
        if let reason = change.reason { inner.append(.paragraph(Line(reason))) }
        if change.isDestructive {
            let loss = change.loss.map { "\($0) would go" } ?? "nothing that is in it would go"
            inner.append(.paragraph(Line("\(loss); allowed by --allow-destroy \(change.address)", .warning)))
        }
        if !change.fields.isEmpty {
            inner.append(
                .facts(
                    change.fields.map { field in
                        let from =
                            change.kind == .create || field.from == .null
                            ? Line("") : Line("\(field.from.short) → ", .dim)
                        let note = field.note.map { Line("   \($0)", .warning) } ?? Line("")
                        return Block.Fact(field.path, from + Line(field.to.short) + note)
                    }
                )
            )
        }
        return [.line(head)] + (inner.isEmpty ? [] : [.indented([.indented(inner)])])
    }

    private func closing(_ plan: BootstrapPlan) -> Line {
        let counts = Change.Kind.allCases.compactMap { kind -> String? in
            let count = plan.changes.count { $0.kind == kind }
            return count == 0 ? nil : "\(count) \(kind.words)"
        }
        let sound = "\(plan.sound.count) as declared"
        if counts.isEmpty, plan.unknown.isEmpty { return Line("✓ ", .good) + Line("nothing differs · \(sound)") }
        let unknown = plan.unknown.isEmpty ? Line("") : Line(" · \(plan.unknown.count) could not be looked at", .bad)
        let next = plan.feasible.isEmpty ? Line("") : Line("   next: ihctl bootstrap", .dim)
        return Line(counts.isEmpty ? "nothing differs of what answered" : counts.joined(separator: ", "))
            + Line(" · \(sound)", .dim)
            + unknown + next
    }

    private func data(of plan: BootstrapPlan) -> [String: JSONValue] {
        [
            "changes": .array(plan.changes.map(\.json)), "sound": .array(plan.sound.map { .string($0.description) }),
            "unknown": .array(plan.unknown.map { .string($0.address.description) }),
            "requests": .integer(plan.requests),
            "regions": .array(regions.map(JSONValue.string)),
        ]
    }
}

extension BootstrapPlan {
    /// Why some of it could not be looked at.
    func silences(in loaded: LoadedPlatform) -> [Finding] {
        unknown.map { unknown in
            var finding = unknown.failure.finding
            finding.adviseTheStack(in: loaded)
            return finding
        }
    }
}

extension Change.Kind {
    /// Never told by colour alone.
    var mark: String {
        switch self {
        case .create: "+"
        case .update: "~"
        case .replace: "±"
        case .destroy: "-"
        case .impossible: "!"
        case .person: "?"
        }
    }

    fileprivate var style: Line.Style {
        switch self {
        case .create: .good
        case .update, .replace, .destroy, .person: .warning
        case .impossible: .bad
        }
    }

    fileprivate var words: String {
        switch self {
        case .create: "to create"
        case .update: "to change"
        case .replace: "to replace"
        case .destroy: "to remove"
        case .impossible: "impossible"
        case .person: "for a person"
        }
    }
}

extension JSONValue {
    /// As a person reads it in a line.
    var short: String {
        switch self {
        case .null: "nothing"
        case .string(let text): text.isEmpty ? "\"\"" : text
        case .boolean(let flag): flag ? "on" : "off"
        default: compact
        }
    }
}

extension ChangeOutcome {
    var json: JSONValue {
        var value: [String: JSONValue] = [
            "address": .string(change.address.description), "kind": .string(change.kind.rawValue),
        ]
        switch result {
        case .done(let duration, _): value["duration_ms"] = .integer(duration.wholeMilliseconds)
        case .failed(let failure): value["why"] = .string(failure.finding.headline)
        case .stale: value["why"] = "changed since it was planned"
        case .blocked(let cause): value["why"] = .string("after \(cause), which was not made")
        case .notAllowed: value["why"] = .string("wants --allow-destroy \(change.address)")
        case .cutShort: value["why"] = "cut short"
        case .notBegun: value["why"] = "not begun"
        case .givenUp: value["why"] = "not begun: its server had stopped answering"
        }
        return .object(value)
    }
}

/// Tells each outcome as it comes.
struct BootstrapEcho: Sendable {
    let hear: @Sendable (ChangeOutcome) -> Void

    init(_ console: Console) {
        hear = { outcome in console.say(BootstrapEcho.line(for: outcome)) }
    }

    private static func line(for outcome: ChangeOutcome) -> Line {
        let address = Line(outcome.change.address.description)
        return switch outcome.result {
        case .done(let duration, _): Line("  ✓ ", .good) + address + Line("  \(duration.readable)", .dim)
        case .failed(let failure): Line("  ✗ ", .bad) + address + Line("  \(failure.finding.message)")
        case .stale: Line("  ✗ ", .bad) + address + Line("  somebody changed it meanwhile")
        case .blocked(let cause): Line("  · ", .dim) + address + Line("  waits for \(cause), which was not made", .dim)
        case .notAllowed:
            Line("  · ", .warning) + address + Line("  not allowed: --allow-destroy \(outcome.change.address)")
        case .cutShort: Line("  ✗ ", .bad) + address + Line("  cut short")
        case .notBegun: Line("  · ", .dim) + address + Line("  not begun", .dim)
        case .givenUp:
            Line("  · ", .dim) + address + Line("  not begun: its server had stopped answering", .dim)
        }
    }
}
