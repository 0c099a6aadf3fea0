package import Words

/// All that a run told, in the order of the catalogue.
package struct Examination: Sendable, Hashable {
    package var outcomes: [CheckOutcome]

    package init(outcomes: [CheckOutcome]) {
        self.outcomes = outcomes
    }

    package func count(_ status: CheckOutcome.Status) -> Int {
        outcomes.count { $0.status == status }
    }

    /// What makes the answer no.
    package enum Threshold: String, Sendable, Hashable, CaseIterable {
        case warn, fail, never
    }

    /// Computed from what was found, before anything is printed.
    package func exitStatus(failingOn threshold: Threshold) -> ExitStatus {
        // What nobody looked at is not well, only unknown.
        if !outcomes.contains(where: { $0.status != .skipped }) { return .incomplete }
        if threshold == .never { return .success }
        if count(.fail) > 0 || threshold == .warn && count(.warn) > 0 { return .negative }
        return count(.unknown) > 0 ? .incomplete : .success
    }

    package var isHealthy: Bool { count(.fail) + count(.unknown) == 0 }

    /// What one outcome keeps others from telling.
    package func blocked(by cause: CheckOutcome) -> [CheckOutcome] {
        outcomes.filter { $0.blockedBy?.id == cause.kind.id && $0.blockedBy?.target == cause.target }
    }
}
