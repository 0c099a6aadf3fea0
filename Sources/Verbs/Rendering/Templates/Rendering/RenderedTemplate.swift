internal import Words
package import YAML

/// What one YAML template became.
package struct RenderedTemplate: Sendable {
    package var documents: [RenderedDocument]
    package var inputs: InputDigest

    /// Canonical YAML, `---` between its documents.
    package func text(comment: String? = nil) -> String {
        YAML.text(ofAll: documents.map(\.root), comment: comment)
    }
}

/// What one text template became.
package struct RenderedText: Sendable {
    package var text: String
    package var inputs: InputDigest
}

/// One document; every node in it has the place of the template that made it.
package struct RenderedDocument: Sendable {
    /// A value that was put there whole.
    struct Source: Sendable {
        var output: [YAML.Path.Step]
        var hole: Place
        var path: ValuePath
        var value: Values.Value
    }

    package var root: YAML.Node
    let sources: [Source]

    /// The value that stands at a way of the document, and where it was said; nil for what the template says itself.
    package func source(of way: YAML.Path) -> (path: ValuePath, origin: Values.Origin)? {
        guard let source = sources.last(where: { way.steps.starts(with: $0.output) }) else { return nil }
        var (path, value) = (source.path, source.value)
        for step in way.steps.dropFirst(source.output.count) {
            let name =
                switch step {
                case .key(let key): key
                case .index(let index): String(index)
                }
            guard let next = value.child(name) else { break }
            path = path / name
            value = next
        }
        return (path, value.origin)
    }
}
