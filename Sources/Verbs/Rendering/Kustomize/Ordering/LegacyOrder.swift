/// The order kustomize puts objects into: what others need first, then by group, kind and name.
struct LegacyOrder {
    private var ranks: [String: Int] = [:]

    private static let first = [
        "Namespace", "ResourceQuota", "StorageClass", "CustomResourceDefinition", "ServiceAccount", "PodSecurityPolicy",
        "Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding", "ConfigMap", "Secret", "Endpoints", "Service",
        "LimitRange", "PriorityClass", "PersistentVolume", "PersistentVolumeClaim", "Deployment", "StatefulSet",
        "CronJob", "PodDisruptionBudget",
    ]
    private static let last = ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"]

    init(_ rule: SortRule? = nil) {
        let isOwn = rule?.first != nil || rule?.last != nil
        let first = isOwn ? rule?.first ?? [] : Self.first
        let last = isOwn ? rule?.last ?? [] : Self.last
        for (position, kind) in first.enumerated() { ranks[kind] = position - first.count }
        for (position, kind) in last.enumerated() { ranks[kind] = position + 1 }
    }

    private struct Key {
        var rank: Int
        var type: String
        var isReversed: Bool
        var identity: String
    }

    func sorted(_ resources: [Resource]) -> [Resource] {
        let keys = resources.map { key(of: $0.identity) }
        let order = keys.indices.sorted { one, other in
            let (mine, theirs) = (keys[one], keys[other])
            if mine.rank != theirs.rank { return mine.rank < theirs.rank }
            if mine.type != theirs.type {
                // A Namespace of another group than Kubernetes' own stands behind it.
                let (low, high) = mine.isReversed && theirs.isReversed ? (theirs, mine) : (mine, theirs)
                return Bytewise.precedes(low.type, high.type)
            }
            if mine.identity != theirs.identity { return Bytewise.precedes(mine.identity, theirs.identity) }
            return one < other
        }
        return order.map { resources[$0] }
    }

    private func key(of identity: Identity) -> Key {
        let type = identity.type
        return Key(
            rank: ranks[type.kind] ?? 0,
            type: [type.group.or("~G"), type.version.or("~V"), type.kind.or("~K")].joined(separator: "_"),
            isReversed: type.kind == "Namespace",
            identity: [type.text, identity.namespace.or("~X"), identity.name.or("~N")].joined(separator: "|")
        )
    }
}

extension String {
    fileprivate func or(_ word: String) -> String { isEmpty ? word : self }
}
