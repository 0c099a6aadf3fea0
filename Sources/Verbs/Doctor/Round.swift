internal import Words

/// The state of one run: what is decided, what is under way, and what may begin.
struct Round {
    let checks: [Check]
    private var decided: [CheckOutcome?]
    private var underWay: Set<Int> = []
    /// Those a check waits for, by index.
    private let requirements: [[Int]]
    private let checkupOf: [Int]
    private let parallelism: [Int]
    private var busy: [Int]
    /// Decided before anything began: left out by somebody.
    private(set) var settled: [CheckOutcome] = []
    /// Not asked for, and nothing that is asked for waits for them: they are not spoken of.
    private let silent: Set<Int>
    /// Asked for, or waited for by what is; the others are looked at only for what is concluded from them.
    private let spoken: Set<Int>

    init(_ checkups: [Checkup], selection: Selection, for conclusions: [Conclusion] = []) {
        let checks = checkups.flatMap(\.checks)
        self.checks = checks
        checkupOf = checkups.enumerated().flatMap { number, checkup in checkup.checks.map { _ in number } }
        parallelism = checkups.map { max(1, $0.parallelism) }
        busy = checkups.map { _ in 0 }
        decided = checks.map { _ in nil }
        let edges = Requirements(checks).edges
        requirements = edges
        let sources = conclusions.flatMap(\.sources)
        func withRequirements(_ some: [Int]) -> Set<Int> {
            var wanted = Set(some)
            var waiting = some
            while let index = waiting.popLast() {
                for other in edges[index] where wanted.insert(other).inserted { waiting.append(other) }
            }
            return wanted
        }
        let spoken = withRequirements(checks.indices.filter { selection.wants(checks[$0]) })
        self.spoken = spoken
        let drawn = checks.indices.filter { index in sources.contains(where: checks[index].isMeant) }
        let wanted = spoken.union(withRequirements(drawn))
        silent = Set(checks.indices).subtracting(wanted)
        for index in checks.indices where wanted.contains(index) {
            guard let reason = selection.skipReason(for: checks[index]) else { continue }
            skip(index, because: reason)
        }
        settleSkipped()
    }

    /// The ids that are still to be asked of each checkup.
    var askedOfEach: [Set<String>] {
        var asked = [Set<String>](repeating: [], count: busy.count)
        for index in checks.indices where decided[index] == nil && !silent.contains(index) {
            asked[checkupOf[index]].insert(checks[index].kind.id)
        }
        return asked
    }

    /// In the order of the catalogue, with those that only a conclusion is drawn from.
    var outcomes: [CheckOutcome] { checks.indices.compactMap { decided[$0] } }

    /// The same without them.
    var told: [CheckOutcome] { checks.indices.compactMap { tells($0) ? decided[$0] : nil } }

    func tells(_ index: Int) -> Bool { spoken.contains(index) }

    /// Those that may begin now; they count as under way from here on.
    mutating func due(atMost room: Int) -> [Int] {
        var due: [Int] = []
        for index in checks.indices where decided[index] == nil && !underWay.contains(index) && !silent.contains(index)
        {
            if due.count >= room { break }
            let checkup = checkupOf[index]
            guard busy[checkup] < parallelism[checkup],
                requirements[index].allSatisfy({ decided[$0]?.holds == true })
            else { continue }
            busy[checkup] += 1
            underWay.insert(index)
            due.append(index)
        }
        return due
    }

    /// One has ended; gives those that are blocked by it.
    mutating func settle(_ index: Int, _ outcome: CheckOutcome) -> [CheckOutcome] {
        decided[index] = outcome
        underWay.remove(index)
        busy[checkupOf[index]] -= 1
        return outcome.holds ? [] : block()
    }

    /// The time is up, or somebody stopped it: what has not begun will not.
    mutating func giveUp(isStopped: Bool) -> [CheckOutcome] {
        var outcomes: [CheckOutcome] = []
        for index in checks.indices where decided[index] == nil && !underWay.contains(index) && !silent.contains(index)
        {
            let finding = Finding(
                checks[index].kind,
                .error,
                at: checks[index].target,
                .internal,
                "The time for the whole run was up before it began."
            )
            let outcome =
                isStopped
                ? CheckOutcome(stopped: checks[index], hasBegun: false)
                : CheckOutcome(checks[index], .unknown(finding), took: .zero)
            decided[index] = outcome
            if tells(index) { outcomes.append(outcome) }
        }
        return outcomes
    }

    /// Whoever waits for what does not hold is blocked by it, and so are those behind.
    private mutating func block() -> [CheckOutcome] {
        var outcomes: [CheckOutcome] = []
        var found = true
        while found {
            found = false
            for index in checks.indices
            where decided[index] == nil && !underWay.contains(index) && !silent.contains(index) {
                guard let cause = cause(of: index) else { continue }
                let check = checks[index]
                var outcome = CheckOutcome(check.kind, of: check.target, setting: check.setting, .blocked)
                // The first rung that broke, not the one just below.
                outcome.blockedBy = cause.blockedBy ?? .init(cause.kind.id, cause.target)
                if cause.status == .skipped {
                    outcome.status = .skipped
                    outcome.reason = "needs \(cause.kind.id), which is left out"
                    outcome.blockedBy = nil
                }
                decided[index] = outcome
                if tells(index) { outcomes.append(outcome) }
                found = true
            }
        }
        return outcomes
    }

    /// The first of what it waits for that does not hold; what was stopped keeps nobody, for whoever waits is stopped too.
    private func cause(of index: Int) -> CheckOutcome? {
        requirements[index].compactMap { decided[$0] }.first { !$0.holds && !$0.isStopped }
    }

    private mutating func skip(_ index: Int, because reason: String) {
        let check = checks[index]
        let outcome = CheckOutcome(check.kind, of: check.target, setting: check.setting, .skipped, reason: reason)
        decided[index] = outcome
        if tells(index) { settled.append(outcome) }
    }

    private mutating func settleSkipped() {
        settled += block()
    }
}

extension CheckOutcome {
    /// Whether what stands on it can be looked at.
    fileprivate var holds: Bool { status == .pass || status == .warn }
}

/// Which checks wait for which.
struct Requirements {
    let edges: [[Int]]

    init(_ checks: [Check]) {
        let byID = Dictionary(grouping: checks.indices) { checks[$0].kind.id }
        edges = checks.indices.map { index in
            let required = checks[index].kind.requires.flatMap { id in
                Requirements.named(byID[id] ?? [], for: checks[index], among: checks).filter { $0 != index }
            }
            let single = checks[index].waitsFor.flatMap { one in
                (byID[one.id] ?? []).filter { checks[$0].target == one.target }
            }
            return required + single
        }
    }

    /// Those of what stands above the target, or else all of its region: a bucket waits for its own store, not for another's.
    private static func named(_ candidates: [Int], for check: Check, among checks: [Check]) -> [Int] {
        let above = candidates.filter { check.target.isWithin(checks[$0].target) }
        if let depth = above.map({ checks[$0].target.parts.count }).max() {
            return above.filter { checks[$0].target.parts.count == depth }
        }
        return candidates.filter { checks[$0].target.parts.first == check.target.parts.first }
    }
}
