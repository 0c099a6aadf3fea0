internal import Platform

/// What an agent is told by its environment in a compose stack, under the names that it looks for.
struct AgentSettings {
    typealias Setting = (name: String, value: String)

    /// What the model says, the same wherever the agent runs.
    private(set) var fixed: [Setting] = []
    /// Where services outside the stack are.
    private(set) var addresses: [Setting] = []
    /// Endpoints of providers that only the environment knows.
    private(set) var endpoints: [Setting] = []
    /// The names of its secrets, never the secrets; the cache's URL is none in a stack, where nobody else reaches it.
    private(set) var secrets: [String] = []
    /// Those that the stack does not make up itself.
    var keys: [String] { secrets.filter { $0 != databaseURL } }
    private var databaseURL: String?
    /// The variables that the stack is not started without.
    private(set) var variables: [String] = []

    init(_ loaded: LoadedPlatform) {
        let platform = loaded.platform
        fixed = [
            ("ENVIRONMENT", loaded.environment), ("LOG_LEVEL", platform.logging.level.rawValue),
            ("DEBUG", platform.logging.debug ? "true" : "false"),
        ]
        add(platform.routing)
        if let region = loaded.region { set("SCALEWAY_REGION", region) }
        if let bucket = platform.storage?.defaultBucket { set("STORAGE_BUCKET", bucket) }
        if let storage = platform.storage { addresses.append(("STORAGE_ENDPOINT", filled(storage.endpoint))) }
        if let messaging = platform.messaging {
            addresses.append(("NATS_URL", filled(messaging.url)))
            if let cluster = messaging.cluster { addresses.append(("NATS_CLUSTER_NAME", filled(cluster))) }
        }
        for case let endpoint? in platform.providers.values.map(\.endpoint) {
            guard case .variable(let name, _) = endpoint.target else { continue }
            endpoints.append((name, filled(endpoint)))
        }
        collect(platform)
    }

    private mutating func set(_ name: String, _ value: String) {
        fixed.append((name, ArtefactValues.escaped(value)))
    }

    private mutating func add(_ routing: Routing?) {
        guard let routing else { return }
        for (prefix, choice) in [("PRIMARY", routing.primary), ("FALLBACK", routing.fallback)] {
            guard let choice else { continue }
            set("\(prefix)_PROVIDER", choice.provider)
            set("\(prefix)_MODEL", choice.model)
        }
        set("ROUTING_STRATEGY", routing.strategy.rawValue)
    }

    /// All but what belongs to those who provision.
    private mutating func collect(_ platform: Platform) {
        if case .variable(let name, _)? = platform.database?.url.reference.target { databaseURL = name }
        let references: [SecretReference?] =
            [platform.database?.url] + platform.providers.values.map(\.key) + [
                platform.storage?.accessKey, platform.storage?.secretKey, platform.messaging?.token,
                platform.scaleway?.accessKey, platform.scaleway?.secretKey, platform.secrets.jwtKey,
                platform.secrets.encryptionKey,
            ]
        for case let reference? in references {
            switch reference.reference.target {
            case .variable(let name, _) where !secrets.contains(name): secrets.append(name)
            case .secret(let name) where !secrets.contains(name): secrets.append(name)
            default: continue
            }
        }
    }

    /// As compose fills it in when the stack starts; a name of this machine means nothing in a container.
    private mutating func filled(_ reference: Reference) -> String {
        switch reference.target {
        case .literal(let text): return ArtefactValues.escaped(text)
        case .file(let path): return ArtefactValues.escaped("file:\(path)")
        case .variable(let name, let fallback?) where !fallback.contains("localhost"):
            return "${\(name):-\(ArtefactValues.escaped(fallback))}"
        case .variable(let name, _), .secret(let name):
            variables.append(name)
            return "${\(name):?it stands in .env}"
        }
    }
}
