internal import YAML

/// A pod, or what makes pods: one view of all kinds that carry a pod's template.
final class Pod: Sendable {
    struct Volume: Sendable {
        var name: String
        var node: YAML.Node
        var path: YAML.Path
    }

    /// Where its object stands among all.
    let object: Int
    let type: String
    let name: String
    let namespace: String
    /// Where the pods' own metadata and spec stand.
    let template: YAML.Path
    let spec: YAML.Node
    let labels: Labels
    let annotations: YAML.Mapping?
    let security: YAML.Node?
    let containers: [Container]
    let volumes: [Volume]
    /// Containers and pods that follow other rules: no user ids, no Linux privileges.
    let isForWindows: Bool

    init?(_ object: PolicyObject) {
        guard let keys = Self.carriers[object.type] else { return nil }
        let template = YAML.Path(keys.map(YAML.Path.Step.key))
        var root: YAML.Node? = object.node
        for key in keys { root = root?[key] }
        guard let root, let spec = root["spec"], spec.mapping != nil else { return nil }
        self.object = object.position
        type = object.type
        name = object.name
        namespace = object.namespace
        self.template = template
        self.spec = spec
        labels = Labels(root["metadata"]?["labels"])
        annotations = root["metadata"]?["annotations"]?.mapping
        security = spec["securityContext"]
        let path = template / "spec"
        var containers: [Container] = []
        for (field, role) in Self.lists {
            for (index, node) in spec[field].items.enumerated() where node.mapping != nil {
                containers.append(Container(node, role, at: path / field / index))
            }
        }
        self.containers = containers
        volumes = spec["volumes"].items.enumerated().map { index, node in
            Volume(name: node["name"].plain, node: node, path: path / "volumes" / index)
        }
        isForWindows = spec["os"]?["name"].plain == "windows"
    }

    var path: YAML.Path { template / "spec" }
    var securityPath: YAML.Path { template / "spec" / "securityContext" }

    /// Ends by itself; nothing waits for it to be ready.
    var isJob: Bool { type == "Job" || type == "CronJob" }

    /// Runs in several copies that are counted.
    var isReplicated: Bool { type == "Deployment" || type == "StatefulSet" || type == "Rollout" }

    static func carries(_ type: String) -> Bool { carriers[type] != nil }

    private static let lists: [(String, Container.Role)] = [
        ("initContainers", .setup), ("containers", .main), ("ephemeralContainers", .debugging),
    ]

    private static let carriers: [String: [String]] = [
        "Pod": [], "Deployment": ["spec", "template"], "StatefulSet": ["spec", "template"],
        "DaemonSet": ["spec", "template"], "ReplicaSet": ["spec", "template"],
        "ReplicationController": ["spec", "template"], "Job": ["spec", "template"], "Rollout": ["spec", "template"],
        "CronJob": ["spec", "jobTemplate", "spec", "template"],
    ]
}
