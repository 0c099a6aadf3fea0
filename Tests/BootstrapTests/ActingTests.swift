import Bootstrap
import Deadlines
import Testing
import Words

/// A resource of things with one number each: what they are, and what they should be.
private final class Things: Resource {
    struct World {
        var found: [String: Int]
        var underWay = 0
        var mostUnderWay = 0
        var writes = 0
    }

    let address: Address
    let after: [Address]
    let parallelism: Int
    let wanted: [String: Int]
    let failing: Set<String>
    /// These are never answered.
    let silent: Set<String>
    /// These have all the time that the command has.
    let slow: Set<String>
    let world: Locked<World>

    init(
        _ name: String,
        wanted: [String: Int],
        found: [String: Int] = [:],
        failing: Set<String> = [],
        silent: Set<String> = [],
        slow: Set<String> = [],
        after: [Address] = [],
        parallelism: Int = 4
    ) {
        address = Address("here", name)
        self.wanted = wanted
        self.failing = failing
        self.silent = silent
        self.slow = slow
        self.after = after
        self.parallelism = parallelism
        world = Locked(World(found: found))
    }

    func identity(by deadline: Deadline) async throws -> [IdentityFact: String?] { [.cluster: "c1"] }

    func survey(by deadline: Deadline) async throws -> Survey {
        if wanted["down"] != nil { throw ResourceFailure(Finding("things.down", .error, "nobody answers")) }
        let found = world.withLock { $0.found }
        var survey = Survey(requests: 1)
        for (name, value) in wanted.sorted(by: { $0.key < $1.key }) {
            if found[name] == value {
                survey.sound.append(address / name)
                continue
            }
            let kind: Change.Kind = found[name] == nil ? .create : name.hasPrefix("old") ? .replace : .update
            survey.changes.append(
                Change(
                    kind,
                    address / name,
                    fields: [.init("value", from: found[name].map { .integer($0) } ?? .null, to: .integer(value))],
                    loss: kind == .replace ? "12 messages" : nil,
                    precondition: "\(found[name] ?? -1)"
                )
            )
        }
        return survey
    }

    func takesItsTime(_ change: Change) -> Bool { slow.contains(change.address.parts[2]) }

    func carryOut(_ change: Change, by deadline: Deadline) async throws -> [Finding] {
        let name = change.address.parts[2]
        world.withLock {
            $0.underWay += 1
            $0.mostUnderWay = max($0.mostUnderWay, $0.underWay)
        }
        try? await Task.sleep(for: .milliseconds(5))
        defer { world.withLock { $0.underWay -= 1 } }
        if failing.contains(name) { throw ResourceFailure(Finding("things.failed", .error, "no"), isAnswer: true) }
        if silent.contains(name) {
            try await Task.sleep(until: deadline.instant)
            throw ResourceFailure(Finding("things.silent", .error, "silence"))
        }
        if slow.contains(name) {
            try await Task.sleep(for: .milliseconds(900))
            guard !deadline.hasPassed else { throw ResourceFailure(Finding("things.late", .error, "too late")) }
        }
        return try world.withLock { world in
            if world.found[name] == wanted[name] { return [] }
            guard "\(world.found[name] ?? -1)" == change.precondition else { throw StaleChange(change.address) }
            world.found[name] = wanted[name]
            world.writes += 1
            return []
        }
    }
}

@Suite struct ActingTests {
    private func soon() -> Deadline { .after(.seconds(30)) }

    private func words(_ outcomes: [ChangeOutcome]) -> [String] {
        outcomes.map { outcome in
            let word =
                switch outcome.result {
                case .done: "done"
                case .failed(let failure): "failed: \(failure.finding.message)"
                case .stale: "stale"
                case .blocked(let cause): "blocked by \(cause)"
                case .notAllowed: "not allowed"
                case .cutShort: "cut short"
                case .notBegun: "not begun"
                case .givenUp: "given up"
                }
            return "\(outcome.change.address) \(word)"
        }
    }

