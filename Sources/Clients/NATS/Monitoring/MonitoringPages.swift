package import JSON

/// `varz`: the server as a whole.
package struct ServerStatus: Sendable, Hashable {
    package let json: JSON

    package var serverID: String { json["server_id"].string ?? "" }
    package var serverName: String { json["server_name"].string ?? "" }
    package var version: String { json["version"].string ?? "" }
    package var cluster: String? { json["cluster"]["name"].string }
    package var domain: String? { json["jetstream"]["config"]["domain"].string }
    package var hasJetStream: Bool { json["jetstream"]["config"].object?.isEmpty == false }
    /// RFC 3339, the server's clock.
    package var now: String? { json["now"].string }
    package var started: String? { json["start"].string }
    package var connections: Int { json["connections"].integer ?? 0 }
    /// Clients let in since its start.
    package var allConnections: Int { json["total_connections"].integer ?? 0 }
    package var maxConnections: Int { json["max_connections"].integer ?? 0 }
    package var maxPayload: Int { json["max_payload"].integer ?? 0 }
    package var slowConsumers: Int { json["slow_consumers"].integer ?? 0 }
    package var staleConnections: Int { json["stale_connections"].integer ?? 0 }
    package var memory: Int { json["mem"].integer ?? 0 }
    /// Percent of one core.
    package var processor: Double { json["cpu"].number ?? 0 }
    package var routes: Int { json["routes"].integer ?? 0 }
    package var leafLinks: Int { json["leafnodes"].integer ?? 0 }
}

/// `jsz`: JetStream on this server.
package struct JetStreamStatus: Sendable, Hashable {
    package let json: JSON

    package var isDisabled: Bool { json["disabled"].boolean ?? false }
    package var domain: String? { json["config"]["domain"].string }
    package var memory: Int { json["memory"].integer ?? 0 }
    package var storage: Int { json["storage"].integer ?? 0 }
    package var reservedMemory: Int { json["reserved_memory"].integer ?? 0 }
    package var reservedStorage: Int { json["reserved_storage"].integer ?? 0 }
    package var maxMemory: Int { json["config"]["max_memory"].integer ?? 0 }
    package var maxStorage: Int { json["config"]["max_storage"].integer ?? 0 }
    package var streams: Int { json["streams"].integer ?? 0 }
    package var consumers: Int { json["consumers"].integer ?? 0 }
    package var messages: UInt64 { json["messages"].unsigned ?? 0 }
    package var bytes: UInt64 { json["bytes"].unsigned ?? 0 }
    package var apiRequests: Int { json["api"]["total"].integer ?? 0 }
    package var apiErrors: Int { json["api"]["errors"].integer ?? 0 }
    /// Of a cluster; nil on a single server and where no leader is known.
    package var metaLeader: String? { json["meta_cluster"]["leader"].string }
    package var clusterSize: Int? { json["meta_cluster"]["cluster_size"].integer }
    package var peers: [StreamReplica] { (json["meta_cluster"]["replicas"].array ?? []).map(StreamReplica.init) }
}

/// `healthz`.
package struct Health: Sendable, Hashable {
    /// Of the HTTP answer.
    package let status: Int
    package let json: JSON

    package var isHealthy: Bool { json["status"].string == "ok" }
    /// The server runs and its door for clients is shut: not opened yet, or closed before it ends.
    package var isShut: Bool { status == 500 && !isHealthy }
    /// The server's own words on what is wrong.
    package var reason: String? { json["error"].string }
}

/// A client's connection as `connz` lists it.
package struct ClientStatus: Sendable, Hashable {
    package let json: JSON

    package var id: UInt64 { json["cid"].unsigned ?? 0 }
    package var name: String { json["name"].string ?? "" }
    package var address: String { json["ip"].string ?? "" }
    package var port: Int { json["port"].integer ?? 0 }
    package var language: String { json["lang"].string ?? "" }
    package var pendingBytes: Int { json["pending_bytes"].integer ?? 0 }
    package var subscriptions: Int { json["subscriptions"].integer ?? 0 }
}

/// A link to another server, as `leafz` and `routez` list them.
package struct LinkStatus: Sendable, Hashable {
    package let json: JSON

    /// The other server's name.
    package var name: String { json["name"].string ?? json["remote_name"].string ?? "" }
    package var address: String { json["ip"].string ?? "" }
    package var port: Int { json["port"].integer ?? 0 }
    package var account: String? { json["account"].string }
    /// As Go writes durations: `1.2ms`.
    package var roundTrip: String? { json["rtt"].string }
    package var messagesIn: UInt64 { json["in_msgs"].unsigned ?? 0 }
    package var messagesOut: UInt64 { json["out_msgs"].unsigned ?? 0 }
}
