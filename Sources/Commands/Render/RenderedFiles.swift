internal import CommandLineKit
internal import Manifests
internal import Platform
internal import PlatformValues
internal import Templates
internal import Words

/// Files of one or more kinds, where they belong, and what of the folder they speak for.
struct RenderedFiles {
    var files: [OutputFile] = []
    var scope = OutputFolder.Scope.everything
    var tree: KubernetesTree?
    var warnings: [Finding] = []

    /// Renders all kinds; the faults of all of them are told at once.
    static func all(_ kinds: [RenderKind], _ matrix: ValuesMatrix, isWhole: Bool, _ desk: RenderDesk) throws
        -> (rendered: RenderedFiles, faults: [Finding])
    {
        var rendered = RenderedFiles()
        var faults: [Finding] = []
        var folders: [String] = []
        for kind in kinds {
            let templates = try desk.templates(of: kind)
            let cells = kind.isOfProject ? [try desk.pipeline()] : matrix.environments.map(\.whole)
            do throws(ManifestFailure) {
                for output in try outputs(kind, of: templates, matrix, cells) {
                    rendered.files += output.files.map {
                        OutputFile(path: "\(output.folder)/\($0.path)", bytes: $0.bytes)
                    }
                    rendered.tree = output.tree ?? rendered.tree
                }
            } catch {
                faults += error.findings
            }
            folders += Self.folders(of: kind, matrix)
        }
        if !isWhole { rendered.scope = .folders(folders) }
        if isWhole, let tree = rendered.tree, !tree.overlays.isEmpty { rendered.warnings = unused(tree.renderings) }
        return (rendered, faults)
    }

    private static func outputs(
        _ kind: RenderKind,
        of templates: TemplateFolder,
        _ matrix: ValuesMatrix,
        _ cells: [ValuesMatrix.Cell],
    ) throws(ManifestFailure) -> [(folder: String, files: [OutputFile], tree: KubernetesTree?)] {
        if kind == .kubernetes {
            let tree = try KubernetesTree(templates, matrix)
            return [(kind.place(in: nil), tree.files, tree)]
        }
        var outputs: [(folder: String, files: [OutputFile], tree: KubernetesTree?)] = []
        for cell in cells where kind.isWanted(by: cell) {
            let output = try PlainOutput(kind, of: templates, cell: cell)
            outputs.append((kind.place(in: cell.name), output.files, nil))
        }
        return outputs
    }

    /// What of the folder one environment's rendering speaks for.
    private static func folders(of kind: RenderKind, _ matrix: ValuesMatrix) -> [String] {
        if kind == .kubernetes {
            // The base is everybody's: who has no cluster does not speak for it.
            let hasCluster = matrix.environments.contains { kind.isWanted(by: $0.whole) }
            return (hasCluster ? ["k8s/base"] : []) + matrix.environments.map { "k8s/overlays/\($0.name)" }
        }
        return kind.isOfProject ? [kind.place(in: nil)] : matrix.environments.map { kind.place(in: $0.name) }
    }

    /// Values of the cluster that no template reads, in any environment.
    private static func unused(_ renderings: [Rendering]) -> [Finding] {
        renderings.unusedValues(below: [ValuePath(["agent"]), ValuePath(["kubernetes"])]).filter { finding in
            !Derived.readElsewhere.contains { finding.subject == $0 || finding.subject?.hasPrefix("\($0).") == true }
        }
    }
}
