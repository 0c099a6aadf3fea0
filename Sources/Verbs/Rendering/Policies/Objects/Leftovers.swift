internal import YAML

/// What templates and patches leave behind: directives, tags, holes.
enum Leftovers {
    static func find(in object: PolicyObject, _ report: (String, YAML.Path) -> Void) {
        // Holes of others, Prometheus and external secrets among them, are written alike; there nobody can tell.
        let isOurs = KnownKinds.isKnown(object.type) && !foreign.contains(object.type)
        var path = YAML.Path()
        walk(object.node, &path, isOurs: isOurs, report)
    }

    private static let foreign: Set<String> = [
        "ConfigMap", "Secret", "PrometheusRule", "AlertmanagerConfig", "ExternalSecret", "ClusterExternalSecret",
        "SealedSecret", "ServiceMonitor", "PodMonitor", "CustomResourceDefinition", "Rollout",
    ]

    /// Free text, in which anything may stand.
    private static let free: Set<String> = ["annotations", "args", "command", "value", "description"]

    private static func walk(
        _ node: YAML.Node,
        _ path: inout YAML.Path,
        isOurs: Bool,
        _ report: (String, YAML.Path) -> Void,
    ) {
        if let tag = node.tag, !tag.hasPrefix("!!"), tag != "!" {
            report("the tag \(YAML.excerpt(tag)) is left over", path)
        }
        switch node.content {
        case .scalar(let scalar):
            guard isOurs, scalar.text.utf8.count > 2, let hole = hole(in: scalar.text) else { return }
            report("\(hole) is left over", path)
        case .sequence(let items):
            for (index, item) in items.enumerated() {
                path.steps.append(.index(index))
                walk(item, &path, isOurs: isOurs, report)
                path.steps.removeLast()
            }
        case .mapping(let mapping):
            // The keys of these are their owner's.
            let isData = path.steps.count == 1 && (path.steps == [.key("data")] || path.steps == [.key("binaryData")])
            for entry in mapping.entries {
                let name = entry.name
                path.steps.append(.key(name))
                if !isData, name.utf8.first == UInt8(ascii: "$"), isDirective(name) {
                    report("\(YAML.excerpt(name)) is left over from a patch", path)
                } else {
                    walk(entry.value, &path, isOurs: isOurs && !free.contains(name), report)
                }
                path.steps.removeLast()
            }
        }
    }

    private static func isDirective(_ name: String) -> Bool {
        ["$patch", "$retainKeys", "$setElementOrder", "$deleteFromPrimitiveList"].contains { name.hasPrefix($0) }
    }

    /// `{{ … }}`, `${NAME}`.
    private static func hole(in text: String) -> String? {
        var text = text
        return text.withUTF8 { bytes in
            let brace = UInt8(ascii: "{")
            for index in bytes.indices.dropFirst() where bytes[index] == brace {
                if bytes[index - 1] == brace { return "a hole of a template" }
                if bytes[index - 1] == UInt8(ascii: "$") { return "a variable that nobody filled in" }
            }
            return nil
        }
    }
}
