package import Words

/// Every check of a cluster, in the order in which results are told.
package enum KubernetesChecks {
    package static let config = CheckKind("kubernetes.config", "the kubeconfig leads to a cluster")
    package static let connect = CheckKind(
        "kubernetes.connect",
        "the Kubernetes API answers and knows who asks",
        requires: [config.id]
    )
    package static let version = CheckKind(
        "kubernetes.version",
        "the cluster is new enough",
        requires: [connect.id]
    )
    package static let permissions = CheckKind(
        "kubernetes.permissions",
        "all that ihctl looks at may be read",
        severity: .warning,
        requires: [connect.id],
        tags: ["security"]
    )
    package static let nodes = CheckKind(
        "kubernetes.nodes",
        "enough nodes are ready",
        requires: [connect.id]
    )
    package static let namespace = CheckKind(
        "kubernetes.namespace",
        "the namespace is there and stays",
        requires: [connect.id]
    )
    package static let secret = CheckKind(
        "kubernetes.secret",
        "the agent's secret holds every key",
        requires: [namespace.id]
    )
    package static let registrySecret = CheckKind(
        "kubernetes.registry-secret",
        "images can be pulled with the registry secret",
        requires: [namespace.id]
    )
    package static let configMap = CheckKind(
        "kubernetes.config-map",
        "the agent's configuration is there",
        requires: [namespace.id]
    )
    package static let serviceAccount = CheckKind(
        "kubernetes.service-account",
        "the agent's service account is there",
        requires: [namespace.id]
    )
    package static let rollout = CheckKind(
        "kubernetes.rollout",
        "the deployment runs as it was last told to",
        requires: [namespace.id]
    )
    package static let imagePull = CheckKind(
        "kubernetes.image-pull",
        "every image can be pulled",
        requires: [namespace.id]
    )
    package static let events = CheckKind(
        "kubernetes.events",
        "nothing warns of the agent",
        severity: .warning,
        requires: [namespace.id]
    )
    package static let quota = CheckKind(
        "kubernetes.quota",
        "the namespace may still grow",
        requires: [namespace.id]
    )

    package static let all = [
        config, connect, version, permissions, nodes, namespace, secret, registrySecret, configMap, serviceAccount,
        rollout, imagePull, events, quota,
    ]
}
