internal import Words

/// What doctor may find of the way to a cluster, and of what stands there before the agent does.
private let clusterTopics: [Topic] = [
    topic(
        "kubernetes.config",
        "the kubeconfig leads to a cluster",
        "No kubeconfig was found, it cannot be read, or its context, cluster or user is not there. The cluster itself was not asked.",
        whatToDo: [
            "Look at the place that the evidence names. kubernetes.kubeconfig names a file; without it KUBECONFIG counts, then ~/.kube/config, then the pod's own way.",
            "kubernetes.context must be one of: kubectl config get-contexts. Without it the kubeconfig's current-context counts.",
            "A user whose exec asks a person (interactiveMode: Always) cannot be used here: use a token or a service account.",
        ],
        why: [
            "A wrong context is the usual way to change the wrong cluster: so a name that does not fit is an error, never a guess."
        ],
        good: "kubernetes:\n  kubeconfig: /etc/ihctl/kubeconfig\n  context: island-hopper",
        related: ["kubernetes.connect"]
    ),
    topic(
        "kubernetes.connect",
        "the Kubernetes API answers and knows who asks",
        "No API server answered at the address of the kubeconfig, its certificate does not hold, or it does not take the credential.",
        whatToDo: [
            "auth: the token or the client certificate has ended, was revoked, or belongs to another cluster. Fetch the kubeconfig anew; the evidence tells when it ended, where it says so.",
            "tls_untrusted: the authority in the kubeconfig is not this cluster's. That is so after a cluster was made anew under the same name.",
            "overloaded: the server asks to be left alone for a while. ihctl doctor --wait asks until it answers.",
            "protocol_mismatch: a gateway, a login page or another service answers at that address.",
        ],
        good: "kubectl get --raw /version",
        related: ["kubernetes.config", "tls_untrusted", "refused", "dns"]
    ),
    topic(
        "kubernetes.version",
        "the cluster is new enough",
        "The control plane is older than kubernetes.version asks for: objects that ihctl renders may be refused or read differently.",
        whatToDo: [
            "Upgrade one minor version at a time, the control plane before the nodes.",
            "If the platform can do with less, lower kubernetes.version.",
        ],
        related: ["kubernetes.nodes"]
    ),
    topic(
        "kubernetes.permissions",
        "all that ihctl looks at may be read",
        "Who asks lacks permissions that the checks need. What may not be read is unknown, which is not the same as sound.",
        severity: .warning,
        whatToDo: [
            "The remedy holds a role with just these permissions; bind it to the user or service account that ihctl runs as: kubectl create rolebinding.",
            "Nodes belong to no namespace: they need a cluster role.",
            "Where a permission is not to be given, leave the check out with doctor's skip list, and say why.",
        ],
        good:
            "kubectl -n island-hopper create rolebinding ihctl-doctor --role=ihctl-doctor --serviceaccount=island-hopper:ihctl",
        related: ["kubernetes.connect"]
    ),
    topic(
        "kubernetes.nodes",
        "enough nodes are ready",
        "Fewer nodes can take pods than kubernetes.nodes asks for, or one is not ready, not heard of, or short of memory, disk or processes, or has a clock that is off.",
        whatToDo: [
            "A cordoned node is ready and takes nothing new: kubectl uncordon, when its maintenance is over.",
            "A node that is no longer heard of is down, or its kubelet is: look at the machine.",
            "A node under pressure evicts pods: free its disk, or move pods away.",
            "clock: set up time synchronisation on the node; certificates and tokens seem not yet valid, or ended, to one whose clock is off.",
        ],
        why: ["With fewer than three nodes a single loss takes away what keeps copies apart."],
        related: ["kubernetes.rollout", "kubernetes.quota"]
    ),
    topic(
        "kubernetes.namespace",
        "the namespace is there and stays",
        "The namespace of the platform file is not there, or is being deleted. While that lasts nothing can be made in it.",
        whatToDo: [
            "missing: make it, or correct kubernetes.namespace; the context may also lead to another cluster than meant.",
            "stuck: its conditions name what still has a finalizer. Mend what should remove it; taking finalizers away by hand leaves things behind.",
        ],
        good: "kubectl create namespace island-hopper",
        related: ["kubernetes.secret", "kubernetes.rollout"]
    ),
    topic(
        "kubernetes.quota",
        "the namespace may still grow",
        "A quota of the namespace is used up, or nearly so. A rollout needs room for one more pod than there is.",
        whatToDo: [
            "Raise the quota, or let each pod ask for less: agent.resources.",
            "kubectl describe resourcequota tells what is used; finished jobs and old volumes count, too.",
        ],
        related: ["kubernetes.rollout", "kubernetes.nodes"]
    ),
]

