internal import Words
internal import YAML

// Secrets that stand where everybody reads.
extension Policy {
    static let secrets: [Policy] = [
        secretInEnvironment, secretInConfigMap, secretInManifest, secretAsVariable, secretFileMode,
    ]

    static let secretInEnvironment = Policy(
        "secret-in-environment",
        .error,
        .secrets,
        ["CFG001"],
        title: "no secret stands in a container's environment as text",
        why:
            "What is rendered is committed: a secret in it is in every clone and every backup of the repository, and in the answer to every kubectl get.",
        remedy:
            "Mount a Secret as files and name the file: NAME_FILE=/run/secrets/…; then change the secret, since it has been read.",
        write: """
            volumeMounts: [{name: secrets, mountPath: /run/secrets/island-hopper, readOnly: true}]
            volumes: [{name: secrets, secret: {secretName: island-hopper-secrets, defaultMode: 0400}}]
            """,
        elsewhere: "kube-linter env-var-secret, Polaris sensitiveContainerEnvVar",
        ruling: """
            Other tools look for token, key or secret anywhere in a name, and so find MAX_TOKENS and TOKENIZER. Here the end of the name \
            tells (API_KEY, AUTH_TOKEN), and the value must be a text that could be one; passwords in addresses, private keys and the keys \
            of well-known services are found under any name.
            """,
        .container { container, _, look in
            for (index, variable) in container.variables.enumerated() {
                let name = variable["name"].plain
                guard SecretText.isSecret(variable["value"].plain, named: name) else { continue }
                look.complain(
                    "\(container.inWords) has a secret as the text of \(YAML.excerpt(name))",
                    at: container.path / "env" / index / "value"
                )
            }
            for field in ["args", "command"] {
                let words = container.node[field].texts
                for (index, word) in words.enumerated() {
                    // `--password hunter2` is two words.
                    let option = index > 0 && words[index - 1].hasPrefix("-") ? words[index - 1] : ""
                    let isValue = !word.hasPrefix("-") && SecretText.isSecret(word, named: option)
                    guard isValue || SecretText.holdsSecret(word) else { continue }
                    look.complain("\(container.inWords) is started with a secret", at: container.path / field / index)
                }
            }
        },
    )

    static let secretInConfigMap = Policy(
        "secret-in-config-map",
        .error,
        .secrets,
        ["CFG002"],
        title: "no ConfigMap holds a secret",
        why:
            "ConfigMaps are read by whoever may read the namespace, are not encrypted in the cluster, and here they are committed.",
        remedy: "Move the value to a Secret that is kept elsewhere, and change it, since it has been read.",
        write: "data: {API_KEY_FILE: /run/secrets/island-hopper/API_KEY}",
        elsewhere: "Polaris sensitiveConfigmapContent",
        .object(["ConfigMap"]) { map, look in
            for entry in map.node["data"].entries
            where SecretText.isSecret(Optional(entry.value).plain, named: entry.name) {
                look.complain("\(YAML.excerpt(entry.name)) holds a secret", at: YAML.Path("data") / entry.name)
            }
        },
    )

    static let secretInManifest = Policy(
        "secret-in-manifest",
        .error,
        .secrets,
        ["CFG003"],
        title: "no Secret is rendered with its values",
        why: "base64 is no encryption: a rendered Secret is a password in the repository.",
        remedy: "Name a Secret that the cluster holds, or render an ExternalSecret or a SealedSecret.",
        write: """
            apiVersion: external-secrets.io/v1
            kind: ExternalSecret
            metadata: {name: island-hopper-secrets}
            spec:
              refreshInterval: 1h
              secretStoreRef: {kind: ClusterSecretStore, name: platform}
              target: {name: island-hopper-secrets}
              dataFrom: [{extract: {key: island-hopper}}]
            """,
        .object(["Secret"]) { secret, look in
            for field in ["data", "stringData"] where secret.node[field].isFilled {
                look.complain("the values of a Secret are rendered", at: YAML.Path(field))
            }
        },
    )

