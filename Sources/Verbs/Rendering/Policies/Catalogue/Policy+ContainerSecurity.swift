internal import Words
internal import YAML

// What a process in a container may do, and as whom.
extension Policy {
    static let containerSecurity: [Policy] = [
        privilegedContainer, privilegeEscalation, runsAsRoot, lowUserID, writableRoot, capabilitiesKept,
        capabilityAdded, noSecurityContext,
    ]

    static let privilegedContainer = Policy(
        "privileged-container",
        .error,
        .podSecurity,
        ["SEC001"],
        title: "no container is privileged",
        why:
            "A privileged container has every device and capability of its node: whoever breaks into it owns the node and all that runs there.",
        remedy: "Remove privileged, or set it to false, and add the one capability that is really needed.",
        write: "securityContext: {privileged: false}",
        elsewhere:
            "kube-linter privileged-container, kube-score container-security-context-privileged, Polaris runAsPrivileged, checkov CKV_K8S_16",
        .container { container, _, look in
            guard container.security?["privileged"].bool == true else { return }
            look.complain("\(container.inWords) is privileged", at: container.securityPath / "privileged")
        },
    )

    static let privilegeEscalation = Policy(
        "privilege-escalation",
        .error,
        .podSecurity,
        ["SEC002"],
        title: "every container says that its processes gain no privileges",
        why:
            "Unless it is forbidden, a program with the setuid bit makes a process more than its container began as. The server's default is to let it.",
        remedy:
            "Set allowPrivilegeEscalation to false on every container, init containers too: there is no such field for the pod.",
        write: "securityContext: {allowPrivilegeEscalation: false}",
        elsewhere: "kube-linter privilege-escalation-container, Polaris privilegeEscalationAllowed, checkov CKV_K8S_20",
        .container { container, pod, look in
            guard !pod.isForWindows, container.security?["allowPrivilegeEscalation"].bool != false else { return }
            look.complain(
                "\(container.inWords) may gain privileges",
                at: container.securityPath / "allowPrivilegeEscalation"
            )
        },
    )

    static let runsAsRoot = Policy(
        "runs-as-root",
        .error,
        .podSecurity,
        ["SEC003"],
        title: "no process runs as root, and the kubelet makes sure of it",
        why: """
            Root in a container is root in the kernel: an escape from the container needs one fault less. Without runAsNonRoot the image \
            decides, and the next image may decide otherwise.
            """,
        remedy:
            "Set runAsNonRoot and a user and group above 10000, once for the pod; a container's own values come first.",
        write: """
            securityContext:
              runAsNonRoot: true
              runAsUser: 10001
              runAsGroup: 10001
            """,
        elsewhere: "kube-linter run-as-non-root, Polaris runAsRootAllowed, checkov CKV_K8S_23",
        .container { container, pod, look in
            guard !pod.isForWindows else { return }
            let isForbidden = pod.effective("runAsNonRoot", of: container)
            if isForbidden.node?.bool != true {
                look.complain("\(container.inWords) may run as root", at: isForbidden.path)
            }
            for (field, who) in [("runAsUser", "user"), ("runAsGroup", "group")] {
                let id = pod.effective(field, of: container)
                guard id.node?.int == 0 else { continue }
                look.complain("\(container.inWords) runs as root's \(who)", at: id.path)
            }
        },
    )

    static let lowUserID = Policy(
        "low-user-id",
        .warning,
        .podSecurity,
        ["SEC004"],
        title: "user and group ids are above 10000, where no node has users of its own",
        why:
            "The kernel knows numbers, not names: a process with a node user's number has that user's rights wherever both meet.",
        remedy:
            "Choose a user and a group of 10000 or more, the same that the image was built for; or set hostUsers to false.",
        write: "securityContext: {runAsUser: 10001, runAsGroup: 10001}",
        elsewhere: "kube-score container-security-context-user-group-id, checkov CKV_K8S_40",
        .container { container, pod, look in
            guard !pod.isForWindows, pod.spec["hostUsers"].bool != false else { return }
            for (field, who) in [("runAsUser", "user"), ("runAsGroup", "group")] {
                let id = pod.effective(field, of: container)
                guard let number = id.node?.int else {
                    look.complain("\(container.inWords) leaves its \(who) to the image", at: id.path)
                    continue
                }
                // Root is an error of its own.
                guard number < 10_000, number != 0 else { continue }
                look.complain("\(container.inWords) runs as \(who) \(number), which nodes have too", at: id.path)
            }
        },
    )

