import Policies
import Testing
import Words
import YAML

@Suite struct FixtureTests {
    @Test(arguments: Fixture.all.filter(\.isFailure))
    func `a failure has the policy's faults at the stated paths, and no other of it`(fixture: Fixture) throws {
        let policy = try #require(Policy.named(fixture.policy))
        let faults = fixture.input.judged().faults.filter { $0.policy == policy && !$0.isAllowed }
        #expect(!fixture.paths.isEmpty)
        #expect(faults.map(\.pathText).sorted() == fixture.paths.sorted(), "\(faults.map(\.message))")
        #expect(faults.allSatisfy { $0.severity == fixture.severity ?? policy.severity })
        for fault in faults {
            #expect(fault.place.file == fixture.file && fault.place.line > 0)
            #expect(!fault.message.isEmpty && !fault.message.hasSuffix("."))
        }
    }

    @Test(arguments: Fixture.all.filter { !$0.isFailure })
    func `a success has no fault of the policy`(fixture: Fixture) throws {
        let policy = try #require(Policy.named(fixture.policy))
        let faults = fixture.input.judged().faults.filter { $0.policy == policy && !$0.isAllowed }
        #expect(faults.map { "\($0.pathText): \($0.message)" } == [])
        #expect(fixture.paths.isEmpty)
    }

    @Test(arguments: Policy.all)
    func `every policy has both`(policy: Policy) {
        let own = Fixture.all.filter { $0.policy == policy.id }
        #expect(own.contains { $0.file == "failure.yaml" } && own.contains { $0.file == "success.yaml" })
    }

    @Test func `every fixture is some policy's`() {
        for fixture in Fixture.all { #expect(Policy.named(fixture.policy) != nil, "\(fixture.policy)") }
    }

    /// Each policy alone finds what it finds among all; what is not needed only all together can tell.
    @Test(arguments: Fixture.all.filter { $0.isFailure && $0.policy != "allowance-unused" })
    func `a policy asked alone says the same`(fixture: Fixture) throws {
        let policy = try #require(Policy.named(fixture.policy))
        let alone = fixture.input.judged(by: [policy])
        #expect(alone.policies == 1)
        #expect(alone.faults.map(\.pathText).sorted() == fixture.paths.sorted())
    }
}
