internal import YAML

/// A JSON pointer: `/spec/containers/0/name`, `~1` for a slash and `~0` for a tilde, `-` behind the last item.
struct Pointer {
    let text: String
    private let parts: [String]
    private static let deepest = 100

    init(_ text: String?, _ field: String, at place: YAML.Place) throws(KustomizeError) {
        guard let text else { throw KustomizeError(.incomplete(missing: field), at: place) }
        self.text = text
        guard text.isEmpty || text.hasPrefix("/") else {
            throw KustomizeError(
                .mismatch(field, expected: "a path that begins with /", found: "\"\(text)\""),
                at: place
            )
        }
        parts = text.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map { part in
            guard part.utf8.contains(UInt8(ascii: "~")) else { return String(part) }
            return part.split(separator: "~1", omittingEmptySubsequences: false).joined(separator: "/")
                .split(separator: "~0", omittingEmptySubsequences: false).joined(separator: "~")
        }
        guard parts.count <= Self.deepest else {
            throw KustomizeError(.invalid("the path is more than \(Self.deepest) deep"), at: place)
        }
    }

    var depth: Int { parts.count }

    func isBelow(_ other: Pointer) -> Bool {
        parts.count > other.parts.count && parts.starts(with: other.parts)
    }

    func value(in root: YAML.Node) throws(MergeError) -> YAML.Node {
        var node = root
        for part in parts {
            guard let next = Self.child(part, of: node) else { throw missing() }
            node = next
        }
        return node
    }

    func add(_ value: YAML.Node, to root: inout YAML.Node) throws(MergeError) {
        try change(&root, parts[...], whole: value) { parent, last throws(MergeError) in
            guard case .sequence(var items) = parent.content else {
                guard parent.mapping != nil else { throw missing() }
                return parent.set(last, to: value)
            }
            var index = items.count
            if last != "-" {
                guard let number = Int(last) else { throw badIndex(last) }
                index = number < 0 ? items.count + 1 + number : number
            }
            guard (0...items.count).contains(index) else { throw badIndex(last) }
            items.insert(value, at: index)
            parent.content = .sequence(items)
        }
    }

    func remove(from root: inout YAML.Node) throws(MergeError) {
        try change(&root, parts[...], whole: nil) { parent, last throws(MergeError) in
            guard Self.child(last, of: parent) != nil else { throw missing() }
            guard case .sequence(var items) = parent.content else { return parent.set(last, to: nil) }
            items.remove(at: Self.index(last, of: items) ?? 0)
            parent.content = .sequence(items)
        }
    }

    func replace(by value: YAML.Node, in root: inout YAML.Node) throws(MergeError) {
        try change(&root, parts[...], whole: value) { parent, last throws(MergeError) in
            guard case .sequence(var items) = parent.content else {
                guard parent.mapping != nil else { throw missing() }
                return parent.set(last, to: value)
            }
            guard let index = Self.index(last, of: items) else { throw badIndex(last) }
            items[index] = value
            parent.content = .sequence(items)
        }
    }

    private func change(
        _ node: inout YAML.Node,
        _ path: ArraySlice<String>,
        whole: YAML.Node?,
        _ body: (inout YAML.Node, String) throws(MergeError) -> Void
    ) throws(MergeError) {
        guard let first = path.first else {
            guard let whole else { throw MergeError(path: text, reason: "the whole object cannot be removed") }
            return node = whole
        }
        if path.count == 1 { return try body(&node, first) }
        guard var child = Self.child(first, of: node) else { throw missing() }
        switch node.content {
        case .sequence(var items):
            guard let index = Self.index(first, of: items) else { throw badIndex(first) }
            node.content = .sequence([])
            items[index] = .null
            defer {
                items[index] = child
                node.content = .sequence(items)
            }
            try change(&child, path.dropFirst(), whole: whole, body)
        default:
            node.set(first, to: .null)
            defer { node.set(first, to: child) }
            try change(&child, path.dropFirst(), whole: whole, body)
        }
    }

    private static func child(_ part: String, of node: YAML.Node) -> YAML.Node? {
        switch node.content {
        case .scalar: nil
        case .mapping(let mapping): mapping[part]
        case .sequence(let items): index(part, of: items).map { items[$0] }
        }
    }

    /// A negative index counts from the end.
    private static func index(_ part: String, of items: [YAML.Node]) -> Int? {
        guard let number = Int(part) else { return nil }
        let index = number < 0 ? items.count + number : number
        return items.indices.contains(index) ? index : nil
    }

    private func missing() -> MergeError { MergeError(path: text, reason: "there is nothing at this path") }
    private func badIndex(_ part: String) -> MergeError {
        MergeError(path: text, reason: "\(part) is no index of the list")
    }
}
