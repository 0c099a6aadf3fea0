package import JSON

/// What a server says about itself in its first line; all of it is in `json`, the fields below are what we ask most.
package struct ServerInfo: Sendable, Hashable {
    package let json: JSON

    package init(json: JSON) { self.json = json }

    package var serverID: String { json["server_id"].string ?? "" }
    package var serverName: String { json["server_name"].string ?? "" }
    package var version: String { json["version"].string ?? "" }
    package var cluster: String? { json["cluster"].string }
    /// The JetStream domain, where the server has one.
    package var domain: String? { json["domain"].string }
    package var hasJetStream: Bool { json["jetstream"].boolean ?? false }
    package var hasHeaders: Bool { json["headers"].boolean ?? false }
    package var maxPayload: Int { json["max_payload"].integer ?? 1_048_576 }
    package var requiresAuthentication: Bool { json["auth_required"].boolean ?? false }
    package var requiresTLS: Bool { json["tls_required"].boolean ?? false }
    package var offersTLS: Bool { requiresTLS || json["tls_available"].boolean ?? false }
    /// The server wants a certificate of the client's.
    package var verifiesClients: Bool { json["tls_verify"].boolean ?? false }
    /// Our address as the server sees it.
    package var clientAddress: String? { json["client_ip"].string }
    /// Other servers of the cluster, as `host:port`.
    package var otherServers: [String] { json["connect_urls"].strings ?? [] }
    /// The server is about to shut down and asks its clients to go elsewhere.
    package var isLameDuck: Bool { json["ldm"].boolean ?? false }

    /// Numbers of a version like `2.15.1` or `2.15.0-dev`, to compare.
    package var versionNumbers: [Int] {
        version.prefix { $0.isNumber || $0 == "." }.split(separator: ".").map { Int($0) ?? 0 }
    }

    package func isAtLeast(_ major: Int, _ minor: Int) -> Bool {
        !versionNumbers.lexicographicallyPrecedes([major, minor])
    }
}
