import Deadlines
import Doctor
import JSON
import NATS
import TestSupport
import Testing
import Words

@testable import Messaging

@Suite(.live, .timeLimit(.minutes(5))) struct StreamHealthTests {
    @Test func `a stream and a consumer that are missing are told, and the remedy mends it`() async throws {
        let server = try NATSServer()
        let text = """
            streams: {s: {subjects: ["s.>"]}, t: {subjects: ["t.>"]}}
            consumers: {c: {stream: s}, d: {stream: t}}
            """
        try await jetStream(server).create(StreamConfiguration(name: "t", subjects: ["t.>"]), by: soon())
        let health = try health(text, server.url)
        let examination = await health.examine()
        let stream = try #require(examination.outcome("messaging.stream", "stream/s"))
        #expect(stream.status == .fail)
        #expect(stream.failureClass == "missing")
        #expect(stream.summary == "There is no stream s.")
        #expect(stream.commands == ["ihctl bootstrap --only fr-par/messaging/stream/s"])
        #expect(stream.setting == ["messaging", "streams", "s"])
        #expect(examination.outcome("messaging.stream", "stream/t")?.status == .pass)
        let consumer = try #require(examination.outcome("messaging.consumer", "consumer/d"))
        #expect(consumer.failureClass == "missing")
        #expect(consumer.setting == ["messaging", "consumers", "d"])
        let blocked = try #require(examination.outcome("messaging.consumer", "consumer/c"))
        #expect(blocked.blockedBy == .init("messaging.stream", .stream("s", "fr-par")))
        // What the remedy's command does.
        try await resource(text, server).settle()
        #expect(await health.examine().troubles == [])
    }

    @Test func `each field that differs is a finding, with what can be done about it`() async throws {
        let server = try NATSServer()
        var config = StreamConfiguration(name: "s", subjects: ["s.>"])
        config.maxMessages = 5
        config.storage = "memory"
        let stream = try await jetStream(server)
        try await stream.create(config, by: soon())
        var consumer = ConsumerConfiguration(durable: "c")
        consumer.maxDeliver = 9
        try await stream.create(StreamConfiguration(name: "t", subjects: ["t"]), by: soon())
        try await stream.create(consumer, on: "t", by: soon())
        try await stream.create(ConsumerConfiguration(durable: "d"), on: "s", by: soon())
        let text = """
            streams: {s: {subjects: ["s.>", "more"], max_messages: 10, storage: file}, t: {}}
            consumers: {c: {stream: t, max_deliver: 3}, d: {stream: s}}
            """
        let examination = await (try health(text, server.url)).examine()
        let outcome = try #require(examination.outcome("messaging.stream.settings"))
        #expect(outcome.status == .fail)
        #expect(Set(outcome.findings.map(\.failureClass)) == ["drift"])
        #expect(outcome.findings.count == 3)
        #expect(outcome.summary.hasPrefix("Its subjects is [\"s.>\"]"))
        #expect(outcome.findings.contains { $0.message == "Its max_messages is 5, and the file says 10." })
        #expect(outcome.commands.first?.contains("--allow-destroy fr-par/messaging/stream/s") == true)
        // Its stream goes, and it with it.
        #expect(examination.outcome("messaging.consumer.settings", "consumer/d")?.status == .skipped)
        let other = try #require(examination.outcome("messaging.consumer.settings", "consumer/c"))
        #expect(other.status == .warn)
        #expect(other.summary == "Its max_deliver is 9, and the file says 3.")
        #expect(other.commands == ["ihctl bootstrap --only fr-par/messaging/stream/t/consumer/c"])
        try await resource("consumers: {c: {stream: t, max_deliver: 3}}\nstreams: {t: {}}", server).settle()
        #expect(
            await (try health(text, server.url)).examine().outcome("messaging.consumer.settings", "consumer/c")?.status
                == .pass
        )
    }

    @Test func `what cannot be changed is said, and no command is given for it`() async throws {
        let server = try NATSServer()
        try await jetStream(server).create(StreamConfiguration(name: "s", subjects: ["s.>"]), by: soon())
        let examination = await (try health("streams: {s: {replicas: 3}}", server.url)).examine()
        let outcome = try #require(examination.outcome("messaging.stream.settings"))
        #expect(outcome.status == .warn)
        #expect(outcome.fact("cannot be changed")?.contains("the server stands alone") == true)
        #expect(outcome.commands == [])
    }

    @Test func `an overlap names both streams`() async throws {
        let server = try NATSServer()
        let stream = try await jetStream(server)
        try await stream.create(StreamConfiguration(name: "s", subjects: ["s.a"]), by: soon())
        try await stream.create(StreamConfiguration(name: "old", subjects: ["s.b"]), by: soon())
        let text = "streams: {s: {subjects: [\"s.>\"]}, fresh: {subjects: [\"s.b\"]}}"
        let examination = await (try health(text, server.url)).examine()
        let outcome = try #require(examination.outcome("messaging.stream.settings", "stream/s"))
        #expect(outcome.status == .fail)
        let all = outcome.findings.map(\.message).joined(separator: " ")
        #expect(all.contains("undeclared stream old"))
        // One that cannot be made is not offered to be made.
        let missing = try #require(examination.outcome("messaging.stream", "stream/fresh"))
        #expect(missing.failureClass == "missing")
        #expect(missing.commands == [])
        #expect(missing.fact("cannot be made")?.contains("s.b") == true)
    }

    @Test func `a stream that refuses the new is told at three quarters and at nine tenths`() async throws {
        let server = try NATSServer()
        let text = """
            streams:
              full: {subjects: ["full.>"], max_messages: 10, discard: new}
              ring: {subjects: ["ring.>"], max_messages: 10}
              queue: {subjects: ["queue.>"], max_messages: 10, retention: workqueue}
            consumers: {c: {stream: queue}}
            """
        try await resource(text, server).settle()
        let stream = try await jetStream(server)
        for count in 0..<10 {
            if count < 8 { try await stream.publish("full.a", by: soon()) }
            try await stream.publish("ring.a", by: soon())
            try await stream.publish("queue.a", by: soon())
        }
        let health = try health(text, server.url)
        let early = await health.examine()
        let outcome = try #require(early.outcome("messaging.stream.headroom", "full"))
        #expect(outcome.status == .warn)
        #expect(outcome.failureClass == "capacity")
        #expect(outcome.summary.hasPrefix("Stream full has used 80 % of its messages."))
        // To be full is what a ring is for; a queue loses what nobody has done yet.
        #expect(early.outcome("messaging.stream.headroom", "ring")?.status == .pass)
        #expect(early.outcome("messaging.stream.headroom", "queue")?.status == .warn)
        try await stream.publish("full.a", by: soon())
        try await stream.publish("full.a", by: soon())
        #expect(await health.examine().outcome("messaging.stream.headroom", "full")?.status == .fail)
        // And it was right.
        let refused = await failure { try await stream.publish("full.a", by: soon()) }
        #expect((refused as? NATSError)?.errorCode == .storeFailed)
    }

    @Test func `a subject that may hold no more is named`() async throws {
        let server = try NATSServer()
        let text = """
            streams: {s: {subjects: ["s.>"], discard: new, max_messages_per_subject: 2,
                          fields: {discard_new_per_subject: true}}}
            """
        try await resource(text, server).settle()
        let stream = try await jetStream(server)
        for subject in ["s.a", "s.b", "s.b"] { try await stream.publish(subject, by: soon()) }
        let outcome = await (try health(text, server.url)).examine().outcome("messaging.stream.headroom")
        #expect(outcome?.status == .fail)
        #expect(outcome?.fact("subject") == "s.b")
    }

    @Test func `a workqueue with subjects that nobody takes is told`() async throws {
        let server = try NATSServer()
        let text = "streams: {q: {subjects: [\"q.*.in\", \"other\"], retention: workqueue}}"
        try await resource(text, server).settle()
        let health = try health(text, server.url)
        let none = await health.examine().outcome("messaging.workqueue")
        #expect(none?.status == .warn)
        #expect(none?.failureClass == "stuck")
        #expect(none?.summary == "Workqueue q has no consumer and only fills up.")
        let stream = try await jetStream(server)
        try await stream.create(ConsumerConfiguration(durable: "a", filterSubjects: ["q.a.in"]), on: "q", by: soon())
        try await stream.publish("q.a.in", by: soon())
        try await stream.publish("q.b.in", by: soon())
        let part = try #require(await health.examine().outcome("messaging.workqueue"))
        #expect(
            part.findings.map(\.message) == [
                "No consumer takes other of workqueue q: it only fills up.",
                "1 message of workqueue q is for no consumer.",
            ]
        )
        try await stream.create(
            ConsumerConfiguration(durable: "b", filterSubjects: ["q.b.in", "other"]),
            on: "q",
            by: soon()
        )
        #expect(await health.examine().outcome("messaging.workqueue")?.status == .pass)
    }

    @Test func `a probe is published where only wildcards listen, and nothing is stored`() async throws {
        let name = "ihctl-doctor-1"
        #expect(HealthRound.probe(name, among: ["a", "b.*.c", "d.>"]) == "b.ihctl-doctor-1.c")
        #expect(HealthRound.probe(name, among: ["d.>"]) == "d.ihctl-doctor-1")
        #expect(HealthRound.probe(name, among: ["a", "a.b"]) == nil)
        let server = try NATSServer()
        let text =
            "streams: {s: {subjects: [\"s.>\"]}, exact: {subjects: [\"exact\"]}, quiet: {subjects: [\"quiet.>\"], fields: {no_ack: true}}}"
        try await resource(text, server).settle()
        let examination = await (try health(text, server.url)).examine()
        #expect(examination.outcome("messaging.publish", "/s")?.status == .pass)
        #expect(examination.outcome("messaging.publish", "exact")?.status == .skipped)
        #expect(examination.outcome("messaging.publish", "quiet")?.status == .skipped)
        for stream in try await jetStream(server).streams(by: soon()) { #expect(stream.lastSequence == 0) }
    }

    @Test func `a subject that the user may not publish to is told at its stream`() async throws {
        let server = try NATSServer(
            configuration: """
                authorization { users: [ { user: ana, password: a, permissions: {
                  publish: { deny: ["s.>"] }
                } } ] }
                """
        )
        let who = NATSCredentials.user("ana", password: "a")
        let text = "streams: {s: {subjects: [\"s.>\"]}}"
        try await resource(text, server, who).settle()
        let outcome = await (try health(text, server.url, who)).examine().outcome("messaging.publish")
        #expect(outcome?.status == .fail)
        #expect(outcome?.failureClass == "permission")
        #expect(outcome?.summary.hasPrefix("User ana may not publish to s.ihctl-doctor-") == true)
    }

    @Test func `a thousand streams are seen within four requests`() async throws {
        let server = try NATSServer()
        let many = "streams:\n" + (0..<1_000).map { "  S\($0): {storage: memory}\n" }.joined()
        let wanted = try resource(many, server)
        let changes = try await wanted.survey(by: soon()).changes
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (number, change) in changes.enumerated() {
                if number >= 32 { try await group.next() }
                group.addTask { _ = try await wanted.carryOut(change, by: soon()) }
            }
            try await group.waitForAll()
        }
        let examination = await (try health(many, server.url)).examine()
        #expect(examination.outcome("messaging.jetstream")?.seen == "1,000 streams, seen in 4 requests")
        #expect(examination.count(.pass) == examination.outcomes.count)
    }
}
