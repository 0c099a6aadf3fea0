/// The model of a shell that has no platform file: what its variables name is there, everything else is not.
struct EnvironmentTree {
    let tree: Setting

    init(_ variables: Variables) {
        var top = SettingMap()
        top.set("platform", Setting(.text("island-hopper"), .builtIn))
        var builder = Builder(variables: variables)
        if let name = variables.firstSet(["DATABASE_URL", "SCALEWAY_DATABASE_URL"])?.name
            ?? (variables.offers("DATABASE_URL") ? "DATABASE_URL" : nil)
        {
            var section = SettingMap()
            section.set("url", builder.reference(name))
            if variables.offers("DATABASE_ADMIN_URL") {
                section.set("admin_url", builder.reference("DATABASE_ADMIN_URL"))
            }
            top.set("database", builder.map(section))
        }
        if variables.firstSet(["STORAGE_ENDPOINT", "STORAGE_ACCESS_KEY", "STORAGE_BUCKET"]) != nil
            || variables.offers("STORAGE_SECRET_KEY")
        {
            top.set("storage", builder.storage())
        }
        if variables.offers("NATS_URL") || variables.offers("NATS_AUTH_TOKEN") {
            var section = SettingMap()
            for (key, name) in [("url", "NATS_URL"), ("token", "NATS_AUTH_TOKEN"), ("cluster", "NATS_CLUSTER_NAME")]
            where variables.offers(name) {
                section.set(key, builder.reference(name))
            }
            top.set("messaging", builder.map(section))
        }
        if variables.offers("REDIS_URL") {
            var section = SettingMap()
            section.set("url", builder.reference("REDIS_URL"))
            top.set("cache", builder.map(section))
        }
        if let providers = builder.providers() { top.set("providers", providers) }
        if let routing = builder.routing() { top.set("routing", routing) }
        if variables.offers("SCALEWAY_ACCESS_KEY") { top.set("scaleway", builder.map(SettingMap())) }
        if let logging = builder.logging() { top.set("logging", logging) }
        if let secrets = builder.secrets() { top.set("secrets", secrets) }
        tree = Setting(.map(top), .builtIn)
    }
}

private struct Builder {
    let variables: Variables

    func map(_ section: SettingMap) -> Setting {
        Setting(.map(section), section.entries.first?.value.origin ?? .builtIn)
    }

    func reference(_ name: String) -> Setting {
        let origin = variables.firstSet([name, "\(name)_FILE"])?.value.origin ?? .variable(name)
        return Setting(.text("env:\(name)"), origin)
    }

    /// A variable's own text, for values that are no references.
    func text(_ name: String) -> Setting? {
        variables.firstSet([name]).map { Setting(.text($0.value.text), $0.value.origin) }
    }

    mutating func storage() -> Setting {
        var section = SettingMap()
        if variables.offers("STORAGE_ENDPOINT") { section.set("endpoint", reference("STORAGE_ENDPOINT")) }
        if let region = text("SCALEWAY_REGION") { section.set("region", region) }
        section.set("access_key", reference("STORAGE_ACCESS_KEY"))
        section.set("secret_key", reference("STORAGE_SECRET_KEY"))
        if let bucket = text("STORAGE_BUCKET"), let name = bucket.text {
            section.set("default_bucket", bucket)
            var buckets = SettingMap()
            buckets.set(name, Setting(.map(SettingMap()), bucket.origin))
            section.set("buckets", Setting(.map(buckets), bucket.origin))
        }
        return map(section)
    }

    mutating func providers() -> Setting? {
        let known: [(id: String, kind: Provider.Kind, endpoint: String, key: String)] = [
            ("openrouter", .openrouter, "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY"),
            ("anthropic", .anthropic, "https://api.anthropic.com", "ANTHROPIC_API_KEY"),
            ("openai", .openai, "https://api.openai.com/v1", "OPENAI_API_KEY"),
            ("cerebras", .openai, "https://api.cerebras.ai/v1", "CEREBRAS_API_KEY"),
        ]
        var all = SettingMap()
        for provider in known where variables.offers(provider.key) {
            let key = reference(provider.key)
            var section = SettingMap()
            section.set("kind", Setting(.text(provider.kind.rawValue), .builtIn))
            section.set("endpoint", Setting(.text(provider.endpoint), .builtIn))
            section.set("key", key)
            all.set(provider.id, Setting(.map(section), key.origin))
        }
        return all.entries.isEmpty ? nil : map(all)
    }

    mutating func routing() -> Setting? {
        var section = SettingMap()
        for (key, provider, model) in [
            ("primary", "PRIMARY_PROVIDER", "PRIMARY_MODEL"), ("fallback", "FALLBACK_PROVIDER", "FALLBACK_MODEL"),
        ] {
            guard let name = text(provider), let choice = text(model) else { continue }
            var pair = SettingMap()
            pair.set("provider", name)
            pair.set("model", choice)
            section.set(key, Setting(.map(pair), name.origin))
        }
        if section.entries.isEmpty { return nil }
        if let strategy = text("ROUTING_STRATEGY") { section.set("strategy", strategy) }
        return map(section)
    }

    mutating func logging() -> Setting? {
        var section = SettingMap()
        if let level = text("LOG_LEVEL") {
            section.set("level", Setting(.text((level.text ?? "").uppercased()), level.origin))
        }
        if let debug = text("DEBUG"), let value = debug.text?.lowercased() {
            let known = ["true": true, "1": true, "yes": true, "false": false, "0": false, "no": false]
            section.set("debug", known[value].map { Setting(.boolean($0), debug.origin) } ?? debug)
        }
        return section.entries.isEmpty ? nil : map(section)
    }

    mutating func secrets() -> Setting? {
        var section = SettingMap()
        if variables.offers("JWT_SECRET_KEY") { section.set("jwt_key", reference("JWT_SECRET_KEY")) }
        if variables.offers("ENCRYPTION_KEY") { section.set("encryption_key", reference("ENCRYPTION_KEY")) }
        return section.entries.isEmpty ? nil : map(section)
    }
}
