import Testing
import Words

@testable import Machine

@Suite struct ClockTests {
    private func diagnosis(_ offsets: [Double]) -> Diagnosis {
        let outcomes = offsets.enumerated().map { number, offset in
            CheckOutcome(
                CheckKind("a.connect", "it answers"),
                of: Address("local", "server\(number)"),
                .pass,
                measures: [Measure("clock_offset", offset, .seconds)]
            )
        }
        return Conclusion.clock.conclude(outcomes)
    }

    @Test func `Nobody who tells the time is no evidence`() {
        #expect(diagnosis([]).standing == .skipped("no server told its time"))
    }

    @Test func `Two servers that agree are believed before this machine`() {
        let found = diagnosis([1_200, 1_201, 0.2]).findings.first
        #expect(found?.severity == .error)
        #expect(found?.message.contains("slow") == true)
    }

    @Test func `One server against the others is not this machine's fault`() {
        let found = diagnosis([1_200, 0.1, 0.3]).findings.first
        #expect(found?.severity == .warning)
        #expect(found?.message.contains("server0") == true)
    }

    @Test func `A second more or less is nothing`() {
        #expect(diagnosis([0.9, -1.2]).findings.isEmpty)
    }
}
