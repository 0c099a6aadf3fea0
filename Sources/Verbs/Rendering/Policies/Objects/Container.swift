internal import YAML

/// A container of a pod, its parts found once for all who ask.
final class Container: Sendable {
    enum Role: Sendable {
        case main, setup, sidecar, debugging
    }

    struct Port: Sendable {
        var name: String
        var number: Int?
        var node: YAML.Node
        var path: YAML.Path
    }

    let role: Role
    let name: String
    let node: YAML.Node
    let path: YAML.Path
    let image: ImageName
    let security: YAML.Node?
    let requests: YAML.Node?
    let limits: YAML.Node?
    let ports: [Port]
    let variables: [YAML.Node]
    /// Named as their fields are.
    let probes: [(name: String, node: YAML.Node)]

    init(_ node: YAML.Node, _ role: Role, at path: YAML.Path) {
        self.node = node
        self.path = path
        let isSidecar = role == .setup && node["restartPolicy"].plain == "Always"
        self.role = isSidecar ? .sidecar : role
        name = node["name"].plain
        image = ImageName(node["image"].plain)
        security = node["securityContext"]
        requests = node["resources"]?["requests"]
        limits = node["resources"]?["limits"]
        ports = node["ports"].items.enumerated().map { index, port in
            Port(
                name: port["name"].plain,
                number: port["containerPort"].int,
                node: port,
                path: path / "ports" / index
            )
        }
        variables = node["env"].items
        probes = ["startupProbe", "livenessProbe", "readinessProbe"].compactMap { name in
            node[name].flatMap { $0.isNull ? nil : (name, $0) }
        }
    }

    var securityPath: YAML.Path { path / "securityContext" }

    func probe(_ name: String) -> YAML.Node? { probes.first { $0.name == name }?.node }

    /// Runs as long as the pod does.
    var isLasting: Bool { role == .main || role == .sidecar }

    var inWords: String {
        let kind =
            switch role {
            case .main: "container"
            case .setup: "init container"
            case .sidecar: "sidecar"
            case .debugging: "ephemeral container"
            }
        return name.isEmpty ? "a \(kind) without a name" : "\(kind) \(YAML.excerpt(name))"
    }
}
