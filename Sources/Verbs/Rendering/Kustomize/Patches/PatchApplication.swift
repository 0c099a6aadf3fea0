internal import JSON
internal import YAML

/// Applies the patches of one kustomization, each to what its target or its own name means.
struct PatchApplication {
    let options: Kustomize.Options
    let file: String
    let load: (Placed<String>) throws(KustomizeError) -> [UInt8]

    private enum Form {
        case merges([Resource])
        case operations(JSONPatch)
    }

    /// - Parameter spare: nodes that copies may still make.
    /// - Returns: the targets that matched nothing and were let pass.
    func apply(_ rule: PatchRule, to set: inout ResourceSet, spare: inout Int) throws(KustomizeError) -> Kustomize
        .Warning?
    {
        switch try form(of: rule) {
        case .operations(let patch):
            guard let target = rule.target else { throw KustomizeError(.noTarget, at: rule.place) }
            let chosen = target.patched(in: &set)
            for position in chosen { try apply(patch, to: position, of: &set, rule, &spare) }
            return try unmatched(chosen, target, rule)
        case .merges(let patches):
            guard let target = rule.target else {
                for patch in patches { try apply(patch, rule, to: try position(of: patch, in: &set), of: &set) }
                return nil
            }
            guard let patch = patches.first, patches.count == 1 else {
                throw KustomizeError(.invalid("a patch of several documents cannot have a target"), at: rule.place)
            }
            let chosen = target.patched(in: &set)
            for position in chosen { try apply(patch, rule, to: position, of: &set) }
            return try unmatched(chosen, target, rule)
        }
    }

    private func unmatched(_ chosen: [Int], _ target: Selector, _ rule: PatchRule) throws(KustomizeError) -> Kustomize
        .Warning?
    {
        guard chosen.isEmpty, !rule.allowsNoMatch else { return nil }
        let error = KustomizeError(.noMatch("the patch's target: \(target.text)"), at: target.place)
        guard options.compat else { throw error }
        return Kustomize.Warning(text: error.problem, place: error.place)
    }

    private func position(of patch: Resource, in set: inout ResourceSet) throws(KustomizeError) -> Int {
        let found = set.withAnyIdentity(patch.identity)
        guard let position = found.first else {
            throw KustomizeError(.noMatch("the patch of \(patch.identity.text)"), at: patch.place)
        }
        guard found.count == 1 else {
            throw KustomizeError(.ambiguous("the patch of \(patch.identity.text)", count: found.count), at: patch.place)
        }
        return position
    }

    // MARK: Reading

    private func form(of rule: PatchRule) throws(KustomizeError) -> Form {
        let bytes: [UInt8]
        let source: String
        switch rule.source {
        case .inline(let text): (bytes, source) = (Array(text.utf8), "\(file):\(rule.place.line) (patch)")
        case .file(let path):
            (bytes, source) = (
                try load(Placed(value: path, place: rule.place)), Path.joined(Path.parent(of: file), path)
            )
        }
        let documents = try ResourceReader(options: options).documents(in: bytes, file: source)
        if documents.count == 1, let first = documents.first, first.sequence != nil {
            try refuseFlowStyle(bytes, at: rule.place)
            return .operations(try JSONPatch(try ScalarReading(options: options, readsOldBooleans: true).read(first)))
        }
        var patches: [Resource] = []
        for node in documents { patches.append(try patch(node, rule)) }
        guard !patches.isEmpty else { throw KustomizeError(.neitherPatch, at: rule.place) }
        return .merges(patches)
    }

    /// Behind a bracket kustomize expects JSON, and takes no YAML: `[{op: remove, path: /a}]` is none.
    private func refuseFlowStyle(_ bytes: [UInt8], at place: YAML.Place) throws(KustomizeError) {
        let text = bytes.drop { $0 == 0x20 || (0x09...0x0D).contains($0) }
        guard text.first == UInt8(ascii: "[") else { return }
        do throws(JSONError) {
            _ = try JSON(parsing: Array(text))
        } catch {
            throw KustomizeError(
                .invalid(
                    "a JSON patch that begins with [ is read as JSON, and this is none: write - op: … line by line"
                ),
                at: place
            )
        }
    }

    private func patch(_ node: YAML.Node, _ rule: PatchRule) throws(KustomizeError) -> Resource {
        guard node.mapping != nil else { throw KustomizeError(.neitherPatch, at: node.place) }
        let identity = Identity(of: node)
        guard !identity.type.kind.isEmpty else { throw KustomizeError(.incomplete(missing: "kind"), at: node.place) }
        guard !identity.name.isEmpty else {
            throw KustomizeError(.incomplete(missing: "metadata.name"), at: node.place)
        }
        return Resource(node, identity: identity, at: node.place)
    }

    // MARK: Applying

    private func apply(_ patch: Resource, _ rule: PatchRule, to position: Int, of set: inout ResourceSet)
        throws(KustomizeError)
    {
        let before = set.resources[position].identity
        var node = patch.node
        // Where a target chose the object, the patch's own name and type say nothing but what it may change.
        if rule.target != nil {
            node.set("apiVersion", to: set.resources[position].node["apiVersion"])
        }
        let merged: YAML.Node?
        do {
            let merge = StrategicMerge(options: options)
            merged = try merge.apply(node, to: set.resources[position].node, type: before.type)
        } catch {
            throw KustomizeError(.patch(object: before.text, path: error.path, reason: error.reason), at: patch.place)
        }
        guard let merged, merged.mapping?.isEmpty == false else { return set.delete(position) }
        let mayRename = rule.allowsNameChange || rule.allowsKindChange
        try set.change(position, renames: true) { resource throws(KustomizeError) in
            if mayRename { resource.remember() }
            resource.node = merged
            if !rule.allowsKindChange { resource.node.set("kind", to: YAML.Node(text: before.type.kind)) }
            if !rule.allowsNameChange { resource.rename(before.name) }
            resource.move(to: before.namespace)
            resource.reread()
        }
    }

    private func apply(
        _ patch: JSONPatch,
        to position: Int,
        of set: inout ResourceSet,
        _ rule: PatchRule,
        _ spare: inout Int
    ) throws(KustomizeError) {
        var node = set.resources[position].node
        do {
            try patch.apply(to: &node, budget: &spare)
        } catch {
            let object = set.resources[position].identity.text
            throw KustomizeError(.patch(object: object, path: error.path, reason: error.reason), at: rule.place)
        }
        let identity = Identity(of: node)
        guard !identity.type.kind.isEmpty, !identity.name.isEmpty else {
            throw KustomizeError(.incomplete(missing: identity.name.isEmpty ? "metadata.name" : "kind"), at: rule.place)
        }
        try set.change(position, renames: true) { resource throws(KustomizeError) in
            resource.remember()
            resource.node = node
            resource.reread()
        }
    }
}
