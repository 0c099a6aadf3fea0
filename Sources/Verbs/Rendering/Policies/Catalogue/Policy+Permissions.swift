internal import Words
internal import YAML

// What roles let their holders do.
extension Policy {
    static let permissions: [Policy] = [
        wildcardPermission, clusterAdminBinding, readsSecrets, createsWorkloads, execPermission, escalatingPermission,
        controlPermission,
    ]

    static let wildcardPermission = Policy(
        "wildcard-permission",
        .error,
        .access,
        ["RBA005"],
        title: "roles name what they allow",
        why: "A star allows what does not exist yet: every resource and verb that the cluster will ever learn.",
        remedy: "Name the groups, resources and verbs that are used.",
        write: """
            rules:
              - apiGroups: [apps]
                resources: [deployments]
                verbs: [get, list, watch]
            """,
        elsewhere: "kube-linter wildcard-in-rules, checkov CKV_K8S_49",
        .object(["Role", "ClusterRole"]) { role, look in
            for rule in PermissionRule.all(of: role) {
                for field in ["apiGroups", "resources", "verbs", "nonResourceURLs"]
                where rule.node[field].texts.contains(where: { $0 == "*" || $0.hasPrefix("*/") }) {
                    look.complain("the role allows all \(field)", at: rule.path / field)
                }
            }
        },
    )

    static let clusterAdminBinding = Policy(
        "cluster-admin-binding",
        .error,
        .access,
        ["RBA006"],
        title: "nothing rendered is bound to cluster-admin",
        why: "Whoever takes over one pod of that account has the whole cluster.",
        remedy: "Bind a Role of your own that names what is needed.",
        write: "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: island-hopper-agent}",
        elsewhere: "kube-linter cluster-admin-role-binding, Polaris clusterrolebindingClusterAdmin",
        .object(["RoleBinding", "ClusterRoleBinding"]) { binding, look in
            guard binding.node["roleRef"]?["name"].plain == "cluster-admin" else { return }
            look.complain("the account is cluster-admin", at: YAML.Path("roleRef", "name"))
        },
    )

    static let readsSecrets = Policy(
        "reads-secrets",
        .warning,
        .access,
        ["RBA007"],
        title: "no role reads all secrets of a namespace",
        why: "list and watch hand out every value, and get with a guessed name does too.",
        remedy: "Mount the secrets that are needed; or allow get alone, with resourceNames.",
        write:
            "rules: [{apiGroups: [\"\"], resources: [secrets], resourceNames: [island-hopper-secrets], verbs: [get]}]",
        elsewhere: "kube-linter access-to-secrets, checkov CKV2_K8S_5",
        .object(["Role", "ClusterRole"]) { role, look in
            for rule in PermissionRule.all(of: role)
            where rule.allows("secrets", in: "", anyOf: ["get", "list", "watch"]) {
                guard !rule.node["resourceNames"].isFilled else { continue }
                look.complain("the role reads every secret", at: rule.path / "resources")
            }
        },
    )

    static let createsWorkloads = Policy(
        "creates-workloads",
        .warning,
        .access,
        ["RBA008"],
        title: "no role makes pods",
        why: "Who makes pods chooses their account and their volumes, and with them every secret of the namespace.",
        remedy: "Leave pods to the controllers and deployments to the pipeline's own account.",
        write: "rules: [{apiGroups: [apps], resources: [deployments], verbs: [get, list, watch]}]",
        elsewhere: "kube-linter access-to-create-pods",
        .object(["Role", "ClusterRole"]) { role, look in
            let makers = [
                ("", "pods"), ("", "replicationcontrollers"), ("apps", "deployments"), ("apps", "statefulsets"),
                ("apps", "daemonsets"), ("apps", "replicasets"), ("batch", "jobs"), ("batch", "cronjobs"),
            ]
            for rule in PermissionRule.all(of: role) {
                guard let made = makers.first(where: { rule.allows($1, in: $0, anyOf: ["create"]) }) else { continue }
                look.complain("the role makes \(made.1)", at: rule.path / "verbs")
            }
        },
    )

