package import PlatformValues
package import Templates

/// Templates whose outputs are files as they are: everything that is no Kustomize tree.
package struct PlainOutput: Sendable {
    /// Sorted by path, seen from the folder of their kind.
    package let files: [OutputFile]
    package let renderings: [Rendering]

    /// - Throws: every fault of the templates. Without templates there are no files.
    package init(_ kind: RenderKind, of templates: TemplateFolder, cell: ValuesMatrix.Cell) throws(ManifestFailure) {
        do throws(TemplateFailure) {
            let set = try TemplateSet(templates.sources(under: kind.folder))
            let rendering = try set.render(with: cell.values)
            renderings = [rendering]
            let outputs = rendering.outputs { file in
                Self.hasComments(file.name) ? Header.text(of: [file.name], inputs: [file.inputs.sha256]) : nil
            }
            files = outputs.map { output in
                OutputFile(path: templates.path(of: output.name, under: kind.folder), bytes: Array(output.text.utf8))
            }.sorted { $0.path < $1.path }
        } catch {
            throw .templates(error)
        }
    }

    /// Where `#` begins no comment there is no header.
    private static func hasComments(_ name: String) -> Bool {
        ![".md", ".html", ".xml", ".sql", ".txt", ".js", ".css"].contains(where: name.hasSuffix)
    }
}
