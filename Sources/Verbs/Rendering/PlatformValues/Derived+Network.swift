internal import Network
internal import Platform
internal import Templates

// Where the agent goes: the addresses that the file itself names, and the ports that a firewall must let through.
extension Derived {
    /// Of the addresses those that stand in the file: what a variable names is for whoever sets the variable.
    static func endpoints(_ loaded: LoadedPlatform) -> Values.Value.Content {
        let platform = loaded.platform
        let cloud = loaded.region.flatMap { platform.regions[$0] }?.endpoint
        return .map(of: [
            "cloud": .text(orNothing: cloud.flatMap(literal)),
            "storage": .text(orNothing: (platform.storage?.endpoint).flatMap(literal)),
            "messaging": .text(orNothing: (platform.messaging?.url).flatMap(literal)),
            "messaging_cluster": .text(orNothing: (platform.messaging?.cluster).flatMap(literalOrFallback)),
            "database_host": .text(orNothing: platform.database?.host),
            "database_port": .integer(orNothing: platform.database.flatMap { $0.host == nil ? nil : $0.port ?? 5_432 }),
        ])
    }

    /// What is let out besides the web's own port to the open internet: to the cluster and the networks beside it; `open` are ports of
    /// those out there that do not listen on the web's own.
    static func ports(_ platform: Platform) -> Values.Value.Content {
        var agent: Set<Int> = []
        var open: Set<Int> = []
        if let database = platform.database { agent.insert(database.port ?? 5_432) }
        if let messaging = platform.messaging { agent.insert(port(of: messaging.url) ?? 4_222) }
        if platform.cache != nil { agent.insert(6_379) }
        // Storage and providers of one's own stand beside the agents; of those out there 443 is let out in any case.
        let asked = [platform.storage?.endpoint] + platform.providers.values.map(\.endpoint)
        for case let endpoint? in asked {
            let port = port(of: endpoint)
            if isInside(endpoint) {
                agent.insert(port ?? 443)
            } else if let port, port != 443 {
                // A name out there may lead to an address beside the cluster.
                agent.insert(port)
                open.insert(port)
            }
        }
        var ihctl = agent
        if let monitoring = platform.messaging?.monitoring { ihctl.insert(port(of: monitoring) ?? 8_222) }
        return .map(of: ["agent": list(agent), "ihctl": list(ihctl), "open": list(open)])
    }

    /// What an address is in, that is nobody's in the open internet.
    private static let privateNetworks = ["10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16"]

    /// `inside`: where databases and their like may stand; `closed`: what the open internet is without.
    static func networks(_ kubernetes: Kubernetes) -> Values.Value.Content {
        let said = kubernetes.networks
        return .map(of: [
            "inside": .list(of: (said.isEmpty ? privateNetworks : said).map { .text($0) }),
            // The last is where clouds answer questions about the machine.
            "closed": .list(of: (privateNetworks + ["169.254.0.0/16"]).map { .text($0) }),
        ])
    }

    private static func list(_ ports: Set<Int>) -> Values.Value.Content {
        .list(of: ports.sorted().map { .integer($0) })
    }

    private static func literal(_ reference: Reference) -> String? {
        if case .literal(let text) = reference.target { text } else { nil }
    }

    private static func literalOrFallback(_ reference: Reference) -> String? {
        if case .variable(_, let fallback) = reference.target { fallback } else { literal(reference) }
    }

    /// `nats://fr-par-nats:4222` says 4222; without a port the scheme says it, where it is the web's.
    private static func port(of reference: Reference) -> Int? {
        let url = literal(reference).flatMap { SplitURL($0) }
        let webPort = ["https": 443, "http": 80][url?.scheme ?? ""]
        return url?.endpoint(defaultPort: webPort)?.port
    }

    /// A name without a dot, one of the cluster's or of a network's own, or an address that nobody has in the open internet.
    private static func isInside(_ reference: Reference) -> Bool {
        let url = literal(reference).flatMap { SplitURL($0) }
        guard let host = url?.endpoint(defaultPort: 443)?.host else { return false }
        if AddressBlock.isAddress(host) {
            return (privateNetworks + ["fc00::/7"]).contains { AddressBlock($0)?.contains(host) == true }
        }
        let ownEnds = [".svc", ".cluster.local", ".internal", ".local", ".lan"]
        return !host.contains(".") || ownEnds.contains { host.hasSuffix($0) }
    }
}
