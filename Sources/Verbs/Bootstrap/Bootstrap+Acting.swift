package import Deadlines
package import Words

/// What became of a change.
package struct ChangeOutcome: Sendable {
    package enum Result: Sendable {
        case done(Duration, [Finding])
        case failed(Finding)
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
}

extension Bootstrap {
    /// Carries the changes out, each after those it has to come after, and as many at once as its resource bears.
    ///
    /// `allowed` names each thing that may go, one by one. What succeeds stays, what fails is told with its cause and keeps only what stands on it from being begun.
    package func carryOut(
        _ changes: [Change],
        allowingDestructionOf allowed: Set<Address>,
        by deadline: Deadline,
        hear: @escaping @Sendable (ChangeOutcome) -> Void,
    ) async -> [ChangeOutcome] {
        var outcomes: [ChangeOutcome] = []
        var failed: Set<Address> = []
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
            let results = await carryOutAtOnce(due, by: deadline, hear: hear)
            failed.formUnion(results.filter { !$0.isDone }.map(\.change.address))
            outcomes += results
        }
        return outcomes
    }

    private func carryOutAtOnce(
        _ changes: [Change],
        by deadline: Deadline,
        hear: @escaping @Sendable (ChangeOutcome) -> Void,
    ) async -> [ChangeOutcome] {
        await withTaskGroup(of: [ChangeOutcome].self) { group in
            for resource in resources {
                let own = changes.filter { owner(of: $0)?.address == resource.address }
                if !own.isEmpty { group.addTask { await self.carryOut(own, of: resource, by: deadline, hear: hear) } }
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
        hear: @escaping @Sendable (ChangeOutcome) -> Void,
    ) async -> [ChangeOutcome] {
        await withTaskGroup(of: ChangeOutcome.self) { group in
            var waiting = changes[...]
            func begin() {
                guard let change = waiting.popFirst() else { return }
                group.addTask { await self.carryOut(change, of: resource, by: deadline) }
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

    private func carryOut(_ change: Change, of resource: any Resource, by deadline: Deadline) async -> ChangeOutcome {
        guard !deadline.hasPassed, !Task.isCancelled else { return ChangeOutcome(change: change, result: .notBegun) }
        let began = ContinuousClock.now
        do {
            let findings = try await resource.carryOut(change, by: deadline)
            return ChangeOutcome(change: change, result: .done(ContinuousClock.now - began, findings))
        } catch is CancellationError {
            return ChangeOutcome(change: change, result: .cutShort)
        } catch is StaleChange {
            return ChangeOutcome(change: change, result: .stale)
        } catch let failure as ResourceFailure {
            return ChangeOutcome(change: change, result: .failed(failure.finding))
        } catch {
            return ChangeOutcome(change: change, result: .failed(Finding(unforeseen: error, at: change.address)))
        }
    }
}
