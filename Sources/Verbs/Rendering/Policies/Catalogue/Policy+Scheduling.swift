internal import Words
internal import YAML

// Where pods are placed.
extension Policy {
    static let scheduling: [Policy] = [notSpread, topologySpread, noPriorityClass, searchPath]

    static let notSpread = Policy(
        "not-spread-over-nodes",
        .warning,
        .availability,
        ["AVL009"],
        title: "replicas stand on different nodes where there is room",
        why: "Three replicas on one node are gone with that node.",
        remedy:
            "Prefer nodes without a pod of the same labels: preferred, so that a small cluster still takes them all.",
        write: """
            affinity:
              podAntiAffinity:
                preferredDuringSchedulingIgnoredDuringExecution:
                  - weight: 100
                    podAffinityTerm:
                      topologyKey: kubernetes.io/hostname
                      labelSelector: {matchLabels: {app.kubernetes.io/name: island-hopper-agent}}
            """,
        elsewhere: "kube-linter no-anti-affinity, kube-score deployment-has-host-podantiaffinity",
        .pod { pod, look in
            guard pod.isReplicated, look.set.replicas(of: pod) > 1, !look.environment.unspread.contains(pod.name) else {
                return
            }
            let affinity = pod.spec["affinity"]?["podAntiAffinity"]
            let required = (affinity?["requiredDuringSchedulingIgnoredDuringExecution"]).items
            let preferred = (affinity?["preferredDuringSchedulingIgnoredDuringExecution"]).items
            let terms = required + preferred.compactMap { $0["podAffinityTerm"] }
            let spreads = pod.spec["topologySpreadConstraints"].items
            let isSpread = (terms + spreads).contains { term in
                term["topologyKey"].plain == "kubernetes.io/hostname"
                    && Selector(term["labelSelector"]).matches(pod.labels) && term["labelSelector"].isFilled
            }
            guard !isSpread else { return }
            look.complain("nothing keeps its pods off one node", at: pod.path / "affinity" / "podAntiAffinity")
        },
    )

    static let topologySpread = Policy(
        "topology-spread",
        .warning,
        .availability,
        ["AVL010"],
        title: "replicas are spread over zones, by a rule that chooses them",
        why:
            "Anti-affinity knows near and far only; spread keeps the numbers even. A rule whose labels choose other pods, or none, does nothing.",
        remedy: "Spread over zones with the workload's own labels; ScheduleAnyway where there may be one zone only.",
        write: """
            topologySpreadConstraints:
              - maxSkew: 1
                topologyKey: topology.kubernetes.io/zone
                whenUnsatisfiable: ScheduleAnyway
                labelSelector: {matchLabels: {app.kubernetes.io/name: island-hopper-agent}}
            """,
        elsewhere: "kube-score pod-topology-spread-constraints, Polaris topologySpreadConstraint",
        .pod { pod, look in
            let path = pod.path / "topologySpreadConstraints"
            let rules = pod.spec["topologySpreadConstraints"].items
            let isMeant = pod.isReplicated && look.set.replicas(of: pod) > 1
            if rules.isEmpty, isMeant, !look.environment.unspread.contains(pod.name) {
                look.complain("its pods are spread over no zones", at: path)
            }
            for (index, rule) in rules.enumerated() {
                let here = path / index
                if (rule["maxSkew"].int ?? 0) < 1 {
                    look.complain("maxSkew must be 1 or more", at: here / "maxSkew", as: .error)
                }
                if rule["topologyKey"].plain.isEmpty {
                    look.complain("it does not say what to spread over", at: here / "topologyKey", as: .error)
                }
                if !["DoNotSchedule", "ScheduleAnyway"].contains(rule["whenUnsatisfiable"].plain) {
                    look.complain(
                        "whenUnsatisfiable is neither DoNotSchedule nor ScheduleAnyway",
                        at: here / "whenUnsatisfiable",
                        as: .error
                    )
                }
                let selector = Selector(rule["labelSelector"])
                if !rule["labelSelector"].isFilled {
                    look.complain("without labels it spreads nothing", at: here / "labelSelector")
                } else if !selector.matches(pod.labels) {
                    look.complain("it counts other pods than its own: \(selector.inWords)", at: here / "labelSelector")
                }
            }
        },
    )

    static let noPriorityClass = Policy(
        "no-priority-class",
        .note,
        .availability,
        ["AVL012"],
        title: "pods say how much they matter",
        why: "When the cluster is full, priority says who waits and who is evicted.",
        remedy: "Name a PriorityClass that the cluster has.",
        write: "priorityClassName: island-hopper",
        elsewhere: "Polaris priorityClassNotSet, kube-linter priority-class-name",
        ruling:
            "kube-linter knows only the system's own classes, which no application should have; any class will do here.",
        .pod { pod, look in
            let name = pod.spec["priorityClassName"].plain
            let path = pod.path / "priorityClassName"
            if name.isEmpty { return look.complain("the pod has no priority", at: path) }
            guard !name.hasPrefix("system-"), look.set.find("PriorityClass", "", name) == nil,
                !look.environment.declares("PriorityClass", name, in: "")
            else { return }
            look.complain("there is no PriorityClass \(YAML.excerpt(name))", at: path)
        },
    )

    static let searchPath = Policy(
        "dns-search-path",
        .note,
        .availability,
        ["AVL013"],
        title: "names with two dots are not tried under every suffix first",
        why:
            "With the default of five dots api.openai.com is asked for under four suffixes of the cluster before it is asked for itself.",
        remedy: "Set ndots to 2; names of Services in the cluster have fewer dots, or all of them.",
        write: "dnsConfig: {options: [{name: ndots, value: \"2\"}]}",
        elsewhere: "kube-linter dnsconfig-options",
        .pod { pod, look in
            let options = (pod.spec["dnsConfig"]?["options"]).items
            guard !options.contains(where: { $0["name"].plain == "ndots" }) else { return }
            look.complain("names outside the cluster are asked for five times", at: pod.path / "dnsConfig" / "options")
        },
    )
}
