import JSON
import NATS
import TestSupport
import Testing
import Words

@testable import Messaging

@Suite(.live, .serialized, .timeLimit(.minutes(5))) struct FigureTests {
    static let count = 1_000

    @Test func `a thousand streams are seen in four requests`() async throws {
        let server = try NATSServer()
        let lines = (0..<Self.count).map { "  S\($0): {subjects: [\"s.\($0).>\"], max_age: 1h, max_messages: 1000}\n" }
        let resource = try resource("streams:\n" + lines.joined(), server)
        let plan = try await resource.survey(by: soon())
        #expect(plan.changes.count == Self.count)
        let clock = ContinuousClock()
        let creating = try await clock.measure { try await carryOut(plan.changes, with: resource) }
        var survey = Survey()
        let looking = try await clock.measure { survey = try await resource.survey(by: soon()) }
        #expect(survey.changes.isEmpty)
        #expect(survey.sound.count == Self.count)
        #expect(survey.requests == 4)
        let single = try await oneByOne()
        print(
            "print: \(Self.count) streams: \(rate(creating)) a second at \(resource.parallelism) in flight,",
            "\(rate(single)) one by one; a survey without change \(looking), \(survey.requests) requests"
        )
    }

    /// The same as raw requests, each waiting for the one before.
    private func oneByOne() async throws -> Duration {
        let server = try NATSServer()
        defer { withExtendedLifetime(server) {} }
        let stream = try await jetStream(server)
        return try await ContinuousClock().measure {
            for number in 0..<Self.count {
                var wanted = StreamConfiguration(name: "S\(number)", subjects: ["s.\(number).>"])
                wanted.maxAge = .seconds(3_600)
                wanted.maxMessages = 1_000
                try await stream.create(wanted, by: soon())
            }
        }
    }

    private func carryOut(_ changes: [Change], with resource: MessagingResource) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (number, change) in changes.enumerated() {
                if number >= resource.parallelism { try await group.next() }
                group.addTask { _ = try await resource.carryOut(change, by: soon()) }
            }
            try await group.waitForAll()
        }
    }

    private func rate(_ time: Duration) -> Int { Int(Double(Self.count) / (time / .seconds(1))) }
}
