internal import Words
internal import YAML

// Who may speak to whom.
extension Policy {
    static let isolation: [Policy] = [
        podNotIsolated, noDefaultDeny, noNameLookups, networkPolicySelectsNothing, networkPolicyLabels,
    ]

    static let podNotIsolated = Policy(
        "pod-not-isolated",
        .error,
        .network,
        ["NET001"],
        title: "a network policy rules what reaches every pod, and what it reaches",
        why:
            "A pod that no policy chooses may be reached by every other of the cluster, and speak to every address of the world. One that no policy chooses for egress carries out whatever it was made to read.",
        remedy: "Render a NetworkPolicy with the pod's labels and both policyTypes.",
        write: """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: island-hopper-agent}
            spec:
              podSelector: {matchLabels: {app.kubernetes.io/name: island-hopper-agent}}
              policyTypes: [Ingress, Egress]
              ingress: [{ports: [{port: http}]}]
              egress: [{to: [{namespaceSelector: {}}], ports: [{port: 53, protocol: UDP}]}]
            """,
        elsewhere:
            "kube-score pod-networkpolicy, Polaris missingNetworkPolicy, kube-linter non-isolated-pod, checkov CKV2_K8S_6",
        .pod { pod, look in
            // A pod in its node's network is out of reach of all policies, and an error of its own.
            guard pod.spec["hostNetwork"].bool != true else { return }
            let shield = look.set.shield(of: pod)
            let open = [shield.ingress ? nil : "what reaches the pods", shield.egress ? nil : "what they reach"]
            let words = open.compactMap(\.self).joined(separator: " and ")
            guard !words.isEmpty else { return }
            look.complain("no network policy rules \(words)", at: pod.template / "metadata" / "labels")
        },
    )

    static let noDefaultDeny = Policy(
        "no-default-deny",
        .error,
        .network,
        ["NET003"],
        title: "a namespace denies what nobody allowed",
        why:
            "Policies choose pods by labels: the next pod, with other labels, is open to all unless everything is denied first.",
        remedy: "Render a NetworkPolicy with an empty podSelector, both policyTypes and no rules.",
        write: """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: default-deny}
            spec:
              podSelector: {}
              policyTypes: [Ingress, Egress]
            """,
        .set { look in
            var seen: Set<String> = []
            var denied: [String: Shield] = [:]
            for isolation in look.set.isolations {
                denied[isolation.namespace, default: Shield()].ingress =
                    isolation.deniesIngress
                    || denied[isolation.namespace]?.ingress == true
                denied[isolation.namespace, default: Shield()].egress =
                    isolation.deniesEgress
                    || denied[isolation.namespace]?.egress == true
            }
            for pod in look.set.pods where seen.insert(pod.namespace).inserted {
                let shield = denied[pod.namespace] ?? Shield()
                let open = [shield.ingress ? nil : "ingress", shield.egress ? nil : "egress"].compactMap(\.self)
                guard !open.isEmpty else { continue }
                let namespace = look.set.find("Namespace", "", pod.namespace)
                look.complain(
                    "\(YAML.excerpt(pod.namespace)) denies no \(open.joined(separator: " and no ")) by default",
                    at: .metadata / (namespace == nil ? "namespace" : "name"),
                    of: namespace?.position ?? pod.object
                )
            }
        },
    )

    static let noNameLookups = Policy(
        "no-name-lookups",
        .error,
        .network,
        [],
        title: "pods that may not speak to everybody may still ask the name server",
        why:
            "With egress ruled and port 53 forgotten every connection fails by name, and the message says nothing of a network policy.",
        remedy: "Allow UDP and TCP 53 in one of the policies that choose the pod.",
        write:
            "egress: [{to: [{namespaceSelector: {}}], ports: [{port: 53, protocol: UDP}, {port: 53, protocol: TCP}]}]",
        .set { look in
            // What each pod is ruled by, from the policies' side: a policy that chooses all is looked at once.
            var named: Set<Int> = []
            var open: Set<String> = []
            for isolation in look.set.isolations where isolation.allowsNames {
                if isolation.selector.isEmpty {
                    open.insert(isolation.namespace)
                } else {
                    for pod in look.set.pods(in: isolation.namespace, isolation.selector) { named.insert(pod.object) }
                }
            }
            for pod in look.set.pods where look.set.shield(of: pod).egress && !open.contains(pod.namespace) {
                guard !named.contains(pod.object), pod.spec["hostNetwork"].bool != true else { continue }
                look.complain(
                    "no network policy lets the pods ask for names",
                    at: pod.template / "metadata" / "labels",
                    of: pod.object
                )
            }
        },
    )

    static let networkPolicySelectsNothing = Policy(
        "network-policy-selects-nothing",
        .warning,
        .network,
        ["NET002"],
        title: "a network policy chooses pods that exist",
        why: "One that chooses none protects none: a label was renamed, and nobody saw that the wall was gone.",
        remedy: "Mend the labels of podSelector, or remove the policy.",
        write: "podSelector: {matchLabels: {app.kubernetes.io/name: island-hopper-agent}}",
        elsewhere:
            "kube-score networkpolicy-targets-pod, kube-linter dangling-networkpolicy, dangling-networkpolicypeer-podselector",
        .object(["NetworkPolicy"]) { object, look in
            let isolation = Isolation(object)
            if !isolation.selector.isEmpty,
                !look.set.choosesAny(in: isolation.namespace, isolation.selector)
            {
                look.complain("it chooses no pod: \(isolation.selector.inWords)", at: .spec / "podSelector")
            }
            for (field, side, rules) in [("ingress", "from", isolation.ingress), ("egress", "to", isolation.egress)] {
                for (index, rule) in rules.enumerated() {
                    for (number, peer) in rule[side].items.enumerated() {
                        // Peers of other namespaces are rendered elsewhere.
                        guard !peer["namespaceSelector"].isThere, peer["podSelector"].isFilled else { continue }
                        let selector = Selector(peer["podSelector"])
                        guard !look.set.choosesAny(in: isolation.namespace, selector) else { continue }
                        look.complain(
                            "a peer is no pod of the namespace: \(selector.inWords)",
                            at: .spec / field / index / side / number / "podSelector"
                        )
                    }
                }
            }
        },
    )

    static let networkPolicyLabels = Policy(
        "network-policy-labels",
        .note,
        .network,
        [],
        title: "a network policy chooses its pods by one label",
        why: "Polaris takes a policy that names two labels of a pod for none at all.",
        remedy: "Name one label in podSelector; beware of common labels that a kustomization adds to selectors.",
        write: "podSelector: {matchLabels: {app.kubernetes.io/name: island-hopper-agent}}",
        elsewhere: "Polaris missingNetworkPolicy",
        ruling:
            "Two labels are right to the server and to every other tool; what ihctl renders names one, so that Polaris is content too.",
        .object(["NetworkPolicy"]) { object, look in
            let count = Selector(object.node["spec"]?["podSelector"]).labels.count
            guard count > 1 else { return }
            look.complain("it chooses by \(count) labels", at: .spec / "podSelector" / "matchLabels")
        },
    )
}
