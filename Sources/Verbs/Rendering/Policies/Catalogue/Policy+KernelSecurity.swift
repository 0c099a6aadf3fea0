internal import Words
internal import YAML

// What of the kernel a pod gets to see.
extension Policy {
    static let kernelSecurity: [Policy] = [noSeccomp, appArmorUnconfined, selinuxOptions, procMount, unsafeSysctl]

    static let noSeccomp = Policy(
        "no-seccomp-profile",
        .error,
        .podSecurity,
        ["SEC010"],
        title: "a seccomp profile filters every container's system calls",
        why:
            "Without one a process may make any of the kernel's several hundred calls, and each is a way in. The runtime's own profile breaks next to nothing.",
        remedy: "Set seccompProfile for the pod; RuntimeDefault will do, Localhost names a profile of your own.",
        write: "securityContext: {seccompProfile: {type: RuntimeDefault}}",
        elsewhere: "kube-score container-seccomp-profile, Polaris linuxHardening, checkov CKV_K8S_31",
        .container { container, pod, look in
            guard !pod.isForWindows else { return }
            let profile = pod.effective("seccompProfile", of: container)
            let type = profile.node?["type"].plain ?? ""
            guard type != "RuntimeDefault", type != "Localhost" else { return }
            let how = type == "Unconfined" ? "switches the seccomp filter off" : "has no seccomp profile"
            look.complain("\(container.inWords) \(how)", at: type.isEmpty ? profile.path : profile.path / "type")
        },
    )

    static let appArmorUnconfined = Policy(
        "apparmor-unconfined",
        .error,
        .podSecurity,
        ["SEC011"],
        title: "AppArmor is not switched off",
        why: "Unconfined takes away the profile that the runtime would have used.",
        remedy: "Remove it, or use RuntimeDefault.",
        write: "securityContext: {appArmorProfile: {type: RuntimeDefault}}",
        elsewhere: "Pod Security Standards appArmorProfile",
        .pod { pod, look in
            func isOff(_ security: YAML.Node?) -> Bool { security?["appArmorProfile"]?["type"].plain == "Unconfined" }
            if isOff(pod.security) {
                look.complain("AppArmor is switched off", at: pod.securityPath / "appArmorProfile" / "type")
            }
            for container in pod.containers where isOff(container.security) {
                look.complain(
                    "\(container.inWords) switches AppArmor off",
                    at: container.securityPath / "appArmorProfile" / "type"
                )
            }
            let prefix = "container.apparmor.security.beta.kubernetes.io/"
            for entry in pod.annotations?.entries ?? []
            where entry.name.hasPrefix(prefix) && Optional(entry.value).plain == "unconfined" {
                look.complain(
                    "an annotation switches AppArmor off",
                    at: pod.template / "metadata" / "annotations" / entry.name
                )
            }
        },
    )

    static let selinuxOptions = Policy(
        "selinux-options",
        .error,
        .podSecurity,
        ["SEC012"],
        title: "SELinux labels are those of containers",
        why:
            "A type of one's own may be one that confines nothing; user and role have no use in a cluster but to pass rules by.",
        remedy:
            "Remove user and role; as type use container_t, container_init_t, container_kvm_t or container_engine_t.",
        write: "securityContext: {seLinuxOptions: {type: container_t}}",
        elsewhere: "Pod Security Standards seLinuxOptions",
        .pod { pod, look in
            let types: Set = ["", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"]
            func judge(_ security: YAML.Node?, at path: YAML.Path) {
                guard let options = security?["seLinuxOptions"] else { return }
                if !types.contains(options["type"].plain) {
                    look.complain(
                        "SELinux type \(YAML.excerpt(options["type"].plain)) is no container's",
                        at: path / "type"
                    )
                }
                for field in ["user", "role"] where !options[field].plain.isEmpty {
                    look.complain("SELinux \(field) is set", at: path / field)
                }
            }
            judge(pod.security, at: pod.securityPath / "seLinuxOptions")
            for container in pod.containers {
                judge(container.security, at: container.securityPath / "seLinuxOptions")
            }
        },
    )

    static let procMount = Policy(
        "proc-mount",
        .error,
        .podSecurity,
        ["SEC013"],
        title: "/proc is masked as the runtime does it",
        why: "Unmasked shows the node's kernel settings and lets some of them be written.",
        remedy: "Remove procMount, or set it to Default.",
        write: "securityContext: {procMount: Default}",
        elsewhere: "kube-linter unsafe-proc-mount, Polaris procMount",
        .container { container, _, look in
            let mount = container.security?["procMount"].plain ?? ""
            guard !mount.isEmpty, mount != "Default" else { return }
            look.complain("\(container.inWords) sees the node's /proc", at: container.securityPath / "procMount")
        },
    )

    static let unsafeSysctl = Policy(
        "unsafe-sysctl",
        .error,
        .podSecurity,
        ["SEC014"],
        title: "only kernel settings that stay within the pod are changed",
        why: "Others change the whole node, and the kubelet refuses the pod unless the node was told to let it.",
        remedy: "Remove it, or have it set for the node.",
        write: """
            securityContext:
              sysctls: [{name: net.ipv4.tcp_keepalive_time, value: "60"}]
            """,
        elsewhere: "kube-linter unsafe-sysctls, Pod Security Standards sysctls",
        .pod { pod, look in
            let safe: Set = [
                "kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.ip_unprivileged_port_start",
                "net.ipv4.tcp_syncookies", "net.ipv4.ping_group_range", "net.ipv4.ip_local_reserved_ports",
                "net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_fin_timeout", "net.ipv4.tcp_keepalive_intvl",
                "net.ipv4.tcp_keepalive_probes", "net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem",
            ]
            for (index, setting) in (pod.security?["sysctls"]).items.enumerated() {
                let name = setting["name"].plain
                guard !safe.contains(name) else { continue }
                look.complain(
                    "\(YAML.excerpt(name)) is a setting of the whole node",
                    at: pod.securityPath / "sysctls" / index
                )
            }
        },
    )
}
