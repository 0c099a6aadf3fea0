internal import Words
internal import YAML

// What a namespace enforces, and what listens where.
extension Policy {
    static let exposure: [Policy] = [namespacePodSecurity, sshPort, privilegedPort, riskyImage]

    static let namespacePodSecurity = Policy(
        "namespace-pod-security",
        .error,
        .podSecurity,
        ["SEC023"],
        title: "a namespace has the cluster enforce the restricted standard",
        why:
            "What is checked before a deployment holds for what goes this way. The labels hold for whoever writes to the namespace, at any time.",
        remedy: "Label the namespace with the standard in all three ways: enforce refuses, audit records, warn tells.",
        write: """
            metadata:
              labels:
                pod-security.kubernetes.io/enforce: restricted
                pod-security.kubernetes.io/audit: restricted
                pod-security.kubernetes.io/warn: restricted
            """,
        elsewhere: "Pod Security Admission",
        .object(["Namespace"]) { namespace, look in
            let labels = namespace.labels
            for mode in ["enforce", "audit", "warn"] {
                let label = "pod-security.kubernetes.io/\(mode)"
                let level = labels[label]
                guard level != "restricted" else { continue }
                let message = level.map { "the namespace is content with \(YAML.excerpt($0)) (\(mode))" }
                look.complain(
                    message
                        ?? "the namespace does not \(mode == "enforce" ? "enforce" : "\(mode) by") the restricted standard",
                    at: .labels / label,
                    write: "\(label): restricted"
                )
            }
        },
    )

    static let sshPort = Policy(
        "ssh-port",
        .warning,
        .podSecurity,
        ["SEC024"],
        title: "nothing listens for SSH",
        why: "A shell from outside is a second way in, with keys of its own that nobody rotates.",
        remedy:
            "Remove the port; kubectl exec and kubectl debug lead into pods, and the cluster records who used them.",
        write: "ports: [{name: http, containerPort: 8000}]",
        elsewhere: "kube-linter ssh-port",
        .container { container, _, look in
            for port in container.ports where port.number == 22 {
                look.complain("\(container.inWords) listens on port 22", at: port.path / "containerPort")
            }
        },
    )

    static let privilegedPort = Policy(
        "privileged-port",
        .warning,
        .podSecurity,
        ["SEC025"],
        title: "containers listen above port 1023",
        why: "A port below 1024 needs a privilege that nothing else in the container needs.",
        remedy: "Listen on a higher port; the Service's port stays as it is, its targetPort names the new one.",
        write: "ports: [{name: http, containerPort: 8080}]",
        elsewhere: "kube-linter privileged-ports",
        .container { container, _, look in
            for port in container.ports {
                // SSH has a policy of its own.
                guard let number = port.number, (1..<1_024).contains(number), number != 22 else { continue }
                look.complain("\(container.inWords) listens on port \(number)", at: port.path / "containerPort")
            }
        },
    )

    static let riskyImage = Policy(
        "risky-image",
        .warning,
        .podSecurity,
        ["SEC026"],
        title: "no image whose use is a known hole runs",
        why:
            "Tiller installs what anybody asks for, the old dashboard shows all with its own rights, git-sync before 3.4 ran commands from its repository.",
        remedy: "Use Helm 3, kubectl or a dashboard behind a login, and images that hold what they need.",
        write: "image: rg.fr-par.scw.cloud/island-hopper/agent:v1.0.0",
        elsewhere: "checkov CKV_K8S_33, CKV_K8S_34, CKV_K8S_159",
        .container { container, _, look in
            let last = container.image.repository.split(separator: "/").last ?? ""
            let risky: Set<Substring> = ["tiller", "kubernetes-dashboard", "kubernetes-dashboard-amd64", "git-sync"]
            guard risky.contains(last) else { return }
            look.complain("\(container.inWords) runs \(last)", at: container.path / "image")
        },
    )
}
