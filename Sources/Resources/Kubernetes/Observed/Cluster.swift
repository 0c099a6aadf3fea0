package import Deadlines
internal import FoundationEssentials
internal import JSON
package import KubernetesAPI

/// A cluster that can be looked at: each look a few requests, all of them reading.
package struct Cluster: Sendable {
    package let wish: ClusterWish
    package let client: KubernetesClient

    package init(_ wish: ClusterWish, _ client: KubernetesClient) {
        self.wish = wish
        self.client = client
    }

    /// Everything at once; what cannot be seen keeps nothing else from being seen.
    ///
    /// The version comes first and alone: it brings the connection and the credential that the others then share.
    package func observe(by deadline: Deadline) async -> Observed {
        let version = await version(by: deadline)
        if case .failure(let error) = version { return Observed(nothing: error) }
        async let permissions = permissions(by: deadline)
        async let nodes = nodes(by: deadline)
        async let heartbeats = heartbeats(by: deadline)
        async let namespace = namespace(by: deadline)
        async let secret = secret(by: deadline)
        async let registrySecret = registrySecret(by: deadline)
        async let configMap = configMap(by: deadline)
        async let serviceAccount = serviceAccount(by: deadline)
        async let workload = workload(by: deadline)
        async let quotas = quotas(by: deadline)
        return await Observed(
            version: version,
            permissions: permissions,
            nodes: nodes,
            heartbeats: heartbeats,
            namespace: namespace,
            secret: secret,
            registrySecret: registrySecret,
            configMap: configMap,
            serviceAccount: serviceAccount,
            workload: workload,
            quotas: quotas
        )
    }

    package func version(by deadline: Deadline) async -> Sight<ServerVersion> {
        do throws(KubernetesError) {
            return .success(try await client.version(by: deadline))
        } catch {
            return .failure(error)
        }
    }

    package func nodes(by deadline: Deadline) async -> Sight<[NodeObject]> {
        await list(.nodes, by: deadline) { NodeObject($0) }
    }

    /// A node renews its lease every ten seconds and writes its own time into it.
    package func heartbeats(by deadline: Deadline) async -> Sight<[String: Double]> {
        do throws(KubernetesError) {
            let list = try await client.list(.leases, in: "kube-node-lease", by: deadline)
            var ages: [String: Double] = [:]
            for lease in list.items.map(LeaseObject.init) {
                guard let now = list.date, let renewed = lease.renewed else { continue }
                ages[lease.name] = now.timeIntervalSince(renewed)
            }
            return .success(ages)
        } catch {
            return .failure(error)
        }
    }

    package func namespace(by deadline: Deadline) async -> Sight<NamespaceObject> {
        await get(.namespaces, wish.namespace, in: nil, by: deadline) { NamespaceObject($0) }
    }

    package func secret(by deadline: Deadline) async -> Sight<SecretObject> {
        await get(.secrets, wish.secret, in: wish.namespace, by: deadline) { SecretObject($0) }
    }

    package func registrySecret(by deadline: Deadline) async -> Sight<SecretObject>? {
        guard let name = wish.registrySecret else { return nil }
        return await get(.secrets, name, in: wish.namespace, by: deadline) { SecretObject($0) }
    }

    package func configMap(by deadline: Deadline) async -> Sight<ConfigMapObject> {
        await get(.configMaps, wish.configMap, in: wish.namespace, by: deadline) { ConfigMapObject($0) }
    }

    package func serviceAccount(by deadline: Deadline) async -> Sight<ServiceAccountObject> {
        await get(.serviceAccounts, wish.serviceAccount, in: wish.namespace, by: deadline) { ServiceAccountObject($0) }
    }

    package func quotas(by deadline: Deadline) async -> Sight<[QuotaObject]> {
        await list(.resourceQuotas, in: wish.namespace, by: deadline) { QuotaObject($0) }
    }

    package func workload(by deadline: Deadline) async -> Workload {
        async let events = events(by: deadline)
        async let autoscaler = autoscaler(by: deadline)
        let deployment = await get(.deployments, wish.deployment, in: wish.namespace, by: deadline) {
            DeploymentObject($0)
        }
        var workload = Workload(deployment: deployment)
        if case .success(let deployment) = deployment, let labels = deployment.selector {
            async let sets = list(.replicaSets, in: wish.namespace, labels: labels, by: deadline) {
                ReplicaSetObject($0)
            }
            async let pods = list(.pods, in: wish.namespace, labels: labels, by: deadline) { PodObject($0) }
            (workload.replicaSets, workload.pods) = await (sets, pods)
        }
        (workload.events, workload.autoscaler) = await (events, autoscaler)
        return workload
    }

    private func events(by deadline: Deadline) async -> Sight<[EventObject]> {
        await list(.events, in: wish.namespace, fields: "type=Warning", by: deadline) { EventObject($0) }
    }

    private func autoscaler(by deadline: Deadline) async -> Sight<AutoscalerObject>? {
        guard let name = wish.autoscaler else { return nil }
        return await get(.autoscalers, name, in: wish.namespace, by: deadline) { AutoscalerObject($0) }
    }

    private func get<Value: Sendable>(
        _ kind: ObjectKind,
        _ name: String,
        in namespace: String?,
        by deadline: Deadline,
        _ read: @Sendable (JSON) -> Value,
    ) async -> Sight<Value> {
        do throws(KubernetesError) {
            return .success(read(try await client.get(kind, name, in: namespace, by: deadline)))
        } catch {
            return .failure(error)
        }
    }

    private func list<Value: Sendable>(
        _ kind: ObjectKind,
        in namespace: String? = nil,
        labels: String? = nil,
        fields: String? = nil,
        by deadline: Deadline,
        _ read: @Sendable (JSON) -> Value,
    ) async -> Sight<[Value]> {
        do throws(KubernetesError) {
            let list = try await client.list(kind, in: namespace, labels: labels, fields: fields, by: deadline)
            return .success(list.items.map(read))
        } catch {
            return .failure(error)
        }
    }
}

extension Observed {
    /// Nothing can be seen, for one reason.
    init(nothing error: KubernetesError) {
        version = .failure(error)
        permissions = [:]
        nodes = .failure(error)
        heartbeats = .failure(error)
        namespace = .failure(error)
        secret = .failure(error)
        configMap = .failure(error)
        serviceAccount = .failure(error)
        workload = Workload(deployment: .failure(error))
        quotas = .failure(error)
    }
}
