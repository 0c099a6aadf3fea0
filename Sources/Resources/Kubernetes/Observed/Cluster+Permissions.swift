package import Deadlines
package import KubernetesAPI

extension Cluster {
    /// All that the looks at this cluster need.
    package var needed: [Permission] {
        var needed = [
            Permission(verb: "list", kind: .nodes), Permission(verb: "get", kind: .namespaces, name: wish.namespace),
            Permission(verb: "get", kind: .secrets, name: wish.secret),
            Permission(verb: "get", kind: .configMaps, name: wish.configMap),
            Permission(verb: "get", kind: .serviceAccounts, name: wish.serviceAccount),
            Permission(verb: "get", kind: .deployments, name: wish.deployment),
            Permission(verb: "list", kind: .replicaSets), Permission(verb: "list", kind: .pods),
            Permission(verb: "list", kind: .events), Permission(verb: "list", kind: .resourceQuotas),
        ]
        if let name = wish.registrySecret { needed.append(Permission(verb: "get", kind: .secrets, name: name)) }
        if let name = wish.autoscaler { needed.append(Permission(verb: "get", kind: .autoscalers, name: name)) }
        return needed
    }

    package func permissions(by deadline: Deadline) async -> [Permission: Sight<AccessAnswer>] {
        await withTaskGroup(of: (Permission, Sight<AccessAnswer>).self) { group in
            for permission in needed {
                group.addTask { (permission, await sight(of: permission, by: deadline)) }
            }
            var sights: [Permission: Sight<AccessAnswer>] = [:]
            for await (permission, sight) in group { sights[permission] = sight }
            return sights
        }
    }

    private func sight(of permission: Permission, by deadline: Deadline) async -> Sight<AccessAnswer> {
        let namespace = permission.kind.isNamespaced ? wish.namespace : nil
        do throws(KubernetesError) {
            return .success(
                try await client.may(
                    permission.verb,
                    permission.kind,
                    named: permission.name,
                    in: namespace,
                    by: deadline
                )
            )
        } catch {
            return .failure(error)
        }
    }
}