    static let execPermission = Policy(
        "exec-permission",
        .error,
        .access,
        ["RBA009"],
        title: "no role runs commands in other pods",
        why:
            "exec and attach are a shell in every pod, nodes/proxy is one on every node and leaves no trace in the audit log.",
        remedy: "Remove the resource; people who must look inside get a binding of their own, for a time.",
        write: "rules: [{apiGroups: [\"\"], resources: [pods/log], verbs: [get]}]",
        elsewhere: "Polaris rolePodExecAttach, checkov CKV2_K8S_2",
        .object(["Role", "ClusterRole"]) { role, look in
            for rule in PermissionRule.all(of: role) {
                for resource in ["pods/exec", "pods/attach", "nodes/proxy"]
                where rule.allows(resource, in: "", anyOf: ["create", "get"]) {
                    look.complain("the role allows \(resource)", at: rule.path / "resources")
                }
            }
        },
    )

    static let escalatingPermission = Policy(
        "escalating-permission",
        .error,
        .access,
        ["RBA010"],
        title: "no role gives itself more rights",
        why: "bind and escalate make a role into any other; impersonate is being somebody else.",
        remedy: "Remove the verb.",
        write: "verbs: [get, list, watch]",
        elsewhere: "checkov CKV_K8S_157, CKV_K8S_158, CKV2_K8S_1",
        .object(["Role", "ClusterRole"]) { role, look in
            for rule in PermissionRule.all(of: role) {
                for verb in ["bind", "escalate", "impersonate"] where rule.verbs.contains(verb) {
                    look.complain("the role may \(verb)", at: rule.path / "verbs")
                }
            }
        },
    )

    static let controlPermission = Policy(
        "control-permission",
        .error,
        .access,
        ["RBA011"],
        title: "no role changes what the API server itself relies on",
        why:
            "A webhook sees and rewrites every object; an approved request is a certificate of anybody's name; a Service's status draws others' traffic to itself.",
        remedy: "Remove the rule; such rights belong to the cluster's administrators.",
        write: "rules: [{apiGroups: [apps], resources: [deployments], verbs: [get]}]",
        elsewhere: "checkov CKV_K8S_155, CKV_K8S_156, CKV2_K8S_4",
        .object(["Role", "ClusterRole"]) { role, look in
            let writing = ["create", "update", "patch", "delete", "approve"]
            let controls = [
                ("admissionregistration.k8s.io", "mutatingwebhookconfigurations"),
                ("admissionregistration.k8s.io", "validatingwebhookconfigurations"),
                ("certificates.k8s.io", "certificatesigningrequests/approval"), ("certificates.k8s.io", "signers"),
                ("", "services/status"),
            ]
            for rule in PermissionRule.all(of: role) {
                for (group, resource) in controls where rule.allows(resource, in: group, anyOf: writing) {
                    look.complain("the role changes \(resource)", at: rule.path / "resources")
                }
            }
        },
    )
}

/// A rule of a role.
struct PermissionRule {
    let node: YAML.Node
    let path: YAML.Path
    let groups: Set<String>
    let resources: Set<String>
    let verbs: Set<String>

    static func all(of role: PolicyObject) -> [PermissionRule] {
        role.node["rules"].items.enumerated().map { index, node in
            PermissionRule(
                node: node,
                path: YAML.Path("rules") / index,
                groups: Set(node["apiGroups"].texts),
                resources: Set(node["resources"].texts),
                verbs: Set(node["verbs"].texts)
            )
        }
    }

    /// By name: what a star allows is told by the star's own policy.
    func allows(_ resource: String, in group: String, anyOf verbs: [String]) -> Bool {
        resources.contains(resource) && (groups.contains(group) || groups.contains("*"))
            && (self.verbs.contains("*") || verbs.contains(where: self.verbs.contains))
    }
}
