internal import YAML

extension YAML.Node {
    /// Changes the value of a key in place; false where there is no such key.
    ///
    /// The tree gives its own reference up meanwhile, so that nothing beneath is copied.
    @discardableResult
    mutating func change(
        _ name: String,
        _ body: (inout YAML.Node) throws(KustomizeError) -> Void
    ) throws(KustomizeError) -> Bool {
        guard case .mapping(var mapping) = content, var child = mapping[name] else { return false }
        content = .sequence([])
        mapping[name] = Self.hollow
        defer {
            mapping[name] = child
            content = .mapping(mapping)
        }
        try body(&child)
        return true
    }

    /// Changes every item of a sequence in place.
    mutating func changeItems(_ body: (inout YAML.Node) throws(KustomizeError) -> Void) throws(KustomizeError) {
        guard case .sequence(var items) = content else { return }
        content = .sequence([])
        defer { content = .sequence(items) }
        for position in items.indices { try body(&items[position]) }
    }

    /// Sets the value of a key; what was no map becomes one.
    mutating func set(_ name: String, to value: YAML.Node?) {
        var mapping = mapping ?? YAML.Mapping()
        content = .sequence([])
        mapping[name] = value
        content = .mapping(mapping)
    }

    /// The same with an entry that was made once for many maps.
    mutating func set(_ entry: YAML.Mapping.Entry) {
        var mapping = mapping ?? YAML.Mapping()
        content = .sequence([])
        mapping.set(entry)
        content = .mapping(mapping)
    }

    /// The text of a scalar whatever it means, empty for anything else.
    var plainText: String { scalar?.text ?? "" }

    /// Itself, or nothing at all where it is null; a bare `nil` would be read as a null node.
    var unlessNull: YAML.Node? { isNull ? Optional.none : self }

    /// Stands where a child is out being changed.
    private static let hollow: YAML.Node = []
}
