internal import YAML

/// What one kustomization file asks for.
struct Kustomization {
    var file: String
    var isComponent = false
    var resources: [Placed<String>] = []
    var components: [Placed<String>] = []
    var namespace = ""
    var namePrefix = ""
    var nameSuffix = ""
    var labels: [LabelRule] = []
    var commonLabels: [Pair] = []
    var commonAnnotations: [Pair] = []
    /// The older spelling, applied before `patches`.
    var patchesStrategicMerge: [PatchRule] = []
    var patches: [PatchRule] = []
    /// The older spelling, applied after the annotations.
    var patchesJson6902: [PatchRule] = []
    var images: [ImageRule] = []
    var replicas: [ReplicaRule] = []
    var replacements: [ReplacementRule] = []
    var configMaps: [GeneratorRule] = []
    var secrets: [GeneratorRule] = []
    var order: SortRule?
    var isManagedByLabelled = false
}

struct LabelRule {
    var pairs: [Pair]
    var includesSelectors: Bool
    var includesTemplates: Bool
    var fields: [FieldSpec]
    var place: YAML.Place
}

struct PatchRule {
    enum Source {
        /// Placed where the text begins.
        case inline(String)
        case file(String)
    }

    var source: Source
    var target: Selector?
    var allowsNameChange = false
    var allowsKindChange = false
    var allowsNoMatch = false
    var place: YAML.Place
}

struct ImageRule {
    var name: String
    var newName: String
    var newTag: String
    var tagSuffix: String
    var digest: String
    var place: YAML.Place
}

struct ReplicaRule {
    var name: String
    var count: Int
    var place: YAML.Place
}

struct SortRule {
    var isLegacy: Bool
    var first: [String]?
    var last: [String]?
}

struct GeneratorRule {
    enum Behavior: String {
        case create, merge, replace
    }

    var isSecret: Bool
    var name: String
    var namespace: String
    var behavior: Behavior
    var type: String
    var envs: [Placed<String>]
    var literals: [Placed<String>]
    var files: [Placed<String>]
    var labels: [Pair]
    var annotations: [Pair]
    var hasNoHash: Bool
    var isImmutable: Bool
    var place: YAML.Place
}

struct ReplacementRule {
    var source: ReplacementSource
    var targets: [ReplacementTarget]
    var place: YAML.Place
}

struct ReplacementSource {
    /// Nothing where the value itself is given.
    var identity: Identity?
    var value: String?
    var path: String
    var options: ReplacementOptions
}

struct ReplacementTarget {
    var select: Selector
    var reject: [Selector]
    var paths: [Placed<String>]
    var options: ReplacementOptions
}

struct ReplacementOptions {
    var delimiter = ""
    var index = 0
    var creates = false
}
