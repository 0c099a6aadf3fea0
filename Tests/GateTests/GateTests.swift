import Deadlines
import Gate
import Synchronization
import Testing
import Words

@Suite struct GateTests {
    @Test func `An error of one part closes the gate, and the others are asked all the same`() async {
        let verdict = await Gate([
            part("a") { _ in .found(finding("a.fault")) }, part("b") { _ in .healthy("3 of them") },
        ]).judge()
        #expect(verdict.standing == .closed)
        #expect(verdict.exitStatus == .negative)
        #expect(verdict.names(.failed) == ["a"])
        #expect(verdict.names(.passed) == ["b"])
        #expect(verdict.parts.last?.seen == "3 of them")
        #expect(verdict.reasons.map(\.finding.id) == ["a.fault"])
    }

    @Test func `A part that throws is never green`() async {
        struct Crash: Error {}
        let verdict = await Gate([part("a") { _ in throw Crash() }, part("b")]).judge()
        #expect(verdict.standing == .couldNotTell)
        #expect(verdict.exitStatus == .incomplete)
        #expect(verdict.reasons.first?.finding.id == "gate.could-not-tell")
        #expect(verdict.reasons.first?.finding.subject == "a")
    }

    @Test func `A no outranks a doubt, and is told before it`() async {
        struct Crash: Error {}
        let verdict = await Gate([part("a") { _ in throw Crash() }, part("b") { _ in .found(finding("b.fault")) }])
            .judge()
        #expect(verdict.standing == .closed)
        #expect(verdict.reasons.map(\.finding.id) == ["b.fault", "gate.could-not-tell"])
    }

    @Test(.timeLimit(.minutes(5)))
    func `A part that never comes back is left behind at its own limit`() async {
        let began = ContinuousClock.now
        let verdict = await Gate([
            part("hangs", limit: .milliseconds(50)) { _ in
                // Deaf to being cancelled, as a call into a library is.
                while ContinuousClock.now - began < .seconds(20) { await Task.yield() }
                return .healthy()
            },
            part("holds"),
        ]).judge()
        #expect(verdict.standing == .couldNotTell)
        #expect(verdict.names(.couldNotTell) == ["hangs"])
        #expect(verdict.names(.passed) == ["holds"])
        #expect(verdict.reasons.first?.finding.id == "gate.timeout")
        #expect(ContinuousClock.now - began < .seconds(15))
    }

    @Test(.timeLimit(.minutes(5)))
    func `The time of the whole run ends every part, and each is told`() async {
        let began = ContinuousClock.now
        let verdict = await Gate([
            part("one", limit: .seconds(600)) { _ in
                try? await Task.sleep(for: .seconds(600))
                return .healthy()
            },
            part("other", limit: .seconds(600)) { _ in
                try await Task.sleep(for: .seconds(600))
                return .healthy()
            },
        ]).judge(by: .after(.milliseconds(50)))
        #expect(verdict.names(.couldNotTell) == ["one", "other"])
        #expect(verdict.reasons.allSatisfy { $0.finding.remedies.description.contains("--deadline") })
        #expect(ContinuousClock.now - began < .seconds(50))
    }

    @Test(.timeLimit(.minutes(5)))
    func `Whoever is stopped has no verdict that is good`() async {
        let hasBegun = Atomic(false)
        let gate = Gate([
            part("waits", limit: .seconds(600)) { _ in
                hasBegun.store(true, ordering: .relaxed)
                try await Task.sleep(for: .seconds(600))
                return .healthy()
            }
        ])
        let judging = Task { await gate.judge() }
        while !hasBegun.load(ordering: .relaxed) { await Task.yield() }
        judging.cancel()
        let verdict = await judging.value
        #expect(verdict.standing == .couldNotTell)
        #expect(verdict.reasons.first?.finding.message.contains("stopped") == true)
    }

    @Test func `A failure that is an answer closes it, and one that is none leaves a doubt`() async {
        let no = ResourceFailure(finding("a.forbidden"), isAnswer: true)
        #expect(await Gate([part("a") { _ in throw no }]).judge().standing == .closed)
        let silence = ResourceFailure(finding("a.silent"))
        let verdict = await Gate([part("a") { _ in throw silence }]).judge()
        #expect(verdict.standing == .couldNotTell)
        #expect(verdict.reasons.map(\.finding.id) == ["a.silent"])
    }

