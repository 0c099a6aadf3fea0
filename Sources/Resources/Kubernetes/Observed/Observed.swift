package import KubernetesAPI

/// What a cluster showed of one thing, or why it did not.
package typealias Sight<Value: Sendable> = Result<Value, KubernetesError>

/// One look at a cluster.
package struct Observed: Sendable {
    package var version: Sight<ServerVersion>
    package var permissions: [Permission: Sight<AccessAnswer>]
    package var nodes: Sight<[NodeObject]>
    /// How many seconds ago each node renewed its lease, its clock held against the server's.
    package var heartbeats: Sight<[String: Double]>
    package var namespace: Sight<NamespaceObject>
    package var secret: Sight<SecretObject>
    /// Nil where none is declared.
    package var registrySecret: Sight<SecretObject>?
    package var configMap: Sight<ConfigMapObject>
    package var serviceAccount: Sight<ServiceAccountObject>
    package var workload: Workload
    package var quotas: Sight<[QuotaObject]>
}

/// A deployment and all that belongs to it.
package struct Workload: Sendable {
    package var deployment: Sight<DeploymentObject>
    package var replicaSets: Sight<[ReplicaSetObject]> = .success([])
    package var pods: Sight<[PodObject]> = .success([])
    /// Warnings of the namespace.
    package var events: Sight<[EventObject]> = .success([])
    /// Nil where none is declared.
    package var autoscaler: Sight<AutoscalerObject>?

    package init(deployment: Sight<DeploymentObject>) {
        self.deployment = deployment
    }
}

/// Something that has to be permitted for a look.
package struct Permission: Sendable, Hashable {
    package var verb: String
    package var kind: ObjectKind
    package var name: String?

    package init(verb: String, kind: ObjectKind, name: String? = nil) {
        self.verb = verb
        self.kind = kind
        self.name = name
    }
}
