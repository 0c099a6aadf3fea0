internal import Words
internal import YAML

// What a pod takes of its node.
extension Policy {
    static let hostSecurity: [Policy] = [
        hostNamespaces, hostPort, hostPath, volumeType, windowsHostProcess, hostInProbe,
    ]

    static let hostNamespaces = Policy(
        "host-namespaces",
        .error,
        .podSecurity,
        ["SEC015"],
        title: "no pod shares its node's network, processes or memory",
        why:
            "hostNetwork passes every NetworkPolicy by and hears what the node hears; hostPID shows and ends other pods' processes; hostIPC reads their memory.",
        remedy: "Remove the field; reach the pod through a Service.",
        write: "hostNetwork: false",
        elsewhere:
            "kube-linter host-network, host-pid, host-ipc, Polaris hostNetworkSet, checkov CKV_K8S_17, CKV_K8S_18, CKV_K8S_19",
        .pod { pod, look in
            for (field, what) in [
                ("hostNetwork", "network"), ("hostPID", "processes"), ("hostIPC", "shared memory"),
            ] where pod.spec[field].bool == true {
                look.complain("the pod shares its node's \(what)", at: pod.path / field, write: "\(field): false")
            }
        },
    )

    static let hostPort = Policy(
        "host-port",
        .error,
        .podSecurity,
        ["SEC016"],
        title: "no container listens on its node's own ports",
        why:
            "A host port is open to whoever reaches the node, past Service and NetworkPolicy, and no two such pods fit on one node.",
        remedy: "Remove hostPort and reach the pod through a Service.",
        write: "ports: [{name: http, containerPort: 8000}]",
        elsewhere: "Polaris hostPortSet, checkov CKV_K8S_26",
        .container { container, _, look in
            for port in container.ports {
                guard let number = port.node["hostPort"].int, number != 0 else { continue }
                look.complain("\(container.inWords) takes port \(number) of its node", at: port.path / "hostPort")
            }
        },
    )

    static let hostPath = Policy(
        "host-path",
        .error,
        .podSecurity,
        ["SEC017", "SEC018"],
        title: "no pod mounts its node's files",
        why: """
            What is written there outlives the pod and reaches all others; /, /etc and the container runtime's socket are the node itself. \
            Read-only does not mend it: keys and tokens of other pods are read.
            """,
        remedy:
            "Use an emptyDir for scratch files, a PersistentVolumeClaim for what must last, a ConfigMap or Secret for what is given.",
        write: "volumes: [{name: scratch, emptyDir: {sizeLimit: 256Mi}}]",
        elsewhere:
            "kube-linter sensitive-host-mounts, writable-host-mount, docker-sock, Polaris hostPathSet, checkov CKV_K8S_27",
        .pod { pod, look in
            for volume in pod.volumes {
                guard let host = volume.node["hostPath"], !host.isNull else { continue }
                let path = host["path"].plain
                let isSocket = path.hasSuffix(".sock")
                let what =
                    isSocket
                    ? "the container runtime's socket \(YAML.excerpt(path)): that is root on the node"
                    : "\(YAML.excerpt(path)) of its node"
                look.complain("volume \(YAML.excerpt(volume.name)) is \(what)", at: volume.path / "hostPath")
            }
        },
    )

    static let volumeType = Policy(
        "volume-type",
        .error,
        .podSecurity,
        ["SEC019"],
        title: "volumes are of the kinds that the restricted standard lets through",
        why:
            "Other kinds speak to storage in the name of the node, past the cluster's own rules; most of them are gone from Kubernetes by now.",
        remedy: "Use configMap, csi, downwardAPI, emptyDir, ephemeral, persistentVolumeClaim, projected or secret.",
        write: "volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]",
        elsewhere: "Pod Security Standards restrictedVolumes",
        .pod { pod, look in
            let allowed: Set = [
                "configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected",
                "secret",
            ]
            for volume in pod.volumes {
                for entry in Optional(volume.node).entries where !entry.value.isNull {
                    // A hostPath is an error of its own.
                    guard !allowed.contains(entry.name), !["name", "hostPath"].contains(entry.name) else { continue }
                    look.complain(
                        "volume \(YAML.excerpt(volume.name)) is of the kind \(YAML.excerpt(entry.name))",
                        at: volume.path / entry.name
                    )
                }
            }
        },
    )

    static let windowsHostProcess = Policy(
        "windows-host-process",
        .error,
        .podSecurity,
        ["SEC020"],
        title: "no Windows container is a process of its node",
        why: "A host process container is no container: it has the node's files, network and rights.",
        remedy: "Remove hostProcess.",
        write: "securityContext: {windowsOptions: {hostProcess: false}}",
        elsewhere: "Polaris hostProcess, Pod Security Standards windowsHostProcess",
        .pod { pod, look in
            func isHost(_ security: YAML.Node?) -> Bool { security?["windowsOptions"]?["hostProcess"].bool == true }
            if isHost(pod.security) {
                look.complain(
                    "the pod runs as a process of its node",
                    at: pod.securityPath / "windowsOptions" / "hostProcess"
                )
            }
            for container in pod.containers where isHost(container.security) {
                look.complain(
                    "\(container.inWords) is a process of its node",
                    at: container.securityPath / "windowsOptions" / "hostProcess"
                )
            }
        },
    )

    static let hostInProbe = Policy(
        "host-in-probe",
        .error,
        .podSecurity,
        ["SEC021"],
        title: "probes and hooks ask the pod itself, no other host",
        why:
            "The kubelet asks with the node's network: a host field makes it knock at addresses that the pod itself may not reach. Pod security refuses it from 1.34 on.",
        remedy: "Remove host: without it the pod's own address is asked.",
        write: "readinessProbe: {httpGet: {path: /ready, port: http}}",
        elsewhere: "Pod Security Standards hostProbesAndHostLifecycle",
        .container { container, _, look in
            let lifecycle = container.node["lifecycle"]
            let hooks = ["postStart", "preStop"].compactMap { name in
                lifecycle?[name].map { (node: $0, path: container.path / "lifecycle" / name) }
            }
            let probes = container.probes.map { (node: $0.node, path: container.path / $0.name) }
            for asker in probes + hooks {
                for handler in ["httpGet", "tcpSocket"] {
                    let host = asker.node[handler]?["host"].plain ?? ""
                    guard !host.isEmpty else { continue }
                    look.complain(
                        "\(container.inWords) has the kubelet ask \(YAML.excerpt(host))",
                        at: asker.path / handler / "host"
                    )
                }
            }
        },
    )
}
