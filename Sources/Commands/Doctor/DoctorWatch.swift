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
            let examination = await ward.examine(by: .after(ward.timeout * 6)) { _ in }
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
                for outcome in examination.outcomes { tell(outcome, before: known[Known(outcome)]) }
            }
            for outcome in examination.outcomes where known[Known(outcome)]?.status != outcome.status {
                known[Known(outcome)] = (outcome.status, .now)
            }
            isFirst = false
            try? await Task.sleep(for: pause)
        }
        return .interrupted
    }

    private func tell(
        _ outcome: CheckOutcome,
        before: (status: CheckOutcome.Status, since: ContinuousClock.Instant)?,
    ) {
        guard let before, before.status != outcome.status else { return }
        let clock = Date().formatted(.iso8601.time(includingFractionalSeconds: false))
        let lasted = "\(before.status.rawValue) for \((ContinuousClock.now - before.since).readable)"
        let line =
            Line("\(clock) ", .dim) + Line("\(outcome.status.mark) ", outcome.status.style)
            + Line("\(outcome.kind.id) \(outcome.target)") + Line("  \(outcome.summary)")
            + Line("  (\(lasted))", .dim)
        context.console.write(
            text(of: [.line(context.console.redactor.redact(line))], for: context.console.look)
        )
    }
}

extension DoctorWatch.Known {
    fileprivate init(_ outcome: CheckOutcome) {
        self.init(id: outcome.kind.id, target: outcome.target)
    }
}
