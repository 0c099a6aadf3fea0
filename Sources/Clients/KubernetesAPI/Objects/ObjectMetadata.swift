package import FoundationEssentials
internal import JSON

/// What every object says of itself.
package struct ObjectMetadata: Sendable, Hashable {
    package var name: String
    package var namespace: String?
    package var uid: String
    package var labels: [String: String]
    package var annotations: [String: String]
    package var generation: Int?
    package var created: Date?
    /// Somebody has it deleted, and something keeps it yet.
    package var deleted: Date?
    /// What owns it: `ReplicaSet/agent-5d4`.
    package var owners: [String]
    /// The versions of the API in which it was last written: `autoscaling/v2beta2`.
    package var writtenAs: Set<String>

    init(_ object: JSON) {
        let metadata = object["metadata"]
        name = metadata["name"].string ?? ""
        namespace = metadata["namespace"].string
        uid = metadata["uid"].string ?? ""
        labels = texts(metadata["labels"])
        annotations = texts(metadata["annotations"])
        generation = metadata["generation"].integer
        created = Date(kubernetes: metadata["creationTimestamp"].string)
        deleted = Date(kubernetes: metadata["deletionTimestamp"].string)
        writtenAs = Set((metadata["managedFields"].array ?? []).compactMap { $0["apiVersion"].string })
        owners = (metadata["ownerReferences"].array ?? []).map {
            "\($0["kind"].string ?? "?")/\($0["name"].string ?? "?")"
        }
    }
}

/// One of the conditions that an object's status holds.
package struct ObjectCondition: Sendable, Hashable {
    package var type: String
    /// Nil for Unknown.
    package var isTrue: Bool?
    package var reason: String
    package var message: String
    package var since: Date?

    static func all(of status: JSON) -> [ObjectCondition] {
        (status["conditions"].array ?? []).map { json in
            let truth = json["status"].string
            return ObjectCondition(
                type: json["type"].string ?? "",
                isTrue: truth == "True" ? true : truth == "False" ? false : nil,
                reason: json["reason"].string ?? "",
                message: json["message"].string ?? "",
                since: Date(kubernetes: json["lastTransitionTime"].string)
            )
        }
    }
}

extension [ObjectCondition] {
    package func named(_ type: String) -> ObjectCondition? { first { $0.type == type } }
}

func texts(_ map: JSON) -> [String: String] {
    (map.object ?? [:]).compactMapValues(\.string)
}
