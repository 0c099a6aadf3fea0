internal import YAML

/// Writes the new names of renamed objects into all that refers to them by an old one.
///
/// Every reference is looked up by its name, kind and namespace; nothing is searched.
struct NameReferences {
    private struct Key: Hashable {
        var name: String
        var kind: String
        /// Nil for whichever.
        var namespace: String?
    }

    private var set: ResourceSet
    /// The renamed objects by what they were called, in order.
    private var renamed: [Key: [Int]] = [:]
    /// The same by namespace too, where more than a few share a name.
    private var crowded: [Key: [Int]] = [:]
    private static let few = 8
    /// In which namespaces stand the objects that came from one.
    private var destinations: [String: Set<String>] = [:]

    /// Mends all; what the objects were called before is forgotten then, for nothing refers by it any more.
    static func mend(_ set: inout ResourceSet) throws(KustomizeError) {
        // The trees stand apart meanwhile: so they change while the names are looked up, and neither is copied.
        var nodes = set.takeNodes()
        try mend(&nodes, namedBy: set)
        set.settle(nodes)
    }

    private static func mend(_ nodes: inout [YAML.Node], namedBy set: ResourceSet) throws(KustomizeError) {
        let references = NameReferences(set)
        for position in set.positions {
            var resource = set.resources[position]
            guard let rules = ReferenceRules.builtIn.byKind[resource.original.type.kind] else { continue }
            swap(&resource.node, &nodes[position])
            let referrer = Referrer(resource)
            for rule in rules where referrer.resource.original.type.isSelected(by: rule.field.type) {
                let walk = FieldWalk(made: nil) { node throws(KustomizeError) in
                    try references.mend(&node, referrer, rule)
                }
                // A patch may have made another kind of it meanwhile; the field is the same.
                var field = rule.field
                field.type = ObjectType(kind: "")
                try walk.apply(field, to: &resource)
            }
            swap(&resource.node, &nodes[position])
        }
    }

    /// Who refers, and what of its content says to whom it may.
    private struct Referrer {
        var resource: Resource
        /// The namespaces whose objects it may refer to; nil for all.
        let reachable: Set<String>?
        /// What its `roleRef` asks for.
        let role: ObjectType?

        init(_ resource: Resource) {
            let node = resource.node
            self.resource = resource
            // The tree itself is about to be changed, and must not be held twice.
            self.resource.node = []
            if let reference = node["roleRef"], let group = reference["apiGroup"], let kind = reference["kind"] {
                role = ObjectType(group: group.plainText, kind: kind.plainText)
            } else {
                role = nil
            }
            guard !resource.isClusterScoped else {
                reachable = nil
                return
            }
            var namespaces: Set = [resource.identity.effectiveNamespace, Identity.nowhere]
            if resource.identity.type.kind == "RoleBinding" {
                for subject in node["subjects"]?.sequence ?? [] where subject["kind"]?.plainText == "ServiceAccount" {
                    if let namespace = subject["namespace"] { namespaces.insert(namespace.plainText) }
                }
            }
            reachable = namespaces
        }
    }

    private init(_ set: ResourceSet) {
        self.set = set
        for position in set.positions {
            let resource = set.resources[position]
            let namespace = resource.identity.effectiveNamespace
            destinations[resource.original.effectiveNamespace, default: []].insert(namespace)
            let kinds = Set(resource.previous.map(\.type.kind))
            for name in Set(resource.previous.map(\.name)) {
                for kind in kinds { renamed[Key(name: name, kind: kind, namespace: nil), default: []].append(position) }
            }
        }
        for (key, positions) in renamed where positions.count > Self.few {
            for position in positions {
                let namespace = set.resources[position].identity.effectiveNamespace
                crowded[Key(name: key.name, kind: key.kind, namespace: namespace), default: []].append(position)
            }
        }
    }

    private func mend(_ node: inout YAML.Node, _ referrer: Referrer, _ rule: ReferenceRules.Rule) throws(KustomizeError)
    {
        switch node.content {
        case .scalar: try mendName(&node, referrer, rule)
        case .mapping: try mendObject(&node, referrer, rule)
        case .sequence:
            try node.changeItems { item throws(KustomizeError) in
                if item.mapping != nil {
                    try mendObject(&item, referrer, rule)
                } else {
                    try mendName(&item, referrer, rule)
                }
            }
        }
    }

