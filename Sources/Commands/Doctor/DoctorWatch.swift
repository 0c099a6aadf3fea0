internal import Deadlines
internal import Doctor
internal import FoundationEssentials
internal import Reports
internal import Terminal
internal import Words

/// `ihctl doctor --watch`: looks again and again; after the first look only what changes is told.
struct DoctorWatch {
    private let ward: Ward
    private let pause: Duration
    private let threshold: Examination.Threshold
    private let context: Context

    init(_ ward: Ward, every pause: Duration, failingOn threshold: Examination.Threshold, _ context: Context) {
        self.ward = ward
        self.pause = pause
        self.threshold = threshold
        self.context = context
    }

    fileprivate struct Known: Hashable {
        let id: String
        let target: Address
    }

    func run() async -> ExitStatus {
        var known: [Known: (status: CheckOutcome.Status, since: ContinuousClock.Instant)] = [:]
        var isFirst = true
        while !Task.isCancelled {
            let examination = await ward.examine(by: .after(Ward.limit(ward.timeout))) { _ in }
            // A look that was cut short tells of nothing but the cut.
            if Task.isCancelled { break }
            if context.format == .json {
                let report = DoctorView(examination, ward, failingOn: threshold, isShort: false).report(context)
                context.console.write(json(of: context.console.redactor.redact(report)).compact + "\n")
            } else if isFirst {
                _ = context.console.write(
                    DoctorView(examination, ward, failingOn: threshold, isShort: false).report(context),
                    as: .text
                )
            } else {
                tellChanges(examination, known)
            }
            for outcome in examination.outcomes where known[Known(outcome)]?.status != outcome.status {
                known[Known(outcome)] = (outcome.status, .now)
            }
            isFirst = false
            try? await Task.sleep(for: pause)
        }
        return InterruptWatch.statusOfStopped
    }

    private typealias Standing = (status: CheckOutcome.Status, since: ContinuousClock.Instant)

    /// What changed by itself in a line each; what only follows is counted.
    private func tellChanges(_ examination: Examination, _ known: [Known: Standing]) {
        let changed = examination.outcomes.compactMap { outcome -> (CheckOutcome, Standing)? in
            guard let before = known[Known(outcome)], before.status != outcome.status else { return nil }
            return (outcome, before)
        }
        let following = changed.filter { $0.0.status == .blocked }
        let freed = changed.filter { $0.1.status == .blocked && $0.0.status == .pass }
        for (outcome, before) in changed
        where outcome.status != .blocked && !(before.status == .blocked && outcome.status == .pass) {
            tell(
                Line("\(outcome.status.mark) ", outcome.status.style) + Line("\(outcome.kind.id) \(outcome.target)")
                    + Line("  \(outcome.summary)")
                    + Line("  (\(before.status.past) for \((ContinuousClock.now - before.since).readable))", .dim)
            )
        }
        if !following.isEmpty { tell(Line("· \(counted(following.count, "check")) blocked by it", .dim)) }
        if !freed.isEmpty { tell(Line("✓ \(counted(freed.count, "check")) no longer blocked", .dim)) }
    }

    private func tell(_ line: Line) {
        let clock = Date().formatted(.iso8601.year().month().day().time(includingFractionalSeconds: false))
        context.console.write(
            text(
                of: [.line(context.console.redactor.redact(Line("\(clock) ", .dim) + line))],
                for: context.console.look
            )
        )
    }
}

extension CheckOutcome.Status {
    /// How it was until now: `well for 2 s`.
    fileprivate var past: String {
        switch self {
        case .pass: "well"
        case .warn: "warned of"
        case .fail: "failed"
        case .blocked: "blocked"
        case .skipped: "left out"
        case .unknown: "unknown"
        }
    }
}

extension DoctorWatch.Known {
    fileprivate init(_ outcome: CheckOutcome) {
        self.init(id: outcome.kind.id, target: outcome.target)
    }
}
