package import Platform
package import Templates

/// What is made of the model for templates, which neither reckon nor choose: it stands under `derived`.
///
/// One file a subject; each gives its entries of the map.
package enum Derived {
    package static func values(of loaded: LoadedPlatform, _ files: ProjectFiles) -> Values.Fields.Entry {
        var fields = Values.Fields()
        for entry in kubernetes(loaded, files) { fields.set(entry.name, Values.Value(entry.content, .made)) }
        for entry in ArtefactValues.entries(of: loaded) { fields.set(entry.name, entry.value) }
        return Values.Fields.Entry("derived", Values.Value(.map(fields), .made))
    }

    /// Values that templates need not read themselves: something is made of them here, or other verbs read them.
    package static let readElsewhere = [
        "agent.digest", "agent.endpoint", "agent.liveness", "agent.metrics", "agent.readiness", "agent.replicas",
        "agent.resources",
        "agent.scratch", "kubernetes.autoscaling.scale_down", "kubernetes.autoscaling.scale_up", "kubernetes.context",
        "kubernetes.ihctl", "kubernetes.istio.fault", "kubernetes.istio.ports", "kubernetes.istio.retry_on",
        "kubernetes.istio.tls_secret",
        "kubernetes.kubeconfig", "kubernetes.networks", "kubernetes.nodes", "kubernetes.secret_keys",
        "kubernetes.secrets",
        "kubernetes.spread",
        "kubernetes.version", "compose.host", "compose.internal_networks", "compose.networks", "compose.resources",
        "compose.stack", "compose.update.roll_back_on_failure", "telemetry.alertmanager", "telemetry.alerts",
        "telemetry.grafana", "telemetry.jobs",
        "telemetry.metrics", "telemetry.prometheus", "telemetry.retention",
    ]

    /// An entry before its origin is written on it.
    struct Entry {
        var name: String
        var content: Values.Value.Content
    }
}

extension Values {
    /// All that templates read: the model and what is made of it.
    package init(_ loaded: LoadedPlatform, files: ProjectFiles) {
        self.init(loaded, adding: [Derived.values(of: loaded, files)])
    }
}

// Contents in few words.
extension Values.Value.Content {
    static func text(orNothing text: String?) -> Self { text.map { .text($0) } ?? .nothing }
    static func integer(orNothing number: Int?) -> Self { number.map { .integer($0) } ?? .nothing }

    static func map(of entries: KeyValuePairs<String, Self>) -> Self {
        .map(Values.Fields(entries.map { Values.Fields.Entry($0.key, Values.Value($0.value, .made)) }))
    }

    static func list(of items: some Sequence<Self>) -> Self {
        .list(items.map { Values.Value($0, .made) })
    }
}

extension Values.Origin {
    fileprivate static let made = Values.Origin.elsewhere("made of the platform file")
}
