import Bootstrap
import Testing
import Words

@Suite struct PlanOrderTests {
    private func change(_ address: String, after: String...) throws -> Change {
        Change(
            .create,
            try #require(Address(reading: address)),
            after: try after.map { try #require(Address(reading: $0)) },
            precondition: ""
        )
    }

    @Test func `what comes after a whole comes after all within it`() throws {
        let waves = PlanOrder.waves(of: [
            try change("a/consumer", after: "a/stream"), try change("a/stream/one", after: "secrets"),
            try change("secrets/key"), try change("b"), try change("a/stream/two"),
        ])
        #expect(
            waves.map { $0.map(\.address.description) } == [
                ["secrets/key", "b", "a/stream/two"], ["a/stream/one"], ["a/consumer"],
            ]
        )
    }

    @Test func `a circle ends`() throws {
        let waves = PlanOrder.waves(of: [try change("a", after: "b"), try change("b", after: "a"), try change("c")])
        #expect(waves.map { $0.map(\.address.description) } == [["c"], ["a", "b"]])
    }
}
