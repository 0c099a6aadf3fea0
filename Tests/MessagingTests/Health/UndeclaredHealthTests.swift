import Deadlines
import Doctor
import FoundationEssentials
import JSON
import NATS
import TestSupport
import Testing
import Words

@testable import Messaging

/// What nobody wrote and what breaks what somebody did write.
@Suite(.live, .timeLimit(.minutes(5))) struct UndeclaredHealthTests {
    static let text = """
        streams: {s: {subjects: ["s.>"]}}
        consumers: {c: {stream: s}}
        """

    @Test func `a sealed stream fails, unless it is declared as one`() async throws {
        let server = try NATSServer()
        try await resource(Self.text, server).settle()
        #expect(await (try health(Self.text, server.url)).examine().troubles == [])
        try await jetStream(server).change("s", ["sealed": true], by: soon())
        let examination = await (try health(Self.text, server.url)).examine()
        #expect(examination.ids(.fail) == ["messaging.stream.settings"])
        let outcome = try #require(examination.outcome("messaging.stream.settings"))
        #expect(outcome.failureClass == "read_only")
        #expect(outcome.summary == "Stream s is sealed: it takes no message and lets none go.")
        #expect(outcome.commands == ["nats stream backup s ./s"])
        let meant = "streams: {s: {subjects: [\"s.>\"], fields: {sealed: true}}}"
        #expect(await (try health(meant, server.url)).examine().ids(.fail) == [])
    }

    @Test func `a stream that answers no publisher is told, and what the hint says mends it`() async throws {
        let server = try NATSServer()
        try await resource(Self.text, server).settle()
        try await jetStream(server).change("s", ["no_ack": true], by: soon())
        let outcome = await (try health(Self.text, server.url)).examine().outcome("messaging.stream.settings")
        #expect(outcome?.status == .warn)
        #expect(outcome?.failureClass == "drift")
        #expect(outcome?.summary.hasPrefix("Its no_ack is true") == true)
        let said = "streams: {s: {subjects: [\"s.>\"], fields: {no_ack: false}}}\nconsumers: {c: {stream: s}}"
        try await resource(said, server).settle()
        #expect(await (try health(said, server.url)).examine().troubles == [])
        let ignored = "streams: {s: {subjects: [\"s.>\"], ignore: [no_ack]}}"
        try await jetStream(server).change("s", ["no_ack": true], by: soon())
        let left = await (try health(ignored, server.url)).examine()
        #expect(left.outcome("messaging.stream.settings")?.status == .pass)
    }

    @Test func `a durable that loses bodies, or itself, is told`() async throws {
        let server = try NATSServer()
        try await resource(Self.text, server).settle()
        try await jetStream(server).changeConsumer(
            "c",
            of: "s",
            ["headers_only": true, "inactive_threshold": 60_000_000_000],
            by: soon()
        )
        let outcome = try #require(
            await (try health(Self.text, server.url)).examine().outcome("messaging.consumer.settings")
        )
        #expect(outcome.status == .warn)
        #expect(outcome.findings.map(\.failureClass) == ["drift", "drift"])
        #expect(outcome.findings[0].message.hasPrefix("Its headers_only is true"))
        #expect(outcome.findings[1].message.contains("the server deletes it"))
        let said = Self.text.replacing(
            "{stream: s}",
            with: "{stream: s, fields: {headers_only: true, inactive_threshold: 1m}}"
        )
        #expect(await (try health(said, server.url)).examine().troubles == [])
    }

    @Test func `a paused consumer fails, with when it goes on`() async throws {
        let server = try NATSServer()
        try await resource(Self.text, server).settle()
        try await jetStream(server).pauseConsumer("c", of: "s", until: "2099-01-02T03:04:05Z", by: soon())
        let outcome = try #require(
            await (try health(Self.text, server.url)).examine().outcome("messaging.consumer.lag")
        )
        #expect(outcome.status == .fail)
        #expect(outcome.failureClass == "stuck")
        #expect(outcome.summary.hasPrefix("Consumer c is paused until 2099-01-02T03:04:05Z"))
        #expect(outcome.commands == ["nats consumer resume s c"])
        let said = Self.text.replacing("{stream: s}", with: "{stream: s, fields: {pause_until: 2099-01-02T03:04:05Z}}")
        #expect(await (try health(said, server.url)).examine().outcome("messaging.consumer.lag")?.status == .pass)
    }

    @Test func `a missing stream blocks all that is asked of it`() async throws {
        let server = try NATSServer()
        let examination = await (try health(Self.text, server.url)).examine()
        #expect(examination.ids(.fail) == ["messaging.stream"])
        #expect(examination.ids(.skipped) == [])
        for id in ["messaging.stream.quorum", "messaging.publish"] {
            #expect(examination.outcome(id)?.blockedBy?.id == "messaging.stream")
        }
        #expect(examination.outcome("messaging.stream")?.fact("error") == "10059 (stream not found)")
        let members = await (try health("role: cluster\n\(Self.text)", server.url)).examine()
        #expect(members.ids(.skipped) == [])
        #expect(members.outcome("messaging.publish")?.blockedBy?.id == "messaging.stream")
    }
}
