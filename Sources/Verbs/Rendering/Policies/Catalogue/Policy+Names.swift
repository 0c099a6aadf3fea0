internal import Words
internal import YAML

// What things are called.
extension Policy {
    static let names: [Policy] = [invalidName, invalidLabel, portName, missingLabels, instanceLabel]

    static let invalidName = Policy(
        "invalid-name",
        .error,
        .objects,
        ["API004"],
        title: "names are names that the API server takes",
        why: """
            The server refuses the object; a CronJob's name is too long from 53 letters on, when its first Job cannot be \
            named.
            """,
        remedy: """
            Use small letters, digits and hyphens; a Service begins with a letter and has 63 at most, a CronJob 52.
            """,
        write: "metadata: {name: island-hopper-agent}",
        elsewhere: "kube-score (its validation)",
        .object([]) { object, look in
            let name = object.name
            let path = YAML.Path.metadata / "name"
            if name.isEmpty {
                guard object.node["metadata"]?["generateName"].plain.isEmpty ?? true else { return }
                return look.complain("the object has no name", at: path)
            }
            let isGood =
                switch object.type {
                case "Service": ObjectName.isServiceName(name)
                case "Namespace": ObjectName.isLabel(name)
                case "CronJob": ObjectName.isSubdomain(name, most: 52)
                case "Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding": ObjectName.isPathSegment(name)
                default: ObjectName.isSubdomain(name)
                }
            if !isGood { look.complain("\(YAML.excerpt(name)) is no name for a \(object.kind)", at: path) }
            if !object.writtenNamespace.isEmpty, !ObjectName.isLabel(object.writtenNamespace) {
                look.complain(
                    "\(YAML.excerpt(object.writtenNamespace)) is no name for a namespace",
                    at: .metadata / "namespace"
                )
            }
            guard let pod = look.set.pod(of: object) else { return }
            for container in pod.containers where !ObjectName.isLabel(container.name) {
                let shown = container.name.isEmpty ? "a container has no name" : "\(container.inWords): no name for one"
                look.complain(shown, at: container.path / "name")
            }
        },
    )

    static let invalidLabel = Policy(
        "invalid-label",
        .error,
        .objects,
        [],
        title: "labels, annotations and contents keep within the API server's measures",
        why: """
            The server refuses the whole object for one label that is too long: a branch's name with a slash, a version with \
            a plus.
            """,
        remedy: """
            A label's value has at most 63 letters, digits, hyphens, dots and underscores; what does not fit is an \
            annotation.
            """,
        write: "labels: {app.kubernetes.io/version: v1.0.0}",
        elsewhere: "kube-score label-values",
        .object([]) { object, look in
            func judge(_ labels: YAML.Node?, at path: YAML.Path) {
                for entry in labels.entries {
                    let value = Optional(entry.value).plain
                    if !ObjectName.isLabelKey(entry.name) {
                        look.complain("\(YAML.excerpt(entry.name)) is no name for a label", at: path / entry.name)
                    } else if !ObjectName.isLabelValue(value) {
                        look.complain("\(YAML.excerpt(value)) is no value for a label", at: path / entry.name)
                    }
                }
            }
            judge(object.node["metadata"]?["labels"], at: .labels)
            if let pod = look.set.pod(of: object), !pod.template.steps.isEmpty {
                var root: YAML.Node? = object.node
                for case .key(let key) in pod.template.steps { root = root?[key] }
                judge(root?["metadata"]?["labels"], at: pod.template / "metadata" / "labels")
            }
            var size = 0
            for entry in object.annotations?.entries ?? [] {
                size += entry.name.utf8.count + Optional(entry.value).plain.utf8.count
                guard !ObjectName.isLabelKey(entry.name) else { continue }
                look.complain("\(YAML.excerpt(entry.name)) is no name for an annotation", at: .annotations / entry.name)
            }
            if size > 262_144 { look.complain("annotations of \(size) bytes are too large", at: .annotations) }
            guard object.type == "ConfigMap" || object.type == "Secret" else { return }
            var content = 0
            for field in ["data", "binaryData", "stringData"] {
                for entry in object.node[field].entries { content += Optional(entry.value).plain.utf8.count }
            }
            guard content > 1_048_576 else { return }
            look.complain("a \(object.kind) of \(content) bytes is too large", at: YAML.Path("data"))
        },
    )

