/// Which fields hold the names of which objects.
struct ReferenceRules {
    struct Rule {
        var field: FieldSpec
        var target: ObjectType
    }

    /// By the kind of the object that refers, in kustomize's order.
    let byKind: [String: [Rule]]

    static let builtIn = ReferenceRules()

    private init() {
        var rules: [String: [Rule]] = [:]
        func add(_ target: ObjectType, _ fields: [FieldSpec]) {
            for field in fields { rules[field.type.kind, default: []].append(Rule(field: field, target: target)) }
        }
        for kind in ["Deployment", "ReplicationController", "ReplicaSet", "StatefulSet"] {
            add(ObjectType(kind: kind), [FieldSpec("spec/scaleTargetRef/name", "HorizontalPodAutoscaler")])
        }
        add(ObjectType(version: "v1", kind: "ConfigMap"), Self.configMaps)
        add(ObjectType(version: "v1", kind: "Secret"), Self.secrets)
        add(ObjectType(version: "v1", kind: "Service"), Self.services)
        let rbac = "rbac.authorization.k8s.io"
        let binding = FieldSpec("roleRef/name", "RoleBinding", group: rbac)
        let clusterBinding = FieldSpec("roleRef/name", "ClusterRoleBinding", group: rbac)
        add(ObjectType(group: rbac, kind: "Role"), [binding])
        add(ObjectType(group: rbac, kind: "ClusterRole"), [binding, clusterBinding])
        let subjects = ["RoleBinding", "ClusterRoleBinding"].map { FieldSpec("subjects", $0, group: rbac) }
        add(
            ObjectType(version: "v1", kind: "ServiceAccount"),
            subjects + Self.pods("serviceAccountName", Self.accounted)
        )
        let claims = Self.pods("volumes/persistentVolumeClaim/claimName", Self.accounted)
        add(ObjectType(version: "v1", kind: "PersistentVolumeClaim"), claims)
        add(
            ObjectType(version: "v1", kind: "PersistentVolume"),
            [FieldSpec("spec/volumeName", "PersistentVolumeClaim"), FieldSpec("rules/resourceNames", "ClusterRole")]
        )
        let storage = "storageClassName"
        add(
            ObjectType(group: "storage.k8s.io", version: "v1", kind: "StorageClass"),
            [
                FieldSpec("spec/\(storage)", "PersistentVolume"), FieldSpec("spec/\(storage)", "PersistentVolumeClaim"),
                FieldSpec("spec/volumeClaimTemplates/spec/\(storage)", "StatefulSet"),
            ]
        )
        let priority = ObjectType(group: "scheduling.k8s.io", version: "v1", kind: "PriorityClass")
        add(priority, Self.pods("priorityClassName", Self.accounted))
        // IngressClass has a rule in kustomize too, with a group that no object is of.
        let admission = "admissionregistration.k8s.io"
        add(
            ObjectType(group: admission, kind: "ValidatingAdmissionPolicy"),
            [FieldSpec("spec/policyName", "ValidatingAdmissionPolicyBinding", group: admission)]
        )
        byKind = rules
    }

    private static let templated = [
        "PodTemplate", "Deployment", "ReplicaSet", "DaemonSet", "StatefulSet", "Job", "CronJob",
    ]

    /// Of a pod's accounts, claims and priorities kustomize knows other kinds than of its maps.
    private static let accounted = [
        "StatefulSet", "Deployment", "ReplicationController", "CronJob", "Job", "DaemonSet",
    ]

    /// A field of a pod, alone and within what makes pods.
    private static func pods(_ path: String, _ kinds: [String], version: String = "") -> [FieldSpec] {
        [FieldSpec("spec/\(path)", "Pod", version: version)]
            + kinds.map { kind in
                let way =
                    switch kind {
                    case "PodTemplate": "template/spec"
                    case "CronJob": "spec/jobTemplate/spec/template/spec"
                    default: "spec/template/spec"
                    }
                return FieldSpec("\(way)/\(path)", kind)
            }
    }

    private static let configMaps: [FieldSpec] = {
        let paths = [
            "volumes/configMap/name", "containers/env/valueFrom/configMapKeyRef/name",
            "initContainers/env/valueFrom/configMapKeyRef/name", "containers/envFrom/configMapRef/name",
            "initContainers/envFrom/configMapRef/name", "volumes/projected/sources/configMap/name",
        ]
        let nginx = "metadata/annotations/nginx.ingress.kubernetes.io\\/fastcgi-params-configmap"
        return paths.flatMap { pods($0, templated, version: "v1") } + [
            FieldSpec("spec/configSource/configMap", "Node"), FieldSpec("rules/resourceNames", "Role"),
            FieldSpec("rules/resourceNames", "ClusterRole"), FieldSpec(nginx, "Ingress"),
        ]
    }()

    private static let secrets: [FieldSpec] = {
        let paths = [
            "volumes/secret/secretName", "containers/env/valueFrom/secretKeyRef/name",
            "initContainers/env/valueFrom/secretKeyRef/name", "containers/envFrom/secretRef/name",
            "initContainers/envFrom/secretRef/name", "imagePullSecrets/name", "volumes/projected/sources/secret/name",
        ]
        let annotations = [
            "ingress.kubernetes.io\\/auth-secret", "nginx.ingress.kubernetes.io\\/auth-secret",
            "nginx.ingress.kubernetes.io\\/auth-tls-secret",
        ]
        let parameters = ["secretName", "adminSecretName", "userSecretName", "secretRef"]
        let knative = "spec/template/spec/containers/env/valueFrom/secretKeyRef/name"
        return paths.flatMap { pods($0, templated, version: "v1") }
            + [FieldSpec("spec/tls/secretName", "Ingress")]
            + annotations.map { FieldSpec("metadata/annotations/\($0)", "Ingress") }
            + [FieldSpec("imagePullSecrets/name", "ServiceAccount")]
            + parameters.map { FieldSpec("parameters/\($0)", "StorageClass") }
            + [
                FieldSpec("rules/resourceNames", "Role"), FieldSpec("rules/resourceNames", "ClusterRole"),
                FieldSpec(knative, "Service", group: "serving.knative.dev", version: "v1"),
                FieldSpec("spec/azureFile/secretName", "PersistentVolume"),
            ]
    }()

    private static let services: [FieldSpec] = {
        let ingress = [
            "spec/rules/http/paths/backend/serviceName", "spec/backend/serviceName",
            "spec/rules/http/paths/backend/service/name", "spec/defaultBackend/service/name",
        ]
        let hooks = ["ValidatingWebhookConfiguration", "MutatingWebhookConfiguration"]
        return [FieldSpec("spec/serviceName", "StatefulSet", group: "apps")]
            + ingress.map { FieldSpec($0, "Ingress") }
            + [FieldSpec("spec/service/name", "APIService", group: "apiregistration.k8s.io")]
            + hooks.map { FieldSpec("webhooks/clientConfig/service", $0, group: "admissionregistration.k8s.io") }
    }()
}
