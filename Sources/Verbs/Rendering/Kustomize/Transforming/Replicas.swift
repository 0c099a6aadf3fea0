internal import YAML

/// `replicas`: how many there are of what a name means or once meant.
enum Replicas {
    private static let kinds = ["Deployment", "ReplicationController", "ReplicaSet", "StatefulSet"]

    static func apply(_ rule: ReplicaRule, to set: inout ResourceSet) throws(KustomizeError) {
        let positions = set.called(rule.name)
        var found = false
        for kind in kinds {
            for position in positions {
                let isMeant = set.resources[position].identities.contains {
                    $0.name == rule.name && $0.type.kind == kind
                }
                guard isMeant else { continue }
                found = true
                try set.change(position) { resource throws(KustomizeError) in
                    let count = YAML.Node(rule.count)
                    let walk = FieldWalk(made: count) { node throws(KustomizeError) in node = count }
                    try walk.apply(FieldSpec("spec/replicas", kind, creates: true), to: &resource)
                }
            }
        }
        guard !found else { return }
        let what = "replicas of \"\(rule.name)\" among \(kinds.joined(separator: ", "))"
        throw KustomizeError(.noMatch(what), at: rule.place)
    }
}
