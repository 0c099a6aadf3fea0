internal import Words
internal import YAML

/// Checks one object: what kind it is, and then all of it.
struct ObjectCheck {
    let allowed: Set<String>

    func faults(of object: YAML.Node, with shelf: inout Shelf) -> [SchemaFault] {
        var head = Checker(book: RuleBook(version: shelf.book.version, cluster: shelf.book.cluster), object: .unknown)
        guard object.mapping != nil else {
            head.report(.wrongType(expected: "a map", found: object.inWords, hint: nil), at: object)
            return head.faults
        }
        guard let apiVersion = word("apiVersion", of: object, &head), let kind = word("kind", of: object, &head) else {
            return head.faults
        }
        let name = KindName(apiVersion: apiVersion, kind: kind)
        let finding = shelf.finding(for: name)
        let version = shelf.book.version
        // Taken out and put back: two that hold it would have all of it copied at the next rule.
        var checker = Checker(book: shelf.takeBook(), object: name)
        let place = object["apiVersion"] ?? object
        checker.steps = [.key("apiVersion")]
        switch finding {
        case .rule: endingFault(of: name, version).map { checker.report($0, at: place) }
        case .elsewhere(let span): checker.report(elsewhere(name, span, version), at: place)
        case .broken(let file, let reason): checker.report(.unusableSchema(file: file, reason: reason), at: place)
        case .nothing where isAllowed(name): break
        case .nothing:
            if let ended = endingFault(of: name, version) {
                checker.report(ended, at: place)
            } else {
                checker.steps = [.key("kind")]
                let hint = UnknownKind(name, version: version).hint
                checker.report(.unknownKind(hint: hint), at: object["kind"] ?? object)
            }
        }
        checker.steps = []
        if case .rule(let rule, let isSpecAlone) = finding {
            checker.checkRoot(object, against: rule, isSpecAlone: isSpecAlone)
            if isSpecAlone { checkMetadata(of: object, &checker) }
        } else {
            checkMetadata(of: object, &checker)
        }
        shelf.book = checker.book
        return checker.faults
    }

    private func word(_ field: String, of object: YAML.Node, _ checker: inout Checker) -> String? {
        guard let node = object[field], !node.isNull else {
            checker.report(.missingField([field]), at: object, below: field)
            return nil
        }
        guard let text = node.string, !text.isEmpty else {
            checker.steps = [.key(field)]
            let found = node.string == "" ? "an empty text" : node.inWords
            checker.report(.wrongType(expected: "a text", found: found, hint: nil), at: node)
            checker.steps = []
            return nil
        }
        return text
    }

    /// The names and labels of an object whose own schema does not speak of them.
    private func checkMetadata(of object: YAML.Node, _ checker: inout Checker) {
        guard let metadata = object["metadata"], !metadata.isNull else { return }
        checker.steps = [.key("metadata")]
        checker.check(metadata, against: checker.book.number(of: "meta.v1.ObjectMeta"))
        checker.steps = []
    }

    private func isAllowed(_ name: KindName) -> Bool {
        !allowed.isEmpty
            && (allowed.contains(name.kind) || allowed.contains("\(name.group)/\(name.kind)")
                || allowed.contains("\(name.apiVersion)/\(name.kind)"))
    }

    /// What the table of endings says of a kind.
    private func endingFault(of name: KindName, _ version: KubernetesVersion) -> SchemaFault.Kind? {
        if let ending = CompactText.written.endings[name] {
            if let removed = ending.removed, version.minor >= removed {
                return .removed(version: removed, instead: ending.instead)
            }
            guard version.minor >= ending.deprecated else { return nil }
            return .deprecated(version: ending.deprecated, removed: ending.removed, instead: ending.instead)
        }
        // Early forms of an API come and go without a word in any table: the versions themselves tell.
        guard let until = CompactText.kubernetes.kinds[name]?.span.until, version.minor <= until else { return nil }
        let next = KubernetesVersion(minor: until + 1)
        return .deprecated(version: nil, removed: until + 1, instead: successor(of: name, in: next))
    }

    private func elsewhere(_ name: KindName, _ span: VersionSpan, _ version: KubernetesVersion) -> SchemaFault.Kind {
        guard let until = span.until, version.minor > until else { return .otherVersions(span.inWords) }
        if let fault = endingFault(of: name, version) { return fault }
        return .removed(version: until + 1, instead: successor(of: name, in: version))
    }

    /// The same kind of the same group as a version has it, the steadiest one.
    private func successor(of name: KindName, in version: KubernetesVersion) -> String? {
        let kinds = CompactText.kubernetes.kinds.filter { other, kind in
            other.kind == name.kind && other.group == name.group && kind.span.contains(version) && other != name
        }
        return kinds.keys.max { Self.steadiness($0) < Self.steadiness($1) }?.apiVersion
    }

    /// `v2` before `v1` before `v1beta2` before `v1alpha1`.
    private static func steadiness(_ name: KindName) -> (Int, String) {
        let version = String(name.version)
        return (version.contains("alpha") ? 0 : version.contains("beta") ? 1 : 2, version)
    }
}

extension CompactText.Ending {
    /// `networking.k8s.io/v1`, with the kind where it has another name.
    var instead: String? {
        guard !apiVersion.isEmpty else { return nil }
        return kind.map { "\($0) of \(apiVersion)" } ?? apiVersion
    }
}
