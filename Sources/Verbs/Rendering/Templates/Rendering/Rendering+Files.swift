internal import YAML

extension Rendering {
    /// A file as it is to be written.
    package struct Output: Sendable, Hashable {
        package var name: String
        package var text: String

        package init(name: String, text: String) {
            self.name = name
            self.text = text
        }
    }

    /// Every file that came of the templates, in their order; a template that became no document gives none.
    /// - Parameter comment: what stands above each file that has comments.
    package func outputs(comment: (File) -> String? = { _ in nil }) -> [Output] {
        files.compactMap { $0.output(comment: comment($0)) }
    }
}

extension Rendering.File {
    /// The file it gives: of `dashboard.json.yaml` the JSON text `dashboard.json`, of `nginx.conf.yaml`, where its document is
    /// a text, that text as `nginx.conf`; else what it is, under its own name.
    ///
    /// So a file that is no YAML can be one that comes and goes with the values, too.
    /// - Parameter comment: lines above it, each behind a `#`; JSON has none.
    package func output(comment: String? = nil) -> Rendering.Output? {
        switch content {
        case .text(let rendered): return Rendering.Output(name: name, text: Self.header(comment) + rendered.text)
        case .yaml(let rendered):
            guard let first = rendered.documents.first else { return nil }
            guard let inner = innerName else { break }
            if inner.hasSuffix(".json") {
                let texts = rendered.documents.map { JSONText.of($0.root) }
                return Rendering.Output(name: inner, text: texts.joined())
            }
            guard rendered.documents.count == 1, let text = first.root.string else { break }
            return Rendering.Output(name: inner, text: Self.header(comment) + text)
        }
        guard case .yaml(let rendered) = content else { return nil }
        return Rendering.Output(name: name, text: rendered.text(comment: comment))
    }

    /// The name without `.yaml`, where an extension is left.
    private var innerName: String? {
        for suffix in [".yaml", ".yml"] where name.hasSuffix(suffix) {
            let inner = name.dropLast(suffix.count)
            return inner[(inner.lastIndex(of: "/") ?? inner.startIndex)...].contains(".") ? String(inner) : nil
        }
        return nil
    }

    private static func header(_ comment: String?) -> String {
        guard let comment else { return "" }
        return comment.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .map { $0.isEmpty ? "#\n" : "# \($0)\n" }.joined()
    }
}
