/// A kind of object, and where the API keeps it.
package struct ObjectKind: Sendable, Hashable {
    /// Empty for the core group.
    package var group: String
    package var version: String
    package var plural: String
    package var isNamespaced: Bool

    package init(_ plural: String, group: String = "", version: String = "v1", isNamespaced: Bool = true) {
        self.plural = plural
        self.group = group
        self.version = version
        self.isNamespaced = isNamespaced
    }

    package static let nodes = ObjectKind("nodes", isNamespaced: false)
    package static let namespaces = ObjectKind("namespaces", isNamespaced: false)
    package static let secrets = ObjectKind("secrets")
    package static let configMaps = ObjectKind("configmaps")
    package static let serviceAccounts = ObjectKind("serviceaccounts")
    package static let pods = ObjectKind("pods")
    package static let events = ObjectKind("events")
    package static let resourceQuotas = ObjectKind("resourcequotas")
    package static let deployments = ObjectKind("deployments", group: "apps")
    package static let replicaSets = ObjectKind("replicasets", group: "apps")
    package static let jobs = ObjectKind("jobs", group: "batch")
    package static let cronJobs = ObjectKind("cronjobs", group: "batch")
    package static let autoscalers = ObjectKind("horizontalpodautoscalers", group: "autoscaling", version: "v2")
    package static let leases = ObjectKind("leases", group: "coordination.k8s.io")
    package static let accessReviews = ObjectKind(
        "selfsubjectaccessreviews",
        group: "authorization.k8s.io",
        isNamespaced: false
    )
    package static let rulesReviews = ObjectKind(
        "selfsubjectrulesreviews",
        group: "authorization.k8s.io",
        isNamespaced: false
    )

    /// `v1`, `apps/v1`: what an object of this kind calls its version.
    package var apiVersion: String { group.isEmpty ? version : "\(group)/\(version)" }

    /// `secrets`, `deployments.apps`: as kubectl takes it.
    package var qualified: String { group.isEmpty ? plural : "\(plural).\(group)" }

    func path(in namespace: String?, named name: String? = nil, part: String? = nil) -> String {
        var path = group.isEmpty ? "/api/\(version)" : "/apis/\(group)/\(version)"
        if isNamespaced, let namespace { path += "/namespaces/\(escaped(namespace))" }
        path += "/\(plural)"
        if let name { path += "/\(escaped(name))" }
        if let part { path += "/\(part)" }
        return path
    }
}

/// Percent-encoded for a part of a path or a value of a query.
func escaped(_ text: String) -> String {
    var escaped = ""
    for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
            UInt8(ascii: "~"):
            escaped.unicodeScalars.append(Unicode.Scalar(byte))
        default:
            let digits = String(byte, radix: 16, uppercase: true)
            escaped += digits.utf8.count == 1 ? "%0\(digits)" : "%\(digits)"
        }
    }
    return escaped
}
