/// Whose kind a kind is, and what stands in no namespace.
enum KnownKinds {
    /// The kind alone where the group is the one that everybody means by it.
    static func type(_ kind: String, of group: String) -> String {
        if let usual = groups[kind] {
            return usual == group || group == "extensions" ? kind : "\(kind).\(group)"
        }
        return group.isEmpty ? kind : "\(kind).\(group)"
    }

    static func isClusterWide(_ type: String) -> Bool { clusterWide.contains(type) }

    static func isKnown(_ type: String) -> Bool { groups[type] != nil }

    private static let groups: [String: String] = {
        var groups: [String: String] = [:]
        func add(_ group: String, _ kinds: String) {
            for kind in kinds.split(separator: " ") { groups[String(kind)] = group }
        }
        add("", "Pod Service ConfigMap Secret ServiceAccount Namespace PersistentVolumeClaim PersistentVolume Node")
        add("", "ReplicationController LimitRange ResourceQuota Endpoints PodTemplate")
        add("apps", "Deployment StatefulSet DaemonSet ReplicaSet ControllerRevision")
        add("batch", "Job CronJob")
        add("autoscaling", "HorizontalPodAutoscaler")
        add("policy", "PodDisruptionBudget")
        add("networking.k8s.io", "NetworkPolicy Ingress IngressClass")
        add("rbac.authorization.k8s.io", "Role ClusterRole RoleBinding ClusterRoleBinding")
        add("scheduling.k8s.io", "PriorityClass")
        add("storage.k8s.io", "StorageClass VolumeAttachment CSIDriver CSINode")
        add("apiextensions.k8s.io", "CustomResourceDefinition")
        add("apiregistration.k8s.io", "APIService")
        add("admissionregistration.k8s.io", "MutatingWebhookConfiguration ValidatingWebhookConfiguration")
        add("admissionregistration.k8s.io", "ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding")
        add("certificates.k8s.io", "CertificateSigningRequest")
        add("node.k8s.io", "RuntimeClass")
        add("flowcontrol.apiserver.k8s.io", "FlowSchema PriorityLevelConfiguration")
        add("argoproj.io", "Rollout")
        add("networking.istio.io", "Gateway VirtualService DestinationRule ServiceEntry Sidecar")
        add("monitoring.coreos.com", "ServiceMonitor PodMonitor PrometheusRule AlertmanagerConfig")
        add("external-secrets.io", "ExternalSecret SecretStore ClusterSecretStore ClusterExternalSecret")
        add("cert-manager.io", "Certificate Issuer ClusterIssuer")
        add("bitnami.com", "SealedSecret")
        return groups
    }()

    private static let clusterWide: Set<String> = [
        "Namespace", "Node", "PersistentVolume", "ClusterRole", "ClusterRoleBinding", "PriorityClass", "StorageClass",
        "VolumeAttachment", "CSIDriver", "CSINode", "CustomResourceDefinition", "APIService", "IngressClass",
        "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration", "ValidatingAdmissionPolicy",
        "ValidatingAdmissionPolicyBinding", "CertificateSigningRequest", "RuntimeClass", "FlowSchema",
        "PriorityLevelConfiguration", "ClusterSecretStore", "ClusterExternalSecret", "ClusterIssuer",
    ]
}
