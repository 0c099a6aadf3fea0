internal import Platform
internal import Templates

extension ArtefactValues {
    /// `derived.stack`: what the compose stacks want beside `compose`: which of them it is, the names that lead from one service
    /// to another, and the agent's settings and secrets.
    static func stack(of loaded: LoadedPlatform) -> Values.Value {
        let platform = loaded.platform
        let compose = platform.compose
        let agentSettings = AgentSettings(loaded)
        return .map(
            [
                "development": .truth(compose?.stack == .development, from: "compose.stack"),
                "production": .truth(compose?.stack == .production, from: "compose.stack"),
                "monitored": .truth(isMonitored(platform), from: "compose.images.prometheus"),
                "agent": agent(platform),
                "resources": resources(compose?.resources ?? Resources()),
                "database": database(platform),
                "cache": cache(platform),
                "front": front(platform),
                "networks": Networks(compose ?? Compose()).value,
                "settings": settings(agentSettings),
                "secrets": secrets(agentSettings.secrets),
                "keys": secrets(agentSettings.keys),
                "variables": .text(DotEnvExample(compose, agentSettings)?.text, from: "compose"),
                "failure_action": .text(
                    compose?.update.rollBackOnFailure == true ? "rollback" : "pause",
                    from: "compose.update.roll_back_on_failure"
                ),
            ],
            from: "compose",
        )
    }

    private static func settings(_ settings: AgentSettings) -> Values.Value {
        func map(_ items: [(name: String, value: String)], from source: String) -> Values.Value {
            .map(items.map { ($0.name, .text($0.value, from: source)) }, from: source)
        }
        return .map(
            [
                "fixed": map(settings.fixed, from: "the agent's settings"),
                "addresses": map(settings.addresses, from: "the services' addresses"),
                "endpoints": map(settings.endpoints, from: "the providers' endpoints"),
            ],
            from: "the agent's settings",
        )
    }

    private static func secrets(_ names: [String]) -> Values.Value {
        let items = names.map { name in
            Values.Value.map(
                [
                    "name": .text(name, from: "the agent's secrets"),
                    "file": .text(name.lowercased(), from: "the agent's secrets"),
                ],
                from: "the agent's secrets",
            )
        }
        return .list(items, from: "the agent's secrets")
    }

    private static func agent(_ platform: Platform) -> Values.Value {
        let agent = platform.agent ?? Agent()
        let image = agent.image ?? "\(platform.name)/agent"
        // One's own machine builds it; what serves is what was tested.
        let pin = platform.compose?.stack == .production ? agent.digest?.spelled : nil
        let tag = pin ?? agent.tag ?? "development"
        return .map(
            [
                "image": .text("\(image):\(tag)", from: "agent.image"),
                "port": .integer(agent.port, from: "agent.port"),
                "user": .integer(agent.user, from: "agent.user"),
                "scratch": .texts(agent.scratch, from: "agent.scratch"),
                "metrics": .text(agent.metrics, from: "agent.metrics"),
                "health": .text(agent.liveness.path, from: "agent.liveness.path"),
                "ready": .text(agent.readiness.path, from: "agent.readiness.path"),
                "delay": .text(agent.liveness.delay.spelled, from: "agent.liveness.delay"),
                "period": .text(agent.liveness.period.spelled, from: "agent.liveness.period"),
                "timeout": .text(agent.liveness.timeout.spelled, from: "agent.liveness.timeout"),
                "failures": .integer(agent.liveness.failures, from: "agent.liveness.failures"),
            ],
            from: "agent",
        )
    }

    /// Docker counts processors in decimals, and memory in powers of 1024, whichever way its unit is spelled: `Gi` it does not know.
    private static func resources(_ resources: Resources) -> Values.Value {
        func memory(_ size: ByteSize?) -> Values.Value {
            .text(size.map { $0.spelled.hasSuffix("i") ? String($0.spelled.dropLast()) : $0.spelled }, from: source)
        }
        func processors(_ amount: CPUAmount?) -> Values.Value {
            .text(amount.map { spelled(Double($0.thousandths) / 1_000) }, from: source)
        }
        let source = "compose.resources"
        return .map(
            [
                "memory": memory(resources.memory), "memory_limit": memory(resources.memoryLimit),
                "cpu": processors(resources.cpu), "cpu_limit": processors(resources.cpuLimit),
            ],
            from: source,
        )
    }

