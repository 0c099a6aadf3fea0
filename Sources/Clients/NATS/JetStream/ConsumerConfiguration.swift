package import JSON

/// A consumer's configuration: the whole JSON of it, with names for the fields we know.
package struct ConsumerConfiguration: Sendable, Hashable {
    package var json: JSON

    package init(json: JSON) { self.json = json }

    /// A durable pull consumer with explicit acknowledgement, the only kind a work queue takes.
    package init(durable name: String, filterSubjects: [String] = []) {
        json = ["durable_name": .string(name), "name": .string(name), "ack_policy": "explicit"]
        self.filterSubjects = filterSubjects
    }

    package var name: String { json["name"].string ?? json["durable_name"].string ?? "" }
    package var isDurable: Bool { json["durable_name"].string != nil }

    /// One filter stands in `filter_subject`, which every server knows; several in `filter_subjects`, known from 2.10 on.
    package var filterSubjects: [String] {
        get { json["filter_subjects"].strings ?? json["filter_subject"].string.map { [$0] } ?? [] }
        set {
            json["filter_subject"] = newValue.count == 1 ? .string(newValue[0]) : .null
            json["filter_subjects"] = newValue.count > 1 ? JSON(newValue) : .null
        }
    }

    /// `explicit`, `all` or `none`.
    package var ackPolicy: String? {
        get { json["ack_policy"].string }
        set { json["ack_policy"] = JSON(newValue) }
    }

    package var ackWait: Duration? {
        get { json["ack_wait"].nanoseconds }
        set { json["ack_wait"] = JSON(nanoseconds: newValue) }
    }

    package var deliverPolicy: String? {
        get { json["deliver_policy"].string }
        set { json["deliver_policy"] = JSON(newValue) }
    }

    package var maxDeliver: Int? {
        get { json["max_deliver"].integer }
        set { json["max_deliver"] = newValue.map { JSON($0) } ?? .null }
    }

    package var maxAckPending: Int? {
        get { json["max_ack_pending"].integer }
        set { json["max_ack_pending"] = newValue.map { JSON($0) } ?? .null }
    }

    /// Push consumers only.
    package var deliverSubject: String? { json["deliver_subject"].string }
    package var isPull: Bool { deliverSubject == nil }
}

/// A consumer as the server has it.
package struct ConsumerInfo: Sendable, Hashable {
    package let json: JSON

    package init(json: JSON) { self.json = json }

    package var name: String { json["name"].string ?? "" }
    package var stream: String { json["stream_name"].string ?? "" }
    package var configuration: ConsumerConfiguration { ConsumerConfiguration(json: json["config"]) }
    package var created: String? { json["created"].string }

    /// Messages not yet delivered to it.
    package var pending: UInt64 { json["num_pending"].unsigned ?? 0 }
    /// Delivered and not yet acknowledged.
    package var ackPending: Int { json["num_ack_pending"].integer ?? 0 }
    package var redelivered: Int { json["num_redelivered"].integer ?? 0 }
    /// Pull requests that wait for a message: none means that no worker is there.
    package var waiting: Int { json["num_waiting"].integer ?? 0 }
    package var deliveredSequence: UInt64 { json["delivered"]["stream_seq"].unsigned ?? 0 }
    package var ackFloor: UInt64 { json["ack_floor"]["stream_seq"].unsigned ?? 0 }
    package var isPaused: Bool { json["paused"].boolean ?? false }
    package var leader: String? { json["cluster"]["leader"].string }
    package var replicas: [StreamReplica] { (json["cluster"]["replicas"].array ?? []).map(StreamReplica.init) }
}
