internal import YAML

/// A HorizontalPodAutoscaler: whose replicas it counts, and between which bounds.
struct Autoscaler: Sendable {
    let object: Int
    let name: String
    let namespace: String
    let target: ObjectIdentity
    /// The server's own where nothing is written.
    let least: Int
    let most: Int?
    /// What is measured by share of what containers ask for: `cpu`, `memory`; with the container where one is named.
    let shares: [Share]

    struct Share: Sendable {
        var resource: String
        var container: String?
        var path: YAML.Path
    }

    init(_ object: PolicyObject) {
        let spec = object.node["spec"]
        let reference = spec?["scaleTargetRef"]
        let version = (reference?["apiVersion"]).plain
        let group = version.contains("/") ? String(version.prefix { $0 != "/" }) : ""
        self.object = object.position
        name = object.name
        namespace = object.namespace
        let kind = (reference?["kind"]).plain
        // Without a version the server takes the group that the kind has.
        let type = version.isEmpty ? kind : KnownKinds.type(kind, of: group)
        target = ObjectIdentity(type, object.namespace, (reference?["name"]).plain)
        least = (spec?["minReplicas"]).int ?? 1
        most = (spec?["maxReplicas"]).int
        var shares = (spec?["metrics"]).items.enumerated().compactMap { index, metric -> Share? in
            let field = metric["type"].plain == "ContainerResource" ? "containerResource" : "resource"
            guard let resource = metric[field], resource["target"]?["type"].plain == "Utilization" else { return nil }
            let container = field == "resource" ? nil : resource["container"].plain
            let path = .spec / "metrics" / index / field
            return Share(resource: resource["name"].plain, container: container, path: path)
        }
        if spec?["targetCPUUtilizationPercentage"]?.int != nil {
            shares.append(Share(resource: "cpu", path: .spec / "targetCPUUtilizationPercentage"))
        }
        self.shares = shares
    }
}

/// A PodDisruptionBudget.
struct Budget: Sendable {
    let object: Int
    let name: String
    let namespace: String
    let selector: Selector
    let least: YAML.Node?
    let most: YAML.Node?

    init(_ object: PolicyObject) {
        let spec = object.node["spec"]
        self.object = object.position
        name = object.name
        namespace = object.namespace
        selector = Selector(spec?["selector"])
        least = spec?["minAvailable"].flatMap { $0.isNull ? nil : $0 }
        most = spec?["maxUnavailable"].flatMap { $0.isNull ? nil : $0 }
    }

    /// How many may be gone at once, of as many as there are; nothing where its figures are none.
    func evictions(of replicas: Int) -> Int? {
        // A share is rounded up, by the controller too.
        func count(_ node: YAML.Node) -> Int? {
            if let number = node.int { return number }
            let text = Optional(node).plain
            guard text.hasSuffix("%"), let percent = Int(text.dropLast()), (0...100).contains(percent) else {
                return nil
            }
            return (min(replicas, 1_000_000) * percent + 99) / 100
        }
        if let most { return count(most) }
        if let least { return count(least).map { replicas.subtractingReportingOverflow($0).partialValue } }
        return nil
    }
}
