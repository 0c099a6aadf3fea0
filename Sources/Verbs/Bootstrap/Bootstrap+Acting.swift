package import Deadlines
package import Words

/// What became of a change.
package struct ChangeOutcome: Sendable {
    package enum Result: Sendable {
        case done(Duration, [Finding])
        case failed(ResourceFailure)
        /// Not as it was when it was planned: somebody was quicker.
        case stale
        /// Something that has to be there before failed.
        case blocked(by: Address)
        /// What is there would go, and nobody said that it may.
        case notAllowed
        /// Somebody stopped it while it was under way; the next run looks what became of it.
        case cutShort
        /// The time was up, or somebody stopped it, before it began.
        case notBegun
        /// Its server had stopped answering before it began.
        case givenUp
    }

    package var change: Change
    package var result: Result

    package init(change: Change, result: Result) {
        self.change = change
        self.result = result
    }

    package var isDone: Bool {
        if case .done = result { true } else { false }
    }

    /// Nobody said no: the next run may come through.
    package var isUnfinished: Bool {
        switch result {
        case .failed(let failure): !failure.isAnswer
        case .blocked, .cutShort, .notBegun, .givenUp: true
        case .done, .stale, .notAllowed: false
        }
    }
}

extension Bootstrap {
    /// Carries the changes out, each after those it has to come after, and as many at once as its resource bears.
    ///
    /// `allowed` names each thing that may go, one by one. What succeeds stays, what fails is told with its cause and keeps only what stands on it from being begun.
    /// A change that runs into its limit while nothing else of its resource is answered either ends the waiting for that resource: a frozen server costs one limit, however
    /// many changes there are.
    package func carryOut(
        _ changes: [Change],
        allowingDestructionOf allowed: Set<Address>,
        by deadline: Deadline,
        hear: @escaping @Sendable (ChangeOutcome) -> Void,
    ) async -> [ChangeOutcome] {
        var outcomes: [ChangeOutcome] = []
        var failed: Set<Address> = []
        let answers = Answers()
        for wave in PlanOrder.waves(of: changes.filter(\.isFeasible)) {
            var due: [Change] = []
            let lost = failed.sorted()
            for change in wave {
                if let cause = lost.first(where: { lost in change.after.contains { lost.isWithin($0) } }) {
                    outcomes.append(ChangeOutcome(change: change, result: .blocked(by: cause)))
                } else if change.isDestructive, !allowed.contains(change.address) {
                    outcomes.append(ChangeOutcome(change: change, result: .notAllowed))
                } else if deadline.hasPassed || Task.isCancelled {
                    outcomes.append(ChangeOutcome(change: change, result: .notBegun))
                } else {
                    due.append(change)
                    continue
                }
                failed.insert(change.address)
                if let last = outcomes.last { hear(last) }
            }
            let results = await carryOutAtOnce(due, by: deadline, answers, hear: hear)
            failed.formUnion(results.filter { !$0.isDone }.map(\.change.address))
            outcomes += results
        }
        return outcomes
    }

    private func carryOutAtOnce(
        _ changes: [Change],
        by deadline: Deadline,
        _ answers: Answers,
        hear: @escaping @Sendable (ChangeOutcome) -> Void,
    ) async -> [ChangeOutcome] {
        await withTaskGroup(of: [ChangeOutcome].self) { group in
            for resource in resources {
                let own = changes.filter { owner(of: $0)?.address == resource.address }
                guard !own.isEmpty else { continue }
                group.addTask { await self.carryOut(own, of: resource, by: deadline, answers, hear: hear) }
            }
            var outcomes: [ChangeOutcome] = []
            for await some in group { outcomes += some }
            let order = Dictionary(changes.enumerated().map { ($1.address, $0) }) { first, _ in first }
            return outcomes.sorted { order[$0.change.address] ?? 0 < order[$1.change.address] ?? 0 }
        }
    }

    /// A window over the changes of one resource.
    private func carryOut(
        _ changes: [Change],
        of resource: any Resource,
        by deadline: Deadline,
        _ answers: Answers,
        hear: @escaping @Sendable (ChangeOutcome) -> Void,
    ) async -> [ChangeOutcome] {
        await withTaskGroup(of: ChangeOutcome.self) { group in
            var waiting = changes[...]
            func begin() {
                guard let change = waiting.popFirst() else { return }
                group.addTask { await self.carryOut(change, of: resource, by: deadline, answers) }
            }
            for _ in 0..<max(1, resource.parallelism) { begin() }
            var outcomes: [ChangeOutcome] = []
            for await outcome in group {
                hear(outcome)
                outcomes.append(outcome)
                begin()
            }
            return outcomes
        }
    }

    private func carryOut(
        _ change: Change,
        of resource: any Resource,
        by deadline: Deadline,
        _ answers: Answers,
    ) async -> ChangeOutcome {
        guard !deadline.hasPassed, !Task.isCancelled else { return ChangeOutcome(change: change, result: .notBegun) }
        guard !answers.haveEnded(for: resource) else { return ChangeOutcome(change: change, result: .givenUp) }
        let began = ContinuousClock.now
        let limit = resource.takesItsTime(change) ? deadline : deadline.sooner(of: .after(limitOfChange))
        let result = await result(of: change, of: resource, by: limit)
        // A client may give up a little before its time, where another attempt would not fit in.
        let waited = ContinuousClock.now - began
        let isLate = waited >= min(limitOfChange, limit.instant - began) * 0.9
        if case .failed(let failure) = result, !failure.isAnswer {
            if isLate { answers.miss(of: resource, since: began) }
        } else {
            answers.come(from: resource)
        }
        return ChangeOutcome(change: change, result: result)
    }

    private func result(
        of change: Change,
        of resource: any Resource,
        by deadline: Deadline,
    ) async -> ChangeOutcome.Result {
        let began = ContinuousClock.now
        do {
            let findings = try await resource.carryOut(change, by: deadline)
            return .done(ContinuousClock.now - began, findings)
        } catch is CancellationError {
            return .cutShort
        } catch is StaleChange {
            return .stale
        } catch let failure as ResourceFailure {
            return .failed(failure)
        } catch {
            return .failed(ResourceFailure(Finding(unforeseen: error, at: change.address)))
        }
    }
}

/// Which resources still answer.
private final class Answers: Sendable {
    private struct Known {
        var last: [Address: ContinuousClock.Instant] = [:]
        var ended: Set<Address> = []
    }

    private let known = Locked(Known())

    func come(from resource: any Resource) {
        known.withLock { $0.last[resource.address] = ContinuousClock.now }
    }

    /// A change got no answer within its limit; another one may have got its own in the meantime.
    func miss(of resource: any Resource, since began: ContinuousClock.Instant) {
        known.withLock { known in
            if let last = known.last[resource.address], last > began { return }
            known.ended.insert(resource.address)
        }
    }

    func haveEnded(for resource: any Resource) -> Bool {
        known.withLock { $0.ended.contains(resource.address) }
    }
}
