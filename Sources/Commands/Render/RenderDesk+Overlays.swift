internal import CommandLineKit
internal import Manifests
internal import Platform
internal import PlatformValues

extension RenderDesk {
    /// The overlays meant: of an environment with regions those of its regions, the primary one where none is named.
    func overlays(of tree: KubernetesTree, in matrix: ValuesMatrix, otherwiseAll: Bool = false) throws
        -> [KubernetesTree.Overlay]
    {
        let asked = arguments[RenderOptions.region] ?? (otherwiseAll ? "all" : nil)
        try demand(region: arguments[RenderOptions.region], among: tree.overlays, of: matrix)
        var chosen: [KubernetesTree.Overlay] = []
        for environment in matrix.environments {
            let mine = tree.overlays.filter { $0.environment == environment.name }
            let regional = mine.filter { $0.region != nil }
            guard !regional.isEmpty else {
                // Where one region is meant, an environment without any has no part in it.
                if asked == nil || asked == "all" { chosen += mine }
                continue
            }
            if asked == "all" {
                chosen += regional
                continue
            }
            let primary = environment.regions.first { $0.platform.regions[$0.name]?.role == .primary }?.name
            let name = asked ?? primary ?? regional[0].region
            chosen += regional.filter { $0.region == name }
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

    /// A region that no environment meant has is a slip, wherever it is named.
    private func demand(region: String?, among overlays: [KubernetesTree.Overlay], of matrix: ValuesMatrix) throws {
        guard let region, region != "all" else { return }
        let names = matrix.environments.map(\.name)
        let mine = overlays.filter { names.contains($0.environment) }
        guard !mine.isEmpty, !mine.contains(where: { $0.region == region }) else { return }
        var known: [String] = []
        for case let name? in mine.map(\.region) where !known.contains(name) { known.append(name) }
        guard !known.isEmpty else {
            throw UsageError("there is no region \(region)", hint: "the platform file names none")
        }
        let hint = didYouMean(region, among: known + ["all"]) ?? "known: \(known.joined(separator: ", ")), all"
        throw UsageError("there is no region \(region)", hint: hint)
    }
}

extension KubernetesTree.Overlay {
    /// As people know the cluster: `staging/fr-par`.
    var label: String { [environment, region].compactMap(\.self).joined(separator: "/") }
}
