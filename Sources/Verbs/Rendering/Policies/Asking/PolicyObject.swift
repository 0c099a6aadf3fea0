package import Kustomize
package import YAML

/// An object as policies see it: its tree, what it is called, and where the document it grew from begins.
package struct PolicyObject: Sendable {
    package let node: YAML.Node
    package let place: YAML.Place
    package let group: String
    package let version: String
    package let kind: String
    package let name: String
    /// As it is written; empty where none is.
    package let writtenNamespace: String
    /// Where it stands: `default` where none is written, empty for what no namespace holds.
    package let namespace: String
    /// The kind alone where the group is the one everybody means by it, else with the group: `Gateway`,
    /// `Gateway.gateway.networking.k8s.io`.
    let type: String
    /// Where it stands among the objects it is judged with.
    var position = 0

    package init(_ object: Kustomize.Object) {
        self.init(object.node, at: object.place)
    }

    package init(_ node: YAML.Node, at place: YAML.Place? = nil) {
        let apiVersion = node["apiVersion"].plain
        let parts = apiVersion.split(separator: "/", maxSplits: 1)
        let metadata = node["metadata"]
        self.node = node
        self.place = place ?? node.place
        group = parts.count == 2 ? String(parts[0]) : ""
        version = String(parts.last ?? "")
        kind = node["kind"].plain
        name = metadata?["name"].plain ?? ""
        type = KnownKinds.type(kind, of: group)
        writtenNamespace = metadata?["namespace"].plain ?? ""
        namespace = KnownKinds.isClusterWide(type) ? "" : writtenNamespace.isEmpty ? "default" : writtenNamespace
    }

    var identity: ObjectIdentity { ObjectIdentity(type, namespace, name) }

    /// `Deployment island-hopper/agent`; a namespace that nobody wrote is not told.
    package var address: String {
        "\(kind.isEmpty ? "an object of no kind" : kind) \(writtenNamespace.isEmpty ? "" : "\(writtenNamespace)/")\(name)"
    }

    var annotations: YAML.Mapping? { node["metadata"]?["annotations"]?.mapping }
    var labels: Labels { Labels(node["metadata"]?["labels"]) }
}

/// What tells one object from another.
struct ObjectIdentity: Hashable {
    var type: String
    var namespace: String
    var name: String

    init(_ type: String, _ namespace: String, _ name: String) {
        self.type = type
        self.namespace = namespace
        self.name = name
    }
}
