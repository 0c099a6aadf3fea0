package import PlatformValues
package import Templates
internal import Words
internal import YAML

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
            files = rendering.outputs { Header.text(of: [$0.name], inputs: [$0.inputs.sha256]) }.map { output in
                OutputFile(path: templates.path(of: output.name, under: kind.folder), bytes: Array(output.text.utf8))
            }.sorted { $0.path < $1.path }
        } catch {
            throw .templates(error)
        }
    }
}

extension JSONValue {
    /// The same tree; a number that JSON cannot hold is a text.
    init(_ node: YAML.Node) {
        switch node.content {
        case .sequence(let items): self = .array(items.map { JSONValue($0) })
        case .mapping(let mapping):
            self = .object(Dictionary(mapping.entries.map { ($0.name, JSONValue($0.value)) }) { $1 })
        case .scalar(let scalar):
            switch node.value {
            case .null: self = .null
            case .boolean(let truth): self = .boolean(truth)
            case .integer(let number): self = .integer(number)
            case .float(let number) where number.isFinite: self = .number(number)
            default: self = .string(scalar.text)
            }
        }
    }
}
