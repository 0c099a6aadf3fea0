import JSON
import NATS
import TestSupport
import Testing
import Words

@testable import Messaging

@Suite(.live, .timeLimit(.minutes(5))) struct OverlapTests {
    @Test func `two streams of the file that want the same subject are both named`() async throws {
        let server = try NATSServer()
        let text = """
            streams:
              inbox: {subjects: ["agents.*.inbox"]}
              all: {subjects: ["agents.ana.>", other]}
              apart: {subjects: [agents.broadcast]}
            """
        let resource = try resource(text, server)
        let survey = try await resource.survey(by: soon())
        let kinds = Dictionary(uniqueKeysWithValues: survey.changes.map { ($0.address.parts.last ?? "", $0.kind) })
        #expect(kinds == ["inbox": .impossible, "all": .impossible, "apart": .create])
        #expect(survey.findings.map(\.id) == ["messaging.stream.overlap"])
        let said = survey.findings[0].message + " " + (survey.findings[0].subject ?? "")
        for word in ["agents.*.inbox", "agents.ana.>", "stream/all", "inbox"] { #expect(said.contains(word)) }
        let inbox = survey.changes.first { $0.address.parts.last == "inbox" }
        #expect(inbox?.reason == "its subject agents.*.inbox overlaps with agents.ana.> of stream all")
        // So the server says too, without a name.
        let stream = try await jetStream(server)
        try await stream.create(StreamConfiguration(name: "inbox", subjects: ["agents.*.inbox"]), by: soon())
        let wanted = StreamConfiguration(name: "all", subjects: ["agents.ana.>"])
        let error = await failure { try await stream.create(wanted, by: soon()) }
        #expect(code(error) == .subjectOverlap)
    }

    @Test func `one that is there and undeclared is named too, and a change of subjects is looked at`() async throws {
        let server = try NATSServer()
        let stream = try await jetStream(server)
        try await stream.create(StreamConfiguration(name: "theirs", subjects: ["jobs.>"]), by: soon())
        try await resource("streams: {ours: {subjects: [work]}}", server).settle()
        let changed = try resource("streams: {ours: {subjects: [work, jobs.mail], max_age: 1h}}", server)
        let survey = try await changed.survey(by: soon())
        #expect(survey.changes.map(\.kind) == [.update, .impossible])
        #expect(survey.changes[0].fields.map(\.path) == ["max_age"])
        let reason = try #require(survey.changes[1].reason)
        #expect(reason == "subjects: its subject jobs.mail overlaps with jobs.> of the undeclared stream theirs")
        #expect(Set(survey.findings.map(\.id)) == ["messaging.stream.overlap", "messaging.undeclared"])
    }

    @Test func `a stream's own subjects may not overlap`() async throws {
        let server = try NATSServer()
        let survey = try await resource("streams: {s: {subjects: [\"a.*\", a.b]}}", server).survey(by: soon())
        #expect(survey.changes.map(\.kind) == [.impossible])
        #expect(survey.findings.map(\.message) == ["its own subjects a.* and a.b overlap"])
        let wanted = StreamConfiguration(name: "s", subjects: ["a.*", "a.b"])
        let error = await failure { try await jetStream(server).create(wanted, by: soon()) }
        #expect(code(error) == .streamInvalidConfiguration)
    }

    @Test func `a stream without subjects keeps its own name, and that may be taken`() async throws {
        let server = try NATSServer()
        let survey = try await resource("streams: {s: {}, t: {subjects: [s]}}", server).survey(by: soon())
        #expect(survey.changes.map(\.kind) == [.impossible, .impossible])
    }

    @Test func `who gives a subject up goes before who takes it`() async throws {
        let server = try NATSServer()
        try await resource("streams: {a: {subjects: [x, y]}, b: {subjects: [z]}}", server).settle()
        let moved = try resource("streams: {b: {subjects: [z, y]}, a: {subjects: [x]}, c: {subjects: [w]}}", server)
        let survey = try await moved.survey(by: soon())
        let b = try #require(survey.changes.first { $0.address.parts.last == "b" })
        #expect(b.after.map(\.description) == ["fr-par/messaging/stream/a"])
        try await moved.settle()
        // Neither can go first where each wants what the other has.
        let swapped = try resource("streams: {a: {subjects: [z, y]}, b: {subjects: [x]}}", server)
        let stuck = try await swapped.survey(by: soon())
        #expect(stuck.changes.map(\.kind) == [.impossible, .impossible])
        #expect(stuck.changes[0].reason?.contains("streams a and b exchange subjects") == true)
    }

    @Test(arguments: [
        // A filter beside what the stream keeps.
        ("filter: other.x", "it takes other.x, and stream s keeps jobs.>", "messaging.consumer.filter"),
        (
            "fields: {filter_subjects: [\"jobs.*\", jobs.a]}", "its filters jobs.* and jobs.a overlap",
            "messaging.consumer.filter"
        ),
        // A workqueue's rules.
        (
            "filter: jobs.>",
            "it takes jobs.>, which consumer mail takes too: in a workqueue each message is one consumer's",
            "messaging.consumer.workqueue"
        ),
        (
            "max_deliver: 3",
            "it takes everything, which consumer mail takes too: in a workqueue each message is one consumer's",
            "messaging.consumer.workqueue"
        ),
        (
            "{filter: jobs.print, acknowledge: none}",
            "a workqueue takes explicit acknowledgement alone, not none", "messaging.consumer.workqueue"
        ),
        (
            "{filter: jobs.print, deliver: new}", "a workqueue's consumers begin with all messages, not with new",
            "messaging.consumer.workqueue"
        ),
    ])
    func `a consumer that the server would refuse is told before`(fields: String, reason: String, id: String)
        async throws
    {
        let server = try NATSServer()
        let stream = "streams: {s: {subjects: [jobs.>], retention: workqueue}}"
        try await resource("\(stream)\nconsumers: {mail: {stream: s, filter: jobs.mail}}", server).settle()
        let body = fields.hasPrefix("{") ? String(fields.dropFirst().dropLast()) : fields
        let text = "\(stream)\nconsumers: {c: {stream: s, \(body)}, mail: {stream: s, filter: jobs.mail}}"
        let resource = try resource(text, server)
        let survey = try await resource.survey(by: soon())
        let change = try #require(survey.changes.first { $0.address.parts.last == "c" })
        #expect(change.kind == .impossible)
        #expect(change.reason == reason)
        #expect(survey.findings.contains { $0.id == id && $0.message == reason })
        // A filter beside the stream's subjects is taken by newer servers, and the consumer waits for ever.
        guard !fields.contains("other") else { return }
        let wanted = try #require(resource.desired.consumers.first { $0.name == "c" }).configuration()
        let named = wanted.merging(["name": "c", "durable_name": "c"])
        let error = await failure {
            let request: JSON = ["stream_name": "s", "config": named, "action": "create"]
            return try await jetStream(server).api("CONSUMER.CREATE.s.c", request, by: soon())
        }
        #expect(code(error) != nil)
    }

    @Test func `a filter may hold wildcards`() async throws {
        let text = "streams: {s: {subjects: [\"jobs.>\"]}}\nconsumers: {c: {stream: s, filter: \"jobs.*.now\"}}"
        let server = try NATSServer()
        try await resource(text, server).settle()
        try await resource(text.replacing("jobs.*.now", with: "jobs.>"), server).settle()
        let consumer = try #require(await jetStream(server).consumer("c", of: "s", by: soon()))
        #expect(consumer.configuration.filterSubjects == ["jobs.>"])
    }

    @Test func `undeclared consumers count in a workqueue too`() async throws {
        let server = try NATSServer()
        let stream = try await jetStream(server)
        let text = "streams: {s: {subjects: [jobs.>], retention: workqueue}}"
        try await resource(text, server).settle()
        try await stream.create(ConsumerConfiguration(durable: "theirs"), on: "s", by: soon())
        let survey = try await resource("\(text)\nconsumers: {c: {stream: s, filter: jobs.a}}", server).survey(
            by: soon()
        )
        #expect(survey.changes.map(\.kind) == [.impossible])
        #expect(survey.changes.first?.reason?.contains("consumer theirs takes too") == true)
    }

    @Test func `a workqueue that nobody reads is said, with what it holds`() async throws {
        let server = try NATSServer()
        let text = "streams: {s: {subjects: [jobs.>], retention: workqueue}}"
        let resource = try resource(text, server)
        try await resource.settle()
        let stream = try await jetStream(server)
        try await stream.publish("jobs.a", by: soon())
        let findings = try await resource.survey(by: soon()).findings
        #expect(findings.map(\.id) == ["messaging.stream.no-consumer"])
        #expect(findings.map(\.severity) == [.warning])
        #expect(findings[0].evidence == [.fact("held", "1 message waits")])
        try await stream.create(ConsumerConfiguration(durable: "theirs"), on: "s", by: soon())
        #expect(try await resource.survey(by: soon()).findings == [])
    }

    @Test func `a limit below what consumers have is told before, with their names`() async throws {
        let server = try NATSServer()
        let text = "streams: {s: {}}\nconsumers: {c: {stream: s, max_pending: 50}}"
        try await resource(text, server).settle()
        let limited = text.replacing("s: {}", with: "s: {fields: {consumer_limits: {max_ack_pending: 10}}}")
        let survey = try await resource(limited, server).survey(by: soon())
        #expect(survey.changes.map(\.kind) == [.impossible])
        #expect(survey.changes[0].reason == "consumer_limits.max_ack_pending: consumers have more: c")
        let stream = try await jetStream(server)
        let error = await failure {
            try await stream.change("s", ["consumer_limits": ["max_ack_pending": 10]], by: soon())
        }
        #expect(code(error) != nil)
    }

    @Test func `two of the file's consumers with one name are told`() async throws {
        let server = try NATSServer()
        let text = """
            agents: [ana]
            streams: {s: {}}
            consumers: {"agent-{agent}": {stream: s}, agent-ana: {stream: s}}
            """
        let survey = try await resource(text, server).survey(by: soon())
        #expect(survey.changes.count == 2)
        #expect(survey.findings.map(\.id) == ["messaging.consumer.twice"])
    }

    private func code(_ error: (any Error)?) -> JetStreamErrorCode? {
        if case .api(let failure) = error as? NATSError { return failure.errorCode }
        return nil
    }
}
