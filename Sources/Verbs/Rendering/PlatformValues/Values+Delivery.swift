package import Platform
package import Templates
internal import Words

extension Values {
    /// What the templates of a pipeline read: one pipeline serves every environment, so nothing that differs among them stands
    /// anywhere but under `environments`.
    ///
    /// - `platform`, `image` (the agent's, without tag), `registry` (its host), `ihctl` (its image, pinned as the file pins it),
    ///   `dockerfile`, `test` (its `image` and what it is to `run`)
    /// - `branches`: those whose pushes are deployed
    /// - `environments`: those that a branch is deployed to, a rehearsal before what serves people
    package static func delivery(of loaded: [LoadedPlatform]) -> Values {
        let deployed = loaded.filter { $0.platform.delivery?.branch != nil }.sorted {
            let (one, other) = ($0.platform.protected, $1.platform.protected)
            return one == other ? $0.environment < $1.environment : !one
        }
        let platform = (deployed.first ?? loaded.first)?.platform ?? Platform()
        let image = platform.agent?.image ?? "\(platform.name)/agent"
        var branches: [String] = []
        for case let branch? in deployed.map({ $0.platform.delivery?.branch }) where !branches.contains(branch) {
            branches.append(branch)
        }
        let environment = deployed.first?.environment ?? "production"
        let dockerfile = "manifests/rendered/\(environment)/docker/agent/Dockerfile"
        let source = "the platform file"
        let ihctl = platform.delivery?.ihctl ?? platform.kubernetes?.ihctl?.reference ?? Release.image
        let entries: KeyValuePairs<String, Value> = [
            "platform": .text(platform.name, from: "platform"),
            "image": .text(image, from: "agent.image"),
            "registry": .text(registry(of: image), from: "agent.image"),
            "ihctl": .text(ihctl, from: "delivery.ihctl"),
            "dockerfile": .text(dockerfile, from: source),
            "test": test(platform.delivery?.test),
            "branches": .texts(branches, from: "delivery.branch"),
            "environments": .list(deployed.map(delivered), from: "the environments"),
        ]
        return Values(Fields(entries.map { Fields.Entry($0.key, $0.value) }))
    }

    private static func test(_ test: Delivery.Test?) -> Value {
        let source = "delivery.test"
        guard let test else { return .text(nil, from: source) }
        return .map(["image": .text(test.image, from: source), "run": .texts(test.run, from: source)], from: source)
    }

    /// A first part that could be no host means Docker's own registry.
    private static func registry(of image: String) -> String {
        let first = image.split(separator: "/").first.map(String.init) ?? ""
        return image.contains("/") && (first.contains(".") || first.contains(":")) ? first : "docker.io"
    }

    /// The one that takes the writes first, since the migrations run there; then as failover goes.
    private static func regions(_ platform: Platform) -> [String] {
        platform.regions.items.sorted { one, other in
            (one.value.role == .primary ? 0 : 1, one.value.priority) < (
                other.value.role == .primary ? 0 : 1, other.value.priority
            )
        }.map(\.name)
    }

    private static func delivered(_ loaded: LoadedPlatform) -> Value {
        let platform = loaded.platform
        let source = "the environment \(loaded.environment)"
        let host = ArtefactValues.host(platform)
        let agent = platform.agent ?? Agent()
        let cluster = platform.kubernetes.map { kubernetes -> Value in
            .map(
                [
                    "namespace": .text(kubernetes.namespace, from: "kubernetes.namespace"),
                    "deployment": .text(kubernetes.deployment, from: "kubernetes.deployment"),
                ],
                from: "kubernetes",
            )
        }
        return .map(
            [
                "name": .text(loaded.environment, from: source),
                "branch": .text(platform.delivery?.branch, from: "delivery.branch"),
                "regions": .texts(regions(platform), from: "regions"),
                "cluster": cluster ?? .text(nil, from: "kubernetes"),
                "monitored": .truth(ArtefactValues.isMonitored(platform), from: "compose.images"),
                "compose": .truth(cluster == nil && platform.compose != nil, from: "compose"),
                "host": .text(host, from: "kubernetes.ingress.host"),
                "health": .text(agent.liveness.path, from: "agent.liveness.path"),
                "ready": .text(agent.readiness.path, from: "agent.readiness.path"),
                "variables": .texts(Values(loaded).root.variables, from: "its references"),
            ],
            from: source,
        )
    }
}

extension Values.Value {
    /// The variables that references below lead to and that nothing stands in for, each once, in the order of the tree.
    fileprivate var variables: [String] {
        var names: [String] = []
        collect(&names)
        return names
    }

    private func collect(_ names: inout [String]) {
        switch content {
        case .map(let fields): for entry in fields.entries { entry.value.collect(&names) }
        case .list(let items): for item in items { item.collect(&names) }
        case .reference(let text):
            guard case .variable(let name, nil)? = Reference(text, origin: .builtIn)?.target else { return }
            if !names.contains(name) { names.append(name) }
        default: return
        }
    }
}
