package import Deadlines
internal import FoundationEssentials
internal import JSON
package import KubernetesAPI
package import Words

/// A Job of ours in a cluster: made, followed to its end, and removed whatever becomes of it.
package struct Errand: Sendable {
    package let judge: ClusterJudge
    let client: KubernetesClient
    /// What its findings are known by.
    let kind: CheckKind

    var wish: ClusterWish { judge.wish }

    package init(_ judge: ClusterJudge, _ client: KubernetesClient, as kind: CheckKind) {
        self.judge = judge
        self.client = client
        self.kind = kind
    }

    /// What became of it.
    package struct Ending: Sendable {
        package var pod: String
        /// Its log, line by line.
        package var lines: [String]
        package var exitCode: Int?
    }

    /// What is told while it is under way.
    package enum Event: Sendable, Hashable {
        case made(name: String)
        case waiting(String)
        case running(pod: String)
        case removed(name: String)
        /// It is removed, and that could not be noted; why.
        case unnoted(name: String, String)
        /// It stays until the cluster removes it; why.
        case left(name: String, String)
    }

    package func address(_ name: String) -> Address { judge.address / "job" / name }

    /// What the cluster is known by: the uid of its kube-system; nil where it does not tell.
    package func identity(by deadline: Deadline) async -> String? {
        try? await client.get(.namespaces, "kube-system", by: deadline)["metadata"]["uid"].string
    }

    /// The Job that would be made; asks for the CronJob, changes nothing.
    package func plan(
        from cronJob: String,
        called name: String,
        container: String,
        saying changes: [String],
        limit: Duration,
        by deadline: Deadline,
    ) async throws(ResourceFailure) -> ErrandPlan {
        let found: JSON
        do throws(KubernetesError) {
            found = try await client.get(.cronJobs, cronJob, in: wish.namespace, by: deadline)
        } catch {
            throw await absent(error, cronJob, by: deadline)
        }
        let plan = ErrandPlan(from: found, called: name, container: container, saying: changes, limit: limit)
        guard let plan else {
            throw failure(.drift, "The CronJob \(cronJob) has no container.", [.fix("ihctl render k8s --diff")])
        }
        return plan
    }

    /// Makes it, and gives what it wrote when it has ended by itself.
    ///
    /// `note` is told, before each, that it is made and that it is removed.
    package func run(
        _ plan: ErrandPlan,
        by deadline: Deadline,
        note: @escaping @Sendable (_ action: String) throws -> Void,
        hear: @escaping @Sendable (Event) -> Void,
    ) async throws -> Ending {
        try note("create")
        do throws(KubernetesError) {
            try await client.create(.jobs, plan.object, in: wish.namespace, by: deadline)
        } catch {
            // Who says no has made nothing. Where nobody answered, or the server broke over it, nobody knows.
            if (error.status?.code ?? 500) >= 500 { await remove(plan, note, hear) }
            throw refused(error)
        }
        hear(.made(name: plan.name))
        do {
            let ending = try await ErrandWatch(self, plan, hear).follow(by: deadline)
            await remove(plan, note, hear)
            return ending
        } catch {
            await remove(plan, note, hear)
            throw error
        }
    }

    /// For a removal: so long a server may be busy before the Job is left to the cluster.
    private static let patience = Duration.seconds(20)

    /// Also where nobody knows whether it was made, and where the caller was stopped.
    private func remove(
        _ plan: ErrandPlan,
        _ note: @escaping @Sendable (String) throws -> Void,
        _ hear: @escaping @Sendable (Event) -> Void,
    ) async {
        // Told apart: a log that cannot be written is no reason to leave the Job.
        do {
            try note("delete")
        } catch {
            hear(.unnoted(name: plan.name, "\(error)"))
        }
        let (client, namespace) = (client, wish.namespace)
        let why: String? = await unstopped {
            do {
                try await client.delete(.jobs, plan.name, in: namespace, by: .after(Errand.patience))
                return nil
            } catch {
                return "\(error)"
            }
        }
        hear(why.map { .left(name: plan.name, $0) } ?? .removed(name: plan.name))
    }
}
