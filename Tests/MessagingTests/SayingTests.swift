import JSON
import NATS
import TestSupport
import Testing
import Words

@testable import Messaging

/// What a survey and an act say beside the changes.
@Suite(.live, .timeLimit(.minutes(5))) struct SayingTests {
    @Test func `a field to be left alone is left alone, and that is said once`() async throws {
        let server = try NATSServer()
        try await resource("streams: {s: {max_age: 1h, max_messages: 5}}", server).settle()
        let text = "streams: {s: {max_age: 2h, max_messages: 6, ignore: [max_age]}}"
        let survey = try await resource(text, server).survey(by: soon())
        #expect(spelled(survey.changes.first) == ["max_messages: 5 -> 6"])
        #expect(survey.findings.map(\.id) == ["messaging.ignored"])
        #expect(survey.findings.map(\.severity) == [.note])
        try await resource(text, server).settle()
        #expect(try await jetStream(server).stream("s", by: soon())?.configuration.maxAge == .seconds(3_600))
        // By the API's word too, and a consumer's.
        let other = """
            streams: {s: {max_messages: 9, ignore: [max_msgs]}}
            consumers: {c: {stream: s, max_pending: 5}}
            """
        try await resource(other, server).settle()
        let left = other.replacing("max_pending: 5", with: "max_pending: 6, ignore: [max_pending]")
        #expect(try await resource(left, server).survey(by: soon()).changes == [])
    }

    @Test func `what is not declared is as the server has it`() async throws {
        let server = try NATSServer()
        let stream = try await jetStream(server)
        let odd: JSON = [
            "name": "s", "subjects": ["a", "b"], "storage": "memory", "retention": "interest", "max_msgs": 3,
            "discard": "new", "metadata": ["team": "x"], "max_age": 5_000_000_000, "duplicate_window": 1_000_000_000,
        ]
        try await stream.create(StreamConfiguration(json: odd), by: soon())
        var push = ConsumerConfiguration(durable: "c")
        push.json["ack_policy"] = "all"
        push.json["max_deliver"] = 3
        try await stream.create(push, on: "s", by: soon())
        let text = "streams: {s: {description: ''}}\nconsumers: {c: {stream: s}}"
        #expect(try await resource(text, server).survey(by: soon()).changes == [])
    }

    @Test func `a field that nobody knows is told with the nearest name, and what has no effect too`() async throws {
        let server = try NATSServer(configuration: "")
        let text = "streams: {s: {fields: {alow_direct: true}}}"
        let survey = try await resource(text, server).survey(by: soon())
        #expect(survey.findings.map(\.id) == ["messaging.field.unknown"])
        #expect(survey.findings[0].remedies == [.hint("did you mean \"allow_direct\"?")])
    }

    @Test func `what the server takes and does not do is told`() async throws {
        let server = try NATSServer()
        try await resource("streams: {origin: {fields: {allow_direct: false}}}", server).settle()
        // A mirror has of its origin whether it may be read directly.
        let text = "streams: {copy: {fields: {mirror: {name: origin}, mirror_direct: true}}}"
        let mirror = try resource(text, server)
        let findings = try await mirror.apply(try await mirror.survey(by: soon()))
        #expect(findings.map(\.id) == ["messaging.ineffective"])
        #expect(findings.first?.message.contains("mirror_direct") == true)
    }

    @Test func `no change and no finding holds a word of the credentials`() async throws {
        let server = try NATSServer(configuration: "authorization { token: \"t0p-secret-token\" }")
        let text = "streams: {s: {subjects: [a]}, t: {subjects: [a]}}"
        let survey = try await resource(text, server, .token("t0p-secret-token")).survey(by: soon())
        #expect(!survey.changes.isEmpty && !survey.findings.isEmpty)
        #expect(!"\(survey)".contains("t0p-secret"))
    }
}