    static let secretAsVariable = Policy(
        "secret-as-variable",
        .warning,
        .secrets,
        ["CFG004"],
        title: "secrets are handed over as files, not as variables",
        why:
            "The environment is inherited by every child process, shown by crash reports and debuggers, and stays as it was until the pod is restarted. A file is replaced while the pod runs.",
        remedy: "Mount the Secret; where a program takes a NAME_FILE variable, name the file there.",
        write: """
            env: [{name: API_KEY_FILE, value: /run/secrets/island-hopper/API_KEY}]
            volumeMounts: [{name: secrets, mountPath: /run/secrets/island-hopper, readOnly: true}]
            """,
        elsewhere: "kube-linter read-secret-from-env-var, checkov CKV_K8S_35",
        ruling:
            "Variables are the habit of twelve-factor applications, and some tools count them as good; the platform's programs all read files, so files it is.",
        .container { container, _, look in
            for (index, variable) in container.variables.enumerated()
            where (variable["valueFrom"]?["secretKeyRef"]).isThere {
                look.complain(
                    "\(container.inWords) is handed \(YAML.excerpt(variable["name"].plain)) as a variable",
                    at: container.path / "env" / index / "valueFrom" / "secretKeyRef"
                )
            }
            for (index, source) in container.node["envFrom"].items.enumerated() where source["secretRef"].isThere {
                look.complain(
                    "\(container.inWords) is handed every key of a Secret as a variable",
                    at: container.path / "envFrom" / index / "secretRef"
                )
            }
        },
    )

    static let secretFileMode = Policy(
        "secret-file-mode",
        .warning,
        .secrets,
        ["CFG007"],
        title: "files of secrets are read by their owner and group alone",
        why:
            "The default, 0644, lets every user of the container read them, and OpenSSH and PostgreSQL refuse keys so open.",
        remedy: "Set defaultMode to 0400 or 0440; with fsGroup the group is the process's own.",
        write: "secret: {secretName: island-hopper-secrets, defaultMode: 0440}",
        .pod { pod, look in
            func judge(_ source: YAML.Node, _ name: String, at path: YAML.Path) {
                let mode = FileMode(source["defaultMode"])
                if mode.isTooOpen {
                    let shown = mode.text.isEmpty ? "0644, since none is written" : mode.text
                    look.complain("the files of \(YAML.excerpt(name)) have the mode \(shown)", at: path / "defaultMode")
                }
                for (index, item) in source["items"].items.enumerated() where item["mode"].isThere {
                    guard FileMode(item["mode"]).isTooOpen else { continue }
                    look.complain(
                        "the file \(YAML.excerpt(item["path"].plain)) has the mode \(item["mode"].plain)",
                        at: path / "items" / index / "mode"
                    )
                }
            }
            for volume in pod.volumes {
                if let secret = volume.node["secret"], secret.mapping != nil {
                    judge(secret, volume.name, at: volume.path / "secret")
                }
                guard let projected = volume.node["projected"] else { continue }
                if projected["sources"].items.contains(where: { $0["secret"].isThere }) {
                    judge(projected, volume.name, at: volume.path / "projected")
                }
            }
        },
    )
}

/// A file's mode as manifests write it: `0440` by YAML's older rules, `288` for the same by the newer ones.
struct FileMode {
    let text: String
    private let bits: Int?

    init(_ node: YAML.Node?) {
        text = node.plain
        let isOctal = text.utf8.count > 1 && text.hasPrefix("0") && text.utf8.allSatisfy { (0x30...0x37).contains($0) }
        if text.isEmpty {
            bits = 0o644
        } else {
            bits = isOctal ? Int(text, radix: 8) : node.int
        }
    }

    /// Anything but reading by owner and group; what is no mode is the schema's business.
    var isTooOpen: Bool { bits.map { $0 & ~0o440 != 0 } ?? false }
}
