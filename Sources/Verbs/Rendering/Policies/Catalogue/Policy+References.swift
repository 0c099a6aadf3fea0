internal import Words
internal import YAML

// What pods name and must find.
extension Policy {
    static let references: [Policy] = [duplicateVariable, referenceMissing, externalSecret]

    static let duplicateVariable = Policy(
        "duplicate-variable",
        .error,
        .secrets,
        ["CFG005"],
        title: "no variable is set twice in one container",
        why: "The last one wins without a word, and patches that merge by name change one of the two.",
        remedy: "Remove one of them.",
        write: "env: [{name: LOG_LEVEL, value: INFO}]",
        elsewhere: "kube-linter duplicate-env-var, kube-score environment-variable-key-duplication",
        .container { container, _, look in
            var seen: Set<String> = []
            for (index, variable) in container.variables.enumerated() {
                let name = variable["name"].plain
                guard !name.isEmpty, !seen.insert(name).inserted else { continue }
                look.complain(
                    "\(container.inWords) sets \(YAML.excerpt(name)) twice",
                    at: container.path / "env" / index / "name"
                )
            }
        },
    )

    static let referenceMissing = Policy(
        "reference-missing",
        .error,
        .secrets,
        ["CFG006"],
        title: "every ConfigMap and Secret that a pod names exists, with the keys it names",
        why:
            "The pod is created and never starts: CreateContainerConfigError for a variable, a mount that never comes for a volume.",
        remedy: """
            Render it (a ConfigMap, an ExternalSecret, a SealedSecret), mend the name, or declare that the cluster holds it: the Secret of \
            kubernetes.secret in the platform file counts as declared.
            """,
        write: "envFrom: [{configMapRef: {name: island-hopper-config}}]",
        elsewhere: "kube-linter env-value-from",
        .pod { pod, look in
            for reference in pod.references { look.seek(reference, of: pod) }
        },
    )

    static let externalSecret = Policy(
        "external-secret",
        .error,
        .secrets,
        ["ESO001"],
        title: "an ExternalSecret takes from a store that exists, and makes a Secret that nobody else makes",
        why:
            "Without the store nothing is made, and pods wait; of two that make one Secret each undoes the other's; refreshed never, a changed password never comes.",
        remedy: "Render or declare the store, choose a target of its own, and refresh between a minute and a day.",
        write: "refreshInterval: 1h\nsecretStoreRef: {kind: ClusterSecretStore, name: platform}",
        .set { look in
            var makers: [ObjectIdentity: String] = [:]
            for object in look.set.all("Secret") { makers[object.identity] = object.address }
            for object in look.set.all("SealedSecret") {
                makers[ObjectIdentity("Secret", object.namespace, object.name)] = object.address
            }
            for object in look.set.all("ExternalSecret") {
                look.object = object.position
                let secret = ExternalSecretView(object)
                let namespace = secret.store.kind == "ClusterSecretStore" ? "" : object.namespace
                if !secret.store.name.isEmpty, look.set.find(secret.store.kind, namespace, secret.store.name) == nil,
                    !look.environment.declares(secret.store.kind, secret.store.name, in: namespace)
                {
                    look.complain(
                        "there is no \(YAML.excerpt(secret.store.kind)) \(YAML.excerpt(secret.store.name))",
                        at: .spec / "secretStoreRef" / "name"
                    )
                }
                let target = ObjectIdentity("Secret", object.namespace, secret.target)
                if let other = makers.updateValue(object.address, forKey: target) {
                    look.complain(
                        "the Secret \(YAML.excerpt(secret.target)) is made by \(other) too",
                        at: .spec / "target" / "name"
                    )
                }
                guard let seconds = PromQL.seconds(secret.interval), !secret.interval.isEmpty else { continue }
                if seconds < 60 || seconds > 86_400 {
                    look.complain(
                        "it is refreshed \(seconds == 0 ? "never" : "every \(secret.interval)")",
                        at: .spec / "refreshInterval",
                        as: .warning
                    )
                }
            }
        },
    )
}

/// What a pod names: a ConfigMap or a Secret, perhaps one key of it.
struct PodReference {
    var kind: String
    var name: String
    var key: String?
    var path: YAML.Path
}

extension Pod {
    /// All that must be there for the pod to start; what is optional is left out.
    var references: [PodReference] {
        var found: [PodReference] = []
        func add(_ kind: String, _ node: YAML.Node?, nameField: String = "name", key: String? = nil, at path: YAML.Path)
        {
            guard let node, node.mapping != nil, node["optional"].bool != true else { return }
            let name = node[nameField].plain
            if !name.isEmpty { found.append(PodReference(kind: kind, name: name, key: key, path: path / nameField)) }
        }
        func add(_ kind: String, items node: YAML.Node?, nameField: String, at path: YAML.Path) {
            add(kind, node, nameField: nameField, at: path)
            guard let node, node["optional"].bool != true else { return }
            for (index, item) in node["items"].items.enumerated() {
                let here = path / "items" / index / "key"
                let key = item["key"].plain
                found.append(PodReference(kind: kind, name: node[nameField].plain, key: key, path: here))
            }
        }
        for container in containers {
            for (index, variable) in container.variables.enumerated() {
                let path = container.path / "env" / index / "valueFrom"
                for (field, kind) in [("configMapKeyRef", "ConfigMap"), ("secretKeyRef", "Secret")] {
                    let node = variable["valueFrom"]?[field]
                    add(kind, node, key: (node?["key"]).plain, at: path / field)
                }
            }
            for (index, source) in container.node["envFrom"].items.enumerated() {
                let path = container.path / "envFrom" / index
                add("ConfigMap", source["configMapRef"], at: path / "configMapRef")
                add("Secret", source["secretRef"], at: path / "secretRef")
            }
        }
        for volume in volumes {
            add("ConfigMap", items: volume.node["configMap"], nameField: "name", at: volume.path / "configMap")
            add("Secret", items: volume.node["secret"], nameField: "secretName", at: volume.path / "secret")
            for (index, source) in (volume.node["projected"]?["sources"]).items.enumerated() {
                let path = volume.path / "projected" / "sources" / index
                add("ConfigMap", items: source["configMap"], nameField: "name", at: path / "configMap")
                add("Secret", items: source["secret"], nameField: "name", at: path / "secret")
            }
        }
        for (index, secret) in spec["imagePullSecrets"].items.enumerated() {
            add("Secret", secret, at: path / "imagePullSecrets" / index)
        }
        return found
    }
}

extension Look {
    fileprivate mutating func seek(_ reference: PodReference, of pod: Pod) {
        let (kind, name) = (reference.kind, reference.name)
        switch set.keys(of: kind, pod.namespace, name) {
        case .known(let keys)?:
            guard let key = reference.key, !key.isEmpty, !keys.contains(key) else { return }
            // The key stands beside the name, where it does not stand by itself.
            let beside = YAML.Path(reference.path.steps.dropLast()) / "key"
            complain("\(kind) \(YAML.excerpt(name)) has no key \(YAML.excerpt(key))", at: beside)
        case .open?: return
        case nil:
            // A missing object is told once, not for each of its keys.
            guard reference.key == nil || reference.path.steps.last == .key("name") else { return }
            // The cluster puts its own certificate into every namespace.
            let isEverywhere = kind == "ConfigMap" && name == "kube-root-ca.crt"
            guard !isEverywhere, !environment.declares(kind, name, in: pod.namespace) else { return }
            complain(
                "there is no \(kind) \(YAML.excerpt(name)) in \(YAML.excerpt(pod.namespace))",
                at: reference.path
            )
        }
    }
}
