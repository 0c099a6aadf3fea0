internal import FoundationEssentials
internal import Glibc

/// Where ihctl stands when it looks: what can be reached differs from there to there.
package enum Vantage: Sendable, Hashable, CustomStringConvertible {
    case host(String)
    /// In a pod of a Kubernetes cluster.
    case cluster(pod: String)

    /// Where this process stands.
    package static let here: Vantage = {
        let account = "/var/run/secrets/kubernetes.io/serviceaccount/token"
        let name = ProcessInfo.processInfo.hostName
        return access(account, F_OK) == 0 ? .cluster(pod: name) : .host(name)
    }()

    package var description: String {
        switch self {
        case .host(let name): "this host, \(name)"
        case .cluster(let pod): "inside the cluster, \(pod)"
        }
    }

    /// Whether a name can only be found from inside a cluster.
    package static func isOfCluster(_ host: String) -> Bool {
        let parts = host.lowercased().split(separator: ".")
        return parts.last == "svc" || parts.contains("svc") && parts.last == "local"
            || parts.count == 1 && parts[0] != "localhost" && !parts[0].contains(":")
    }
}
