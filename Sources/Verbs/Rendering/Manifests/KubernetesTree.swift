internal import Kustomize
internal import Platform
package import PlatformValues
package import Templates
internal import Words
internal import YAML

/// The Kustomize tree of a platform: a base, an overlay for each environment, and one for each of its regions.
///
/// The base is what the platform file says alone. An environment's overlay is what its values change, found by rendering the base's
/// templates once more with them and comparing; a region's overlay is what the region changes of that. So a figure that only one
/// environment has different is one line in its overlay, whichever figure it is, and no template says it twice.
package struct KubernetesTree: Sendable {
    package struct Overlay: Sendable {
        package var environment: String
        package var region: String?
        /// The folder that `kubectl apply -k` takes.
        package var folder: String
        let layers: [Layer]
    }

    /// Sorted by path.
    package let files: [OutputFile]
    /// By environment, the whole before its regions.
    package let overlays: [Overlay]
    /// What was read of the values of every cell, for the warnings about the others.
    package let renderings: [Rendering]
    let memory: MemoryFiles

    static let folders = (base: "k8s/base", overlay: "k8s/overlay", region: "k8s/region")
    /// With regions the environment's own overlay stands in here: kustomize lets no folder draw in one that it lies in.
    static let sharedFolder = "shared"

    /// - Throws: every fault of the templates, in all environments and regions.
    package init(_ templates: TemplateFolder, _ matrix: ValuesMatrix) throws(ManifestFailure) {
        var maker = Maker(templates: templates, matrix: matrix)
        try maker.make()
        files = maker.files.sorted { $0.path < $1.path }
        overlays = maker.overlays
        renderings = maker.renderings
        memory = MemoryFiles(bytes: Dictionary(uniqueKeysWithValues: files.map { ($0.path, $0.bytes) }))
    }
}

private struct Maker {
    let templates: TemplateFolder
    let matrix: ValuesMatrix
    var files: [OutputFile] = []
    var overlays: [KubernetesTree.Overlay] = []
    var renderings: [Rendering] = []
    private var faults: [TemplateFault] = []

    init(templates: TemplateFolder, matrix: ValuesMatrix) {
        self.templates = templates
        self.matrix = matrix
    }

    mutating func make() throws(ManifestFailure) {
        guard !templates.sources(under: KubernetesTree.folders.base).isEmpty else {
            throw .noTemplates(folder: "\(templates.name)/\(KubernetesTree.folders.base)")
        }
        // Without a cluster in the platform file the environments that have one say everything.
        let isShared = matrix.shared.platform.kubernetes != nil
        var base = try layer(KubernetesTree.folders.base, matrix.shared.values, isPartial: true)
        if !isShared { base = base?.emptied() }
        if let text = base?.texts.keys.min() {
            throw .notPatchable(Place("\(templates.name)/\(KubernetesTree.folders.base)/\(text)"), environment: nil)
        }
        for environment in matrix.environments where environment.whole.platform.kubernetes != nil {
            try make(environment, over: base)
        }
        guard faults.isEmpty else { throw .templates(TemplateFailure(faults)) }
        if let base, !overlays.isEmpty { files += Overlay(base).output(in: "base", attachments: [:]) }
    }

    private mutating func make(_ environment: ValuesMatrix.Environment, over base: Layer?) throws(ManifestFailure) {
        let values = environment.whole.values
        let regions = environment.regions.filter { $0.platform.kubernetes != nil }
        let folder = "overlays/\(environment.name)"
        let home = regions.isEmpty ? folder : "\(folder)/\(KubernetesTree.sharedFolder)"
        let wanted = try layer(KubernetesTree.folders.base, values)
        let own = try layer(KubernetesTree.folders.overlay, values)
        var parts: [(name: String, wanted: Layer?, own: Layer?)] = []
        for region in regions {
            let wanted = try layer(KubernetesTree.folders.base, region.values)
            let own = try layer(KubernetesTree.folders.region, region.values)
            parts.append((region.name, wanted, own))
        }
        guard faults.isEmpty, let base, let wanted, let own else { return }
        for layer in [wanted] + parts.compactMap(\.wanted) where layer.kustomization?.root != base.kustomization?.root {
            throw .notPatchable(Place(base.kustomizationTemplate), environment: environment.name)
        }
        var overlay = Overlay(own, over: regions.isEmpty ? "../../base" : "../../../base")
        overlay.add(changesFrom: base, to: wanted)
        let attachments = attachments(of: environment.name)
        files += overlay.output(in: home, attachments: attachments)
        if regions.isEmpty {
            overlays.append(.init(environment: environment.name, region: nil, folder: folder, layers: [wanted, own]))
        } else {
            var stub = own.emptied()
            stub.kustomization = nil
            files += Overlay(stub, over: KubernetesTree.sharedFolder).output(in: folder, attachments: [:])
            overlays.append(.init(environment: environment.name, region: nil, folder: folder, layers: [wanted, own]))
        }
        for part in parts {
            guard let target = part.wanted, let mine = part.own else { continue }
            var overlay = Overlay(mine, over: "../\(KubernetesTree.sharedFolder)")
            overlay.add(changesFrom: wanted, to: target)
            let place = "\(folder)/\(part.name)"
            files += overlay.output(in: place, attachments: attachments)
            overlays.append(
                .init(environment: environment.name, region: part.name, folder: place, layers: [target, mine, own])
            )
        }
    }

    /// A layer, or nil where its templates have faults: they are told together with those of the others.
    private mutating func layer(_ folder: String, _ values: Values, isPartial: Bool = false) throws(ManifestFailure)
        -> Layer?
    {
        do throws(ManifestFailure) {
            let layer = try Layer(folder, of: templates, values: values, isPartial: isPartial)
            renderings += layer.renderings
            return layer
        } catch {
            guard case .templates(let failure) = error else { throw error }
            faults += failure.faults.filter { !faults.contains($0) }
            return nil
        }
    }

    private func attachments(of environment: String) -> [String: [UInt8]] {
        var files = ["platform.yaml": matrix.files.platform]
        files["environment.yaml"] = matrix.files.environments[environment]
        for migration in matrix.files.migrations { files["migrations/\(migration.name)"] = migration.bytes }
        return files
    }
}