    static let portName = Policy(
        "port-name",
        .error,
        .objects,
        ["API005"],
        title: "ports have names that can be referred to",
        why: """
            The server refuses a name above 15 letters or without one, and a Service with several ports of which one has no \
            name.
            """,
        remedy: "Use up to 15 small letters, digits and hyphens, each name once.",
        write: "ports: [{name: http, containerPort: 8000}]",
        elsewhere: "kube-linter invalid-target-ports",
        .object([]) { object, look in
            if let service = look.set.service(of: object) {
                var seen: Set<String> = []
                for port in service.ports {
                    if port.name.isEmpty {
                        guard service.ports.count > 1 else { continue }
                        look.complain("one of several ports has no name", at: port.path / "name")
                    } else if !ObjectName.isLabel(port.name) {
                        look.complain("\(YAML.excerpt(port.name)) is no name for a port", at: port.path / "name")
                    } else if !seen.insert(port.name).inserted {
                        look.complain("two ports are called \(port.name)", at: port.path / "name")
                    }
                    guard let target = port.target, target.int == nil else { continue }
                    let name = Optional(target).plain
                    guard !ObjectName.isPortName(name) else { continue }
                    look.complain("\(YAML.excerpt(name)) is no name for a port", at: port.path / "targetPort")
                }
            } else if let pod = look.set.pod(of: object) {
                for container in pod.containers {
                    var seen: Set<String> = []
                    for port in container.ports where !port.name.isEmpty {
                        if !ObjectName.isPortName(port.name) {
                            look.complain("\(YAML.excerpt(port.name)) is no name for a port", at: port.path / "name")
                        } else if !seen.insert(port.name).inserted {
                            look.complain("two ports are called \(port.name)", at: port.path / "name")
                        }
                    }
                }
            }
        },
    )

    static let missingLabels = Policy(
        "missing-labels",
        .warning,
        .objects,
        ["API011"],
        title: "workloads carry the labels that everybody looks for",
        why: """
            Dashboards, cost reports and people at night find out by these labels what something is, of which version, and \
            who renders it.
            """,
        remedy: """
            Set all five on the object: name, instance, version, part-of and managed-by. Keep version out of selectors.
            """,
        write: """
            labels:
              app.kubernetes.io/name: island-hopper-agent
              app.kubernetes.io/instance: island-hopper-agent
              app.kubernetes.io/version: v1.0.0
              app.kubernetes.io/part-of: island-hopper
              app.kubernetes.io/managed-by: ihctl
            """,
        elsewhere: "kube-linter required-label-owner",
        .pod { pod, look in
            let labels = look.set.objects[pod.object].labels
            let missing = ["name", "instance", "version", "part-of", "managed-by"].filter {
                (labels["app.kubernetes.io/\($0)"] ?? "").isEmpty
            }
            guard let first = missing.first else { return }
            let told =
                missing.count == 1
                ? "the label app.kubernetes.io/\(first) is"
                : "of app.kubernetes.io/ the labels \(missing.joined(separator: ", ")) are"
            look.complain("\(told) missing", at: missing.count == 1 ? .labels / "app.kubernetes.io/\(first)" : .labels)
        },
    )

    static let instanceLabel = Policy(
        "instance-label",
        .note,
        .objects,
        [],
        title: "the label instance is the object's own name",
        why: "What is looked for by that label is then found by name too.",
        remedy: "Set app.kubernetes.io/instance to metadata.name.",
        write: "labels: {app.kubernetes.io/instance: island-hopper-agent}",
        elsewhere: "Polaris metadataAndInstanceMismatched",
        .pod { pod, look in
            let label = "app.kubernetes.io/instance"
            guard let instance = look.set.objects[pod.object].labels[label], instance != pod.name else { return }
            look.complain("instance says \(YAML.excerpt(instance))", at: .labels / label)
        },
    )
}
