import Policies
import Testing
import Words
import YAML

@Suite struct TallyTests {
    private func input(_ pods: Int) throws -> PolicyInput {
        let text = (0..<pods).map { number in
            """
            apiVersion: v1
            kind: Pod
            metadata:
              name: p\(number)
              annotations: \(number < 3 ? #"{ihctl.dev/allow-image-tag: "known; until 2027-03-01"}"# : "{}")
            spec: {containers: [{name: c, image: i}]}

            """
        }.joined(separator: "---\n")
        let objects = try YAML.parseAll(text).map { PolicyObject($0.root) }
        return PolicyInput(objects: objects, today: try #require(Day("2026-11-21")))
    }

    @Test func `faults beyond reading are counted, those that are allowed apart`() throws {
        let policy = try #require(Policy.named("image-tag"))
        let verdict = try input(20).judged(by: [policy], most: 5)
        #expect(verdict.faults.filter { !$0.isAllowed }.map(\.object) == [3, 4, 5, 6, 7])
        #expect(verdict.faults.filter(\.isAllowed).map(\.object) == [0, 1, 2])
        #expect(verdict.untold.map(\.count) == [12])
        #expect(verdict.count(.error) == 17)
        let finding = try #require(verdict.untold.first?.finding)
        #expect(finding.id == "image-tag" && finding.severity == .error && finding.message.contains("12 more"))
    }

    @Test func `what can be read is told to the last`() throws {
        let policy = try #require(Policy.named("image-tag"))
        let verdict = try input(20).judged(by: [policy], most: 17)
        #expect(verdict.untold.isEmpty && verdict.faults.count == 20)
    }
}
