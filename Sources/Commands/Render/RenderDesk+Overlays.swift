internal import CommandLineKit
internal import Manifests
internal import Platform
internal import PlatformValues

extension RenderDesk {
    /// The overlays meant: of an environment with regions those of its regions, the primary one where none is named.
    func overlays(of tree: KubernetesTree, in matrix: ValuesMatrix, otherwiseAll: Bool = false) throws
        -> [KubernetesTree.Overlay]
    {
        var asked = arguments[RenderOptions.region]
        if otherwiseAll, arguments.source(of: RenderOptions.region) != .line { asked = "all" }
        var chosen: [KubernetesTree.Overlay] = []
        for environment in matrix.environments {
            let mine = tree.overlays.filter { $0.environment == environment.name }
            let regional = mine.filter { $0.region != nil }
            guard !regional.isEmpty else {
                chosen += mine
                continue
            }
            if asked == "all" {
                chosen += regional
                continue
            }
            let primary = environment.regions.first { $0.platform.regions[$0.name]?.role == .primary }?.name
            let name = asked ?? primary ?? regional[0].region
            guard let overlay = regional.first(where: { $0.region == name }) else {
                let known = regional.compactMap(\.region).joined(separator: ", ")
                throw UsageError("there is no region \(name ?? "")", hint: "known: \(known), all")
            }
            chosen.append(overlay)
        }
        if chosen.isEmpty {
            let names = matrix.environments.map(\.name).joined(separator: ", ")
            throw UsageError(
                "\(names) has no cluster",
                hint: "its model has no kubernetes: section; choose another with --env"
            )
        }
        return chosen
    }
}

extension KubernetesTree.Overlay {
    /// As people know the cluster: `staging/fr-par`.
    var label: String { [environment, region].compactMap(\.self).joined(separator: "/") }
}
