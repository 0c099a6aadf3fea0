internal import YAML

/// A named part of a host's pods.
struct MeshSubset: Hashable {
    var host: MeshHost
    var name: String

    /// Those that a DestinationRule defines.
    static func all(of rule: PolicyObject) -> [MeshSubset] {
        let host = MeshHost(rule.node["spec"]?["host"].plain ?? "", in: rule.namespace)
        return (rule.node["spec"]?["subsets"]).items.map { MeshSubset(host: host, name: $0["name"].plain) }
    }
}

/// A host as Istio reads it in an object of a namespace: short names are Services beside it.
struct MeshHost: Hashable {
    let name: String
    let namespace: String
    /// Looks like a name outside the cluster: a ServiceEntry's.
    let isForeign: Bool

    init(_ host: String, in namespace: String) {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        let isLocal = parts.count >= 3 && parts[2] == "svc"
        if parts.count == 1 {
            (name, self.namespace, isForeign) = (host, namespace, false)
        } else if isLocal || parts.count == 2 && !host.hasPrefix("*") {
            (name, self.namespace, isForeign) = (String(parts[0]), String(parts[1]), false)
        } else {
            (name, self.namespace, isForeign) = (host, namespace, true)
        }
    }

    /// Two names without a dot more may be `service.namespace` or a domain: `example.com`.
    static func mayBeDomain(_ host: String) -> Bool {
        !host.hasSuffix(".svc.cluster.local") && host.contains(".")
    }
}
