internal import Words
package import YAML

/// A YAML template, read and ready to be rendered any number of times.
///
/// It is itself YAML, one document or several; what is to be filled in stands behind tags (see docs/templates.md), so
/// what comes out is a tree again: it cannot be malformed, and no value loses its type.
package struct Template: Sendable {
    package let file: String
    package let bytes: [UInt8]
    let documents: [Piece]

    /// - Throws: every fault that shows without values.
    package init(
        parsing bytes: [UInt8],
        file: String,
        limits: YAML.Limits = YAML.Limits(),
    ) throws(TemplateFailure) {
        self.file = file
        self.bytes = bytes
        let trees: [YAML.Document]
        do throws(YAMLError) {
            trees = try YAML.parseAll(bytes, file: file, limits: limits)
        } catch {
            let place = Place(file, line: error.place.line, column: error.place.column)
            throw TemplateFailure([TemplateFault(.unreadable(error.problem), at: place)])
        }
        var reader = PieceReader(TemplateLines(bytes, file: file))
        var documents: [Piece] = []
        for tree in trees where !Self.isNothing(tree.root) { documents.append(reader.piece(tree.root)) }
        guard reader.faults.isEmpty else { throw TemplateFailure(reader.faults) }
        self.documents = documents
    }

    /// The documents that the values make of it, in its order.
    /// - Throws: every fault, each with its place in the template and, where a value has to do with it, the value's.
    package func render(with values: Values) throws(TemplateFailure) -> RenderedTemplate {
        var renderer = Renderer(values)
        for document in documents { renderer.document(document) }
        guard renderer.faults.isEmpty else { throw TemplateFailure(renderer.faults) }
        return RenderedTemplate(
            documents: renderer.documents,
            inputs: InputDigest(template: bytes, values: values, usage: renderer.reader.usage),
        )
    }

    /// Between two `---` stand comments at most.
    private static func isNothing(_ root: YAML.Node) -> Bool {
        guard root.tag == nil, let scalar = root.scalar else { return false }
        return scalar.text.isEmpty && scalar.style == .plain
    }
}