/// What doctor may find of the agent in its namespace.
private let agentTopics: [Topic] = [
    topic(
        "kubernetes.secret",
        "the agent's secret holds every key",
        "The secret is missing, lacks keys that kubernetes.secret_keys names, or holds nothing under one. Only names of keys are looked at.",
        whatToDo: [
            "Add the keys. From files no value stands in the shell's history; a trailing line break in a file becomes part of the value.",
            "A key of another spelling (database-url for DATABASE_URL) is not read: the evidence names it.",
            "Pods read their environment when they start: restart the deployment after a change.",
        ],
        good: "kubectl -n island-hopper rollout restart deployment/island-hopper-agent",
        related: ["kubernetes.config-map", "kubernetes.registry-secret"]
    ),
    topic(
        "kubernetes.registry-secret",
        "images can be pulled with the registry secret",
        "The registry secret is missing, is of another type, or has no login for the host that the agent's image comes from.",
        whatToDo: [
            "Make it as the remedy says: kubectl create secret docker-registry, with the image's own host as --docker-server.",
            "A secret's type cannot be changed: delete it first.",
            "The pod template or its service account must name it under imagePullSecrets.",
        ],
        related: ["kubernetes.image-pull", "kubernetes.service-account"]
    ),
    topic(
        "kubernetes.config-map",
        "the agent's configuration is there",
        "The config map that the agent gets as its environment is not there: its pods wait with CreateContainerConfigError.",
        whatToDo: ["Apply the rendered manifests, or correct kubernetes.config_map."],
        related: ["kubernetes.secret", "kubernetes.rollout"]
    ),
    topic(
        "kubernetes.service-account",
        "the agent's service account is there",
        "The service account that the agent's pods run as is not there: no further pod can be made, and those that run stay until they end.",
        whatToDo: ["Make it, or correct kubernetes.service_account."],
        related: ["kubernetes.rollout", "kubernetes.registry-secret"]
    ),
    topic(
        "kubernetes.rollout",
        "the deployment runs as it was last told to",
        "Pods of the deployment do not run, the rollout does not end, or what runs is not what the platform file names.",
        whatToDo: [
            "A pod that ends again and again: its last words stand in kubectl logs --previous. Status 137 with OOMKilled means that its memory limit is too low.",
            "A pod that no node takes: the scheduler's words tell how many nodes lack what: processors, memory, a label, a toleration.",
            "stuck: nothing became ready before the progress deadline. kubectl rollout undo brings the last revision back.",
            "drift: another image runs than agent.image and agent.tag name. Deploy that one, or let the file say what runs.",
            "deprecated: a manifest still names a version of the API that newer clusters no longer have. Apply the rendered one.",
            "An autoscaler at its most would go higher: raise kubernetes.autoscaling.max, if nodes and quota allow.",
        ],
        why: [
            "Old pods go on serving while new ones fail, so that a broken rollout can stay unseen until the old ones go."
        ],
        good: "kubectl -n island-hopper rollout status deployment/island-hopper-agent",
        related: ["kubernetes.image-pull", "kubernetes.quota", "kubernetes.events"]
    ),
    topic(
        "kubernetes.image-pull",
        "every image can be pulled",
        "The nodes cannot pull an image. The failure class tells why, as far as the container runtime's words do.",
        whatToDo: [
            "missing: the name or the tag is wrong, or was never pushed.",
            "auth: the registry secret is missing, wrong or not named by the pod. Some registries answer the same for an image that is not there.",
            "dns, connect_timeout, refused, tls_untrusted: seen from the nodes, not from here.",
            "rate_limited: too many pulls; wait, or pull through a registry of your own.",
        ],
        related: ["kubernetes.registry-secret", "kubernetes.rollout"]
    ),
    topic(
        "kubernetes.events",
        "nothing warns of the agent",
        "In the last 15 minutes the cluster warned of the deployment, its pods or its autoscaler. What other checks tell better is left out.",
        severity: .warning,
        whatToDo: [
            "Unhealthy: a probe failed. A few at the start of a pod are usual; many mean that the agent is too slow for its probe, or hangs.",
            "FailedMount: a volume, a secret or a config map that the pod names is not there.",
            "Events are kept for an hour as a rule; what is older must be sought in the logs.",
        ],
        good: "kubectl -n island-hopper events --types=Warning",
        related: ["kubernetes.rollout"]
    ),
]

let kubernetesTopics: [Topic] = clusterTopics + agentTopics
