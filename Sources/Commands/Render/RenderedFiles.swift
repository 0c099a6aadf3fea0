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

    /// Renders all kinds.
    /// - Throws: `Unrenderable`, with the faults of all of them.
    init(_ kinds: [RenderKind], _ matrix: ValuesMatrix, isWhole: Bool, _ desk: RenderDesk) throws {
        var faults: [Finding] = []
        var folders: [String] = []
        for kind in kinds {
            let templates = try desk.templates(of: kind)
            let cells = kind.isOfProject ? [try desk.pipeline()] : matrix.environments.map(\.whole)
            do throws(ManifestFailure) {
                for output in try Self.outputs(kind, of: templates, matrix, cells) {
                    files += output.files.map { OutputFile(path: "\(output.folder)/\($0.path)", bytes: $0.bytes) }
                    tree = output.tree ?? tree
                }
            } catch {
                faults += error.findings
            }
            folders += Self.folders(of: kind, matrix)
        }
        if faults.isEmpty, let tree { faults = Self.faults(ofBuilding: tree) }
        guard faults.isEmpty else { throw Unrenderable(findings: faults) }
        if !isWhole { scope = .folders(folders) }
        if isWhole, let tree, !tree.overlays.isEmpty { warnings = Self.unused(tree.renderings) }
    }

    /// What is written can be built: a tree that kubectl refuses is no output.
    private static func faults(ofBuilding tree: KubernetesTree) -> [Finding] {
        var faults: [Finding] = []
        for overlay in tree.overlays {
            do throws(ManifestFailure) {
                _ = try tree.objects(of: overlay)
            } catch {
                // What is wrong with the base is wrong in every overlay.
                faults += error.findings.filter { !faults.contains($0) }
            }
        }
        return faults
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