    @Test func `what differs is made so, and the second time nothing is left and nothing written`() async throws {
        let things = Things("a", wanted: ["one": 1, "two": 2, "three": 3], found: ["two": 5, "three": 3])
        let bootstrap = Bootstrap([things], timeout: .seconds(10))
        let plan = await bootstrap.plan(by: soon())
        #expect(plan.changes.map { "\($0.kind) \($0.address)" } == ["create here/a/one", "update here/a/two"])
        #expect(plan.sound.map(\.description) == ["here/a/three"])
        let outcomes = await bootstrap.carryOut(plan.changes, allowingDestructionOf: [], by: soon()) { _ in }
        #expect(words(outcomes) == ["here/a/one done", "here/a/two done"])
        #expect(await bootstrap.plan(by: soon()).changes.isEmpty)
        // The old plan once more: all is as it should be already.
        let again = await bootstrap.carryOut(plan.changes, allowingDestructionOf: [], by: soon()) { _ in }
        #expect(words(again) == ["here/a/one done", "here/a/two done"])
        #expect(things.world.withLock { $0.writes } == 2)
    }

    @Test func `a failure keeps only what stands on it from being begun`() async {
        let base = Things("base", wanted: ["bad": 1, "good": 1], failing: ["bad"])
        let above = Things("above", wanted: ["x": 1], after: [Address("here", "base", "bad")])
        let beside = Things("beside", wanted: ["y": 1])
        let bootstrap = Bootstrap([base, above, beside], timeout: .seconds(10))
        let plan = await bootstrap.plan(by: soon())
        let outcomes = await bootstrap.carryOut(plan.changes, allowingDestructionOf: [], by: soon()) { _ in }
        #expect(
            words(outcomes).sorted() == [
                "here/above/x blocked by here/base/bad", "here/base/bad failed: no", "here/base/good done",
                "here/beside/y done",
            ]
        )
    }

    @Test func `what holds something goes only by its own name`() async {
        let things = Things("a", wanted: ["old1": 1, "old2": 1], found: ["old1": 0, "old2": 0])
        let bootstrap = Bootstrap([things], timeout: .seconds(10))
        let plan = await bootstrap.plan(by: soon())
        let outcomes = await bootstrap.carryOut(
            plan.changes,
            allowingDestructionOf: [Address("here", "a", "old2")],
            by: soon()
        ) { _ in
        }
        #expect(words(outcomes).sorted() == ["here/a/old1 not allowed", "here/a/old2 done"])
        #expect(things.world.withLock { $0.found } == ["old1": 0, "old2": 1])
    }

    @Test func `a server that falls silent costs the time of one change, and nothing more of it is begun`() async {
        let wanted = Dictionary(uniqueKeysWithValues: (0..<40).map { ("t\($0)", 1) } + [("a", 1)])
        let hangs = Things("hangs", wanted: wanted, silent: Set(wanted.keys).subtracting(["a"]), parallelism: 4)
        let later = Things("later", wanted: ["x": 1], after: [Address("here", "hangs", "t1")])
        let beside = Things("beside", wanted: ["y": 1])
        let bootstrap = Bootstrap([hangs, later, beside], timeout: .milliseconds(100))
        let plan = await bootstrap.plan(by: soon())
        let began = ContinuousClock.now
        let outcomes = await bootstrap.carryOut(plan.changes, allowingDestructionOf: [], by: .after(.seconds(600))) {
            _ in
        }
        #expect(ContinuousClock.now - began < .seconds(60))
        let told = words(outcomes)
        #expect(told.contains("here/hangs/a done") && told.contains("here/beside/y done"))
        #expect(told.contains("here/later/x blocked by here/hangs/t1") || told.contains("here/later/x given up"))
        // Those under way beside the one that was answered, and at most as many after them.
        let silences = told.count { $0.hasSuffix("failed: silence") }
        #expect((1...8).contains(silences))
        #expect(told.count { $0.hasPrefix("here/hangs/") && $0.hasSuffix("given up") } == 40 - silences)
        #expect(!outcomes.contains { !$0.isDone && !$0.isUnfinished })
    }

    @Test func `one silence beside answers stops nothing, and what takes its time has all of it`() async {
        let wanted = Dictionary(uniqueKeysWithValues: (0..<400).map { ("t\($0)", 1) } + [("a", 1), ("migrations", 1)])
        let things = Things("a", wanted: wanted, silent: ["a"], slow: ["migrations"], parallelism: 3)
        let bootstrap = Bootstrap([things], timeout: .milliseconds(100))
        let plan = await bootstrap.plan(by: soon())
        let outcomes = await bootstrap.carryOut(plan.changes, allowingDestructionOf: [], by: soon()) { _ in }
        #expect(words(outcomes).filter { !$0.hasSuffix(" done") } == ["here/a/a failed: silence"])
        #expect(things.world.withLock { $0.writes } == 401)
    }

    @Test func `somebody who was quicker is noticed`() async {
        let things = Things("a", wanted: ["one": 1], found: ["one": 0])
        let bootstrap = Bootstrap([things], timeout: .seconds(10))
        let plan = await bootstrap.plan(by: soon())
        things.world.withLock { $0.found["one"] = 7 }
        let outcomes = await bootstrap.carryOut(plan.changes, allowingDestructionOf: [], by: soon()) { _ in }
        #expect(words(outcomes) == ["here/a/one stale"])
    }

    @Test func `no more are under way than the resource bears`() async {
        let wanted = Dictionary(uniqueKeysWithValues: (0..<40).map { ("t\($0)", 1) })
        let things = Things("a", wanted: wanted, parallelism: 3)
        let bootstrap = Bootstrap([things], timeout: .seconds(10))
        let plan = await bootstrap.plan(by: soon())
        _ = await bootstrap.carryOut(plan.changes, allowingDestructionOf: [], by: soon()) { _ in }
        #expect(things.world.withLock { $0.mostUnderWay } <= 3)
        #expect(things.world.withLock { $0.writes } == 40)
    }

    @Test func `what cannot be looked at does not hide the rest`() async {
        let bootstrap = Bootstrap(
            [Things("a", wanted: ["down": 1]), Things("b", wanted: ["x": 1])],
            timeout: .seconds(10)
        )
        let plan = await bootstrap.plan(by: soon())
        #expect(plan.unknown.map(\.address.description) == ["here/a"])
        #expect(plan.unknown.first?.failure.finding.message == "nobody answers")
        #expect(plan.changes.map(\.address.description) == ["here/b/x"])
    }

    @Test func `a plan comes back from its file as it was`() async throws {
        let things = Things("a", wanted: ["old1": 1, "é/x": 2], found: ["old1": 0])
        let changes = await Bootstrap([things], timeout: .seconds(10)).plan(by: soon()).changes
        let file = PlanFile(
            environment: "staging",
            regions: ["fr-par"],
            madeAt: "2026-01-31T08:30:00Z",
            changes: changes
        )
        #expect(try PlanFile(reading: Array(file.json.pretty.utf8)) == file)
        #expect(throws: PlanFile.Fault.self) { _ = try PlanFile(reading: Array("{}".utf8)) }
        #expect(throws: PlanFile.Fault.self) { _ = try PlanFile(reading: Array("nonsense".utf8)) }
    }
}

@Suite struct AddressTests {
    @Test(arguments: [
        ("fr-par/storage/bucket/reports", "fr-par/storage", true),
        ("fr-par/storage/bucket/reports", "*/storage/**/reports", true),
        ("fr-par/storage/bucket/reports", "fr-par/storage/bucket/rep", false),
        ("fr-par/storage/bucket/reports", "fr-par/*/*/rep*s", true),
        ("fr-par/storage", "fr-par/storage/bucket", false), ("a/b", "**", true), ("a/b", "b", false),
        ("a/b", "", false),
        ("a/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", "a/*a*a*a*a*a*a*a*a*a*c", false),
    ])
    func `an address is meant by itself, from above and by patterns`(_ text: String, _ pattern: String, _ isMeant: Bool)
        throws
    {
        #expect(try #require(Address(reading: text)).matches(pattern) == isMeant)
    }

    @Test func `a slash in a name is no parting`() throws {
        let address = Address("a", "b/c%d")
        #expect(address.description == "a/b%2Fc%25d")
        #expect(Address(reading: address.description) == address)
        #expect(Address(reading: "") == nil && Address(reading: "a//b") == nil)
    }
}
