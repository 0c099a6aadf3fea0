import Deadlines
import Doctor
import FoundationEssentials
import JSON
import NATS
import TestSupport
import Testing
import Words

@testable import Messaging

@Suite(.live, .timeLimit(.minutes(5))) struct ConsumerHealthTests {
    static let text = """
        streams: {s: {subjects: ["s.>"]}}
        consumers: {c: {stream: s, acknowledge_within: 1s, max_deliver: 2, max_pending: 3}}
        """

    private func impatient() -> HealthLimits {
        var limits = HealthLimits.ofTests
        limits.patience = .seconds(1)
        return limits
    }

    private func lag(_ server: NATSServer, _ text: String = text) async throws -> CheckOutcome? {
        await (try health(text, server.url, limits: impatient())).examine().outcome("messaging.consumer.lag")
    }

    @Test func `messages that nobody asks for are told when they have waited long enough`() async throws {
        let server = try NATSServer()
        try await resource(Self.text, server).settle()
        let stream = try await jetStream(server)
        try await stream.publish("s.a", by: soon())
        // With the patience that is usual nothing is wrong yet.
        let usual = await (try health(Self.text, server.url)).examine().outcome("messaging.consumer.lag")
        #expect(usual?.status == .pass)
        #expect(usual?.seen == "1 waiting, 0 with workers")
        try await eventually("they have waited") { try await self.lag(server)?.status == .fail }
        let outcome = try #require(await lag(server))
        #expect(outcome.failureClass == "stuck")
        #expect(outcome.summary.contains("no worker asks for any"))
        #expect(outcome.measures.map(\.name) == ["waiting", "unacknowledged", "oldest"])
        for message in try await stream.fetch(1, from: "c", of: "s", by: soon()) {
            try await stream.acknowledge(message, by: soon())
        }
        #expect(try await lag(server)?.status == .pass)
    }

    @Test func `workers who hold all they may and finish none are stuck`() async throws {
        let server = try NATSServer()
        let text = Self.text.replacing("acknowledge_within: 1s", with: "acknowledge_within: 30s")
        try await resource(text, server).settle()
        let stream = try await jetStream(server)
        for _ in 0..<4 { try await stream.publish("s.a", by: soon()) }
        let held = try await stream.fetch(3, from: "c", of: "s", by: soon())
        #expect(held.count == 3)
        let early = try #require(await lag(server, text))
        #expect(early.status == .warn)
        #expect(early.failureClass == "lag")
        #expect(early.fact("max_ack_pending") == "3")
        // Thirty seconds later, without waiting for them.
        let info = try #require(try await stream.consumer("c", of: "s", by: soon()))
        #expect(fault(info, later: 60) == .stuck)
        #expect(fault(info, later: 5) == .noSlot)
        try await stream.acknowledge(held[0], by: soon())
        #expect(try await lag(server, text)?.status == .pass)
    }

    private func fault(_ info: ConsumerInfo, later seconds: Double) -> Backlog.Fault? {
        var json = info.json
        json["ts"] = .string(Date(timeIntervalSinceNow: seconds).formatted(.iso8601))
        return Backlog(ConsumerInfo(json: json), age: .seconds(seconds), stream: nil, HealthLimits()).fault
    }

    @Test func `what a backlog means follows from who asks, what is out and how old it is`() {
        func fault(_ more: JSON, age: Int?, maxAge: Duration? = nil) -> Backlog.Fault? {
            var info: JSON = ["ts": "2026-01-01T10:00:00Z", "num_pending": 5, "config": ["ack_wait": 30_000_000_000]]
            info = info.merging(more)
            var config = StreamConfiguration(name: "s")
            config.maxAge = maxAge
            let stream = StreamInfo(json: ["config": config.json])
            let age = age.map { Duration.seconds($0) }
            return Backlog(ConsumerInfo(json: info), age: age, stream: stream, HealthLimits()).fault
        }
        #expect(fault([:], age: nil) == nil)
        #expect(fault([:], age: 30) == nil)
        #expect(fault([:], age: 31) == .noWorker)
        #expect(fault(["delivered": ["last_active": "0001-01-01T00:00:00Z"]], age: 31) == .noWorker)
        #expect(fault(["delivered": ["last_active": "2026-01-01T09:59:50.5Z"]], age: 31) == nil)
        #expect(fault(["num_ack_pending": 1], age: 31) == .busy)
        #expect(fault(["num_waiting": 1], age: 300) == nil)
        #expect(fault(["num_waiting": 1], age: 301) == .slow)
        #expect(fault(["num_waiting": 1], age: 81, maxAge: .seconds(100)) == .dying)
        #expect(fault(["num_waiting": 1], age: 79, maxAge: .seconds(100)) == nil)
        #expect(fault(["paused": true], age: 500) == .paused)
        #expect(fault(["paused": true, "num_pending": 0], age: nil) == .paused)
        #expect(fault(["config": ["deliver_subject": "d"]], age: 31) == .noWorker)
        #expect(fault(["config": ["deliver_subject": "d"], "push_bound": true], age: 31) == nil)
    }

    @Test func `messages that gave up are told though nothing waits`() async throws {
        let server = try NATSServer()
        try await resource(Self.text, server).settle()
        let stream = try await jetStream(server)
        for _ in 0..<2 { try await stream.publish("s.a", by: soon()) }
        let health = try health(Self.text, server.url)
        #expect(await health.examine().outcome("messaging.consumer.poison")?.status == .pass)
        var deliveries = 0
        try await eventually("both were delivered twice") {
            for message in try await stream.fetch(2, from: "c", of: "s", by: soon()) {
                deliveries += 1
                try await stream.acknowledge(message, .again, by: soon())
            }
            return deliveries == 4
        }
        try await eventually("nobody has them") {
            // The server notices when somebody asks for the next.
            _ = try await stream.fetch(1, from: "c", of: "s", by: soon())
            return try await stream.consumer("c", of: "s", by: soon())?.ackPending == 0
        }
        let examination = await health.examine()
        let outcome = try #require(examination.outcome("messaging.consumer.poison"))
        #expect(outcome.status == .warn)
        #expect(outcome.failureClass == "stuck")
        #expect(outcome.summary == "2 messages gave up after 2 deliveries each to consumer c.")
        #expect(outcome.commands == ["nats stream get s 1"])
        // It looks drained.
        #expect(examination.outcome("messaging.consumer.lag")?.status == .pass)
    }

    @Test func `a message that came twice and was done is no poison`() async throws {
        let server = try NATSServer()
        try await resource(Self.text, server).settle()
        let stream = try await jetStream(server)
        try await stream.publish("s.a", by: soon())
        let first = try await stream.fetch(1, from: "c", of: "s", by: soon())
        try await stream.acknowledge(first[0], .again, by: soon())
        let health = try health(Self.text, server.url)
        var second: [NATSMessage] = []
        try await eventually("it comes again") {
            second = try await stream.fetch(1, from: "c", of: "s", by: soon())
            return !second.isEmpty
        }
        #expect(await health.examine().outcome("messaging.consumer.poison")?.status == .pass)
        try await stream.acknowledge(second[0], by: soon())
        #expect(await health.examine().outcome("messaging.consumer.poison")?.status == .pass)
    }
}
