internal import YAML

/// Reads a kustomization file into what it asks for; what ihctl does not do is refused here, by name.
struct KustomizationReader {
    private let fields: FieldReader
    private let file: String
    /// The build's own files, for what stands in a file of its own: replacements.
    private let load: (Placed<String>) throws(KustomizeError) -> YAML.Node

    static func read(
        _ node: YAML.Node,
        file: String,
        load: @escaping (Placed<String>) throws(KustomizeError) -> YAML.Node
    ) throws(KustomizeError) -> Kustomization {
        let fields = try FieldReader(node, "", known: known)
        let reader = KustomizationReader(fields: fields, file: file, load: load)
        return try reader.kustomization()
    }

    private static let known =
        [
            "apiVersion", "kind", "metadata", "resources", "bases", "components", "namespace", "namePrefix",
            "nameSuffix",
            "labels", "commonLabels", "commonAnnotations", "patches", "patchesStrategicMerge", "patchesJson6902",
            "images",
            "imageTags", "replicas", "replacements", "configMapGenerator", "secretGenerator", "generatorOptions",
            "sortOptions", "buildMetadata",
        ] + refused.map(\.field)

    /// Fields of kustomize that are not built, and what to do in their stead.
    private static let refused: [(field: String, instead: String)] = [
        ("vars", "use replacements"),
        ("generators", "plugins run programs; list what they generate under resources"),
        ("transformers", "plugins run programs; use patches, labels or replacements"),
        ("validators", "plugins run programs; the rendered objects are checked by the policies"),
        ("helmCharts", "render the chart and list what comes out under resources"),
        ("helmGlobals", "render the chart and list what comes out under resources"),
        ("helmChartInflationGenerator", "render the chart and list what comes out under resources"),
        ("configurations", "use the fields of labels, or replacements"),
        ("crds", "use replacements for references within custom resources"),
        ("openapi", "lists of custom resources are replaced as a whole; use a JSON patch for one of their items"),
    ]

    private func kustomization() throws(KustomizeError) -> Kustomization {
        for (field, instead) in Self.refused where fields.node(field) != nil {
            throw KustomizeError(.unsupported(field, instead: instead), at: fields.keyPlace(field))
        }
        var result = Kustomization(file: file)
        try readKind(into: &result)
        result.resources = try fields.strings("resources") + fields.strings("bases")
        result.components = try fields.strings("components")
        result.namespace = try fields.string("namespace") ?? ""
        result.namePrefix = try fields.string("namePrefix") ?? ""
        result.nameSuffix = try fields.string("nameSuffix") ?? ""
        for node in try fields.items("labels") { result.labels.append(try LabelRule(node)) }
        result.commonLabels = try fields.pairs("commonLabels")
        result.commonAnnotations = try fields.pairs("commonAnnotations")
        for text in try fields.strings("patchesStrategicMerge") {
            result.patchesStrategicMerge.append(PatchRule(pathOrText: text))
        }
        for node in try fields.items("patches") { result.patches.append(try PatchRule(node)) }
        for node in try fields.items("patchesJson6902") { result.patchesJson6902.append(try PatchRule(node)) }
        for node in try fields.items("images") + fields.items("imageTags") { result.images.append(try ImageRule(node)) }
        for node in try fields.items("replicas") { result.replicas.append(try ReplicaRule(node)) }
        for node in try fields.items("replacements") { result.replacements += try ReplacementRule.read(node, load) }
        let options = try fields.node("generatorOptions").map { node throws(KustomizeError) in
            try GeneratorOptions(node, "generatorOptions")
        }
        for node in try fields.items("configMapGenerator") {
            result.configMaps.append(try GeneratorRule(node, isSecret: false, global: options))
        }
        for node in try fields.items("secretGenerator") {
            result.secrets.append(try GeneratorRule(node, isSecret: true, global: options))
        }
        result.order = try fields.node("sortOptions").map { node throws(KustomizeError) in try SortRule(node) }
        for entry in try fields.strings("buildMetadata") {
            guard entry.value == "managedByLabel" else {
                throw KustomizeError(
                    .unsupported("buildMetadata: \(entry.value)", instead: "leave it out"),
                    at: entry.place
                )
            }
            result.isManagedByLabelled = true
        }
        return result
    }

    private func readKind(into result: inout Kustomization) throws(KustomizeError) {
        let kind = try fields.string("kind") ?? "Kustomization"
        guard kind == "Kustomization" || kind == "Component" else {
            let error = KustomizeError.Kind.wrongKind(
                expected: "kind Kustomization or Component",
                found: "kind \(kind)"
            )
            throw KustomizeError(error, at: fields.node("kind")?.place ?? fields.place)
        }
        result.isComponent = kind == "Component"
        let version = result.isComponent ? "kustomize.config.k8s.io/v1alpha1" : "kustomize.config.k8s.io/v1beta1"
        // The version may be left out; a component of the kustomization's version is taken too.
        guard let written = try fields.string("apiVersion"), written != version else { return }
        throw KustomizeError(
            .wrongKind(expected: "apiVersion \(version)", found: "apiVersion \(written)"),
            at: fields.node("apiVersion")?.place ?? fields.place
        )
    }
}

extension SortRule {
    init(_ node: YAML.Node) throws(KustomizeError) {
        let fields = try FieldReader(node, "sortOptions", known: ["order", "legacySortOptions"])
        let order = try fields.string("order") ?? ""
        guard order == "legacy" || order == "fifo" else {
            throw KustomizeError(
                .mismatch("sortOptions.order", expected: "fifo or legacy", found: "\"\(order)\""),
                at: fields.node("order")?.place ?? fields.place
            )
        }
        isLegacy = order == "legacy"
        guard let node = fields.node("legacySortOptions") else { return }
        guard isLegacy else {
            throw KustomizeError(.invalid("legacySortOptions go with the order legacy alone"), at: node.place)
        }
        let legacy = try FieldReader(node, "sortOptions.legacySortOptions", known: ["orderFirst", "orderLast"])
        first = try legacy.strings("orderFirst").map(\.value)
        last = try legacy.strings("orderLast").map(\.value)
    }
}