    private func mendName(_ node: inout YAML.Node, _ referrer: Referrer, _ rule: ReferenceRules.Rule)
        throws(KustomizeError)
    {
        guard node.scalar != nil, !node.isNull else { return }
        let name = node.plainText
        guard let meant = try meant(by: name, candidates(name, referrer, rule), referrer, asObject: false) else {
            return
        }
        let new = meant.identity.name
        if new != name { node = node.saying(new) }
    }

    /// A map that names its object's namespace too: a subject of a binding, the service of a webhook.
    private func mendObject(_ node: inout YAML.Node, _ referrer: Referrer, _ rule: ReferenceRules.Rule)
        throws(KustomizeError)
    {
        guard let name = node["name"] else {
            let path = rule.field.path.joined(separator: "/")
            throw KustomizeError(
                .field(path, of: referrer.resource.identity.text, reason: "there is no name"),
                at: node.place
            )
        }
        var candidates = candidates(name.plainText, referrer, rule)
        if let namespace = node["namespace"]?.plainText {
            let reached = referrer.reachable
            let isOriginal =
                destinations[namespace].map { reached == nil || !$0.isDisjoint(with: reached ?? []) } ?? false
            candidates = candidates.filter { position in
                let resource = set.resources[position]
                return (isOriginal ? resource.original : resource.identity).effectiveNamespace == namespace
            }
        }
        guard let meant = try meant(by: name.plainText, candidates, referrer, asObject: true) else { return }
        let (new, namespace) = (meant.identity.name, meant.identity.namespace)
        if new == name.plainText, namespace.isEmpty { return }
        node.set("name", to: name.saying(new))
        if !namespace.isEmpty { node.set("namespace", to: YAML.Node(text: namespace)) }
    }

    private func candidates(_ name: String, _ referrer: Referrer, _ rule: ReferenceRules.Rule) -> [Int] {
        let kind = rule.target.kind
        guard var found = renamed[Key(name: name, kind: kind, namespace: nil)] else { return [] }
        if let reached = referrer.reachable {
            if found.count > Self.few {
                found = reached.flatMap { crowded[Key(name: name, kind: kind, namespace: $0)] ?? [] }
            } else {
                found.removeAll { !reached.contains(set.resources[$0].identity.effectiveNamespace) }
            }
        }
        let role = rule.field.path.last == "name" && rule.field.path.dropLast().last == "roleRef" ? referrer.role : nil
        return found.sorted().filter { position in
            let resource = set.resources[position]
            guard resource.previous.contains(where: { $0.type.isSelected(by: rule.target) }) else { return false }
            if let role, !resource.previous.contains(where: { $0.type.isSelected(by: role) }) { return false }
            return referrer.reachable == nil || resource.isClusterScoped
                || resource.identity.type.kind == "ServiceAccount"
                || resource.identity.effectiveNamespace == referrer.resource.identity.effectiveNamespace
        }
    }

    /// The one object that a name means, of several the one that was renamed alike.
    private func meant(
        by name: String,
        _ candidates: [Int],
        _ referrer: Referrer,
        asObject: Bool
    ) throws(KustomizeError) -> Resource? {
        var found = candidates.map { set.resources[$0] }
        if found.count == 1 { return found[0] }
        found = found.filter { Self.areAlike($0, referrer.resource, orEmpty: true) }
        if found.count > 1 { found = found.filter { Self.areAlike($0, referrer.resource, orEmpty: false) } }
        guard let first = found.first else { return nil }
        let areSame = found.allSatisfy { other in
            other.identity.name == first.identity.name
                && (!asObject || other.identity.namespace == first.identity.namespace)
        }
        guard areSame else {
            let names = found.prefix(5).map(\.identity.text)
            throw KustomizeError(.manyReferrals(name, candidates: names), at: referrer.resource.place)
        }
        return first
    }

    private static func areAlike(_ one: Resource, _ other: Resource, orEmpty: Bool) -> Bool {
        func alike(_ mine: [String], _ theirs: [String]) -> Bool {
            if orEmpty, mine.isEmpty || theirs.isEmpty { return true }
            return endAlike(mine, theirs)
        }
        return alike(one.prefixes, other.prefixes) && alike(one.suffixes, other.suffixes)
    }

    /// Whether the shorter list is the end of the longer one; nothing is the end of nothing alone.
    private static func endAlike(_ one: [String], _ other: [String]) -> Bool {
        let (short, long) = one.count < other.count ? (one, other) : (other, one)
        if short.isEmpty { return long.isEmpty }
        return Array(long.suffix(short.count)) == short
    }
}
