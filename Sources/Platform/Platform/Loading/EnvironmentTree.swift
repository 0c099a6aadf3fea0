/// The model of a shell that has no platform file: what its variables name is there, everything else is not.
///
/// It is a tree like that of a file, so that it is read and checked by the same lines.
struct EnvironmentTree {
    private(set) var tree: Setting
    private(set) var problems: [Problem] = []
    private let variables: Variables

    init(_ variables: Variables, environment: String) {
        self.variables = variables
        tree = Setting(.map(SettingMap()), .builtIn)
        var top = SettingMap()
        top.set("platform", Setting(.text(Platform.unnamed), .builtIn))
        if environment == "production" { top.set("protected", Setting(.boolean(true), .builtIn)) }
        for (name, section) in sections where !section.entries.isEmpty {
            top.set(name, Setting(.map(section), section.entries[0].value.origin))
        }
        tree = Setting(.map(top), .builtIn)
        if let key = variables.firstSet(["CUSTOM1_API_KEY", "CUSTOM1_API_KEY_FILE"]) {
            let hint = "describe the provider in a platform file (kind: custom)"
            let message = "\(key.name) is set, but no variable names the provider's endpoint"
            problems.append(Problem(.warning, at: SettingPath(["providers"]), key.value.origin, message, hint: hint))
        }
    }

    private var sections: [(name: String, section: SettingMap)] {
        [
            (
                "secrets",
                references(("jwt_key", ["JWT_SECRET_KEY", "JWT_SECRET"]), ("encryption_key", ["ENCRYPTION_KEY"]))
            ),
            ("logging", logging), ("providers", providers), ("routing", routing),
            (
                "database",
                references(
                    ("url", ["DATABASE_URL", "SCALEWAY_DATABASE_URL"]),
                    ("admin_url", ["DATABASE_ADMIN_URL"]),
                )
            ),
            ("storage", storage),
            (
                "messaging",
                references(
                    ("url", ["NATS_URL"]),
                    ("token", ["NATS_AUTH_TOKEN"]),
                    ("cluster", ["NATS_CLUSTER_NAME"]),
                    ("monitoring", ["NATS_MONITORING_URL"]),
                )
            ),
            ("cache", references(("url", ["REDIS_URL"]))),
            (
                "scaleway",
                references(
                    ("access_key", ["SCALEWAY_ACCESS_KEY"]),
                    ("secret_key", ["SCALEWAY_SECRET_KEY"]),
                    ("project", ["SCALEWAY_PROJECT_ID"]),
                )
            ),
            ("telemetry", references(("slack", ["SLACK_WEBHOOK_URL"]), ("pagerduty", ["PAGERDUTY_INTEGRATION_KEY"]))),
        ]
    }

    /// Keys that refer to the first of their variables that is set; those without one are left to the model's own defaults.
    private func references(_ keys: (key: String, names: [String])...) -> SettingMap {
        var section = SettingMap()
        for (key, names) in keys {
            guard let name = names.first(where: variables.offers) else { continue }
            let origin = variables.firstSet([name, "\(name)_FILE"])?.value.origin ?? .builtIn
            section.set(key, Setting(.text("env:\(name)"), origin))
        }
        return section
    }

    /// A variable's own text, for values that are no references.
    private func text(_ name: String) -> Setting? {
        variables.firstSet([name]).map { Setting(.text($0.value.text), $0.value.origin) }
    }

    private var storage: SettingMap {
        var section = references(
            ("endpoint", ["STORAGE_ENDPOINT"]),
            ("access_key", ["STORAGE_ACCESS_KEY"]),
            ("secret_key", ["STORAGE_SECRET_KEY"]),
        )
        if let bucket = text("STORAGE_BUCKET"), let name = bucket.text {
            section.set("default_bucket", bucket)
            var buckets = SettingMap()
            buckets.set(name, Setting(.map(SettingMap()), bucket.origin))
            section.set("buckets", Setting(.map(buckets), bucket.origin))
        }
        // The region alone asks for no storage.
        if !section.entries.isEmpty, let region = text("SCALEWAY_REGION") { section.set("region", region) }
        return section
    }

    private var providers: SettingMap {
        let known: [(id: String, kind: Provider.Kind, endpoint: String, key: String)] = [
            ("openrouter", .openrouter, "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY"),
            ("anthropic", .anthropic, "https://api.anthropic.com", "ANTHROPIC_API_KEY"),
            ("openai", .openai, "https://api.openai.com/v1", "OPENAI_API_KEY"),
            ("cerebras", .openai, "https://api.cerebras.ai/v1", "CEREBRAS_API_KEY"),
        ]
        var all = SettingMap()
        for provider in known {
            var section = references(("key", [provider.key]))
            guard let key = section["key"] else { continue }
            section.set("kind", Setting(.text(provider.kind.rawValue), .builtIn))
            section.set("endpoint", Setting(.text(provider.endpoint), .builtIn))
            all.set(provider.id, Setting(.map(section), key.origin))
        }
        return all
    }

    private var routing: SettingMap {
        var section = SettingMap()
        for (key, prefix) in [("primary", "PRIMARY"), ("fallback", "FALLBACK")] {
            var choice = SettingMap()
            if let provider = text("\(prefix)_PROVIDER") { choice.set("provider", provider) }
            if let model = text("\(prefix)_MODEL") { choice.set("model", model) }
            guard let first = choice.entries.first else { continue }
            section.set(key, Setting(.map(choice), first.value.origin))
        }
        if let strategy = text("ROUTING_STRATEGY") { section.set("strategy", strategy) }
        return section
    }

    private var logging: SettingMap {
        var section = SettingMap()
        if let level = text("LOG_LEVEL"), let name = level.text {
            section.set("level", Setting(.text(name.uppercased()), level.origin))
        }
        if let debug = text("DEBUG"), let word = debug.text?.lowercased() {
            let known = [
                "true": true, "1": true, "yes": true, "on": true, "false": false, "0": false, "no": false, "off": false,
            ]
            section.set("debug", known[word].map { Setting(.boolean($0), debug.origin) } ?? debug)
        }
        return section
    }
}
