package import Words

/// What all parts together come to.
package struct Verdict: Sendable, Hashable {
    package enum Standing: String, Sendable, Hashable, CaseIterable {
        case open, closed
        case couldNotTell = "could_not_tell"
    }

    /// A finding, and the parts that came upon it.
    package struct Reason: Sendable, Hashable {
        package var finding: Finding
        /// In their order.
        package var parts: [String]
    }

    /// In the order of the gate.
    package let parts: [PartOutcome]
    package let standing: Standing
    /// What keeps the gate from being open, the worst first.
    package let reasons: [Reason]
    /// All else that was found and keeps nobody: in the order of parts, the more severe first.
    package let remarks: [Reason]

    package init(_ parts: [PartOutcome], failingOn threshold: PartOutcome.Threshold = .fail) {
        self.parts = parts
        standing =
            if parts.contains(where: { $0.status == .failed }) {
                .closed
            } else if parts.contains(where: { $0.status == .couldNotTell })
                || !parts.contains(where: { $0.status == .passed })
            {
                // What nobody looked at is not well, only unknown.
                .couldNotTell
            } else {
                .open
            }
        var known: [Likeness: Int] = [:]
        var met: [(reason: Reason, rank: Rank)] = []
        for (turn, part) in parts.enumerated() {
            for finding in part.findings {
                let likeness = Likeness(finding)
                // Parts that stand on the same file come upon the same fault in it.
                if let index = known[likeness] {
                    if !met[index].reason.parts.contains(part.name) { met[index].reason.parts.append(part.name) }
                    continue
                }
                known[likeness] = met.count
                let speaks = part.status == .failed || part.status == .couldNotTell
                let rank = Rank(
                    isReason: speaks && threshold.counts(finding),
                    severity: Rank.order(of: finding),
                    isDoubt: part.status == .couldNotTell,
                    part: turn,
                    turn: met.count
                )
                met.append((Reason(finding: finding, parts: [part.name]), rank))
            }
        }
        let sorted = met.sorted { $0.rank < $1.rank }
        reasons = sorted.filter(\.rank.isReason).map(\.reason)
        remarks = sorted.filter { !$0.rank.isReason }.map(\.reason)
    }

    package var exitStatus: ExitStatus {
        switch standing {
        case .open: .success
        case .closed: .negative
        case .couldNotTell: .incomplete
        }
    }

    package func names(_ status: PartOutcome.Status) -> [String] {
        parts.filter { $0.status == status }.map(\.name)
    }
}

/// What makes two findings one: whoever tells it.
private struct Likeness: Hashable {
    let id: String
    let subject: String?
    let message: String
    let place: Place?

    init(_ finding: Finding) {
        id = finding.id
        subject = finding.subject
        message = finding.message
        place = finding.place
    }
}

/// An error is worse than a warning, a no worse than a doubt; then as the gate asks, from what is the ground of the others upwards.
private struct Rank: Comparable {
    let isReason: Bool
    let severity: Int
    let isDoubt: Bool
    let part: Int
    let turn: Int

    static func order(of finding: Finding) -> Int {
        if finding.suppression != nil { return 3 }
        return switch finding.severity {
        case .error: 0
        case .warning: 1
        case .note: 2
        }
    }

    private var key: [Int] { [severity, isDoubt ? 1 : 0, part, turn] }

    static func < (one: Rank, other: Rank) -> Bool { one.key.lexicographicallyPrecedes(other.key) }
}
