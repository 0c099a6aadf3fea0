package import Deadlines
package import Words

/// Looks at every dependency at once, and tells of each what holds and what does not.
///
/// It knows checks and nothing of what they look at. A check begins when all that it requires holds; where something does not, it is blocked by it.
package struct Doctor: Sendable {
    package let checkups: [Checkup]
    /// Drawn from what the checks found, in this order, after the last of them.
    package let conclusions: [Conclusion]
    /// The limit of one check that has none of its own.
    package let timeout: Duration
    /// So many checks may be under way at once, whatever they are of.
    private let width: Int

    package init(
        _ checkups: [Checkup],
        conclusions: [Conclusion] = [],
        timeout: Duration,
        width: Int = Doctor.widthOfProcess
    ) {
        self.width = max(1, width)
        self.checkups = checkups
        self.conclusions = conclusions
        self.timeout = timeout
    }

    /// What is heard while it goes on.
    package enum Event: Sendable {
        case ended(CheckOutcome)
        /// It has been under way for longer than anybody likes to wait without a word.
        case slow(CheckKind, Address)
    }

    /// All checks in the order of the catalogue.
    package var checks: [Check] { checkups.flatMap(\.checks) }

    /// Runs the checks that are chosen and tells of all, in the order of the catalogue.
    package func examine(
        _ selection: Selection = Selection(),
        by deadline: Deadline,
        hear: @escaping @Sendable (Event) -> Void = { _ in },
    ) async -> Examination {
        let wanted = conclusions.filter { selection.wants($0.check) && selection.skipReason(for: $0.check) == nil }
        var round = Round(checkups, selection: selection, for: wanted)
        for outcome in round.settled { hear(.ended(outcome)) }
        for (checkup, asked) in zip(checkups, round.askedOfEach) { checkup.begin(asked) }
        await withTaskGroup(of: (Int, CheckOutcome).self) { group in
            var under = 0
            while true {
                if Task.isCancelled || deadline.hasPassed {
                    for outcome in round.giveUp(isStopped: Task.isCancelled) { hear(.ended(outcome)) }
                }
                for index in round.due(atMost: width - under) {
                    let check = round.checks[index]
                    group.addTask { (index, await outcome(of: check, by: deadline, hear: hear)) }
                    under += 1
                }
                guard under > 0, let (index, outcome) = await group.next() else { break }
                under -= 1
                if round.tells(index) { hear(.ended(outcome)) }
                for blocked in round.settle(index, outcome) { hear(.ended(blocked)) }
            }
        }
        await finish()
        let concluded = conclude(from: round.outcomes, selection)
        for outcome in concluded { hear(.ended(outcome)) }
        return Examination(outcomes: round.told + concluded)
    }

    /// A conclusion is left out like a check; asked for by itself it alone tells what the checks it is drawn from found.
    private func conclude(from outcomes: [CheckOutcome], _ selection: Selection) -> [CheckOutcome] {
        conclusions.compactMap { conclusion in
            let check = conclusion.check
            guard selection.wants(check) else { return nil }
            if let reason = selection.skipReason(for: check) {
                return CheckOutcome(conclusion.kind, of: conclusion.target, .skipped, reason: reason)
            }
            // From half of what it is drawn from it would conclude what is not so.
            if Task.isCancelled { return CheckOutcome(stopped: check, hasBegun: false) }
            return CheckOutcome(check, conclusion.conclude(outcomes), took: .zero)
        }
    }

    /// Whatever the checks opened is closed at once, and nobody is waited for who does not answer.
    private func finish() async {
        await withTaskGroup(of: Void.self) { group in
            for checkup in checkups {
                group.addTask { _ = await abandoning(after: .milliseconds(200)) { await checkup.finish() } }
            }
        }
    }

    private func outcome(of check: Check, by deadline: Deadline, hear: @escaping @Sendable (Event) -> Void) async
        -> CheckOutcome
    {
        let own = check.timeout ?? timeout
        let limit = deadline.sooner(of: .after(own))
        let left = deadline.remaining
        let began = ContinuousClock.now
        let notice = Task {
            try await Task.sleep(for: Doctor.patience)
            hear(.slow(check.kind, check.target))
        }
        defer { notice.cancel() }
        // Long enough for a client to say itself which rung it was that did not answer.
        let result = await abandoning(after: limit.remaining + Doctor.grace) {
            await CheckOutcome.diagnosis(of: check, by: limit)
        }
        let took = ContinuousClock.now - began
        // Whoever stopped it broke it: what it stumbled over then says nothing of the service.
        if Task.isCancelled, result.map({ $0.standing == .unknown || !$0.findings.isEmpty }) ?? true {
            return CheckOutcome(stopped: check, hasBegun: true, took: took)
        }
        var diagnosis = result ?? .unknown(Finding(check, isStoppedAfter: took))
        // Cut by the time of the whole run, a service's silence says nothing of the service. Some clients end a little before they must.
        if left < own, took > left / 2, took < own, diagnosis.isOfSilence {
            diagnosis = .unknown(Finding(check, isCutAfter: took))
        }
        return CheckOutcome(check, diagnosis, took: took)
    }

    /// After so long somebody wants to know what is being waited for.
    private static let patience = Duration.seconds(2)
    private static let grace = Duration.milliseconds(150)
}

