internal import Words
internal import YAML

// What containers ask for and may take.
extension Policy {
    static let resources: [Policy] = [
        noCPURequest, noMemoryRequest, noMemoryLimit, noCPULimit, memoryRequestBelowLimit, noEphemeralStorage,
        resourcesInconsistent, unboundedEmptyDir,
    ]

    static let noCPURequest = Policy(
        "no-cpu-request",
        .error,
        .resources,
        ["RES001"],
        title: "every container asks for processor time",
        why:
            "The scheduler places pods by what they ask for: one that asks for nothing fits everywhere and starves wherever it lands. An autoscaler has nothing to reckon with either.",
        remedy: "Ask for what it uses in the middle of the day.",
        write: "resources: {requests: {cpu: 250m}}",
        elsewhere:
            "kube-linter unset-cpu-requirements, kube-score container-resources, Polaris cpuRequestsMissing, checkov CKV_K8S_10",
        .container { container, _, look in look.demand("cpu", "requests", of: container) },
    )

    static let noMemoryRequest = Policy(
        "no-memory-request",
        .error,
        .resources,
        ["RES002"],
        title: "every container asks for memory",
        why:
            "When a node runs out of memory, pods that use more than they asked for go first: one that asked for none always does.",
        remedy: "Ask for what it uses in the middle of the day.",
        write: "resources: {requests: {memory: 512Mi}}",
        elsewhere: "kube-score container-resources, Polaris memoryRequestsMissing, checkov CKV_K8S_12",
        .container { container, _, look in look.demand("memory", "requests", of: container) },
    )

    static let noMemoryLimit = Policy(
        "no-memory-limit",
        .error,
        .resources,
        ["RES003"],
        title: "every container's memory has an end",
        why:
            "A leak without a limit takes the node, and every pod on it; with one it takes a container, which is started anew.",
        remedy: "Set the limit above what it ever uses.",
        write: "resources: {limits: {memory: 1Gi}}",
        elsewhere:
            "kube-linter unset-memory-requirements, kube-score container-resources, Polaris memoryLimitsMissing, checkov CKV_K8S_13",
        .container { container, _, look in look.demand("memory", "limits", of: container) },
    )

    static let noCPULimit = Policy(
        "no-cpu-limit",
        .note,
        .resources,
        ["RES004"],
        title: "every container's processor time has an end",
        why: "A limit makes runs repeatable and protects neighbours that ask for too little.",
        remedy: "Set it well above the request, or leave it out on purpose.",
        write: "resources: {limits: {cpu: 500m}}",
        elsewhere: "Polaris cpuLimitsMissing, kube-score container-resources, checkov CKV_K8S_11",
        ruling: """
            Three tools demand it, and much advice is against it: a container at its limit is stopped for the rest of each tenth of a second \
            even on an idle node, which shows as slow answers. Requests already share a busy processor fairly. So it is a note, no more.
            """,
        .container { container, _, look in look.demand("cpu", "limits", of: container) },
    )

    static let memoryRequestBelowLimit = Policy(
        "memory-request-below-limit",
        .note,
        .resources,
        ["RES005"],
        title: "containers ask for as much memory as they may take",
        why: "What is between the two is promised to several; who takes it may be ended for it.",
        remedy: "Make them equal where the pod must not be ended for its neighbours' sake.",
        write: "resources: {requests: {memory: 1Gi}, limits: {memory: 1Gi}}",
        elsewhere: "kube-score container-memory-requests-equal-limits",
        .container { container, _, look in
            guard let request = Quantity((container.requests?["memory"]).plain),
                let limit = Quantity((container.limits?["memory"]).plain), request < limit
            else { return }
            look.complain(
                "\(container.inWords) may take more memory than it asks for",
                at: container.path / "resources" / "requests" / "memory"
            )
        },
    )

    static let noEphemeralStorage = Policy(
        "no-ephemeral-storage",
        .warning,
        .resources,
        ["RES006"],
        title: "every container says how much of its node's disk it needs and may fill",
        why:
            "Logs and scratch files fill the node's disk, and then the kubelet evicts whoever is there, guilty or not.",
        remedy: "Set ephemeral-storage as request and as limit; emptyDir volumes and logs count towards it.",
        write: "resources: {requests: {ephemeral-storage: 256Mi}, limits: {ephemeral-storage: 1Gi}}",
        elsewhere: "kube-score container-ephemeral-storage-request-and-limit",
        .container { container, _, look in
            look.demand("ephemeral-storage", "requests", of: container)
            look.demand("ephemeral-storage", "limits", of: container)
        },
    )

    static let resourcesInconsistent = Policy(
        "resources-inconsistent",
        .error,
        .resources,
        ["RES007"],
        title: "amounts are amounts, within what can be meant, and no request is above its limit",
        why:
            "The server refuses the pod, not the Deployment: nothing comes up, and only events say why. 512m of memory is half a byte.",
        remedy: "Memory and storage are counted in Mi and Gi, processors in whole ones or in thousandths: 250m.",
        write: "resources: {requests: {cpu: 250m, memory: 512Mi}, limits: {memory: 1Gi}}",
        .container { container, _, look in
            for (list, amounts) in [("requests", container.requests), ("limits", container.limits)] {
                for entry in amounts.entries where !entry.value.isNull {
                    let text = Optional(entry.value).plain
                    let path = container.path / "resources" / list / entry.name
                    guard let quantity = Quantity(text), quantity.amount >= 0 else {
                        look.complain("\(YAML.excerpt(text)) is no amount of \(YAML.excerpt(entry.name))", at: path)
                        continue
                    }
                    let isBytes = entry.name == "memory" || entry.name == "ephemeral-storage"
                    if isBytes, quantity.amount > 0, quantity.amount < 1_048_576 {
                        look.complain("\(text) of \(entry.name) is less than one Mi", at: path)
                    } else if entry.name == "cpu", quantity.amount > 512 {
                        look.complain("\(text) processors are more than a node has", at: path)
                    }
                    guard list == "requests", let limit = Quantity((container.limits?[entry.name]).plain),
                        limit < quantity
                    else { continue }
                    look.complain("\(container.inWords) asks for more \(entry.name) than it may take", at: path)
                }
            }
        },
    )

    static let unboundedEmptyDir = Policy(
        "unbounded-empty-dir",
        .warning,
        .resources,
        ["RES008"],
        title: "every emptyDir has a size",
        why: "It lies on the node's disk, or in its memory, and grows until the node is full.",
        remedy: "Set sizeLimit: the pod that goes beyond it is evicted, and no other.",
        write: "emptyDir: {sizeLimit: 256Mi}",
        .pod { pod, look in
            for volume in pod.volumes {
                guard let directory = volume.node["emptyDir"], !directory.isNull,
                    !directory["sizeLimit"].isThere
                else { continue }
                look.complain(
                    "volume \(YAML.excerpt(volume.name)) may fill the node's disk",
                    at: volume.path / "emptyDir" / "sizeLimit"
                )
            }
        },
    )
}

extension Look {
    /// An ephemeral container has no resources of its own.
    fileprivate mutating func demand(_ resource: String, _ list: String, of container: Container) {
        guard container.role != .debugging else { return }
        let amounts = list == "requests" ? container.requests : container.limits
        if (amounts?[resource]).isThere { return }
        // The server asks for as much as the limit where no request is written.
        if list == "requests", (container.limits?[resource]).isThere { return }
        let what = list == "requests" ? "asks for no \(resource)" : "has no limit of \(resource)"
        complain("\(container.inWords) \(what)", at: container.path / "resources" / list / resource)
    }
}
