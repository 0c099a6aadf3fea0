import Doctor
import Testing
import Words

@Suite struct RootCauseTests {
    private func failed(_ id: String, _ failure: FailureClass, host: String) -> CheckOutcome {
        let kind = CheckKind(id, "it holds")
        let target = Address("local", kind.component)
        let finding = Finding(kind, at: target, failure, "it does not", data: ["host": .string(host)])
        return CheckOutcome(kind, of: target, .fail, findings: [finding])
    }

    @Test func `Certificates of several services that begin in the future mean this machine's clock`() {
        let causes = Examination(outcomes: [
            failed("a.connect", .tlsNotYetValid, host: "a"), failed("b.connect", .tlsNotYetValid, host: "b"),
        ]).rootCauses
        #expect(causes.map(\.failureClass) == [.clock])
        #expect(causes.first?.behind.count == 2)
    }

    @Test func `A clock that was seen to be wrong is the cause of all that stumble over it, with what was seen`() {
        let machine = CheckKind("machine.clock", "it agrees")
        let told = Finding(
            machine,
            at: Address("machine"),
            .clock,
            "It is 20 m fast.",
            evidence: [.fact("a", "behind")]
        )
        let causes = Examination(outcomes: [
            failed("a.connect", .clock, host: "a"), failed("b.connect", .tlsNotYetValid, host: "b"),
            failed("c.connect", .tlsNotYetValid, host: "c"),
            CheckOutcome(machine, of: Address("machine"), .fail, findings: [told]),
        ]).rootCauses
        #expect(causes.map(\.message) == ["It is 20 m fast."])
        #expect(causes.first?.behind.count == 4)
        #expect(causes.first?.evidence == [.fact("a", "behind")])
        // One server's clock is that server's affair.
        #expect(Examination(outcomes: [failed("a.clock", .clock, host: "a")]).rootCauses.isEmpty)
    }

    @Test func `One certificate that begins in the future is its server's affair`() {
        #expect(Examination(outcomes: [failed("a.connect", .tlsNotYetValid, host: "a")]).rootCauses.isEmpty)
    }

    @Test func `Services on one host that is not found are one fault`() {
        let causes = Examination(outcomes: [
            failed("a.connect", .dns, host: "box"), failed("b.connect", .dns, host: "box"),
            failed("c.connect", .dns, host: "other"),
        ]).rootCauses
        #expect(causes.count == 1)
        #expect(causes.first?.message.contains("box") == true)
    }

    @Test func `Services that only share a port refused have each their own fault`() {
        let causes = Examination(outcomes: [
            failed("a.connect", .refused, host: "box"), failed("b.connect", .refused, host: "box"),
        ]).rootCauses
        #expect(causes.isEmpty)
    }

    @Test func `Many names that are not found mean the resolver, or where one stands`() {
        let causes = Examination(outcomes: [
            failed("a.connect", .dns, host: "one"), failed("b.connect", .dns, host: "two"),
            failed("c.connect", .dns, host: "three"),
        ]).rootCauses
        #expect(causes.map(\.failureClass) == [.dns])
        #expect(causes.first?.behind.count == 3)
    }
}
