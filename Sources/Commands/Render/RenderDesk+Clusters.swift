internal import Kustomize
internal import Manifests
internal import Platform
internal import PlatformValues
internal import Policies
internal import Schemas

extension RenderDesk {
    /// What each environment and region puts into its cluster: of one environment, or of all that have clusters.
    func clusters(_ environment: String?) throws -> [RenderJudgement.Cluster] {
        // All of them in any case: two environments that write into one namespace are told.
        let matrix = try matrix(of: nil)
        let tree = try KubernetesTree(try templates(of: .kubernetes), matrix)
        // One that does not exist is refused by its own name.
        let meant = environment == nil ? matrix : try self.matrix(of: environment)
        let asked = try overlays(of: tree, in: meant, otherwiseAll: true)
        var objects: [String: [RenderedObject]] = [:]
        for overlay in tree.overlays { objects[overlay.label] = try tree.objects(of: overlay) }
        return try asked.map { overlay in
            let loaded = try loader.load(environment: overlay.environment, region: overlay.region)
            let others = tree.overlays.filter { $0.region == overlay.region && $0.environment != overlay.environment }
            var cluster = RenderJudgement.Cluster(
                name: overlay.label,
                objects: objects[overlay.label] ?? [],
                version: KubernetesVersion.known.upperBound,
                committed: committed(overlay),
                others: Dictionary(
                    others.map { ($0.environment, (objects[$0.label] ?? []).map { PolicyObject($0.object) }) }
                ) { first, _ in first }
            )
            cluster.measure(as: loaded)
            return cluster
        }
    }

    /// The objects of the committed tree; where it cannot be built, --check says so.
    private func committed(_ overlay: KubernetesTree.Overlay) -> [PolicyObject] {
        let root = context.project.path(Self.rendered)
        guard let files = try? LocalFiles(within: root),
            let built = try? Kustomize.build("\(root)/k8s/\(overlay.folder)", in: files)
        else { return [] }
        return built.objects.map { PolicyObject($0) }
    }
}

extension RenderJudgement.Cluster {
    /// By what the platform file says of the cluster.
    mutating func measure(as loaded: LoadedPlatform) {
        environment = PolicyEnvironment(loaded)
        if let declared = loaded.platform.kubernetes.flatMap({ KubernetesVersion($0.version) }) { version = declared }
    }
}
