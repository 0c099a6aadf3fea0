internal import YAML

/// Annotations are texts, whatever a manifest wrote: `prometheus.io/port: 8000` is `"8000"`.
struct Annotations {
    let options: Kustomize.Options

    /// The object with every annotation as the text it was written as; nil where they are that.
    func asTexts(_ node: YAML.Node) -> YAML.Node? {
        guard var metadata = node["metadata"], let annotations = metadata["annotations"]?.mapping,
            annotations.contains(where: { $0.value.value != .text })
        else { return nil }
        var texts = annotations
        for entry in annotations where entry.value.value != .text {
            // kustomize makes an empty text of a list or a map; the API server would refuse what stands there.
            guard entry.value.scalar != nil || options.compat else { continue }
            texts[entry.name] = YAML.Node(text: entry.value.plainText, at: entry.value.place)
        }
        var result = node
        metadata.set("annotations", to: YAML.Node(texts))
        result.set("metadata", to: metadata)
        return result
    }
}