    @Test func `Warnings close it only where they are to`() async {
        let parts = [part("a") { _ in .found(finding("a.doubt", .warning)) }]
        let mild = await Gate(parts).judge()
        #expect(mild.standing == .open)
        #expect(mild.reasons.isEmpty)
        #expect(mild.remarks.map(\.finding.id) == ["a.doubt"])
        let strict = await Gate(parts, failingOn: .warn).judge()
        #expect(strict.standing == .closed)
        #expect(strict.reasons.map(\.finding.id) == ["a.doubt"])
    }

    @Test func `What somebody has allowed counts for nothing`() async {
        var allowed = finding("a.fault")
        allowed.suppression = "known"
        let verdict = await Gate([part("a") { [allowed] _ in .found(allowed) }], failingOn: .warn).judge()
        #expect(verdict.standing == .open)
        #expect(verdict.reasons.isEmpty)
        #expect(verdict.remarks.count == 1)
    }

    @Test func `A part that is left out is not asked and not green`() async {
        let parts = [
            part("a") { _ in
                Issue.record("it was asked")
                return .healthy()
            }, part("b"),
        ]
        let verdict = await Gate(parts, skipping: ["a": "left out"]).judge()
        #expect(verdict.standing == .open)
        #expect(verdict.names(.passed) == ["b"])
        #expect(verdict.parts.first?.reason == "left out")
        #expect(await Gate(parts, skipping: ["a": "x", "b": "y"]).judge().standing == .couldNotTell)
    }

    @Test func `Where there is nothing to look at nobody knows anything`() async {
        #expect(await Gate([]).judge().standing == .couldNotTell)
        let verdict = await Gate([part("a") { _ in .skipped("no database") }]).judge()
        #expect(verdict.standing == .couldNotTell)
        #expect(verdict.exitStatus == .incomplete)
    }

    @Test func `The worst comes first, and what stands on another behind it`() async {
        let verdict = await Gate(
            [
                part("a") { _ in .found([finding("a.note", .note), finding("a.warning", .warning), finding("a.1")]) },
                part("b") { _ in .found([finding("b.warning", .warning), finding("b.1"), finding("b.2")]) },
            ],
            failingOn: .warn
        ).judge()
        #expect(verdict.reasons.map(\.finding.id) == ["a.1", "b.1", "b.2", "a.warning", "b.warning"])
        #expect(verdict.remarks.map(\.finding.id) == ["a.note"])
    }

    @Test func `A fault that several parts come upon is told once, with all of them`() async {
        let shared = Finding("config.invalid", .error, "is wrong", place: Place("platform.yaml", line: 3, column: 7))
        let verdict = await Gate([
            part("a") { _ in .found(shared) }, part("b") { _ in .found([shared, finding("b.own")]) },
        ]).judge()
        #expect(verdict.reasons.map(\.finding.id) == ["config.invalid", "b.own"])
        #expect(verdict.reasons.first?.parts == ["a", "b"])
        #expect(verdict.names(.failed) == ["a", "b"])
    }

    @Test func `All parts are under way at once, and are told in their order`() async {
        let waiting = Locked(0)
        let both: @Sendable (Deadline) async -> Diagnosis = { deadline in
            waiting.withLock { $0 += 1 }
            while waiting.withLock({ $0 }) < 2, !deadline.hasPassed { await Task.yield() }
            return deadline.hasPassed ? .found(finding("alone")) : .healthy()
        }
        let heard = Locked<[String]>([])
        let verdict = await Gate([part("a", limit: .seconds(60), both), part("b", limit: .seconds(60), both)])
            .judge { event in
                if case .ended(let outcome) = event { heard.withLock { $0.append(outcome.name) } }
            }
        #expect(verdict.standing == .open)
        #expect(verdict.parts.map(\.name) == ["a", "b"])
        #expect(heard.withLock { $0 }.sorted() == ["a", "b"])
    }

    @Test func `A part is meant by its name and by what stands before a dot`() {
        let lint = part("render.lint")
        #expect(lint.isMeant(by: "render.lint") && lint.isMeant(by: "render"))
        #expect(!lint.isMeant(by: "rend") && !lint.isMeant(by: "render.check") && !lint.isMeant(by: "lint"))
    }
}

extension Gate {
    fileprivate func judge(hear: @escaping @Sendable (Event) -> Void = { _ in }) async -> Verdict {
        await judge(by: .after(.seconds(120)), hear: hear)
    }
}

private func part(
    _ name: String,
    limit: Duration = .seconds(60),
    _ look: @escaping @Sendable (Deadline) async throws -> Diagnosis = { _ in .healthy() },
) -> GatePart {
    GatePart(name, "it holds", limit: limit, look)
}

private func finding(_ id: String, _ severity: Finding.Severity = .error) -> Finding {
    Finding(id, severity, "does not hold")
}
