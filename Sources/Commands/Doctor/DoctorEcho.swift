internal import Deadlines
internal import Doctor
internal import Terminal
internal import Words

/// What a person hears while it is looked: nothing where it is quick, the name of what is slow where it is not.
struct DoctorEcho: Sendable {
    let console: Console

    init(_ console: Console) {
        self.console = console
    }

    var hear: @Sendable (Doctor.Event) -> Void {
        { [console] event in
            switch event {
            case .ended(let outcome):
                let seen = outcome.seen.map { "  \($0)" } ?? ""
                let took = "  \(outcome.duration.readable)"
                console.detail(Line("  \(outcome.status.mark) \(outcome.kind.id) \(outcome.target)\(took)\(seen)"))
            case .slow(let kind, let target):
                console.say(Line("waiting for ", .dim) + Line(kind.id) + Line(" of \(target)", .dim))
            }
        }
    }

    func wait(for examination: Examination, until end: Deadline) {
        guard let worst = examination.outcomes.first(where: { $0.status == .fail || $0.status == .unknown }) else {
            return
        }
        console.say(
            Line("not yet: ", .dim) + Line("\(worst.kind.id) \(worst.target)") + Line("  \(worst.summary)", .dim)
                + Line("  (for another \(end.remaining.readable))", .dim)
        )
    }
}
