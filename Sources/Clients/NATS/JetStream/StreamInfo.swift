package import JSON

/// A stream as the server has it.
package struct StreamInfo: Sendable, Hashable {
    package let json: JSON

    package init(json: JSON) { self.json = json }

    package var configuration: StreamConfiguration { StreamConfiguration(json: json["config"]) }
    package var name: String { configuration.name }
    package var created: String? { json["created"].string }

    package var messages: UInt64 { json["state"]["messages"].unsigned ?? 0 }
    package var bytes: UInt64 { json["state"]["bytes"].unsigned ?? 0 }
    package var firstSequence: UInt64 { json["state"]["first_seq"].unsigned ?? 0 }
    package var lastSequence: UInt64 { json["state"]["last_seq"].unsigned ?? 0 }
    package var consumers: Int { json["state"]["consumer_count"].integer ?? 0 }
    /// Messages of each subject, where a subject filter was asked for.
    package var subjects: [String: Int] { (json["state"]["subjects"].object ?? [:]).compactMapValues(\.integer) }
    /// Sequences of deleted messages, where details were asked for.
    package var deleted: [UInt64] { (json["state"]["deleted"].array ?? []).compactMap(\.unsigned) }

    package var leader: String? { json["cluster"]["leader"].string }
    package var replicas: [StreamReplica] { (json["cluster"]["replicas"].array ?? []).map(StreamReplica.init) }
    package var mirror: StreamOrigin? { json["mirror"].isNull ? nil : StreamOrigin(json: json["mirror"]) }
    package var sources: [StreamOrigin] { (json["sources"].array ?? []).map(StreamOrigin.init) }
}

/// A copy of a stream or consumer on another server of the cluster; `isCurrent` may still be true for one that is offline.
package struct StreamReplica: Sendable, Hashable {
    package let json: JSON

    package var name: String { json["name"].string ?? "" }
    package var isCurrent: Bool { json["current"].boolean ?? false }
    package var isOffline: Bool { json["offline"].boolean ?? false }
    /// Since it was last heard of.
    package var active: Duration { json["active"].nanoseconds ?? .zero }
    package var lag: UInt64 { json["lag"].unsigned ?? 0 }
}

/// Where a mirror or a stream with sources gets its messages from, and how that goes.
package struct StreamOrigin: Sendable, Hashable {
    package let json: JSON

    package var name: String { json["name"].string ?? "" }
    /// Messages behind, as of the last time we heard: stays at its last value when the link is cut.
    package var lag: UInt64 { json["lag"].unsigned ?? 0 }
    /// Since the origin was last heard of; nil where it never was: it grows when the link is cut, and that alone tells.
    package var active: Duration? {
        guard let active = json["active"].nanoseconds, active >= .zero else { return nil }
        return active
    }
    package var failure: JSON { json["error"] }
}
