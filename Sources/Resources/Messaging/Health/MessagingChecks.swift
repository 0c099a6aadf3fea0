package import Words

/// What can be told of one region's NATS: the catalogue.
package enum MessagingChecks {
    package static let connect = CheckKind(
        "messaging.connect",
        "the NATS server lets us in",
        tags: ["tls", "security"]
    )
    package static let version = CheckKind(
        "messaging.version",
        "every server is new enough, and of one release",
        requires: [connect.id]
    )
    package static let permissions = CheckKind(
        "messaging.permissions",
        "this user may send what agents send and hear what answers",
        requires: [connect.id],
        tags: ["security"]
    )
    package static let roundTrip = CheckKind(
        "messaging.roundtrip",
        "a request finds its answer",
        requires: [connect.id],
        tags: ["writes"]
    )
    package static let payload = CheckKind(
        "messaging.payload",
        "the server takes the largest message",
        requires: [connect.id],
        tags: ["capacity"]
    )
    package static let monitoring = CheckKind(
        "messaging.monitoring",
        "the monitoring page is this server's and calls it well",
        severity: .warning
    )
    package static let slowConsumers = CheckKind(
        "messaging.slow-consumers",
        "every client reads as fast as it is sent to",
        severity: .warning,
        requires: [monitoring.id],
        tags: ["capacity"]
    )
    package static let leaf = CheckKind(
        "messaging.leaf",
        "the links to the other servers stand",
        requires: [connect.id]
    )
    package static let jetStream = CheckKind(
        "messaging.jetstream",
        "this account has a working JetStream",
        requires: [connect.id]
    )
    package static let account = CheckKind(
        "messaging.account",
        "the account and the server have room left",
        requires: [jetStream.id],
        tags: ["capacity"]
    )
    package static let all =
        [
            connect, version, permissions, roundTrip, payload, monitoring, slowConsumers, leaf, jetStream, account,
        ] + ofStreams + ofConsumers
}

extension MessagingChecks {
    package static let stream = CheckKind(
        "messaging.stream",
        "the stream is there",
        requires: [jetStream.id]
    )
    package static let streamSettings = CheckKind(
        "messaging.stream.settings",
        "the stream is set as the file says",
        severity: .warning,
        requires: [stream.id]
    )
    /// In a cluster it asks each server that it needs by itself: one without a leader gives no list, and its streams still tell.
    ///
    /// Elsewhere it waits for the stream.
    package static let streamQuorum = CheckKind(
        "messaging.stream.quorum",
        "more than half of the stream's copies live",
        requires: [connect.id]
    )
    package static let streamHeadroom = CheckKind(
        "messaging.stream.headroom",
        "the stream is far from its limits",
        requires: [stream.id],
        tags: ["capacity"]
    )
    /// The leader of a stream that has lost its quorum goes on answering for a while, so it says nothing without the quorum.
    package static let publish = CheckKind(
        "messaging.publish",
        "the stream answers who publishes to it",
        requires: [stream.id, streamQuorum.id],
        tags: ["writes"]
    )
    package static let workQueue = CheckKind(
        "messaging.workqueue",
        "every message of the workqueue has a consumer",
        severity: .warning,
        requires: [stream.id]
    )
    package static let mirror = CheckKind(
        "messaging.mirror",
        "the stream hears from where its messages come",
        requires: [stream.id]
    )
    package static let consumer = CheckKind(
        "messaging.consumer",
        "the consumer is there",
        requires: [stream.id]
    )
    package static let consumerSettings = CheckKind(
        "messaging.consumer.settings",
        "the consumer is set as the file says",
        severity: .warning,
        requires: [consumer.id]
    )
    package static let consumerLag = CheckKind(
        "messaging.consumer.lag",
        "workers keep up with their messages",
        requires: [consumer.id],
        tags: ["capacity"]
    )
    package static let consumerPoison = CheckKind(
        "messaging.consumer.poison",
        "no message was given up",
        severity: .warning,
        requires: [consumer.id]
    )

    private static let ofStreams = [
        stream, streamSettings, streamQuorum, streamHeadroom, publish, workQueue, mirror,
    ]
    private static let ofConsumers = [consumer, consumerSettings, consumerLag, consumerPoison]
}
