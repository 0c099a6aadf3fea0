package import Words

extension Conclusion {
    /// This machine's clock, by what servers said of theirs while they were looked at: two that agree are believed before it.
    package static var clock: Conclusion {
        let target = Address("machine", "clock")
        return Conclusion(MachineChecks.clock, of: target, drawnFrom: ["*.connect", "*.clock"]) { outcomes in
            ClockOffsets(of: outcomes).diagnosis(at: target)
        }
    }
}

/// How far servers' clocks are ahead of ours, each by its own word.
struct ClockOffsets: Sendable, Hashable {
    struct Source: Sendable, Hashable {
        let name: String
        let seconds: Double
    }

    let sources: [Source]

    init(of outcomes: [CheckOutcome]) {
        sources = outcomes.flatMap { outcome in
            outcome.measures.filter { $0.name == "clock_offset" }.map {
                Source(name: "\(outcome.target)", seconds: $0.value)
            }
        }
    }

    /// A `Date` header has whole seconds, and tokens and signatures bear some minutes.
    private static let tolerated = 5.0
    private static let grave = 60.0
    private static let agreement = 2.0

    func diagnosis(at target: Address) -> Diagnosis {
        guard !sources.isEmpty else { return .skipped("no server told its time") }
        let off = sources.filter { abs($0.seconds) > ClockOffsets.tolerated }
        let seen = "\(counted(sources.count, "server")) asked"
        let measures = [Measure("clock_offset_most", sources.map(\.seconds).max { abs($0) < abs($1) } ?? 0, .seconds)]
        guard let first = off.first else { return .healthy(seen, measures: measures) }
        let evidence = sources.map { Finding.Evidence.fact($0.name, ClockOffsets.words($0.seconds)) }
        let agreeing = off.filter { abs($0.seconds - first.seconds) <= ClockOffsets.agreement }
        // One voice against this machine and others for it: that server is wrong.
        let isOurs = agreeing.count >= 2 && agreeing.count * 2 > sources.count
        let finding =
            isOurs
            ? Finding(
                MachineChecks.clock,
                abs(first.seconds) > ClockOffsets.grave ? .error : .warning,
                at: target,
                .clock,
                "This machine's clock is \(ClockOffsets.size(first.seconds)) \(first.seconds > 0 ? "slow" : "fast"): \(agreeing.count) servers agree.",
                evidence: evidence,
                remedies: [.fix("timedatectl set-ntp true"), .hint("Or set it by hand: date -u --set=…")]
            )
            : Finding(
                MachineChecks.clock,
                .warning,
                at: target,
                .clock,
                "\(first.name) and this machine disagree about the time by \(ClockOffsets.size(first.seconds)).",
                evidence: evidence,
                remedies: [.hint("Only one server says so: its clock may be wrong, or this one's.")]
            )
        return .found(finding, seen: seen, measures: measures)
    }

    private static func size(_ seconds: Double) -> String { Duration.seconds(abs(seconds).rounded()).readable }

    private static func words(_ seconds: Double) -> String {
        abs(seconds) < 1 ? "the same" : "\(size(seconds)) \(seconds > 0 ? "ahead" : "behind")"
    }
}
