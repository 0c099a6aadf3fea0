package import Words

/// What became of one part.
package struct PartOutcome: Sendable, Hashable {
    package enum Status: String, Sendable, Hashable, CaseIterable {
        case passed, failed
        /// It broke, its time was up, or what it looks at was out of reach.
        case couldNotTell = "could_not_tell"
        /// Somebody left it out, or there is nothing to look at.
        case skipped
    }

    package var name: String
    package var title: String
    package var status: Status
    package var findings: [Finding]
    /// What was seen, in a few words: `48 objects`.
    package var seen: String?
    /// Why it was left out.
    package var reason: String?
    package var measures: [Measure]
    package var duration: Duration

    package init(
        _ part: GatePart,
        _ status: Status,
        findings: [Finding] = [],
        seen: String? = nil,
        reason: String? = nil,
        measures: [Measure] = [],
        duration: Duration = .zero,
    ) {
        name = part.name
        title = part.title
        self.status = status
        self.findings = findings
        self.seen = seen
        self.reason = reason
        self.measures = measures
        self.duration = duration
    }

    /// From which severity on a finding speaks against the whole.
    package enum Threshold: String, Sendable, Hashable, CaseIterable {
        case warn, fail

        package func counts(_ finding: Finding) -> Bool {
            guard finding.suppression == nil else { return false }
            return finding.severity == .error || self == .warn && finding.severity == .warning
        }
    }

    init(_ part: GatePart, _ diagnosis: Diagnosis, failingOn threshold: Threshold, took duration: Duration) {
        let findings = diagnosis.findings.map(\.bounded)
        var reason: String?
        let status: Status
        switch diagnosis.standing {
        case .unknown: status = .couldNotTell
        case .skipped(let why): (status, reason) = (.skipped, why)
        case .known: status = findings.contains(where: threshold.counts) ? .failed : .passed
        }
        self.init(
            part,
            status,
            findings: findings,
            seen: diagnosis.seen,
            reason: reason,
            measures: diagnosis.measures,
            duration: duration
        )
    }
}
