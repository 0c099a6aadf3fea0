internal import YAML

/// An object on its way through the build, and all that it was called before.
struct Resource {
    var node: YAML.Node
    private(set) var identity: Identity
    /// What it was called before each renaming, the oldest first; empty where it was never renamed.
    private(set) var previous: [Identity] = []
    var prefixes: [String] = []
    var suffixes: [String] = []
    var needsHash = false
    /// Deleted by a patch; the set forgets it when it is next looked through.
    var isDeleted = false
    let place: YAML.Place

    init(_ node: YAML.Node, identity: Identity, at place: YAML.Place) {
        self.node = node
        self.identity = identity
        self.place = place
    }

    var original: Identity { previous.first ?? identity }
    var isClusterScoped: Bool { ClusterScope.contains(identity.type) }

    /// All that it is and was called.
    var identities: [Identity] { previous + [identity] }

    mutating func remember() {
        previous.append(identity)
    }

    mutating func forgetHistory() {
        (previous, prefixes, suffixes) = ([], [], [])
    }

    mutating func rename(_ name: String) {
        identity.name = name
        setMetadata("name", to: name)
    }

    mutating func move(to namespace: String) {
        identity.namespace = namespace
        setMetadata("namespace", to: namespace.isEmpty ? nil : namespace)
    }

    /// Reads anew what it is called, after something else than a renaming wrote into it.
    mutating func reread() {
        identity = Identity(of: node)
    }

    /// Takes the history of another, which it stands in for.
    mutating func inherit(from other: Resource) {
        previous = other.previous
        prefixes = other.prefixes
        suffixes = other.suffixes
        needsHash = other.needsHash
    }

    private mutating func setMetadata(_ name: String, to text: String?) {
        var metadata = node["metadata"] ?? YAML.Node(YAML.Mapping())
        metadata.set(name, to: text.map { YAML.Node(text: $0) })
        node.set("metadata", to: metadata)
    }
}

extension Identity {
    init(of node: YAML.Node) {
        let metadata = node["metadata"]
        self.init(
            type: ObjectType(apiVersion: node["apiVersion"]?.plainText ?? "", kind: node["kind"]?.plainText ?? ""),
            name: metadata?["name"]?.plainText ?? "",
            namespace: metadata?["namespace"].flatMap { $0.isNull ? nil : $0.plainText } ?? ""
        )
    }
}