extension CheckOutcome {
    fileprivate static func diagnosis(of check: Check, by deadline: Deadline) async -> Diagnosis {
        do {
            return try await check.examine(deadline)
        } catch let failure as ResourceFailure {
            return .found(failure.finding)
        } catch is CancellationError {
            return .unknown(
                Finding(check.kind, .error, at: check.target, .internal, "It was stopped before it could tell.")
            )
        } catch {
            return .unknown(
                Finding(check.kind, .error, at: check.target, .internal, "The check itself broke: \(error)")
            )
        }
    }

    /// Somebody stopped the run before this one had told: nothing is wrong with anything, and nobody knows.
    init(stopped check: Check, hasBegun: Bool, took duration: Duration = .zero) {
        self.init(
            check.kind,
            of: check.target,
            setting: check.setting,
            .unknown,
            reason: hasBegun ? "stopped before it ended" : "not looked at: stopped",
            duration: duration
        )
    }

    /// A check is what the worst of its findings is.
    init(_ check: Check, _ diagnosis: Diagnosis, took duration: Duration) {
        let findings = diagnosis.findings.map(\.bounded)
        let ranked =
            findings.filter { $0.severity == .error } + findings.filter { $0.severity == .warning }
            + findings.filter { $0.severity == .note }
        var status: Status
        var reason: String?
        switch diagnosis.standing {
        case .unknown: status = .unknown
        case .skipped(let why): (status, reason) = (.skipped, why)
        // What is ihctl's own or this machine's fault says nothing of what was to be looked at.
        case .known where !ranked.isEmpty && ranked.allSatisfy { $0.fault == .internal }: status = .unknown
        case .known:
            switch ranked.first?.severity {
            case .error?: status = .fail
            case .warning?: status = .warn
            case .note?, nil: status = .pass
            }
        }
        self.init(
            check.kind,
            of: check.target,
            setting: check.setting,
            status,
            findings: ranked,
            seen: diagnosis.seen,
            reason: reason,
            measures: diagnosis.measures,
            duration: duration
        )
    }
}

extension Conclusion {
    /// To be chosen and left out like a check; nobody is asked anything.
    var check: Check { Check(kind, of: target) { _ in .healthy() } }
}

extension Finding {
    fileprivate init(_ check: Check, isStoppedAfter duration: Duration) {
        self.init(
            check.kind,
            .error,
            at: check.target,
            .noReply,
            "No answer within \(duration.readable).",
            remedies: [.hint("A service that is only slow answers with a longer --timeout.")]
        )
    }

    fileprivate init(_ check: Check, isCutAfter duration: Duration) {
        self.init(
            check.kind,
            .error,
            at: check.target,
            .internal,
            "The time for the whole run was up after \(duration.readable) of waiting.",
            remedies: [.hint("Give the run more time: --deadline.")]
        )
    }
}

extension Diagnosis {
    /// Whether all that is wrong is that nobody answered in time.
    fileprivate var isOfSilence: Bool {
        let silent: [FailureClass] = [.noReply, .connectTimeout, .dnsNoAnswer]
        return !findings.isEmpty
            && findings.allSatisfy { finding in silent.contains { $0.rawValue == finding.failureClass } }
    }
}
