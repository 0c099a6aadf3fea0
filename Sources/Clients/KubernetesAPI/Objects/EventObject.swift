package import FoundationEssentials
package import JSON

/// Something that happened to an object, in the core form or that of `events.k8s.io`.
package struct EventObject: Sendable, Hashable {
    package var type: String
    package var reason: String
    package var message: String
    package var count: Int
    package var lastSeen: Date?
    /// `Pod`.
    package var kind: String
    package var name: String
    package var uid: String

    package init(_ json: JSON) {
        type = json["type"].string ?? ""
        reason = json["reason"].string ?? ""
        message = json["message"].string ?? json["note"].string ?? ""
        count =
            json["series"]["count"].integer ?? json["count"].integer ?? json["deprecatedCount"].integer ?? 1
        let times = [
            json["series"]["lastObservedTime"], json["lastTimestamp"], json["deprecatedLastTimestamp"],
            json["eventTime"], json["metadata"]["creationTimestamp"],
        ]
        lastSeen = times.lazy.compactMap { Date(kubernetes: $0.string) }.first
        let object = json["involvedObject"].object == nil ? json["regarding"] : json["involvedObject"]
        kind = object["kind"].string ?? ""
        name = object["name"].string ?? ""
        uid = object["uid"].string ?? ""
    }

    package var isWarning: Bool { type == "Warning" }
}