    private static func database(_ platform: Platform) -> Values.Value {
        let database = platform.database
        let name = database?.name ?? platform.name.replacing("-", with: "_")
        let settings = database?.settings.items.flatMap { ["-c", "\($0.name)=\($0.value.spelled)"] } ?? []
        return .map(
            [
                "name": .text(name, from: "database.name"),
                "user": .text(database?.user ?? name, from: "database.user"),
                "command": .texts(["postgres"] + settings.map(escaped), from: "database.settings"),
            ],
            from: "database",
        )
    }

    private static func cache(_ platform: Platform) -> Values.Value {
        let cache = platform.cache
        var command = ["redis-server"]
        if let memory = cache?.maxMemory { command += ["--maxmemory", redisSize(memory.bytes)] }
        if let eviction = cache?.evictionPolicy { command += ["--maxmemory-policy", eviction] }
        // Without a log of every write nothing is kept: a cache may be empty after a start.
        let isKept = cache?.appendOnly == true
        command += isKept ? ["--appendonly", "yes", "--appendfsync", "everysec"] : ["--save", ""]
        return .map(
            [
                "command": .texts(command.map(escaped), from: "cache"),
                "kept": .truth(isKept, from: "cache.append_only"),
            ],
            from: "cache",
        )
    }

    /// Redis counts `1gb` in powers of 1024.
    private static func redisSize(_ bytes: Int) -> String {
        for (power, unit) in [(30, "gb"), (20, "mb"), (10, "kb")] where bytes > 0 && bytes % (1 << power) == 0 {
            return "\(bytes >> power)\(unit)"
        }
        return String(bytes)
    }

    /// What customers meet: the host name, and how often one address may ask.
    private static func front(_ platform: Platform) -> Values.Value {
        let ingress = platform.kubernetes?.ingress
        return .map(
            [
                "host": .text(host(platform) ?? "_", from: "kubernetes.ingress.host"),
                "requests_per_minute": .integer(
                    ingress?.requestsPerMinute ?? 100,
                    from: "kubernetes.ingress.requests_per_minute"
                ),
            ],
            from: "kubernetes.ingress",
        )
    }

    /// Compose fills in `$NAME`; a dollar sign that is one is doubled.
    static func escaped(_ text: String) -> String {
        text.replacing("$", with: "$$")
    }
}

/// Which services meet on which network: customers before the load balancer, agents and data on what is internal, and the
/// agents on one more, which is their way out to the providers.
private struct Networks {
    let names: [String]
    let internals: [String]

    init(_ compose: Compose) {
        names = compose.networks.isEmpty ? ["default"] : compose.networks
        internals = compose.internalNetworks
    }

    var value: Values.Value {
        let open = names.filter { !internals.contains($0) }
        let inner = internals.isEmpty ? names : internals
        let wayOut = open.dropFirst().last ?? open.first
        return .map(
            [
                "definitions": .map(names.map { ($0, network($0)) }, from: "compose.networks"),
                "front": .texts(merged(Array(open.prefix(1)), inner), from: "compose.networks"),
                "agent": .texts(merged(inner, wayOut.map { [$0] } ?? []), from: "compose.networks"),
                "inner": .texts(inner, from: "compose.internal_networks"),
                "watched": .texts(wayOut.map { [$0] } ?? inner, from: "compose.networks"),
            ],
            from: "compose.networks",
        )
    }

    private func merged(_ some: [String], _ others: [String]) -> [String] {
        some + others.filter { !some.contains($0) }
    }

    private func network(_ name: String) -> Values.Value {
        guard internals.contains(name) else { return .map([], from: "compose.networks") }
        return .map([("internal", .truth(true, from: "compose.internal_networks"))], from: "compose.networks")
    }
}
