package import Deadlines
internal import Words

/// Asks everything that speaks for or against going on, all at once, and comes to one verdict.
///
/// It knows parts and nothing of what they look at. A part that breaks, hangs or throws leaves the verdict open to doubt, never to the good.
package struct Gate: Sendable {
    package typealias Threshold = PartOutcome.Threshold

    package let parts: [GatePart]
    private let threshold: Threshold
    /// Parts that somebody leaves out, by name, and why.
    private let skipped: [String: String]

    package init(_ parts: [GatePart], skipping skipped: [String: String] = [:], failingOn threshold: Threshold = .fail)
    {
        self.parts = parts
        self.threshold = threshold
        self.skipped = skipped
    }

    /// What is heard while it goes on.
    package enum Event: Sendable {
        case ended(PartOutcome)
        /// It has been under way for longer than anybody likes to wait without a word.
        case slow(GatePart)
    }

    /// Asks all parts; the outcomes stand in their order, whichever ends first.
    package func judge(by deadline: Deadline, hear: @escaping @Sendable (Event) -> Void = { _ in }) async -> Verdict {
        let outcomes = await withTaskGroup(of: (Int, PartOutcome).self) { group in
            for (index, part) in parts.enumerated() {
                group.addTask { (index, await outcome(of: part, by: deadline, hear: hear)) }
            }
            var outcomes = [PartOutcome?](repeating: nil, count: parts.count)
            for await (index, outcome) in group {
                outcomes[index] = outcome
                hear(.ended(outcome))
            }
            return outcomes.compactMap(\.self)
        }
        return Verdict(outcomes, failingOn: threshold)
    }

    private func outcome(of part: GatePart, by deadline: Deadline, hear: @escaping @Sendable (Event) -> Void) async
        -> PartOutcome
    {
        if let reason = skipped[part.name] { return PartOutcome(part, .skipped, reason: reason) }
        let limit = deadline.sooner(of: .after(part.limit))
        let began = ContinuousClock.now
        let notice = Task {
            try await Task.sleep(for: Gate.patience)
            hear(.slow(part))
        }
        defer { notice.cancel() }
        // Long enough for a part to say itself what it was that did not answer.
        let diagnosis = await abandoning(after: limit.remaining + Gate.grace) { await part.diagnosis(by: limit) }
        let took = ContinuousClock.now - began
        // Whoever stopped it broke it: what it stumbled over then is no reason.
        if Task.isCancelled, diagnosis.map({ $0.standing == .unknown || !$0.findings.isEmpty }) ?? true {
            return PartOutcome(part, .unknown(.stopped(part)), failingOn: threshold, took: took)
        }
        return PartOutcome(
            part,
            diagnosis ?? .unknown(.leftBehind(part, after: took, isCut: took < part.limit)),
            failingOn: threshold,
            took: took
        )
    }

    /// After so long somebody wants to know what is being waited for.
    private static let patience = Duration.seconds(2)
    private static let grace = Duration.seconds(1)
}

extension GatePart {
    fileprivate func diagnosis(by deadline: Deadline) async -> Diagnosis {
        do {
            return try await look(deadline)
        } catch let failure as ResourceFailure {
            return failure.isAnswer ? .found(failure.finding) : .unknown(failure.finding)
        } catch is CancellationError {
            return .unknown(.stopped(self))
        } catch {
            return .unknown(
                Finding(
                    "gate.could-not-tell",
                    .error,
                    subject: name,
                    "broke before it could tell: \(error)",
                    failureClass: .internal,
                    topic: "gate.could-not-tell"
                )
            )
        }
    }
}

extension Finding {
    fileprivate static func stopped(_ part: GatePart) -> Finding {
        Finding(
            "gate.could-not-tell",
            .error,
            subject: part.name,
            "was stopped before it could tell",
            topic: "gate.could-not-tell"
        )
    }

    fileprivate static func leftBehind(_ part: GatePart, after duration: Duration, isCut: Bool) -> Finding {
        Finding(
            "gate.timeout",
            .error,
            subject: part.name,
            "gave no answer within \(duration.readable)",
            remedies: [
                .hint(
                    isCut
                        ? "the time for the whole run was up: --deadline gives it more"
                        : "--timeout gives each call more time, and --skip \(part.name) leaves the part out"
                )
            ],
            failureClass: .noReply,
            topic: "gate.timeout"
        )
    }
}
