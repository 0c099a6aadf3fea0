internal import JSON

extension FieldTable {
    /// What nats-server 2.15 knows of a stream.
    static let stream = FieldTable([
        .inPlace("description", .text),
        .inPlace("subjects", .set),
        FieldRule(key: "retention", since: .always, reading: .choice("limits")) { from, to, server in
            if [from, to].contains("workqueue") { return .replace("a workqueue stays one, and nothing becomes one") }
            guard server.isAtLeast(Release(2, 10)) else { return .replace("servers before 2.10 cannot change it") }
            return .inPlace(note: to == "interest" ? "messages that no consumer waits for go" : nil)
        },
        .inPlace("max_consumers", .limit, changeableSince: Release(2, 14)),
        .inPlace("max_msgs", .limit),
        .inPlace("max_bytes", .size),
        .inPlace("max_age", .duration),
        .inPlace("max_msgs_per_subject", .limit),
        .inPlace("max_msg_size", .size),
        .inPlace("discard", .choice("old")),
        .fixed("storage", .choice("file")),
        .inPlace("num_replicas", .number),
        .inPlace("no_ack", .flag),
        .inPlace("duplicate_window", .chosenDuration),
        .inPlace("placement", .tree),
        FieldRule(key: "mirror", since: .always, reading: .tree) { _, to, server in
            guard to.isNull else { return .replace("a stream is made a mirror, and of which stream, when it is made") }
            return server.isAtLeast(Release(2, 12))
                ? .inPlace(note: "promotes the mirror to a stream of its own; cannot be taken back")
                : .replace("servers before 2.12 cannot promote a mirror")
        },
        .inPlace("sources", .trees),
        .inPlace("compression", .choice("none"), since: Release(2, 10)),
        FieldRule(key: "first_seq", since: Release(2, 10), reading: .limit) { _, _, _ in
            .replace("counts only when a stream is made")
        },
        .inPlace("subject_transform", .tree, since: Release(2, 10)),
        .inPlace("republish", .republish, changeableSince: Release(2, 10)),
        .inPlace("allow_direct", .flag),
        .inPlace("mirror_direct", .flag),
        .inPlace("discard_new_per_subject", .flag),
        .oneWay("sealed"),
        .oneWay("deny_delete"),
        .oneWay("deny_purge"),
        .inPlace("allow_rollup_hdrs", .flag),
        .inPlace("consumer_limits", .tree, since: Release(2, 10)),
        .inPlace("consumer_limits.max_ack_pending", .limit, since: Release(2, 10)),
        .inPlace("consumer_limits.inactive_threshold", .duration, since: Release(2, 10)),
        .oneWay("allow_msg_ttl", since: Release(2, 11)),
        .inPlace("subject_delete_marker_ttl", .duration, since: Release(2, 11)),
        .fixed("allow_msg_counter", .flag, since: Release(2, 12)),
        .inPlace("allow_atomic", .flag, since: Release(2, 12)),
        .oneWay("allow_msg_schedules", since: Release(2, 12)),
        .fixed("persist_mode", .choice("default"), since: Release(2, 12)),
        .inPlace("allow_batched", .flag, since: Release(2, 14)),
        .inPlace("metadata", .tree, since: Release(2, 10)),
    ])
}
