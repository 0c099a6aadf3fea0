/// The types that certainly have no namespace; every other counts as having one.
enum ClusterScope {
    static func contains(_ type: ObjectType) -> Bool {
        guard let groups = versions[type.kind] else { return false }
        return groups[type.group]?.contains(type.version) == true
    }

    private static let versions: [String: [String: Set<String>]] = {
        var table: [String: [String: Set<String>]] = [:]
        func add(_ group: String, _ versions: Set<String>, _ kinds: String) {
            for kind in kinds.split(separator: " ") {
                table[String(kind), default: [:]][group, default: []].formUnion(versions)
            }
        }
        add("", ["v1"], "ComponentStatus Namespace Node NodeProxyOptions PersistentVolume")
        let hooks = "MutatingWebhookConfiguration ValidatingWebhookConfiguration"
        add("admissionregistration.k8s.io", ["v1", "v1beta1"], hooks)
        add("admissionregistration.k8s.io", ["v1"], "ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding")
        add("apiextensions.k8s.io", ["v1", "v1beta1"], "CustomResourceDefinition")
        add("apiregistration.k8s.io", ["v1", "v1beta1"], "APIService")
        add("certificates.k8s.io", ["v1", "v1beta1"], "CertificateSigningRequest")
        add("flowcontrol.apiserver.k8s.io", ["v1beta1"], "FlowSchema PriorityLevelConfiguration")
        add("networking.k8s.io", ["v1", "v1beta1"], "IngressClass")
        add("node.k8s.io", ["v1", "v1beta1"], "RuntimeClass")
        add("policy", ["v1beta1"], "PodSecurityPolicy")
        add("rbac.authorization.k8s.io", ["v1", "v1beta1"], "ClusterRole ClusterRoleBinding")
        add("scheduling.k8s.io", ["v1", "v1beta1"], "PriorityClass")
        add("storage.k8s.io", ["v1", "v1beta1"], "CSIDriver CSINode StorageClass VolumeAttachment")
        return table
    }()
}
