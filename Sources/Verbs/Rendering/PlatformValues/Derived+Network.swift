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

    static func ports(_ platform: Platform) -> Values.Value.Content {
        var agent: Set<Int> = []
        if let database = platform.database { agent.insert(database.port ?? 5_432) }
        if let messaging = platform.messaging { agent.insert(port(of: messaging.url) ?? 4_222) }
        if platform.cache != nil { agent.insert(6_379) }
        if let storage = platform.storage { agent.insert(port(of: storage.endpoint) ?? 443) }
        var ihctl = agent
        if let monitoring = platform.messaging?.monitoring { ihctl.insert(port(of: monitoring) ?? 8_222) }
        return .map(of: ["agent": list(agent), "ihctl": list(ihctl)])
    }

    private static func list(_ ports: Set<Int>) -> Values.Value.Content {
        // The web's own is let out in any case, and further.
        .list(of: ports.subtracting([443]).sorted().map { .integer($0) })
    }

    private static func literal(_ reference: Reference) -> String? {
        if case .literal(let text) = reference.target { text } else { nil }
    }

    private static func literalOrFallback(_ reference: Reference) -> String? {
        if case .variable(_, let fallback) = reference.target { fallback } else { literal(reference) }
    }

    /// `nats://fr-par-nats:4222` says 4222.
    private static func port(of reference: Reference) -> Int? {
        literal(reference).flatMap { SplitURL($0)?.endpoint()?.port }
    }
}
