package import PlatformValues
package import Templates
internal import Words
internal import YAML

/// Templates whose outputs are files as they are: everything that is no Kustomize tree.
package struct PlainOutput: Sendable {
    /// Sorted by path, seen from the folder of their kind.
    package let files: [OutputFile]
    package let renderings: [Rendering]

    /// A template `name.json.yaml` becomes `name.json`: written as YAML, where holes and types are, and read as JSON.
    private static let jsonSuffix = ".json.yaml"

    /// - Throws: every fault of the templates. Without templates there are no files.
    package init(_ kind: RenderKind, of templates: TemplateFolder, cell: ValuesMatrix.Cell) throws(ManifestFailure) {
        do throws(TemplateFailure) {
            let set = try TemplateSet(templates.sources(under: kind.folder))
            let rendering = try set.render(with: cell.values)
            renderings = [rendering]
            files = rendering.files.map { file in
                Self.output(file, as: templates.path(of: file.name, under: kind.folder))
            }.sorted { $0.path < $1.path }
        } catch {
            throw .templates(error)
        }
    }

    private static func output(_ file: Rendering.File, as path: String) -> OutputFile {
        switch file.content {
        case .yaml(let rendered) where path.hasSuffix(jsonSuffix):
            let text = rendered.documents.map { JSONValue($0.root).pretty + "\n" }.joined()
            return OutputFile(path: String(path.dropLast(".yaml".count)), bytes: Array(text.utf8))
        case .yaml(let rendered):
            let header = Header.text(of: [file.name], inputs: [rendered.inputs.sha256])
            return OutputFile(path: path, bytes: Array(rendered.text(comment: header).utf8))
        case .text(let rendered):
            let header = Header.text(of: [file.name], inputs: [rendered.inputs.sha256])
            return OutputFile(path: path, bytes: Array(headed(rendered.text, header).utf8))
        }
    }

    /// Texts that are rendered here all take `#` for a comment; a line that must be the first one stays it.
    private static func headed(_ text: String, _ header: String) -> String {
        let lines = header.split(separator: "\n").map { "# \($0)\n" }.joined()
        guard text.hasPrefix("#!") || text.hasPrefix("# syntax="), let end = text.firstIndex(of: "\n") else {
            return lines + text
        }
        return text[...end] + lines + text[text.index(after: end)...]
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
