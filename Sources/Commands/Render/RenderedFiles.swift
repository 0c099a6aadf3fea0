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
        var renderings: [Rendering] = []
        for kind in kinds {
            let templates = try desk.templates(of: kind)
            let cells = kind.isOfProject ? [try desk.pipeline()] : matrix.environments.map(\.whole)
            do throws(ManifestFailure) {
                for output in try Self.outputs(kind, of: templates, matrix, cells) {
                    renderings += output.renderings
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
        if isWhole { warnings = Self.unused(renderings, matrix) }
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

    private struct Output {
        var folder: String
        var files: [OutputFile]
        var renderings: [Rendering]
        var tree: KubernetesTree?
    }

    private static func outputs(
        _ kind: RenderKind,
        of templates: TemplateFolder,
        _ matrix: ValuesMatrix,
        _ cells: [ValuesMatrix.Cell],
    ) throws(ManifestFailure) -> [Output] {
        if kind == .kubernetes {
            let tree = try KubernetesTree(templates, matrix)
            return [Output(folder: kind.place(in: nil), files: tree.files, renderings: tree.renderings, tree: tree)]
        }
        var outputs: [Output] = []
        for cell in cells where kind.isWanted(by: cell) {
            let output = try PlainOutput(kind, of: templates, cell: cell)
            let folder = kind.place(in: cell.name)
            // The pipeline's values are of a form of their own.
            let renderings = kind.isOfProject ? [] : output.renderings
            outputs.append(Output(folder: folder, files: output.files, renderings: renderings))
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

    /// Values of what is rendered somewhere that no template reads, in any environment.
    private static func unused(_ renderings: [Rendering], _ matrix: ValuesMatrix) -> [Finding] {
        let platforms = matrix.environments.map(\.whole.platform)
        var sections: [String] = []
        if platforms.contains(where: { $0.kubernetes != nil }) { sections += ["agent", "kubernetes"] }
        if platforms.contains(where: { $0.compose != nil }) { sections.append("compose") }
        if platforms.contains(where: { $0.telemetry != nil }) { sections.append("telemetry") }
        return renderings.unusedValues(below: sections.map { ValuePath([$0]) }).filter { finding in
            !Derived.readElsewhere.contains { finding.subject == $0 || finding.subject?.hasPrefix("\($0).") == true }
        }
    }
}
