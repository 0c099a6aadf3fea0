package import Kustomize
package import YAML

/// An object as policies see it: its tree, what it is called, and where the document it grew from begins.
package struct PolicyObject: Sendable {
    /// Shared, since every policy is handed every object.
    private let body: Body
    /// Where it stands among the objects it is judged with.
    var position = 0

    private final class Body: Sendable {
        let node: YAML.Node
        let place: YAML.Place
        let kind: String
        let type: String
        let name: String
        let writtenNamespace: String
        let namespace: String

        init(_ node: YAML.Node, at place: YAML.Place) {
            let apiVersion = node["apiVersion"].plain
            let group = apiVersion.contains("/") ? String(apiVersion.prefix { $0 != "/" }) : ""
            let metadata = node["metadata"]
            self.node = node
            self.place = place
            kind = node["kind"].plain
            name = metadata?["name"].plain ?? ""
            type = KnownKinds.type(kind, of: group)
            writtenNamespace = metadata?["namespace"].plain ?? ""
            namespace = KnownKinds.isClusterWide(type) ? "" : writtenNamespace.isEmpty ? "default" : writtenNamespace
        }
    }

    package init(_ object: Kustomize.Object) {
        self.init(object.node, at: object.place)
    }

    package init(_ node: YAML.Node, at place: YAML.Place? = nil) {
        body = Body(node, at: place ?? node.place)
    }

    package var node: YAML.Node { body.node }
    package var place: YAML.Place { body.place }
    package var kind: String { body.kind }
    package var name: String { body.name }
    /// As it is written; empty where none is.
    package var writtenNamespace: String { body.writtenNamespace }
    /// Where it stands: `default` where none is written, empty for what no namespace holds.
    package var namespace: String { body.namespace }
    /// The kind alone where the group is the one everybody means by it, else with the group: `Gateway`,
    /// `Gateway.gateway.networking.k8s.io`.
    var type: String { body.type }

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
