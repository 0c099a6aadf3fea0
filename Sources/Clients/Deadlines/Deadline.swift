/// The moment by which a call must have answered; one deadline is handed down through every rung of a call.
package struct Deadline: Sendable, Hashable {
    package let instant: ContinuousClock.Instant

    package init(_ instant: ContinuousClock.Instant) {
        self.instant = instant
    }

    package static func after(_ limit: Duration) -> Deadline {
        Deadline(ContinuousClock.now + limit)
    }

    package var hasPassed: Bool { ContinuousClock.now >= instant }

    /// What is left, never negative.
    package var remaining: Duration { max(.zero, instant - ContinuousClock.now) }

    package func sooner(of other: Deadline) -> Deadline {
        instant < other.instant ? self : other
    }

    /// What is left in whole milliseconds, rounded up so that a wait never ends just before the deadline.
    package var remainingMilliseconds: Int32 {
        let (seconds, attoseconds) = remaining.components
        let perMillisecond: Int64 = 1_000_000_000_000_000
        let fraction: Int64 = (attoseconds + perMillisecond - 1) / perMillisecond
        guard seconds < Int64(Int32.max / 1_000) - 1 else { return Int32.max }
        return Int32(seconds * 1_000 + fraction)
    }
}
