import Platform
import Testing
import Words

@testable import Providers

@Suite struct FailoverTests {
    private func routing(_ primary: (String, String), _ fallback: (String, String)?) -> Routing {
        var routing = Routing()
        routing.primary = choice(primary)
        routing.fallback = fallback.map(choice)
        return routing
    }

    private func choice(_ pair: (String, String)) -> ModelChoice {
        var choice = ModelChoice()
        (choice.provider, choice.model) = pair
        return choice
    }

    private func outcomes(_ provider: String, _ key: CheckOutcome.Status = .pass, missing: String? = nil)
        -> [CheckOutcome]
    {
        let target = Address("providers", provider)
        let findings =
            missing.map {
                [Finding(ProvidersChecks.models, at: target, .missing, "Gone.", data: ["model": .string($0)])]
            } ?? []
        return [
            CheckOutcome(ProvidersChecks.connect, of: target, .pass),
            CheckOutcome(ProvidersChecks.key, of: target, key),
            CheckOutcome(
                ProvidersChecks.models,
                of: target,
                key == .fail ? .blocked : missing == nil ? .pass : .fail,
                findings: findings
            ),
        ]
    }

    private func conclude(_ outcomes: [CheckOutcome], fallback: (String, String)? = ("b", "n")) -> Diagnosis {
        Conclusion.failover(routing(("a", "m"), fallback)).conclude(outcomes)
    }

    @Test func `Neither of the two is a fault, one of them a warning, both are well`() {
        let neither = conclude(outcomes("a", .fail) + outcomes("b", .fail)).findings
        #expect(neither.map(\.severity) == [.error])
        #expect(neither.map(\.failureClass) == ["redundancy"])
        #expect(conclude(outcomes("a", .fail) + outcomes("b")).findings.map(\.severity) == [.warning])
        let noFallback = conclude(outcomes("a") + outcomes("b", .fail)).findings.first
        #expect(noFallback?.severity == .warning)
        #expect(noFallback?.message.contains("could not take over") == true)
        #expect(conclude(outcomes("a") + outcomes("b")).findings.isEmpty)
    }

    @Test func `A missing model stops only whoever is to use it`() {
        #expect(conclude(outcomes("a") + outcomes("b", missing: "n")).findings.count == 1)
        #expect(conclude(outcomes("a") + outcomes("b", missing: "other")).findings.isEmpty)
    }

    @Test func `Who takes any key is not said to be out of work`() {
        let open = Finding(ProvidersChecks.key, at: Address("providers", "a"), .exposed, "Open.")
        var first = outcomes("a", .fail)
        first[1] = CheckOutcome(ProvidersChecks.key, of: Address("providers", "a"), .fail, findings: [open])
        #expect(
            conclude(first + outcomes("b")).standing
                == .skipped("not all of the primary and the fallback was looked at")
        )
    }

    @Test func `Nothing is concluded from what nobody looked at`() {
        #expect(conclude(outcomes("a")).standing == .skipped("not all of the primary and the fallback was looked at"))
        #expect(conclude([], fallback: nil).standing == .skipped("routing names no fallback"))
    }

    @Test func `Two models of one provider are no way out`() {
        #expect(conclude(outcomes("a"), fallback: ("a", "n")).findings.map(\.severity) == [.warning])
    }
}
