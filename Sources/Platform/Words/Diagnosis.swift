/// What a check found.
package struct Diagnosis: Sendable, Hashable {
    package enum Standing: Sendable, Hashable {
        /// It was looked at; the findings tell the rest.
        case known
        /// There was nothing to look at, and why.
        case skipped(String)
        /// It was looked at, and nobody can tell.
        case unknown
    }

    package var standing: Standing
    /// None: all is well.
    package var findings: [Finding]
    /// What was seen, in a few words, also where all is well: `PostgreSQL 15.18, 12 of 100 connections`.
    package var seen: String?
    package var measures: [Measure]

    package init(
        _ standing: Standing = .known,
        findings: [Finding] = [],
        seen: String? = nil,
        measures: [Measure] = [],
    ) {
        self.standing = standing
        self.findings = findings
        self.seen = seen
        self.measures = measures
    }

    package static func healthy(_ seen: String? = nil, measures: [Measure] = []) -> Diagnosis {
        Diagnosis(seen: seen, measures: measures)
    }

    /// Without a finding it is healthy.
    package static func found(_ findings: [Finding], seen: String? = nil, measures: [Measure] = []) -> Diagnosis {
        Diagnosis(findings: findings, seen: seen, measures: measures)
    }

    package static func found(_ finding: Finding, seen: String? = nil, measures: [Measure] = []) -> Diagnosis {
        Diagnosis(findings: [finding], seen: seen, measures: measures)
    }

    package static func skipped(_ why: String) -> Diagnosis { Diagnosis(.skipped(why)) }

    package static func unknown(_ finding: Finding) -> Diagnosis { Diagnosis(.unknown, findings: [finding]) }
}

/// A figure that was measured, with the limits that it is held against.
package struct Measure: Sendable, Hashable {
    package enum Unit: String, Sendable, Hashable, CaseIterable {
        case seconds, bytes, count, percent
    }

    /// Snake case, without the unit: `connections`, `certificate_left`.
    package var name: String
    package var value: Double
    package var unit: Unit
    package var warning: Double?
    package var critical: Double?
    package var maximum: Double?
    /// Limits are floors: less than them is what is bad.
    package var isBetterHigh = false

    package init(
        _ name: String,
        _ value: Double,
        _ unit: Unit = .count,
        warning: Double? = nil,
        critical: Double? = nil,
        maximum: Double? = nil,
    ) {
        self.name = name
        self.value = value
        self.unit = unit
        self.warning = warning
        self.critical = critical
        self.maximum = maximum
    }

    package init(_ name: String, _ duration: Duration, warning: Double? = nil, critical: Double? = nil) {
        self.init(name, duration / .seconds(1), .seconds, warning: warning, critical: critical)
    }

    /// The same with its limits as floors: of room that is left, of time until an end.
    package var orLess: Measure {
        var measure = self
        measure.isBetterHigh = true
        return measure
    }
}
