internal import JSON

extension FieldTable {
    /// What nats-server 2.15 knows of a consumer.
    static let consumer = FieldTable([
        .inPlace("description", .text),
        .fixed("deliver_policy", .choice("all")),
        .fixed("opt_start_seq", .limit),
        .fixed("opt_start_time", .moment),
        .fixed("ack_policy", .choice("none")),
        .inPlace("ack_wait", .chosenDuration),
        .inPlace("max_deliver", .limit),
        .inPlace("backoff", .durations),
        // Stands for `filter_subject` too, where it is one.
        .inPlace("filter_subjects", .set),
        .fixed("replay_policy", .choice("instant")),
        .inPlace("rate_limit_bps", .limit),
        .inPlace("sample_freq", .sampling),
        FieldRule(key: "max_waiting", since: .always, reading: .number) { _, _, _ in .replace("cannot be changed") },
        .inPlace("max_ack_pending", .number),
        .fixed("flow_control", .flag),
        .inPlace("headers_only", .flag),
        .inPlace("max_batch", .limit),
        .inPlace("max_expires", .duration),
        .inPlace("max_bytes", .size),
        FieldRule(key: "deliver_subject", since: .always, reading: .text) { from, to, _ in
            from.isNull || to.isNull ? .replace("a consumer stays one that pushes or one that is pulled") : .inPlace()
        },
        .inPlace("deliver_group", .text),
        .fixed("idle_heartbeat", .duration),
        .inPlace("inactive_threshold", .duration),
        .inPlace("num_replicas", .limit),
        .fixed("mem_storage", .flag),
        .fixed("direct", .flag),
        .fixed("sourcing", .flag, since: Release(2, 14)),
        .inPlace("metadata", .tree, since: Release(2, 10)),
        .inPlace("pause_until", .moment, since: Release(2, 11)),
        .inPlace("priority_groups", .set, since: Release(2, 11)),
        .inPlace("priority_policy", .choice("none"), since: Release(2, 11)),
        .inPlace("priority_timeout", .duration, since: Release(2, 11)),
    ])
}
