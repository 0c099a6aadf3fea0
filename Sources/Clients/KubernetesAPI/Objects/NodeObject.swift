package import JSON

/// A machine of the cluster.
package struct NodeObject: Sendable, Hashable {
    package var metadata: ObjectMetadata
    package var kubeletVersion: String
    /// Nothing new is put on it.
    package var isUnschedulable: Bool
    package var conditions: [ObjectCondition]
    /// As `key=value:Effect`.
    package var taints: [String]

    package init(_ json: JSON) {
        metadata = ObjectMetadata(json)
        kubeletVersion = json["status"]["nodeInfo"]["kubeletVersion"].string ?? ""
        isUnschedulable = json["spec"]["unschedulable"].boolean ?? false
        conditions = ObjectCondition.all(of: json["status"])
        taints = (json["spec"]["taints"].array ?? []).map { taint in
            let value = taint["value"].string.map { "=\($0)" } ?? ""
            return "\(taint["key"].string ?? "")\(value):\(taint["effect"].string ?? "")"
        }
    }

    package var isReady: Bool { conditions.named("Ready")?.isTrue == true }

    /// What it is short of: `MemoryPressure`, `DiskPressure`, `PIDPressure`, `NetworkUnavailable`.
    package var pressures: [ObjectCondition] {
        conditions.filter { $0.type != "Ready" && $0.isTrue == true }
    }
}

package struct NamespaceObject: Sendable, Hashable {
    package var metadata: ObjectMetadata
    /// `Active` or `Terminating`.
    package var phase: String
    /// Why it does not end.
    package var conditions: [ObjectCondition]

    package init(_ json: JSON) {
        metadata = ObjectMetadata(json)
        phase = json["status"]["phase"].string ?? ""
        conditions = ObjectCondition.all(of: json["status"])
    }
}
