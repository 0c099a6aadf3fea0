internal import YAML

/// `replacements`: a value of one object written into fields of others.
struct Replacements {
    let options: Kustomize.Options

    /// - Parameter spare: nodes that copies may still make.
    func apply(_ rule: ReplacementRule, to set: inout ResourceSet, spare: inout Int) throws(KustomizeError) {
        let value = try value(of: rule, in: &set)
        for target in rule.targets {
            var paths: [FieldPath] = []
            for path in target.paths { paths.append(try FieldPath(path)) }
            for position in target.select.replaced(in: &set) {
                let resource = set.resources[position]
                if target.reject.contains(where: { $0.rejects(resource) }) { continue }
                for path in paths { try write(value, at: path, target, to: position, of: &set, rule, &spare) }
            }
        }
    }

    private func value(of rule: ReplacementRule, in set: inout ResourceSet) throws(KustomizeError) -> YAML.Node {
        guard let wanted = rule.source.identity else { return YAML.Node(text: rule.source.value ?? "") }
        let what = "the source of the replacement: \(wanted.text)"
        let candidates =
            !wanted.name.isEmpty
            ? set.called(wanted.name) : wanted.type.kind.isEmpty ? set.positions : set.ofKind(wanted.type.kind)
        let found = candidates.filter { position in
            set.resources[position].identities.contains { identity in
                (wanted.name.isEmpty || wanted.name == identity.name) && identity.type.isSelected(by: wanted.type)
                    && (wanted.namespace.isEmpty || wanted.effectiveNamespace == identity.effectiveNamespace)
            }
        }
        guard let position = found.first else { throw KustomizeError(.noMatch(what), at: rule.place) }
        guard found.count == 1 else { throw KustomizeError(.ambiguous(what, count: found.count), at: rule.place) }
        let path = try FieldPath(Placed(value: rule.source.path, place: rule.place))
        let object = set.resources[position]
        func failure(_ reason: String) -> KustomizeError {
            KustomizeError(.field(path.text, of: object.identity.text, reason: reason), at: rule.place)
        }
        guard var value = path.value(in: object.node), !value.isNull, value.mapping?.isEmpty != true,
            value.sequence?.isEmpty != true
        else { throw failure("the source has no such field") }
        guard !rule.source.options.delimiter.isEmpty else { return value }
        guard let scalar = value.scalar else { throw failure("only a text can be split") }
        let parts = Self.split(scalar.text, at: rule.source.options.delimiter)
        guard parts.indices.contains(rule.source.options.index) else {
            throw failure("there is no part \(rule.source.options.index) among \(parts.count)")
        }
        value.content = .scalar(YAML.Scalar(text: parts[rule.source.options.index], style: scalar.style))
        return value
    }

    private func write(
        _ value: YAML.Node,
        at path: FieldPath,
        _ target: ReplacementTarget,
        to position: Int,
        of set: inout ResourceSet,
        _ rule: ReplacementRule,
        _ spare: inout Int
    ) throws(KustomizeError) {
        let object = set.resources[position].identity.text
        func failure(_ reason: String) -> KustomizeError {
            KustomizeError(.field(path.text, of: object, reason: reason), at: rule.place)
        }
        var left = spare
        let size = value.nodeCount
        let deep = value.depth + path.steps.count > 150
        var problem: KustomizeError?
        try set.change(position, renames: true) { resource throws(KustomizeError) in
            var node = resource.node
            do throws(MergeError) {
                // A bare `nil` would be read as a null node.
                let empty = YAML.Node(YAML.Scalar(text: "", style: .plain))
                let made = target.options.creates ? Optional.some(empty) : .none
                let count = try path.change(&node, made: made) { field, isNew throws(MergeError) in
                    left -= size
                    guard left > 0, !deep else {
                        throw MergeError(path: "", reason: "the copies are too many or too deep")
                    }
                    field = try self.written(value, over: field, isNew: isNew, target.options)
                }
                if count == 0 { problem = failure("the target has no such field") }
            } catch {
                problem = failure(error.reason)
            }
            resource.node = node
            resource.reread()
        }
        spare = left
        if let problem { throw problem }
    }

    private func written(
        _ value: YAML.Node,
        over field: YAML.Node,
        isNew: Bool,
        _ options: ReplacementOptions
    ) throws(MergeError) -> YAML.Node {
        var text = value.plainText
        if !options.delimiter.isEmpty {
            guard let scalar = field.scalar, value.scalar != nil else {
                throw MergeError(path: "", reason: "only a text can be split")
            }
            var parts = Self.split(scalar.text, at: options.delimiter)
            if options.index < 0 {
                parts.insert(text, at: 0)
            } else if options.index >= parts.count {
                parts.append(text)
            } else {
                parts[options.index] = text
            }
            text = parts.joined(separator: options.delimiter)
        }
        guard field.scalar != nil, value.scalar != nil else { return value }
        // A field that was a text stays one; what kustomize makes new has no quotes, whatever its source had.
        let isText = isNew ? !self.options.compat && value.value == .text : field.value == .text
        return YAML.Node(.scalar(YAML.Scalar(text: text, style: isText ? .doubleQuoted : .plain)), at: field.place)
    }

    private static func split(_ text: String, at delimiter: String) -> [String] {
        text.split(separator: delimiter, omittingEmptySubsequences: false).map(String.init)
    }
}
