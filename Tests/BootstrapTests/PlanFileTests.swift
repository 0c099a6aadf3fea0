import Bootstrap
import Testing
import Words

/// What a file may make ihctl do, and what not.
@Suite struct PlanFileTests {
    private let bucket = Address("here", "storage", "bucket", "a")
    private let stream = Address("here", "messaging", "stream", "S")

    private func written(_ changes: [Change]) throws -> PlanFile {
        let file = PlanFile(
            environment: "development",
            regions: ["here"],
            madeAt: "2026-01-01T00:00:00Z",
            changes: changes
        )
        return try PlanFile(reading: Array(file.json.pretty.utf8))
    }

    private func due(_ agreed: [Change], found: [Change], sound: [Address] = []) throws -> [Change] {
        try written(agreed).due(in: BootstrapPlan(changes: found, sound: sound), written: try written(found))
    }

    private func update(_ kind: Change.Kind = .update, to: Int = 2, loss: String? = nil, note: String? = nil) -> Change
    {
        Change(
            kind,
            stream,
            fields: [.init("max_age", from: .integer(1), to: .integer(to), note: note)],
            loss: loss,
            precondition: "p"
        )
    }

    @Test(arguments: Change.Kind.allCases)
    func `a thing that nobody declared is not touched, whatever the file says of it`(_ kind: Change.Kind) throws {
        let victim = Change(kind, Address("here", "storage", "bucket", "victim"), precondition: "p")
        guard victim.isFeasible else { return #expect(try due([victim], found: [update()]).isEmpty) }
        #expect(throws: PlanFile.Outdated(addresses: [victim.address])) { try due([victim], found: [update()]) }
    }

    @Test func `a thing that is as declared is left as it is, even where the file would destroy it`() throws {
        let destroy = Change(.destroy, bucket, precondition: "p")
        #expect(try due([destroy], found: [], sound: [bucket]).isEmpty)
    }

    @Test func `a kind, a value or a precondition that was changed by hand makes the plan another one`() throws {
        let replace = update(.replace, loss: "12 messages")
        #expect(throws: PlanFile.Outdated.self) { try due([update(loss: "12 messages")], found: [replace]) }
        #expect(throws: PlanFile.Outdated.self) { try due([update(to: 3)], found: [update()]) }
        var other = update()
        other.precondition = "q"
        #expect(throws: PlanFile.Outdated.self) { try due([other], found: [update()]) }
        other = update()
        other.fields = []
        #expect(throws: PlanFile.Outdated.self) { try due([other], found: [update()]) }
    }

    @Test func `what would go may have grown since, but not come about`() throws {
        let found = update(.replace, loss: "12 messages")
        #expect(throws: PlanFile.Outdated.self) { try due([update(.replace)], found: [found]) }
        #expect(try due([update(.replace, loss: "9 messages")], found: [found]) == [found])
    }

    @Test func `the words and the order are those of now, and what was left out stays left out`() throws {
        let made = Change(.create, bucket, after: [stream], precondition: "n")
        var bare = made
        bare.after = []
        #expect(try due([bare], found: [update(note: "said now"), made]) == [made])
        #expect(
            try due([update(note: "said then")], found: [update(note: "said now"), made]).map(\.address) == [stream]
        )
    }

    @Test(arguments: [
        "", "{}", "[]", "null", "{\"schema\":\"ihctl.bootstrap.plan/1\"}",
        "{\"schema\":\"other/1\",\"environment\":\"e\",\"made_at\":\"\",\"regions\":[],\"changes\":[]}",
        "{\"schema\":\"ihctl.bootstrap.plan/1\",\"environment\":\"e\",\"made_at\":\"\",\"regions\":[],\"changes\":[{\"address\":\"a//b\",\"kind\":\"create\",\"precondition\":\"\",\"after\":[],\"fields\":[]}]}",
        "{\"schema\":\"ihctl.bootstrap.plan/1\",\"environment\":\"e\",\"made_at\":\"\",\"regions\":[],\"changes\":[{\"address\":\"a\",\"kind\":\"wipe\",\"precondition\":\"\",\"after\":[],\"fields\":[]}]}",
    ])
    func `what is no plan is refused`(_ text: String) {
        #expect(throws: PlanFile.Fault.self) { try PlanFile(reading: Array(text.utf8)) }
    }

    @Test func `nesting without an end is refused, not followed`() {
        let text = String(repeating: "[", count: 100_000)
        #expect(throws: PlanFile.Fault.self) { try PlanFile(reading: Array(text.utf8)) }
    }

    @Test func `a thousand changes are ordered at once`() {
        let changes = (0..<2_000).map {
            Change(.create, Address("here", "m", "s\($0)"), after: [Address("here", "b")], precondition: "")
        }
        let first = Change(.create, Address("here", "b", "x"), precondition: "")
        let time = ContinuousClock().measure {
            #expect(PlanOrder.waves(of: changes + [first]).map(\.count) == [1, 2_000])
        }
        #expect(time < .seconds(5))
    }

    @Test func `a pattern that means nothing is told`() {
        var plan = BootstrapPlan(changes: [update()], sound: [bucket])
        plan.unknown = [
            .init(address: Address("here", "database"), failure: ResourceFailure(Finding("x.y", .error, "")))
        ]
        let patterns = ["here/messaging", "**/bucket/*", "here/database/role/x", "here/storage/bucket/b", "nowhere"]
        #expect(plan.meaningless(patterns) == ["here/storage/bucket/b", "nowhere"])
    }
}
