internal import Deadlines
package import HTTP
internal import KubernetesAPI
package import Words

/// A cluster as doctor asks for it: each check looks at what it needs, all over one client.
package struct ClusterCheckup: Checkable {
    private let wish: ClusterWish
    private let judge: ClusterJudge
    private let http: HTTPClient
    private let environment: [String: String]

    /// `environment` says where kubeconfigs are and is what an exec plugin runs with.
    package init(_ wish: ClusterWish, region: String, http: HTTPClient, environment: [String: String]) {
        self.wish = wish
        judge = ClusterJudge(wish, at: ClusterJudge.address(region))
        self.http = http
        self.environment = environment
    }

    package func checkup() -> Checkup {
        let access = Slot<KubernetesAccess>()
        let cluster = Slot<Cluster>()
        let version = Slot<ServerVersion>()
        let (judge, address) = (judge, judge.address)
        func check(
            _ kind: CheckKind,
            of target: Address? = nil,
            _ setting: String...,
            examine: @escaping @Sendable (Cluster, Deadline) async -> Diagnosis
        ) -> Check {
            Check(kind, of: target ?? address, declaredAt: ["kubernetes"] + setting) { deadline in
                await examine(try cluster.value, deadline)
            }
        }
        return Checkup(
            of: address,
            [
                Check(KubernetesChecks.config, of: address, declaredAt: ["kubernetes", "kubeconfig"]) { [self] _ in
                    config(into: access)
                },
                Check(KubernetesChecks.connect, of: address, declaredAt: ["kubernetes"]) { [self] deadline in
                    await connect(try access.value, into: cluster, version, by: deadline)
                },
                Check(KubernetesChecks.version, of: address, declaredAt: ["kubernetes", "version"]) { _ in
                    judge.version(.success(try version.value))
                },
                check(KubernetesChecks.permissions) { judge.permissions(await $0.permissions(by: $1)) },
                check(KubernetesChecks.nodes, "nodes") { cluster, deadline in
                    async let heartbeats = cluster.heartbeats(by: deadline)
                    return judge.nodes(await cluster.nodes(by: deadline), heartbeats: await heartbeats)
                },
                check(KubernetesChecks.namespace, "namespace") { judge.namespace(await $0.namespace(by: $1)) },
                check(KubernetesChecks.secret, of: judge.secret(wish.secret), "secret") {
                    judge.secret(await $0.secret(by: $1))
                },
                check(
                    KubernetesChecks.registrySecret,
                    of: wish.registrySecret.map { judge.secret($0) },
                    "registry_secret"
                ) { judge.registrySecret(await $0.registrySecret(by: $1)) },
                check(KubernetesChecks.configMap, "config_map") { judge.configMap(await $0.configMap(by: $1)) },
                check(KubernetesChecks.serviceAccount, "service_account") {
                    judge.serviceAccount(await $0.serviceAccount(by: $1))
                },
                check(KubernetesChecks.rollout, of: judge.deployment, "deployment") {
                    judge.rollout(await $0.workload(by: $1))
                },
                check(KubernetesChecks.imagePull, of: judge.deployment, "deployment") {
                    judge.imagePull(await $0.workload(by: $1))
                },
                check(KubernetesChecks.events, of: judge.deployment, "deployment") {
                    judge.events(await $0.workload(by: $1))
                },
                check(KubernetesChecks.quota) { judge.quota(await $0.quotas(by: $1)) },
            ]
        )
    }

    private func config(into slot: Slot<KubernetesAccess>) -> Diagnosis {
        do throws(KubeconfigError) {
            let places = wish.kubeconfig.map { KubeconfigPlaces.file($0) } ?? .usual
            let access = try KubernetesAccess.found(places, context: wish.context, environment: environment)
            slot.fill(access)
            return .healthy(access.context.map { "context \($0)" } ?? "inside the cluster")
        } catch {
            return .found(judge.config(error))
        }
    }

    private func connect(
        _ access: KubernetesAccess,
        into cluster: Slot<Cluster>,
        _ version: Slot<ServerVersion>,
        by deadline: Deadline,
    ) async -> Diagnosis {
        let found = Cluster(wish, KubernetesClient(access, http: http, environment: environment))
        switch await found.version(by: deadline) {
        case .failure(let error): return .found(judge.connect(error, through: access))
        case .success(let answer):
            version.fill(answer)
            cluster.fill(found)
            return .healthy("\(access.server), Kubernetes \(answer)")
        }
    }
}