    static let writableRoot = Policy(
        "writable-root-filesystem",
        .error,
        .podSecurity,
        ["SEC005"],
        title: "containers cannot write to their own image",
        why:
            "Where the programs can be overwritten, a fault in one of them can be made to last. What is written there is lost with the container anyway.",
        remedy:
            "Set readOnlyRootFilesystem, and mount an emptyDir with a sizeLimit wherever something must be written, /tmp first.",
        write: """
            securityContext: {readOnlyRootFilesystem: true}
            volumeMounts:
              - {name: tmp, mountPath: /tmp}
            """,
        elsewhere:
            "kube-linter no-read-only-root-fs, kube-score container-security-context-readonlyrootfilesystem, Polaris notReadOnlyRootFilesystem, checkov CKV_K8S_22",
        .container { container, pod, look in
            guard !pod.isForWindows, container.security?["readOnlyRootFilesystem"].bool != true else { return }
            look.complain(
                "\(container.inWords) can write to its image",
                at: container.securityPath / "readOnlyRootFilesystem"
            )
        },
    )

    static let capabilitiesKept = Policy(
        "capabilities-kept",
        .error,
        .podSecurity,
        ["SEC006", "SEC008"],
        title: "every container drops all capabilities",
        why: """
            The runtime's defaults hold fourteen of root's privileges, NET_RAW among them, with which a pod answers in others' names on \
            its network. A program that listens above port 1023 needs none.
            """,
        remedy: "Drop ALL, and add what is needed by name. Dropping them one by one misses what the next runtime adds.",
        write: "securityContext: {capabilities: {drop: [ALL]}}",
        elsewhere: "kube-linter drop-net-raw-capability, Polaris insecureCapabilities, checkov CKV_K8S_37, CKV_K8S_28",
        .container { container, pod, look in
            let dropped = (container.security?["capabilities"]?["drop"]).texts
            guard !pod.isForWindows, !dropped.contains(where: { $0.uppercased() == "ALL" }) else { return }
            look.complain(
                "\(container.inWords) keeps capabilities",
                at: container.securityPath / "capabilities" / "drop"
            )
        },
    )

    static let capabilityAdded = Policy(
        "capability-added",
        .error,
        .podSecurity,
        ["SEC007", "SEC009"],
        title: "no capability is added but NET_BIND_SERVICE",
        why:
            "SYS_ADMIN is all but root, NET_ADMIN rewrites the node's packets, SYS_PTRACE reads other processes. The restricted standard lets one through.",
        remedy:
            "Remove it. A program that wants a port below 1024 can listen above it, with the Service's port as it was.",
        write: "securityContext: {capabilities: {drop: [ALL]}}",
        elsewhere: "Polaris dangerousCapabilities, checkov CKV_K8S_25, CKV_K8S_39",
        .container { container, _, look in
            for (index, name) in (container.security?["capabilities"]?["add"]).texts.enumerated() {
                let known = name.uppercased()
                guard known != "NET_BIND_SERVICE", known != "CAP_NET_BIND_SERVICE" else { continue }
                look.complain(
                    "\(container.inWords) is given the capability \(YAML.excerpt(name))",
                    at: container.securityPath / "capabilities" / "add" / index
                )
            }
        },
    )

    static let noSecurityContext = Policy(
        "no-security-context",
        .error,
        .podSecurity,
        ["SEC022"],
        title: "the pod and each of its containers have a security context",
        why: """
            What all containers share (user, group, seccomp, who owns volumes) is the pod's, what is each container's own (capabilities, \
            read-only root, escalation) exists there alone: one of the two never suffices.
            """,
        remedy: "Write both: the user and seccomp profile for the pod, the rest for each container.",
        write: """
            securityContext:
              allowPrivilegeEscalation: false
              readOnlyRootFilesystem: true
              capabilities: {drop: [ALL]}
            """,
        elsewhere: "checkov CKV_K8S_29, CKV_K8S_30",
        .pod { pod, look in
            if !pod.security.isFilled {
                let example = """
                    securityContext:
                      runAsNonRoot: true
                      runAsUser: 10001
                      runAsGroup: 10001
                      fsGroup: 10001
                      seccompProfile: {type: RuntimeDefault}
                    """
                look.complain("the pod has no security context", at: pod.securityPath, write: example)
            }
            for container in pod.containers where !container.security.isFilled {
                look.complain("\(container.inWords) has no security context", at: container.securityPath)
            }
        },
    )
}

extension Pod {
    /// A field of the container's security context, or of the pod's where the container has none, and where it should stand.
    func effective(_ field: String, of container: Container) -> (node: YAML.Node?, path: YAML.Path) {
        if let own = container.security?[field], !own.isNull { return (own, container.securityPath / field) }
        if let shared = security?[field], !shared.isNull { return (shared, securityPath / field) }
        return (nil, container.securityPath / field)
    }
}
