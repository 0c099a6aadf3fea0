internal import Words
internal import YAML

// Which objects there are, and where they stand.
extension Policy {
    static let identities: [Policy] = [
        sameObjectTwice, namespaceShared, defaultNamespace, namespaceMissing, statefulSetService,
    ]

    static let sameObjectTwice = Policy(
        "same-object-twice",
        .error,
        .objects,
        ["API009"],
        title: "no object is rendered twice",
        why:
            "Both are applied, one after the other, to one and the same object: the last wins, and which is last is chance.",
        remedy: "Remove one, or give it a name of its own.",
        write: "metadata: {name: another-name}",
        .object([]) { object, look in
            guard !object.name.isEmpty, let first = look.set.twins(of: object).first, first != object.position else {
                return
            }
            let place = look.set.objects[first].place
            let whereabouts = place == .nowhere ? "" : ", first at \(place)"
            look.complain("the object is rendered twice\(whereabouts)", at: .metadata / "name")
        },
    )

    static let namespaceShared = Policy(
        "namespace-shared",
        .error,
        .objects,
        [],
        title: "no two environments write the same objects of one namespace",
        why: "Where both are applied to one cluster, each deployment of one undoes the other's.",
        remedy: "Give each environment a namespace of its own.",
        write: "kubernetes: {namespace: island-hopper-staging}",
        .set { look in
            var told: Set<String> = []
            for (environment, objects) in look.input.others.sorted(by: { $0.key < $1.key }) {
                for other in objects where !other.namespace.isEmpty {
                    guard let mine = look.set.find(other.type, other.namespace, other.name),
                        told.insert("\(environment) \(other.namespace)").inserted
                    else { continue }
                    look.complain(
                        "\(YAML.excerpt(environment)) writes to \(YAML.excerpt(other.namespace)) too",
                        at: .metadata / "namespace",
                        of: mine.position
                    )
                }
            }
        },
    )

    static let defaultNamespace = Policy(
        "default-namespace",
        .error,
        .objects,
        ["API010"],
        title: "every object has a namespace of the platform's own",
        why:
            "In default everything lands that forgot to say where: no quota, no network policy and no pod security is meant for it.",
        remedy: "Set metadata.namespace, or the namespace of the kustomization.",
        write: "metadata: {namespace: island-hopper}",
        elsewhere: "kube-linter use-namespace, checkov CKV_K8S_21",
        .object([]) { object, look in
            guard object.namespace == "default", KnownKinds.isNamespaced(object) else { return }
            let words =
                object.writtenNamespace.isEmpty ? "the object names no namespace" : "the object stands in default"
            look.complain(words, at: .metadata / "namespace")
        },
    )

    static let namespaceMissing = Policy(
        "namespace-missing",
        .error,
        .objects,
        [],
        title: "the namespace that objects stand in exists",
        why: "The server refuses every object of a namespace that it does not have.",
        remedy: "Render the Namespace, with its pod security labels, or declare that the cluster holds it.",
        write: """
            apiVersion: v1
            kind: Namespace
            metadata:
              name: island-hopper
              labels: {pod-security.kubernetes.io/enforce: restricted}
            """,
        .set { look in
            var seen: Set<String> = ["default", "kube-system", "kube-public", ""]
            for object in look.set.objects where seen.insert(object.namespace).inserted {
                guard look.set.find("Namespace", "", object.namespace) == nil,
                    !look.environment.declares("Namespace", object.namespace, in: "")
                else { continue }
                look.complain(
                    "there is no namespace \(YAML.excerpt(object.namespace))",
                    at: .metadata / "namespace",
                    of: object.position
                )
            }
        },
    )

    static let statefulSetService = Policy(
        "stateful-set-service",
        .error,
        .objects,
        ["API014"],
        title: "a StatefulSet's headless Service exists",
        why: "It gives each pod its name. Without it the pods run and nobody finds them one by one.",
        remedy: "Render a Service with clusterIP None and the StatefulSet's labels, and name it in serviceName.",
        write: """
            apiVersion: v1
            kind: Service
            metadata: {name: queue}
            spec: {clusterIP: None, selector: {app.kubernetes.io/name: queue}, ports: [{name: client, port: 4222}]}
            """,
        elsewhere: "kube-score statefulset-has-servicename",
        .object(["StatefulSet"]) { object, look in
            let name = object.node["spec"]?["serviceName"].plain ?? ""
            let path = YAML.Path.spec / "serviceName"
            guard !name.isEmpty else { return look.complain("it names no Service", at: path) }
            guard let service = look.set.service(object.namespace, name) else {
                guard !look.environment.declares("Service", name, in: object.namespace) else { return }
                return look.complain("there is no Service \(YAML.excerpt(name))", at: path)
            }
            if !service.isHeadless { look.complain("the Service \(name) is not headless", at: path) }
        },
    )
}

extension KnownKinds {
    /// What certainly stands in a namespace: of kinds nobody knows here that cannot be told.
    static func isNamespaced(_ object: PolicyObject) -> Bool {
        !object.writtenNamespace.isEmpty || (isKnown(object.type) && !isClusterWide(object.type))
    }
}
