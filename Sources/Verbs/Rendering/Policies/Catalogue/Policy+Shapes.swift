internal import Words
internal import YAML

// What the server would refuse although every field is one that it knows.
extension Policy {
    static let shapes: [Policy] = [selectorMismatch, selectorChanged, unionField, leftoverMarker]

    static let selectorMismatch = Policy(
        "selector-mismatch",
        .error,
        .objects,
        ["API006"],
        title: "a workload chooses the pods that it makes",
        why: "The server refuses it: its pods would not be its own.",
        remedy: "Let every label of the selector stand on the pod's template, with the same value.",
        write: """
            selector: {matchLabels: {app.kubernetes.io/name: island-hopper-agent}}
            template: {metadata: {labels: {app.kubernetes.io/name: island-hopper-agent}}}
            """,
        elsewhere:
            "kube-linter mismatching-selector, kube-score deployment-pod-selector-labels-match-template-metadata-labels",
        .pod { pod, look in
            guard ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Rollout"].contains(pod.type) else { return }
            let node = look.set.objects[pod.object].node["spec"]?["selector"]
            // A Rollout may leave both to the Deployment that it refers to.
            let path = YAML.Path.spec / "selector"
            guard node.isFilled else { return look.complain("it chooses no pods", at: path) }
            let selector = Selector(node)
            guard selector.isEmpty || !selector.matches(pod.labels) else { return }
            look.complain("it does not choose its own pods: \(selector.inWords)", at: path / "matchLabels")
        },
    )

    static let selectorChanged = Policy(
        "selector-changed",
        .error,
        .objects,
        ["API007"],
        title: "a selector stays what it was when it was first applied",
        why:
            "It cannot be changed: the server refuses the deployment, in the middle of an apply that has done half its work. A common label added to selectors is the usual cause.",
        remedy:
            "Leave the selector as it is committed and add the label with includeSelectors: false; or render the workload under another name and remove the old one.",
        write: "labels: [{pairs: {team: agents}, includeSelectors: false}]",
        .set { look in
            for old in look.input.committed {
                guard ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job"].contains(old.type),
                    let new = look.set.find(old.type, old.namespace, old.name),
                    let before = old.node["spec"]?["selector"], let now = new.node["spec"]?["selector"], before != now
                else { continue }
                let (was, now_) = (Selector(before), Selector(now))
                let isSame =
                    Dictionary(was.labels, uniquingKeysWith: { $1 })
                    == Dictionary(now_.labels, uniquingKeysWith: { $1 })
                    && was.expressions.isEmpty && now_.expressions.isEmpty
                guard !isSame else { continue }
                look.complain(
                    "the selector was \(was.inWords), and cannot be changed",
                    at: .spec / "selector",
                    of: new.position
                )
            }
        },
    )

    static let unionField = Policy(
        "union-field",
        .error,
        .objects,
        ["API008"],
        title: "of fields that exclude one another only one is set",
        why:
            "Each is right by itself, and the schema says yes; the server says no. Strategic merge patches make such pairs: they add the new and keep the old.",
        remedy: "Remove one of the two; in the patch that brings the other, write null for it.",
        write: "env: [{name: LOG_LEVEL, value: INFO, valueFrom: null}]",
        .pod { pod, look in
            for volume in pod.volumes {
                let kinds = Optional(volume.node).entries.filter { $0.name != "name" && !$0.value.isNull }.map(\.name)
                guard kinds.count > 1 else { continue }
                look.complain(
                    "volume \(YAML.excerpt(volume.name)) is \(YAML.excerpt(kinds.joined(separator: " and ")))",
                    at: volume.path / kinds[1]
                )
            }
            for container in pod.containers {
                for (index, variable) in container.variables.enumerated()
                where !variable["value"].plain.isEmpty && variable["valueFrom"].isThere {
                    look.complain(
                        "\(YAML.excerpt(variable["name"].plain)) has a value and takes it from elsewhere",
                        at: container.path / "env" / index / "valueFrom"
                    )
                }
                for probe in container.probes {
                    let handlers = ["httpGet", "tcpSocket", "exec", "grpc"].filter { probe.node[$0].isThere }
                    guard handlers.count != 1 else { continue }
                    let words = handlers.isEmpty ? "asks nothing" : "asks by \(handlers.joined(separator: " and "))"
                    look.complain(
                        "the \(probe.name) of \(container.inWords) \(words)",
                        at: container.path / probe.name / (handlers.count > 1 ? handlers[1] : "httpGet")
                    )
                }
            }
            let strategy = look.set.objects[pod.object].node["spec"]?["strategy"]
            if pod.type == "Deployment", (strategy?["type"]).plain == "Recreate", (strategy?["rollingUpdate"]).isThere {
                look.complain(
                    "Recreate has no use for rollingUpdate",
                    at: .spec / "strategy" / "rollingUpdate",
                    write: "strategy: {type: Recreate, rollingUpdate: null}"
                )
            }
        },
    )

    static let leftoverMarker = Policy(
        "leftover-marker",
        .error,
        .objects,
        ["API012"],
        title: "nothing is left over from templates and patches",
        why:
            "A directive that no patch obeyed, a hole that nobody filled: the server takes it for a field it does not know, or worse, for a value.",
        remedy: "Mend the patch or the template that it comes from.",
        write: "",
        .object([]) { object, look in
            Leftovers.find(in: object) { message, path in look.complain(message, at: path) }
        },
    )
}
