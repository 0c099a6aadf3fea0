import JSON
import NATS
import TestSupport
import Testing
import Words

@testable import Messaging

/// A declared field, what somebody makes of it behind our back, and what the plan says of that.
struct Drift: Sendable, CustomTestStringConvertible {
    let declared: String
    let behind: JSON
    let told: String
    /// What the field needs beside itself.
    var beside = ""

    var testDescription: String { declared }
}

@Suite(.live, .timeLimit(.minutes(5))) struct DriftTests {
    static let ofStreams: [Drift] = [
        Drift(
            declared: "description: ours",
            behind: ["description": "theirs"],
            told: #"description: "theirs" -> "ours""#
        ),
        Drift(
            declared: "subjects: [NAME.a, NAME.b]",
            behind: ["subjects": ["NAME.a"]],
            told: #"subjects: ["NAME.a"] -> ["NAME.a","NAME.b"]"#,
        ),
        Drift(
            declared: "retention: limits",
            behind: ["retention": "interest"],
            told: #"retention: "interest" -> "limits""#,
        ),
        Drift(declared: "discard: new", behind: ["discard": "old"], told: #"discard: "old" -> "new""#),
        Drift(declared: "max_messages: 10", behind: ["max_msgs": 9], told: "max_messages: 9 -> 10"),
        Drift(declared: "max_bytes: 1Ki", behind: ["max_bytes": -1], told: "max_bytes: null -> 1024"),
        Drift(declared: "max_age: 1h", behind: ["max_age": 0], told: #"max_age: null -> "1h""#),
        Drift(
            declared: "max_age: 1m",
            behind: ["max_age": 0, "duplicate_window": 120_000_000_000],
            told: #"max_age: null -> "1m"|duplicate_window: "2m" -> "1m""#,
        ),
        Drift(
            declared: "max_messages_per_subject: 2",
            behind: ["max_msgs_per_subject": 3],
            told: "max_messages_per_subject: 3 -> 2",
        ),
        Drift(declared: "max_message_size: 5", behind: ["max_msg_size": .null], told: "max_message_size: null -> 5"),
        Drift(
            declared: "duplicate_window: 30s",
            behind: ["duplicate_window": 60_000_000_000],
            told: #"duplicate_window: "1m" -> "30s""#,
        ),
        Drift(declared: "compression: s2", behind: ["compression": "none"], told: #"compression: "none" -> "s2""#),
        Drift(declared: "compression: none", behind: ["compression": "s2"], told: #"compression: "s2" -> "none""#),
        Drift(declared: "fields: {max_consumers: 4}", behind: ["max_consumers": -1], told: "max_consumers: null -> 4"),
        Drift(declared: "fields: {no_ack: true}", behind: ["no_ack": .null], told: "no_ack: false -> true"),
        Drift(
            declared: "fields: {placement: {tags: [ssd]}}",
            behind: ["placement": ["tags": ["hdd"]]],
            told: #"placement: {"tags":["hdd"]} -> {"tags":["ssd"]}"#,
        ),
        Drift(
            declared: "fields: {sources: [{name: far, filter_subject: a.b}]}",
            behind: ["sources": [["name": "far"]]],
            told: #"sources: [{"name":"far"}] -> [{"filter_subject":"a.b","name":"far"}]"#,
        ),
        Drift(
            declared: "fields: {subject_transform: {src: NAME, dest: there}}",
            behind: ["subject_transform": ["src": "NAME", "dest": "here"]],
            told: #"subject_transform: {"dest":"here","src":"NAME"} -> {"dest":"there","src":"NAME"}"#,
        ),
        Drift(
            declared: "fields: {republish: {dest: copy-NAME.>}}",
            behind: ["republish": ["dest": "copy-NAME.>", "headers_only": true]],
            told:
                #"republish: {"dest":"copy-NAME.>","headers_only":true,"src":">"} -> {"dest":"copy-NAME.>","src":">"}"#,
        ),
        Drift(
            declared: "fields: {republish: null}",
            behind: ["republish": ["dest": "copy-NAME.>"]],
            told: #"republish: {"dest":"copy-NAME.>","src":">"} -> null"#,
        ),
        Drift(
            declared: "fields: {allow_direct: true}",
            behind: ["allow_direct": .null],
            told: "allow_direct: false -> true"
        ),
        Drift(
            declared: "fields: {discard_new_per_subject: true}",
            behind: ["discard_new_per_subject": .null],
            told: "discard_new_per_subject: false -> true",
            beside: "discard: new\n    max_messages_per_subject: 3",
        ),
        Drift(
            declared: "fields: {allow_rollup_hdrs: true}",
            behind: ["allow_rollup_hdrs": .null],
            told: "allow_rollup_hdrs: false -> true",
        ),
        Drift(
            declared: "fields: {consumer_limits: {max_ack_pending: 9}}",
            behind: ["consumer_limits": ["max_ack_pending": 8, "inactive_threshold": 1_000_000_000]],
            told: "consumer_limits.max_ack_pending: 8 -> 9",
        ),
        Drift(
            declared: "fields: {consumer_limits: {inactive_threshold: 1m}}",
            behind: ["consumer_limits": ["inactive_threshold": 1_000_000_000]],
            told: #"consumer_limits.inactive_threshold: "1s" -> "1m""#,
        ),
        Drift(
            declared: "fields: {subject_delete_marker_ttl: 1m}",
            behind: ["subject_delete_marker_ttl": 1_000_000_000],
            told: #"subject_delete_marker_ttl: "1s" -> "1m""#,
        ),
        Drift(
            declared: "fields: {allow_atomic: true}",
            behind: ["allow_atomic": .null],
            told: "allow_atomic: false -> true"
        ),
        Drift(
            declared: "fields: {allow_batched: true}",
            behind: ["allow_batched": .null],
            told: "allow_batched: false -> true",
        ),
        Drift(
            declared: "fields: {metadata: {team: agents, gone: null}}",
            behind: ["metadata": ["team": "others", "gone": "no", "theirs": "kept"]],
            told: #"metadata.gone: "no" -> null|metadata.team: "others" -> "agents""#,
        ),
        // One-way switches that somebody has not set.
        Drift(declared: "fields: {deny_delete: false}", behind: ["description": "x"], told: ""),
    ]

    static let ofConsumers: [Drift] = [
        Drift(declared: "filter: NAME", behind: ["filter_subject": .null], told: #"filter: [] -> ["NAME"]"#),
        Drift(
            declared: "fields: {filter_subjects: [NAME, NAME.b]}",
            behind: ["filter_subjects": .null, "filter_subject": "NAME"],
            told: #"filter_subjects: ["NAME"] -> ["NAME","NAME.b"]"#,
        ),
        Drift(
            declared: "acknowledge_within: 45s",
            behind: ["ack_wait": 1_000_000_000],
            told: #"acknowledge_within: "1s" -> "45s""#,
        ),
        Drift(declared: "max_deliver: 5", behind: ["max_deliver": -1], told: "max_deliver: null -> 5"),
        Drift(declared: "max_pending: 5", behind: ["max_ack_pending": 6], told: "max_pending: 6 -> 5"),
        Drift(
            declared: "fields: {description: ours}",
            behind: ["description": "x"],
            told: #"description: "x" -> "ours""#
        ),
        Drift(
            declared: "fields: {backoff: [1s, 2s]}",
            behind: ["backoff": [1_000_000_000]],
            told: #"backoff: ["1s"] -> ["1s","2s"]"#,
        ),
        Drift(
            declared: "fields: {sample_freq: 10%}",
            behind: ["sample_freq": "20"],
            told: #"sample_freq: "20" -> "10""#
        ),
        Drift(
            declared: "fields: {headers_only: true}",
            behind: ["headers_only": .null],
            told: "headers_only: false -> true"
        ),
        Drift(declared: "fields: {max_batch: 3}", behind: ["max_batch": 4], told: "max_batch: 4 -> 3"),
        Drift(
            declared: "fields: {max_expires: 3s}",
            behind: ["max_expires": .null],
            told: #"max_expires: null -> "3s""#
        ),
        Drift(declared: "fields: {max_bytes: 1Ki}", behind: ["max_bytes": 4], told: "max_bytes: 4 -> 1024"),
        Drift(
            declared: "fields: {inactive_threshold: 1h}",
            behind: ["inactive_threshold": .null],
            told: #"inactive_threshold: null -> "1h""#,
        ),
        Drift(declared: "fields: {num_replicas: 1}", behind: ["num_replicas": .null], told: "num_replicas: null -> 1"),
        Drift(
            declared: "fields: {metadata: {team: agents}}",
            behind: ["metadata": ["team": "x", "theirs": "kept"]],
            told: #"metadata.team: "x" -> "agents""#,
        ),
        Drift(
            declared: "fields: {pause_until: \"2099-01-01T00:00:00Z\"}",
            behind: ["pause_until": "2098-01-01T00:00:00Z"],
            told: #"pause_until: "2098-01-01T00:00:00Z" -> "2099-01-01T00:00:00Z""#,
        ),
        Drift(
            declared: "fields: {priority_groups: [a], priority_policy: overflow}",
            behind: ["priority_groups": ["b"]],
            told: #"priority_groups: ["b"] -> ["a"]"#,
        ),
        Drift(
            declared: "fields: {priority_groups: [a], priority_policy: overflow}",
            behind: ["priority_policy": "pinned_client", "priority_timeout": 9_000_000_000],
            told: #"priority_policy: "pinned_client" -> "overflow""#,
        ),
        Drift(
            declared: "fields: {priority_groups: [a], priority_policy: pinned_client, priority_timeout: 3s}",
            behind: ["priority_timeout": 9_000_000_000],
            told: #"priority_timeout: "9s" -> "3s""#,
        ),
    ]

    @Test(arguments: ofStreams)
    func `a stream's field changed behind our back is seen and mended`(drift: Drift) async throws {
        let name = "D\(UInt64.random(in: 0 ..< .max))"
        let beside = drift.beside.isEmpty ? "" : "\n    \(drift.beside)"
        let text = "streams:\n  \(name):\n    \(drift.declared.replacing("NAME", with: name))\(beside)\n"
        let resource = try resource(text, TestServers.nats())
        try await resource.settle()
        let stream = try await jetStream(TestServers.nats())
        try await stream.change(name, drift.behind.naming(name), by: soon())
        let survey = try await resource.survey(by: soon())
        let told = drift.told.replacing("NAME", with: name).split(separator: "|").map(String.init)
        #expect(spelled(survey.changes.first) == told)
        #expect(survey.changes.map(\.kind) == (told.isEmpty ? [] : [.update]))
        let findings = try await resource.apply(survey)
        #expect(findings == [])
        try await resource.settle()
        let end = try #require(await stream.stream(name, by: soon())).configuration
        // What somebody else has put there and nobody declared stays.
        if !drift.behind["metadata"].isNull { #expect(end.metadata["theirs"] == "kept") }
        if !drift.behind["consumer_limits"]["max_ack_pending"].isNull {
            #expect(end.json["consumer_limits"]["inactive_threshold"] == 1_000_000_000)
        }
        try await stream.deleteStream(name, by: soon())
    }

    @Test(arguments: ofConsumers)
    func `a consumer's field changed behind our back is seen and mended`(drift: Drift) async throws {
        let name = "D\(UInt64.random(in: 0 ..< .max))"
        let text = """
            streams: {\(name): {subjects: [\(name), \(name).b]}}
            consumers:
              c:
                stream: \(name)
                \(drift.declared.replacing("NAME", with: name))
            """
        let resource = try resource(text, TestServers.nats())
        try await resource.settle()
        let stream = try await jetStream(TestServers.nats())
        if let time = drift.behind["pause_until"].string {
            try await stream.pauseConsumer("c", of: name, until: time, by: soon())
        } else {
            try await stream.changeConsumer("c", of: name, drift.behind.naming(name), by: soon())
        }
        let survey = try await resource.survey(by: soon())
        #expect(spelled(survey.changes.first) == [drift.told.replacing("NAME", with: name)])
        #expect(survey.changes.map(\.kind) == [.update])
        let findings = try await resource.apply(survey)
        #expect(findings == [])
        try await resource.settle()
        if !drift.behind["metadata"].isNull {
            let end = try #require(await stream.consumer("c", of: name, by: soon()))
            #expect(end.configuration.json["metadata"]["theirs"] == "kept")
        }
        try await stream.deleteStream(name, by: soon())
    }

    /// Every field of the tables stands in this file or in that of the fixed ones.
    @Test func `no field that can be changed is left out here`() {
        let shown = (Self.ofStreams + Self.ofConsumers).map { $0.declared + $0.told }.joined()
        let spelledOtherwise: Set = [
            "max_msgs", "max_msgs_per_subject", "max_msg_size", "ack_wait", "max_ack_pending", "filter_subjects",
            "num_replicas", "consumer_limits", "metadata",
        ]
        let elsewhere: Set = [
            // Fixed or one-way: see FixedFieldTests; only for mirrors, pushing consumers or clusters: see there.
            "storage", "mirror", "first_seq", "sealed", "deny_delete", "deny_purge", "allow_msg_ttl", "persist_mode",
            "allow_msg_counter", "allow_msg_schedules", "mirror_direct", "deliver_policy", "opt_start_seq",
            "opt_start_time", "ack_policy", "replay_policy", "max_waiting", "flow_control", "idle_heartbeat",
            "deliver_subject", "deliver_group", "rate_limit_bps", "mem_storage", "direct", "sourcing",
        ]
        let keys = Set(FieldTable.stream.rules.keys).union(FieldTable.consumer.rules.keys)
        let missing = keys.subtracting(spelledOtherwise).subtracting(elsewhere).filter { !shown.contains($0) }
        #expect(missing.sorted() == [])
    }
}

extension JSON {
    /// With a name in place of `NAME` in every text.
    func naming(_ name: String) -> JSON {
        switch self {
        case .string(let text): .string(text.replacing("NAME", with: name))
        case .array(let elements): .array(elements.map { $0.naming(name) })
        case .object(let members): .object(members.mapValues { $0.naming(name) })
        default: self
        }
    }
}
