internal import Words
internal import YAML

// As whom a pod speaks to the API server.
extension Policy {
    static let serviceAccounts: [Policy] = [
        serviceAccountToken, defaultServiceAccount, serviceAccountMissing, oldServiceAccountField,
    ]

    static let serviceAccountToken = Policy(
        "service-account-token",
        .error,
        .access,
        ["RBA001"],
        title: "no pod is handed a token that it has no use for",
        why:
            "Every pod is given a key to the API server unless it says no. Whoever reads files in the container has it.",
        remedy: """
            Set automountServiceAccountToken to false on the ServiceAccount and on the pod. A pod that really speaks to the API server \
            allows this policy by annotation and says what for.
            """,
        write: "automountServiceAccountToken: false",
        elsewhere: "Polaris automountServiceAccountToken, checkov CKV_K8S_38",
        .object([]) { object, look in
            if object.type == "ServiceAccount" {
                guard object.node["automountServiceAccountToken"].bool != false else { return }
                look.complain(
                    "pods of this account are handed its token",
                    at: YAML.Path("automountServiceAccountToken")
                )
            } else if let pod = look.set.pod(of: object) {
                guard pod.spec["automountServiceAccountToken"].bool != false else { return }
                look.complain("the pod is handed a token", at: pod.path / "automountServiceAccountToken")
            }
        },
    )

    static let defaultServiceAccount = Policy(
        "default-service-account",
        .error,
        .access,
        ["RBA002"],
        title: "every workload has a service account of its own",
        why:
            "The default account is everybody's: a right given to one pod is given to all of the namespace, those of tomorrow too.",
        remedy: "Render a ServiceAccount for the workload and name it.",
        write: "serviceAccountName: island-hopper-agent",
        elsewhere: "kube-linter default-service-account, checkov CKV_K8S_41, CKV_K8S_42",
        .pod { pod, look in
            guard pod.account.isEmpty || pod.account == "default" else { return }
            look.complain("the pod runs under the default account", at: pod.path / "serviceAccountName")
        },
    )

    static let serviceAccountMissing = Policy(
        "service-account-missing",
        .error,
        .access,
        ["RBA003"],
        title: "a pod's service account exists",
        why: "Without it no pod is created: the Deployment stands there with no pods, and only its events say why.",
        remedy: "Render the ServiceAccount in the pod's namespace, or mend the name.",
        write: """
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: island-hopper-agent, namespace: island-hopper}
            automountServiceAccountToken: false
            """,
        elsewhere: "kube-linter non-existent-service-account",
        .pod { pod, look in
            let name = pod.account
            guard !name.isEmpty, name != "default", look.set.find("ServiceAccount", pod.namespace, name) == nil,
                !look.environment.declares("ServiceAccount", name, in: pod.namespace)
            else { return }
            let field = pod.spec["serviceAccountName"].plain.isEmpty ? "serviceAccount" : "serviceAccountName"
            look.complain(
                "there is no ServiceAccount \(YAML.excerpt(name)) in \(YAML.excerpt(pod.namespace))",
                at: pod.path / field
            )
        },
    )

    static let oldServiceAccountField = Policy(
        "deprecated-service-account-field",
        .warning,
        .access,
        ["RBA004"],
        title: "the account is named by serviceAccountName",
        why:
            "serviceAccount is an old name of the same field; where both are written and differ, the server refuses or one is dropped.",
        remedy: "Write serviceAccountName.",
        write: "serviceAccountName: island-hopper-agent",
        elsewhere: "kube-linter deprecated-service-account-field",
        .pod { pod, look in
            guard pod.spec["serviceAccount"].isThere else { return }
            look.complain("serviceAccount is an old name", at: pod.path / "serviceAccount")
        },
    )
}

extension Pod {
    var account: String {
        let name = spec["serviceAccountName"].plain
        return name.isEmpty ? spec["serviceAccount"].plain : name
    }
}
