internal import YAML

/// Merges a strategic merge patch into an object, as kustomize does: patched items of a list come first.
struct StrategicMerge {
    let options: Kustomize.Options

    /// The patched object; nil where the patch deletes it.
    func apply(_ patch: YAML.Node, to node: YAML.Node, type: ObjectType) throws(MergeError) -> YAML.Node? {
        try merge(node, patch, schema: MergeSchema.of(type), list: nil, path: "")
    }

    private enum Directive: String {
        case merge, replace, delete
    }

    /// - Parameter old: nil where the object has nothing here; `new` is nil where the patch says nothing.
    func merge(
        _ old: YAML.Node?,
        _ new: YAML.Node?,
        schema: MergeSchema?,
        list: MergeSchema.List?,
        path: String
    ) throws(MergeError) -> YAML.Node? {
        let before = old?.unlessNull
        let after = new?.unlessNull
        // A null in the patch removes; one that the object had is kept if it was spelt out.
        if new != nil, after == nil { return nil }
        guard let leading = before ?? after else {
            return old?.plainText.isEmpty == false ? old : Optional.none
        }
        if let before, let after, before.shape != after.shape {
            throw MergeError(path: path, reason: "the object has \(before.inWords) here, the patch \(after.inWords)")
        }
        switch leading.content {
        case .scalar: return after ?? before
        case .mapping: return try mergeMaps(before, after, schema: schema, path: path)
        case .sequence:
            guard let list else {
                if let after { try refuseDirectives(in: after, path: path) }
                return after ?? before
            }
            let merger = ListMerge(merge: self, schema: schema, path: path)
            return try merger.merge(before, after, by: list)
        }
    }

    private func mergeMaps(
        _ old: YAML.Node?,
        _ new: YAML.Node?,
        schema: MergeSchema?,
        path: String
    ) throws(MergeError) -> YAML.Node? {
        var patch = new?.mapping
        let directive = try Self.directive(&patch, path: path)
        if directive == .delete { return nil }
        var base = old ?? new
        var orders: [(String, YAML.Node)] = []
        var removals: [(String, YAML.Node)] = []
        var retained: YAML.Node?
        if !options.compat, let entries = patch {
            for entry in entries where entry.name.hasPrefix("$") {
                if let field = entry.name.suffix(behind: "$setElementOrder/") {
                    orders.append((field, entry.value))
                } else if let field = entry.name.suffix(behind: "$deleteFromPrimitiveList/") {
                    removals.append((field, entry.value))
                } else if entry.name == "$retainKeys" {
                    retained = entry.value
                } else {
                    continue
                }
                patch?[entry.name] = nil
            }
        }
        // What is new, or takes the old one's stead, is merged with itself: directives within it are heard too.
        let isFresh = old == nil || directive == .replace
        if isFresh, let patch { base?.content = .mapping(patch) }
        var result = YAML.Mapping()
        let known = base?.mapping ?? YAML.Mapping()
        for entry in known {
            let (list, items) = schema?.field(entry.name) ?? (nil, nil)
            let change = isFresh ? entry.value : patch?[entry.name]
            let merged = try merge(
                isFresh ? Optional.none : entry.value,
                change,
                schema: items,
                list: list,
                path: path.isEmpty ? entry.name : "\(path).\(entry.name)"
            )
            if let merged { result.set(entry.key, to: merged) }
        }
        if !isFresh, let patch {
            for entry in patch where known[entry.name] == nil {
                let (list, items) = schema?.field(entry.name) ?? (nil, nil)
                let below = path.isEmpty ? entry.name : "\(path).\(entry.name)"
                let merged = try merge(nil, entry.value, schema: items, list: list, path: below)
                if let merged { result.set(entry.key, to: merged) }
            }
        }
        for (field, values) in removals { ListMerge.remove(values, from: field, of: &result) }
        for (field, order) in orders { ListMerge.order(field, of: &result, by: order, schema?.field(field).list) }
        if let keys = retained?.sequence {
            let kept = Set(keys.map(\.plainText))
            for name in result.names where !kept.contains(name) { result[name] = nil }
        }
        base?.content = .mapping(result)
        return base
    }

    /// Takes `$patch` out of a map and tells what it says.
    private static func directive(_ patch: inout YAML.Mapping?, path: String) throws(MergeError) -> Directive {
        guard let written = patch?["$patch"] else { return .merge }
        guard let directive = Directive(rawValue: written.plainText) else {
            throw MergeError(path: path, reason: "$patch is delete, replace or merge, found \(written.inWords)")
        }
        patch?["$patch"] = nil
        return directive
    }

    /// A list that is replaced as a whole hears no directives; left in the output they would be data.
    private func refuseDirectives(in node: YAML.Node, path: String) throws(MergeError) {
        guard !options.compat, let items = node.sequence else { return }
        for item in items where item["$patch"] != nil {
            throw MergeError(
                path: path,
                reason: "$patch stands in a list that has no merge key: it is replaced as a whole"
            )
        }
    }
}

/// Where in an object a patch does not fit it.
struct MergeError: Error {
    var path: String
    var reason: String
}

extension YAML.Node {
    /// Scalar, list or map.
    var shape: Int {
        switch content {
        case .scalar: 0
        case .sequence: 1
        case .mapping: 2
        }
    }
}

extension String {
    fileprivate func suffix(behind prefix: String) -> String? {
        hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
    }
}
