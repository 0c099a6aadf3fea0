internal import Words
internal import YAML

// What may be taken away at once.
extension Policy {
    static let disruption: [Policy] = [
        noDisruptionBudget, disruptionBudgetBlocks, disruptionBudgetEmpty, unhealthyEviction,
    ]

    static let noDisruptionBudget = Policy(
        "no-disruption-budget",
        .warning,
        .availability,
        ["AVL005"],
        title: "a replicated workload has a disruption budget",
        why: "Without one an upgrade of the nodes may take all replicas at the same moment.",
        remedy: "Render a PodDisruptionBudget with the workload's labels.",
        write: """
            apiVersion: policy/v1
            kind: PodDisruptionBudget
            metadata: {name: island-hopper-agent}
            spec:
              maxUnavailable: 1
              unhealthyPodEvictionPolicy: AlwaysAllow
              selector: {matchLabels: {app.kubernetes.io/name: island-hopper-agent}}
            """,
        elsewhere: "kube-score deployment-has-poddisruptionbudget, Polaris missingPodDisruptionBudget",
        .pod { pod, look in
            guard pod.isReplicated, look.set.replicas(of: pod) > 1, look.set.budgets(of: pod).isEmpty else { return }
            look.complain("all its pods may be evicted at once", at: pod.template / "metadata" / "labels")
        },
    )

    static let disruptionBudgetBlocks = Policy(
        "disruption-budget-blocks",
        .error,
        .availability,
        ["AVL006"],
        title: "a disruption budget lets at least one pod go",
        why: "One that lets none go stops every node's upgrade until somebody removes it by hand, at night.",
        remedy: "Write maxUnavailable: 1, which holds for any number of replicas.",
        write: "maxUnavailable: 1",
        elsewhere: "kube-linter pdb-min-available, pdb-max-unavailable, Polaris pdbDisruptionsIsZero",
        ruling:
            "Where an autoscaler rules the replicas, its minimum counts and not the number in the Deployment, which other tools look at.",
        .object(["PodDisruptionBudget"]) { object, look in
            let budget = Budget(object)
            guard budget.least != nil || budget.most != nil else { return }
            let field = budget.most == nil ? "minAvailable" : "maxUnavailable"
            let path = YAML.Path.spec / field
            if let most = budget.most, ["0", "0%"].contains(Optional(most).plain) {
                return look.complain("no pod may ever be evicted", at: path)
            }
            if budget.least.plain == "100%" {
                return look.complain("no pod may ever be evicted", at: path)
            }
            for pod in look.set.pods(in: budget.namespace, budget.selector) where pod.isReplicated {
                let replicas = look.set.replicas(of: pod)
                guard replicas > 0, let evictions = budget.evictions(of: replicas), evictions < 1 else { continue }
                look.complain("of \(replicas) pods of \(YAML.excerpt(pod.name)) none may be evicted", at: path)
                return
            }
        },
    )

    static let disruptionBudgetEmpty = Policy(
        "disruption-budget-empty",
        .error,
        .availability,
        ["AVL007"],
        title: "a disruption budget says how many, of whom",
        why:
            "Without a figure it guards nothing, with both the server refuses it; and one that chooses no pods is never asked.",
        remedy: "Write maxUnavailable alone, and the labels of pods that exist.",
        write: "maxUnavailable: 1",
        elsewhere: "kube-score poddisruptionbudget-has-policy",
        .object(["PodDisruptionBudget"]) { object, look in
            let budget = Budget(object)
            switch (budget.least, budget.most) {
            case (nil, nil):
                look.complain("it says neither how many must stay nor how many may go", at: .spec / "maxUnavailable")
            case (_?, _?):
                look.complain("it says both how many must stay and how many may go", at: .spec / "minAvailable")
            default: break
            }
            guard !look.set.choosesAny(in: budget.namespace, budget.selector) else { return }
            look.complain("it guards no pod: \(budget.selector.inWords)", at: .spec / "selector")
        },
    )

    static let unhealthyEviction = Policy(
        "unhealthy-pod-eviction",
        .warning,
        .availability,
        ["AVL008"],
        title: "pods that do not work may always be evicted",
        why:
            "By default a pod that is not ready counts as missing and may not go either: a broken release stops every node's upgrade.",
        remedy: "Set unhealthyPodEvictionPolicy to AlwaysAllow.",
        write: "unhealthyPodEvictionPolicy: AlwaysAllow",
        elsewhere: "kube-linter pdb-unhealthy-pod-eviction-policy",
        .object(["PodDisruptionBudget"]) { object, look in
            guard object.node["spec"]?["unhealthyPodEvictionPolicy"].plain != "AlwaysAllow" else { return }
            look.complain("pods that are not ready block evictions", at: .spec / "unhealthyPodEvictionPolicy")
        },
    )
}

extension ObjectSet {
    /// As few as there may be: the autoscaler's minimum where one rules, else what is written.
    func replicas(of pod: Pod) -> Int {
        autoscaler(of: pod)?.least ?? objects[pod.object].node["spec"]?["replicas"].int ?? 1
    }
}
