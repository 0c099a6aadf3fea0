package import HTTP
internal import JSON
internal import Network
internal import YAML

/// The way to one cluster: where it is, how its certificate is believed, and who asks.
package struct KubernetesAccess: Sendable {
    /// `https://10.0.0.1:6443`, without a slash at its end.
    package var server: String
    package var tls: TLSOptions
    /// Instead of the server's host in its certificate and handshake.
    package var serverName: String?
    package var proxy: HTTPProxy
    package var credential: Credential
    /// What the context is called; nil inside a cluster.
    package internal(set) var context: String?
    package internal(set) var cluster: String?
    package internal(set) var user: String?
    /// The context's own; nil where it names none.
    package internal(set) var namespace: String?
    /// The file that says who asks; nil where nobody told.
    package internal(set) var file: String?
    /// What an exec plugin may be told of the cluster.
    var told = ClusterTold()

    package init(
        server: String,
        tls: TLSOptions = TLSOptions(),
        credential: Credential = .none,
        proxy: HTTPProxy = .none,
        serverName: String? = nil,
    ) {
        self.server = server.hasSuffix("/") ? String(server.dropLast()) : server
        self.tls = tls
        self.credential = credential
        self.proxy = proxy
        self.serverName = serverName
    }

    /// Whether this is the way a pod of the cluster takes.
    package var isInCluster: Bool { context == nil && cluster == nil && file != nil }
}

/// A cluster as an exec plugin is told of it.
struct ClusterTold: Sendable, Hashable {
    var authority: [UInt8]?
    /// The extension `client.authentication.k8s.io/exec`, as it stands there.
    var config: JSON?
}

extension KubernetesAccess {
    init(cluster: Entry, named name: String) throws(KubeconfigError) {
        guard let server = try cluster.text("server") else { throw cluster.error(.noServer(cluster: name)) }
        guard isWebAddress(server) else { throw cluster.error(.badServer(cluster: name), at: "server") }
        self.init(server: server)
        self.cluster = name
        file = cluster.file
        let isInsecure = try cluster.truth("insecure-skip-tls-verify")
        if let authority = try cluster.material("certificate-authority") {
            guard !isInsecure else { throw cluster.error(.insecureWithAuthority, at: "insecure-skip-tls-verify") }
            tls.trust = .pem(try authority.certificates())
            told.authority = authority.bytes
        }
        tls.isVerified = !isInsecure
        serverName = try cluster.text("tls-server-name")
        if let url = try cluster.text("proxy-url") {
            proxy = .url(url)
        } else {
            proxy = isOnThisHost(server) ? .none : .environment
        }
        for item in try cluster.list("extensions") where try item.text("name") == "client.authentication.k8s.io/exec" {
            told.config = item.node["extension"].map(\.json)
        }
    }
}

/// A scheme of the web and a host behind it; a password there would be shown with the address.
func isWebAddress(_ text: String) -> Bool {
    guard text.hasPrefix("https://") || text.hasPrefix("http://") else { return false }
    let rest = text.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
    return rest.count > 2 && !rest[2].isEmpty && !rest[2].hasPrefix("/") && !rest[2].contains("@")
        && !text.contains(" ")
}

/// The environment's proxies are never meant for this host itself.
private func isOnThisHost(_ server: String) -> Bool {
    endpoint(ofServer: server)?.isOnLoopback == true
}

/// Host and port of a server's address.
func endpoint(ofServer server: String) -> Endpoint? {
    let parts = server.split(separator: "/", omittingEmptySubsequences: true)
    guard parts.count > 1 else { return nil }
    return Endpoint(String(parts[1]), defaultPort: server.hasPrefix("http://") ? 80 : 443)
}
