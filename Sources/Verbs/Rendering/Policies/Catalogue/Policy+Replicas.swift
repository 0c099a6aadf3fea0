internal import Words
internal import YAML

// How many there are, and who counts them.
extension Policy {
    static let replicas: [Policy] = [
        tooFewReplicas, replicasBesideAutoscaler, autoscalerBounds, autoscalerTarget, rolloutStrategy,
    ]

    static let tooFewReplicas = Policy(
        "too-few-replicas",
        .warning,
        .availability,
        ["AVL001"],
        title: "there are at least two of what must not fail, three where people are served",
        why: "One replica is gone with its node, and during every rollout that takes it away first.",
        remedy: "Raise replicas, or let an autoscaler rule them with minReplicas that high.",
        write: "replicas: 3",
        elsewhere:
            "kube-score deployment-replicas, Polaris deploymentMissingReplicas, kube-linter minimum-three-replicas",
        .pod { pod, look in
            guard pod.isReplicated, look.set.autoscaler(of: pod) == nil else { return }
            let least = look.environment.isProtected ? 3 : 2
            let count = look.set.objects[pod.object].node["spec"]?["replicas"].int ?? 1
            // None at all is switched off on purpose.
            guard count < least, count != 0 else { return }
            let shown = count == 1 ? "one replica" : "\(count) replicas"
            look.complain("\(shown), and \(least) are wanted", at: .spec / "replicas", write: "replicas: \(least)")
        },
    )

    static let replicasBesideAutoscaler = Policy(
        "replicas-beside-autoscaler",
        .error,
        .availability,
        ["AVL002"],
        title: "where an autoscaler counts replicas, nobody else does",
        why:
            "Every apply sets the number back to what is written, in the middle of the load that the autoscaler answered.",
        remedy: "Remove spec.replicas.",
        write: "",
        elsewhere: "kube-score deployment-targeted-by-hpa-does-not-have-replicas-configured",
        ruling:
            "Polaris demands the field, kube-score forbids it under an autoscaler. It is forbidden: what the field does there is harm.",
        .pod { pod, look in
            guard pod.isReplicated, let autoscaler = look.set.autoscaler(of: pod),
                (look.set.objects[pod.object].node["spec"]?["replicas"]).isThere
            else { return }
            look.complain(
                "replicas are written, and the HorizontalPodAutoscaler \(YAML.excerpt(autoscaler.name)) rules them",
                at: .spec / "replicas"
            )
        },
    )

    static let autoscalerBounds = Policy(
        "autoscaler-bounds",
        .warning,
        .availability,
        ["AVL003"],
        title: "an autoscaler goes from two replicas up, and not beyond what is paid for",
        why:
            "With a minimum of one a quiet night leaves no spare; with a maximum equal to it nothing scales; with one without end a loop of retries buys nodes.",
        remedy: "Set minReplicas to 2 or more, and maxReplicas above it and below the platform's highest.",
        write: "minReplicas: 2\nmaxReplicas: 20",
        elsewhere: "kube-score horizontalpodautoscaler-replicas, Polaris hpaMinAvailability, hpaMaxAvailability",
        .object(["HorizontalPodAutoscaler"]) { object, look in
            let autoscaler = Autoscaler(object)
            if autoscaler.least < 2 {
                look.complain("it may leave fewer than two replicas", at: .spec / "minReplicas")
            }
            guard let most = autoscaler.most else { return }
            if most < autoscaler.least {
                look.complain("the most it allows is below the least", at: .spec / "maxReplicas", as: .error)
            } else if most == autoscaler.least {
                look.complain("it has nothing to scale: least and most are both \(most)", at: .spec / "maxReplicas")
            }
            if most > look.environment.highestReplicas {
                look.complain(
                    "\(most) replicas are more than the \(look.environment.highestReplicas) that the platform allows",
                    at: .spec / "maxReplicas"
                )
            }
        },
    )

    static let autoscalerTarget = Policy(
        "autoscaler-target",
        .error,
        .availability,
        ["AVL004"],
        title: "what an autoscaler scales exists, and asks for what it is measured by",
        why:
            "Utilization is a share of the request: without a request there is no share, and the autoscaler stands still without a word but an event.",
        remedy: "Mend scaleTargetRef; give every container the request that the metric speaks of.",
        write: "scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: island-hopper-agent}",
        elsewhere: "kube-score horizontalpodautoscaler-has-target, kube-linter dangling-horizontalpodautoscaler",
        .object(["HorizontalPodAutoscaler"]) { object, look in
            let autoscaler = Autoscaler(object)
            let target = autoscaler.target
            guard let scaled = look.set.find(target.type, target.namespace, target.name) else {
                guard !look.environment.declares(target.type, target.name, in: target.namespace) else { return }
                look.complain(
                    "there is no \(YAML.excerpt(target.type)) \(YAML.excerpt(target.name)) to scale",
                    at: .spec / "scaleTargetRef"
                )
                return
            }
            guard let pod = look.set.pod(of: scaled) else { return }
            for share in autoscaler.shares {
                for container in pod.containers where container.isLasting {
                    guard share.container == nil || share.container == container.name,
                        !(container.requests?[share.resource]).isThere, !(container.limits?[share.resource]).isThere
                    else { continue }
                    look.complain(
                        "\(container.inWords) asks for no \(YAML.excerpt(share.resource)), of which this is a share",
                        at: share.path
                    )
                }
            }
        },
    )

    static let rolloutStrategy = Policy(
        "rollout-strategy",
        .warning,
        .availability,
        ["AVL011"],
        title: "a new version takes over before the old one goes",
        why:
            "Recreate ends all pods first; a rollout that may be short of pods is short of them just when something new starts.",
        remedy: "Use RollingUpdate with maxUnavailable 0 and maxSurge 1 or more.",
        write: "strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}",
        elsewhere: "kube-score deployment-strategy, kube-linter no-rolling-update-strategy",
        .pod { pod, look in
            guard pod.type == "Deployment", look.set.isServed(pod) else { return }
            let strategy = look.set.objects[pod.object].node["spec"]?["strategy"]
            let path = YAML.Path.spec / "strategy"
            let type = (strategy?["type"]).plain
            guard type.isEmpty || type == "RollingUpdate" else {
                return look.complain("\(YAML.excerpt(type)) ends the old pods first", at: path / "type")
            }
            let unavailable = (strategy?["rollingUpdate"]?["maxUnavailable"]).plain
            guard unavailable != "0", unavailable != "0%" else { return }
            let share = unavailable.isEmpty ? "a quarter of the pods" : YAML.excerpt(unavailable)
            look.complain("a rollout may take \(share) away", at: path / "rollingUpdate" / "maxUnavailable")
        },
    )
}
