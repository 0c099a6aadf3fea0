import JSON
import NATS
import TestSupport
import Testing
import Words

@testable import Messaging

/// A field that cannot be changed, or not in this direction.
struct Fixed: Sendable, CustomTestStringConvertible {
    let first: String
    let then: String
    let kind: Change.Kind
    /// What somebody would send to change it after all.
    let attempt: JSON
    /// The server's answer to that; nil where it takes it without effect.
    var refusal: JetStreamErrorCode? = .streamInvalidConfiguration

    var testDescription: String { "\(first) -> \(then)" }
}

@Suite(.live, .timeLimit(.minutes(5))) struct FixedFieldTests {
    static let ofStreams: [Fixed] = [
        Fixed(first: "storage: file", then: "storage: memory", kind: .replace, attempt: ["storage": "memory"]),
        Fixed(
            first: "retention: limits",
            then: "retention: workqueue",
            kind: .replace,
            attempt: ["retention": "workqueue"],
        ),
        Fixed(
            first: "retention: workqueue",
            then: "retention: interest",
            kind: .replace,
            attempt: ["retention": "interest"],
        ),
        Fixed(
            first: "fields: {persist_mode: async}",
            then: "fields: {persist_mode: default}",
            kind: .replace,
            attempt: ["persist_mode": "default"],
        ),
        Fixed(
            first: "fields: {allow_msg_counter: true}",
            then: "fields: {allow_msg_counter: false}",
            kind: .replace,
            attempt: ["allow_msg_counter": .boolean(false)],
        ),
        Fixed(
            first: "fields: {allow_msg_counter: false}",
            then: "fields: {allow_msg_counter: true}",
            kind: .replace,
            attempt: ["allow_msg_counter": .boolean(true)],
        ),
        Fixed(
            first: "subjects: [NAME]",
            then: "fields: {mirror: {name: far}}",
            kind: .replace,
            attempt: ["mirror": ["name": "far"], "subjects": .null],
            refusal: .mirrorNotUpdatable,
        ),
        Fixed(
            first: "fields: {mirror: {name: far}}",
            then: "fields: {mirror: {name: near}}",
            kind: .replace,
            attempt: ["mirror": ["name": "near"]],
            refusal: .mirrorNotUpdatable,
        ),
        Fixed(
            first: "fields: {first_seq: 5}",
            then: "fields: {first_seq: 50}",
            kind: .replace,
            attempt: ["first_seq": 50],
            refusal: nil,
        ),
        Fixed(
            first: "fields: {sealed: true}",
            then: "fields: {sealed: false}",
            kind: .impossible,
            attempt: ["sealed": .boolean(false)],
        ),
        Fixed(
            first: "fields: {deny_delete: true}",
            then: "fields: {deny_delete: false}",
            kind: .impossible,
            attempt: ["deny_delete": .boolean(false)],
        ),
        Fixed(
            first: "fields: {deny_purge: true}",
            then: "fields: {deny_purge: null}",
            kind: .impossible,
            attempt: ["deny_purge": .null],
        ),
        Fixed(
            first: "fields: {allow_msg_ttl: true}",
            then: "fields: {allow_msg_ttl: false}",
            kind: .impossible,
            attempt: ["allow_msg_ttl": .boolean(false)],
        ),
        Fixed(
            first: "fields: {allow_msg_schedules: true}",
            then: "fields: {allow_msg_schedules: false}",
            kind: .impossible,
            attempt: ["allow_msg_schedules": .boolean(false)],
        ),
        Fixed(
            first: "replicas: 1",
            then: "replicas: 3",
            kind: .impossible,
            attempt: ["num_replicas": 3],
            refusal: .replicasNeedCluster,
        ),
    ]

    @Test(arguments: ofStreams)
    func `what a stream does not let change is foretold, and so the server says`(fixed: Fixed) async throws {
        let name = "F\(UInt64.random(in: 0 ..< .max))"
        func text(_ line: String) -> String { "streams:\n  \(name):\n    \(line.replacing("NAME", with: name))\n" }
        let server = try TestServers.nats()
        try await resource(text(fixed.first), server).settle()
        let changed = try resource(text(fixed.then), server)
        let survey = try await changed.survey(by: soon())
        #expect(survey.changes.map(\.kind) == [fixed.kind], "\(survey.changes.map(line))")
        #expect(survey.changes.first?.reason?.isEmpty == false)
        let stream = try await jetStream(server)
        let error = await failure { try await stream.change(name, fixed.attempt, by: soon()) } as? NATSError
        #expect(error.flatMap(code) == fixed.refusal)
        // What can be done by a new one is done by a new one.
        if fixed.kind == .replace {
            try await changed.apply(try await changed.survey(by: soon()))
            #expect(try await changed.survey(by: soon()).changes.map(line) == [])
        }
        try await stream.deleteStream(name, by: soon())
    }

    static let ofConsumers: [Fixed] = [
        Fixed(first: "deliver: all", then: "deliver: new", kind: .replace, attempt: ["deliver_policy": "new"]),
        Fixed(
            first: "fields: {deliver_policy: by_start_sequence, opt_start_seq: 5}",
            then: "fields: {deliver_policy: by_start_sequence, opt_start_seq: 6}",
            kind: .replace,
            attempt: ["opt_start_seq": 6],
        ),
        Fixed(
            first: "fields: {deliver_policy: by_start_time, opt_start_time: \"2026-01-01T00:00:00Z\"}",
            then: "fields: {deliver_policy: by_start_time, opt_start_time: \"2026-01-02T00:00:00Z\"}",
            kind: .replace,
            attempt: ["opt_start_time": "2026-01-02T00:00:00Z"],
        ),
        Fixed(first: "acknowledge: explicit", then: "acknowledge: all", kind: .replace, attempt: ["ack_policy": "all"]),
        Fixed(
            first: "fields: {replay_policy: original}",
            then: "fields: {replay_policy: instant}",
            kind: .replace,
            attempt: ["replay_policy": "instant"],
        ),
        Fixed(
            first: "fields: {max_waiting: 5}",
            then: "fields: {max_waiting: 6}",
            kind: .replace,
            attempt: ["max_waiting": 6],
        ),
        Fixed(
            first: "fields: {deliver_subject: there-NAME}",
            then: "acknowledge: explicit",
            kind: .replace,
            attempt: ["deliver_subject": .null],
        ),
        Fixed(
            first: "acknowledge: explicit",
            then: "fields: {deliver_subject: there-NAME}",
            kind: .replace,
            attempt: ["deliver_subject": "there-NAME", "max_waiting": .null],
        ),
        Fixed(
            first: "fields: {deliver_subject: there-NAME, idle_heartbeat: 5s}",
            then: "fields: {deliver_subject: there-NAME, idle_heartbeat: 6s}",
            kind: .replace,
            attempt: ["idle_heartbeat": 6_000_000_000],
        ),
        Fixed(
            first: "fields: {deliver_subject: there-NAME, idle_heartbeat: 5s, flow_control: true}",
            then: "fields: {deliver_subject: there-NAME, idle_heartbeat: 5s, flow_control: false}",
            kind: .replace,
            attempt: ["flow_control": .boolean(false)],
        ),
    ]

    @Test(arguments: ofConsumers)
    func `what a consumer does not let change is foretold, and so the server says`(fixed: Fixed) async throws {
        let name = "F\(UInt64.random(in: 0 ..< .max))"
        func text(_ line: String) -> String {
            let line = line.replacing("NAME", with: name)
            return "streams: {\(name): {subjects: [\(name)]}}\nconsumers:\n  c:\n    stream: \(name)\n    \(line)\n"
        }
        let server = try TestServers.nats()
        try await resource(text(fixed.first), server).settle()
        let changed = try resource(text(fixed.then), server)
        let survey = try await changed.survey(by: soon())
        #expect(survey.changes.map(\.kind) == [fixed.kind], "\(survey.changes.map(line))")
        let stream = try await jetStream(server)
        let attempt = fixed.attempt.naming(name)
        let error = await failure { try await stream.changeConsumer("c", of: name, attempt, by: soon()) } as? NATSError
        #expect(error.flatMap(code) != nil, "the server took it")
        try await changed.apply(try await changed.survey(by: soon()))
        #expect(try await changed.survey(by: soon()).changes.map(line) == [])
        try await stream.deleteStream(name, by: soon())
    }

    /// Newer servers refuse it, older ones take it without effect: either way only a new one helps.
    @Test func `a consumer's storage is its for life`() async throws {
        let server = try NATSServer()
        let text = "streams: {s: {}}\nconsumers: {c: {stream: s, fields: {mem_storage: true}}}"
        try await resource(text, server).settle()
        let changed = try resource(text.replacing("true", with: "false"), server)
        #expect(try await changed.survey(by: soon()).changes.map(\.kind) == [.replace])
    }

    @Test func `a mirror becomes a stream of its own, once`() async throws {
        let server = try NATSServer()
        let both = "streams: {origin: {subjects: [o]}, copy: {fields: {mirror: {name: origin}}}}"
        try await resource(both, server).settle()
        let stream = try await jetStream(server)
        for _ in 0..<3 { try await stream.publish("o", by: soon()) }
        try await eventually("the copy has all") { try await stream.stream("copy", by: soon())?.messages == 3 }
        let promoted = try resource("streams: {origin: {subjects: [o]}, copy: {subjects: [o2]}}", server)
        let survey = try await promoted.survey(by: soon())
        #expect(survey.changes.map(\.kind) == [.update])
        #expect(survey.changes[0].fields.map(\.path) == ["mirror", "subjects"])
        #expect(survey.changes[0].fields[0].note?.contains("cannot be taken back") == true)
        try await promoted.settle()
        let copy = try #require(await stream.stream("copy", by: soon()))
        #expect(copy.messages == 3)
        #expect(copy.configuration.subjects == ["o2"])
        #expect(try await resource(both, server).survey(by: soon()).changes.map(\.kind) == [.replace])
    }

    @Test func `a switch that cannot be taken back is called so`() async throws {
        let server = try NATSServer()
        try await resource("streams: {s: {}}", server).settle()
        let more = try resource("streams: {s: {max_age: 1h, fields: {sealed: true, deny_purge: true}}}", server)
        let survey = try await more.survey(by: soon())
        let notes = survey.changes.flatMap(\.fields).compactMap(\.note)
        #expect(notes == ["cannot be taken back", "cannot be taken back"])
        try await more.settle()
    }

    @Test func `what can be done is done beside what cannot`() async throws {
        let server = try NATSServer()
        try await resource("streams: {s: {fields: {deny_delete: true}}}", server).settle()
        let changed = try resource("streams: {s: {max_age: 1h, replicas: 3, fields: {deny_delete: false}}}", server)
        let survey = try await changed.survey(by: soon())
        #expect(survey.changes.map(\.kind) == [.update, .impossible])
        #expect(survey.changes[0].fields.map(\.path) == ["max_age"])
        #expect(survey.changes[1].fields.map(\.path) == ["replicas", "deny_delete"])
        #expect(survey.changes[1].reason?.contains("the server stands alone") == true)
        try await changed.apply(survey)
        #expect(try await changed.survey(by: soon()).changes.map(\.kind) == [.impossible])
        let new = try await resource("streams: {t: {replicas: 3}}", server).survey(by: soon())
        #expect(new.changes.map(\.kind) == [.impossible])
        let refused = await failure { try await jetStream(server).create(copies, by: soon()) }
        #expect((refused as? NATSError).flatMap(code) == .replicasNeedCluster)
    }

    private var copies: StreamConfiguration {
        StreamConfiguration(json: ["name": "t", "num_replicas": 3])
    }

    private func code(_ error: NATSError) -> JetStreamErrorCode? {
        if case .api(let failure) = error { return failure.errorCode }
        return nil
    }
}
