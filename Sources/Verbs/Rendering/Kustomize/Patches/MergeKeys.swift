/// Which lists of which objects a strategic merge patch merges item by item, and by which keys; all others it replaces.
///
/// The built-in types alone: a list of a custom resource is always replaced.
struct MergeSchema {
    /// How a list is merged.
    enum List: Equatable {
        case keyed([String])
        case values
    }

    private struct Field {
        var list: List?
        var shape: String?
    }

    /// The shape of the map we stand in; nil where nothing is known.
    private let shape: String?

    private init(shape: String?) {
        self.shape = shape
    }

    static func of(_ type: ObjectType) -> MergeSchema? {
        let name: String
        guard let core = roots["\(type.apiVersion)/\(type.kind)"] else { return nil }
        name = core
        return MergeSchema(shape: name)
    }

    /// What stands under a name, and how it is merged if it is a list.
    func field(_ name: String) -> (list: List?, items: MergeSchema?) {
        guard let shape, let field = Self.shapes[shape]?[name] else { return (nil, nil) }
        return (field.list, field.shape.map { MergeSchema(shape: $0) })
    }

    private static let roots: [String: String] = {
        var roots: [String: String] = [:]
        func add(_ versions: [String], _ kinds: String, _ shape: String) {
            for version in versions {
                for kind in kinds.split(separator: " ") { roots["\(version)/\(kind)"] = shape }
            }
        }
        add(["v1"], "Pod", "Pod")
        add(["v1"], "PodTemplate", "PodTemplate")
        add(["v1"], "ReplicationController", "Workload")
        add(["apps/v1"], "Deployment ReplicaSet DaemonSet StatefulSet", "Workload")
        add(["batch/v1"], "Job", "Workload")
        add(["batch/v1", "batch/v1beta1"], "CronJob", "CronJob")
        add(["v1"], "Service", "Service")
        add(["v1"], "ServiceAccount", "ServiceAccount")
        add(["v1"], "Node", "Node")
        let hooks = "ValidatingWebhookConfiguration MutatingWebhookConfiguration"
        add(["admissionregistration.k8s.io/v1", "admissionregistration.k8s.io/v1beta1"], hooks, "Webhooks")
        add(["storage.k8s.io/v1", "storage.k8s.io/v1beta1"], "CSINode", "CSINode")
        add(["v1"], "ConfigMap Secret Namespace Endpoints LimitRange ResourceQuota Event", "Plain")
        add(["v1"], "PersistentVolume PersistentVolumeClaim", "WithConditions")
        add(["policy/v1", "policy/v1beta1"], "PodDisruptionBudget", "Plain")
        add(["policy/v1beta1"], "PodSecurityPolicy", "Plain")
        add(["networking.k8s.io/v1", "networking.k8s.io/v1beta1"], "Ingress NetworkPolicy IngressClass", "Plain")
        let roles = "Role ClusterRole RoleBinding ClusterRoleBinding"
        add(["rbac.authorization.k8s.io/v1", "rbac.authorization.k8s.io/v1beta1"], roles, "Plain")
        add(["autoscaling/v1", "autoscaling/v2beta1", "autoscaling/v2beta2"], "HorizontalPodAutoscaler", "Plain")
        add(["storage.k8s.io/v1", "storage.k8s.io/v1beta1"], "StorageClass CSIDriver VolumeAttachment", "Plain")
        add(["scheduling.k8s.io/v1", "scheduling.k8s.io/v1beta1"], "PriorityClass", "Plain")
        add(["apiextensions.k8s.io/v1", "apiextensions.k8s.io/v1beta1"], "CustomResourceDefinition", "Plain")
        add(["apiregistration.k8s.io/v1", "apiregistration.k8s.io/v1beta1"], "APIService", "Conditions")
        return roots
    }()

    private static let shapes: [String: [String: Field]] = {
        func one(_ shape: String) -> Field { Field(shape: shape) }
        func list(_ keys: String..., of shape: String = "Leaf") -> Field { Field(list: .keyed(keys), shape: shape) }
        let metadata = Field(shape: "Metadata")
        let container: [String: Field] = [
            "env": list("name"), "ports": list("containerPort", "protocol"), "volumeMounts": list("mountPath"),
            "volumeDevices": list("devicePath"),
        ]
        var ephemeral = container
        ephemeral["ports"] = nil
        return [
            "Leaf": [:],
            "Metadata": ["ownerReferences": list("uid"), "finalizers": Field(list: .values)],
            "Plain": ["metadata": metadata],
            "Conditions": ["metadata": metadata, "status": one("Status")],
            "WithConditions": ["metadata": metadata, "status": one("Status")],
            "Status": ["conditions": list("type"), "podIPs": list("ip"), "addresses": list("type")],
            "Pod": ["metadata": metadata, "spec": one("PodSpec"), "status": one("Status")],
            "PodSpec": [
                "containers": list("name", of: "Container"), "initContainers": list("name", of: "Container"),
                "ephemeralContainers": list("name", of: "EphemeralContainer"), "volumes": list("name", of: "Volume"),
                "imagePullSecrets": list("name"), "hostAliases": list("ip"),
                "topologySpreadConstraints": list("topologyKey", "whenUnsatisfiable"),
            ],
            "Volume": ["ephemeral": one("EphemeralVolume")],
            "EphemeralVolume": ["volumeClaimTemplate": one("Plain")],
            "Container": container,
            "EphemeralContainer": ephemeral,
            "Template": ["metadata": metadata, "spec": one("PodSpec")],
            "PodTemplate": ["metadata": metadata, "template": one("Template")],
            "Workload": ["metadata": metadata, "spec": one("WorkloadSpec"), "status": one("Status")],
            "WorkloadSpec": ["template": one("Template")],
            "CronJob": ["metadata": metadata, "spec": one("CronJobSpec")],
            "CronJobSpec": ["jobTemplate": one("JobTemplate")],
            "JobTemplate": ["metadata": metadata, "spec": one("WorkloadSpec")],
            "Service": ["metadata": metadata, "spec": one("ServiceSpec"), "status": one("Status")],
            "ServiceSpec": ["ports": list("port", "protocol")],
            "ServiceAccount": ["metadata": metadata, "secrets": list("name")],
            "Node": ["metadata": metadata, "spec": one("NodeSpec"), "status": one("Status")],
            "NodeSpec": ["podCIDRs": Field(list: .values)],
            "Webhooks": ["metadata": metadata, "webhooks": list("name")],
            "CSINode": ["metadata": metadata, "spec": one("CSINodeSpec")],
            "CSINodeSpec": ["drivers": list("name")],
        ]
    }()
}
