internal import Deadlines

/// The time of a check, with a little kept back: who is asked too long has to be told of before the time is up.
struct Clock: Sendable {
    let deadline: Deadline

    init(_ whole: Deadline) {
        let left = whole.remaining
        deadline = .after(left - min(.milliseconds(300), left / 10))
    }

    /// For something beside the point.
    func atMost(_ limit: Duration) -> Deadline { deadline.sooner(of: .after(limit)) }
}
