import JSON
import NATS
import TestSupport
import Testing
import Words

@testable import Messaging

/// nats-server 2.9 takes what it does not know without a word, so all must be told from its release.
@Suite(.live, .enabled(if: oldServer != nil, "no nats-server 2.9 is installed"), .timeLimit(.minutes(5)))
struct OldServerTests {
    private func server() throws -> NATSServer { try NATSServer(executable: oldServer) }

    @Test func `what it knows is made, and stays so without a write`() async throws {
        let server = try server()
        let text = """
            agents: [ana, bob]
            streams:
              inbox: {subjects: ["agents.*.inbox"], retention: workqueue, max_age: 24h, max_messages_per_subject: 10}
              news:
                subjects: ["news.>"]
                storage: memory
                max_bytes: 1Mi
                compression: none
                fields: {republish: {dest: "old.>"}, allow_direct: true, deny_purge: true}
              copy: {fields: {mirror: {name: news}}}
            consumers:
              agent-{agent}: {stream: inbox, filter: "agents.{agent}.inbox", acknowledge_within: 45s}
            key_value: {sessions: {history: 3, ttl: 60s}}
            object_stores: {files: {}}
            """
        let resource = try resource(text, server)
        let findings = try await resource.apply(try await resource.survey(by: soon()))
        #expect(findings == [])
        let stream = try await jetStream(server)
        let before = try await stream.account(by: soon()).apiRequests
        let again = try await resource.survey(by: soon())
        #expect(again.changes.map(line) == [])
        #expect(again.findings == [])
        #expect(try await stream.account(by: soon()).apiRequests - before == again.requests + 1)
        // Changed behind our back, and mended.
        try await stream.change("inbox", ["max_age": 0], by: soon())
        try await stream.changeConsumer("agent-ana", of: "inbox", ["ack_wait": 5_000_000_000], by: soon())
        let drift = try await resource.survey(by: soon())
        #expect(
            drift.changes.flatMap { spelled($0) } == [
                #"max_age: null -> "24h""#, #"acknowledge_within: "5s" -> "45s""#,
            ]
        )
        try await resource.apply(drift)
        try await resource.settle()
    }

    @Test func `what it does not know is a note, an error where it is required, and never sent`() async throws {
        let server = try server()
        let text = """
            streams:
              s:
                compression: s2
                fields: {metadata: {team: a}, subject_transform: {src: s, dest: t}, allow_msg_ttl: true, allow_atomic: true}
                required: [allow_msg_ttl]
            consumers: {c: {stream: s, fields: {metadata: {team: a}}}}
            """
        let resource = try resource(text, server)
        let survey = try await resource.survey(by: soon())
        #expect(survey.changes.map(\.kind) == [.create, .create])
        #expect(survey.findings.allSatisfy { $0.id == "messaging.unsupported" })
        let severities = survey.findings.map { "\($0.data["field"]?.compact ?? "") \($0.severity)" }
        #expect(
            Set(severities) == [
                #""compression" note"#, #""metadata.team" note"#, #""subject_transform" note"#,
                #""allow_msg_ttl" error"#, #""allow_atomic" note"#,
            ]
        )
        #expect(survey.findings[0].message == "compression is not known to nats-server 2.9.10: it came with 2.10")
        try await resource.settle()
    }

    @Test func `several filters would be none, so it is not even asked`() async throws {
        let server = try server()
        let text = "streams: {s: {subjects: [a, b, c]}}\nconsumers: {c: {stream: s, fields: {filter_subjects: [a, b]}}}"
        let resource = try resource(text, server)
        let survey = try await resource.survey(by: soon())
        #expect(survey.changes.map(\.kind) == [.create, .impossible])
        #expect(survey.changes[1].reason == "servers before 2.10 know one filter, and would deliver everything")
        // One filter stands under the name that it knows.
        try await self.resource(text.replacing("[a, b]}", with: "[a]}"), server).settle()
        let consumer = try await jetStream(server).consumer("c", of: "s", by: soon())
        #expect(consumer?.configuration.json["filter_subject"] == "a")
    }

    static let changes: [(String, String, JSON)] = [
        ("retention: limits", "retention: interest", ["retention": "interest"]),
        ("description: x", "fields: {max_consumers: 3}", ["max_consumers": 3]),
        ("description: x", "fields: {republish: {dest: \"old.>\"}}", ["republish": ["dest": "old.>"]]),
        ("fields: {mirror: {name: far}}", "subjects: [s]", ["mirror": .null, "subjects": ["s"]]),
    ]

    @Test(arguments: changes)
    func `what only newer ones change needs a new stream`(first: String, then: String, attempt: JSON) async throws {
        let server = try server()
        try await resource("streams: {s: {\(first)}}", server).settle()
        let changed = try resource("streams: {s: {\(then)}}", server)
        let survey = try await changed.survey(by: soon())
        #expect(survey.changes.map(\.kind) == [.replace])
        #expect(survey.changes.first?.reason?.contains("servers before 2.1") == true)
        let error = await failure { try await jetStream(server).change("s", attempt, by: soon()) }
        #expect(error is NATSError)
        try await changed.settle()
    }

    @Test func `it does not tell the account`() async throws {
        let server = try server()
        let identity = try await resource("{}", server).identity(by: soon())
        withExtendedLifetime(server) {}
        #expect(identity[.natsServer]??.isEmpty == false)
        #expect(identity[.natsAccount] == .some(nil))
    }

    private func resource(_ text: String, _ server: NATSServer) throws -> MessagingResource {
        try MessagingTests.resource(text, server)
    }
}
