import Deadlines
import JSON
import NATS
import TestSupport
import Testing
import Words

@testable import Messaging

@Suite(.live, .timeLimit(.minutes(5))) struct ConvergenceTests {
    /// Everything that a single server can do, each field with a value that is not its default.
    static let everything = """
        agents: [ana, bob]
        streams:
          inbox:
            description: what agents send one another
            subjects: ["agents.*.inbox"]
            retention: workqueue
            max_messages_per_subject: 1000
            max_age: 24h
            fields: {metadata: {team: agents}, allow_msg_ttl: true}
          broadcasts:
            subjects: [agents.broadcast, "news.>"]
            retention: limits
            storage: memory
            replicas: 1
            discard: new
            max_messages: 10000
            max_bytes: 8Mi
            max_message_size: 64Ki
            duplicate_window: 30s
            fields:
              max_consumers: 7
              discard_new_per_subject: true
              max_msgs_per_subject_x: null
              allow_direct: true
              deny_delete: true
              consumer_limits: {max_ack_pending: 500, inactive_threshold: 1h}
              republish: {dest: "copies.>"}
              subject_transform: {src: "news.>", dest: "old.news.>"}
              allow_atomic: true
            max_messages_per_subject: 100
          archive:
            compression: s2
            fields:
              mirror: {name: broadcasts, filter_subject: agents.broadcast}
              mirror_direct: true
          gathered:
            fields:
              sources:
                - {name: inbox, opt_start_time: "2026-01-01T00:00:00+00:00"}
                - {name: broadcasts, subject_transforms: [{src: "news.>", dest: "gathered.>"}]}
              first_seq: 100
              allow_batched: true
          asynchronous:
            subjects: [async]
            fields: {persist_mode: async, allow_msg_schedules: true, subject_delete_marker_ttl: 10s, no_ack: true}
          counted:
            subjects: ["count.>"]
            fields: {allow_msg_counter: true, allow_direct: true}
        consumers:
          agent-{agent}:
            stream: inbox
            filter: agents.{agent}.inbox
            acknowledge: explicit
            acknowledge_within: 45s
            max_deliver: 5
            max_pending: 100
            fields: {metadata: {agent: "{agent}"}, backoff: [45s, 2m], sample_freq: "100%", max_expires: 1m}
          reader:
            stream: broadcasts
            deliver: all
            acknowledge: none
            fields:
              filter_subjects: [agents.broadcast, news.now]
              max_waiting: 64
              max_batch: 10
              max_bytes: 1Mi
              headers_only: true
              inactive_threshold: 30m
              mem_storage: true
              replay_policy: original
              priority_groups: [one]
              priority_policy: overflow
              pause_until: "2099-01-01T00:00:00Z"
          since:
            stream: broadcasts
            fields: {deliver_policy: by_start_time, opt_start_time: "2026-01-01T00:00:00.000Z"}
        key_value:
          sessions: {history: 5, ttl: 60s, max_bytes: 1Mi, max_value_size: 1Ki, description: who is here}
          plain: {}
        object_stores:
          files: {ttl: 1h, max_bytes: 1Mi, compression: s2}
        """.replacing("      max_msgs_per_subject_x: null\n", with: "")

    @Test func `from nothing to everything, and then not a single write`() async throws {
        let server = try NATSServer()
        let resource = try resource(Self.everything, server)
        let first = try await resource.survey(by: soon())
        #expect(first.changes.filter { $0.kind != .create }.map(line) == [])
        #expect(first.changes.count == 13)
        #expect(first.findings.isEmpty, "\(first.findings)")
        let findings = try await resource.apply(first)
        #expect(findings.isEmpty, "\(findings)")

        let observer = try await jetStream(server)
        let log = try observer.connection.subscribe("$JS.EVENT.ADVISORY.API")
        try await observer.connection.flush(by: soon())
        let second = try await resource.survey(by: soon())
        #expect(second.changes.map(line) == [])
        #expect(second.findings.isEmpty, "\(second.findings)")
        #expect(second.sound.count == 13)
        // One page of streams, and the consumers of two streams.
        #expect(second.requests == 3)
        _ = try await observer.account(by: soon())
        try await observer.connection.flush(by: soon())
        var asked: [String] = []
        while let message = try? await log.next(by: .after(.milliseconds(300))) {
            let advisory = try message.json()
            // Streams with origins ask for consumers of their own.
            if advisory["client"]["name"] == "ihctl" { asked.append(advisory["subject"].string ?? "") }
        }
        #expect(asked.count >= 3)
        let writing = ["CREATE", "UPDATE", "DELETE", "PURGE"]
        let writes = asked.filter { subject in writing.contains { subject.contains($0) } }
        #expect(writes == [])
        // The first plan once more: the server finds every thing the same.
        for change in first.changes { #expect(try await resource.carryOut(change, by: soon()).isEmpty) }
        #expect(try await resource.survey(by: soon()).changes.map(line) == [])
    }

    @Test func `one consumer for each agent, and another when an agent comes`() async throws {
        let server = try NATSServer()
        let text = """
            agents: [ana]
            streams: {inbox: {subjects: ["agents.*.inbox"], retention: workqueue}}
            consumers: {"agent-{agent}": {stream: inbox, filter: "agents.{agent}.inbox"}}
            """
        try await resource(text, server).settle()
        let more = try resource(text.replacing("[ana]", with: "[ana, bob, eve]"), server)
        let survey = try await more.survey(by: soon())
        #expect(
            survey.changes.map(\.address.description) == [
                "fr-par/messaging/stream/inbox/consumer/agent-bob", "fr-par/messaging/stream/inbox/consumer/agent-eve",
            ]
        )
        try await more.settle()
        let bob = try #require(await jetStream(server).consumer("agent-bob", of: "inbox", by: soon()))
        #expect(bob.configuration.filterSubjects == ["agents.bob.inbox"])
        #expect(bob.configuration.ackPolicy == "explicit")
        // One that goes from the file stays on the server, and is told.
        let fewer = try await resource(text, server).survey(by: soon())
        #expect(fewer.changes.isEmpty)
        #expect(fewer.findings.map(\.id) == ["messaging.undeclared"])
        #expect(fewer.findings[0].message.contains("agent-bob, agent-eve"))
    }

    @Test func `a bucket is what clients take for one`() async throws {
        let server = try NATSServer()
        try await resource("key_value: {sessions: {history: 3, ttl: 60s}}\nobject_stores: {files: {}}", server).settle()
        let stream = try await jetStream(server)
        let bucket = try #require(await stream.stream("KV_sessions", by: soon())).configuration
        #expect(bucket.subjects == ["$KV.sessions.>"])
        #expect(bucket.maxMessagesPerSubject == 3)
        #expect(bucket.duplicateWindow == .seconds(60))
        #expect(bucket.discard == "new")
        for flag in ["allow_rollup_hdrs", "deny_delete", "allow_direct"] { #expect(bucket.json[flag] == true) }
        let store = try #require(await stream.stream("OBJ_files", by: soon())).configuration
        #expect(store.subjects.sorted() == ["$O.files.C.>", "$O.files.M.>"])
        try await stream.publish("$KV.sessions.ana", Array("here".utf8), by: soon())
        // What makes it a bucket is looked after too.
        try await stream.change("KV_sessions", ["allow_direct": .boolean(false)], by: soon())
        let survey = try await resource("key_value: {sessions: {history: 3}}", server).survey(by: soon())
        #expect(survey.changes.map(\.address.description) == ["fr-par/messaging/key-value/sessions"])
        #expect(spelled(survey.changes.first) == ["allow_direct: false -> true"])
    }

    @Test func `it knows the server and the account`() async throws {
        let server = try NATSServer(
            configuration: """
                server_name: paris
                accounts { agents { jetstream: enabled, users: [ { user: ana, password: a } ] } }
                """
        )
        let identity = try await resource("{}", server, .user("ana", password: "a")).identity(by: soon())
        #expect(identity[.natsServer] == "paris")
        #expect(identity[.natsAccount] == "agents")
    }
}
