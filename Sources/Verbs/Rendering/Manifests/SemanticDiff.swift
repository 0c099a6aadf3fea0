internal import Words
package import YAML

/// What differs between two sets of objects, told by object and by the keys of lists, not by lines.
package enum SemanticDiff {
    package struct Object: Sendable, Hashable {
        package enum Change: Sendable, Hashable {
            case added, removed
            case changed([Field])
        }

        /// `Deployment/island-hopper-agent`, with its namespace where there is one.
        package var name: String
        package var change: Change

        package init(name: String, change: Change) {
            self.name = name
            self.change = change
        }
    }

    package struct Field: Sendable, Hashable {
        package var path: String
        /// As one line of JSON; nil where there was nothing.
        package var old: String?
        package var new: String?

        package init(path: String, old: String?, new: String?) {
            self.path = path
            self.old = old
            self.new = new
        }
    }

    package static func changes(from old: [YAML.Node], to new: [YAML.Node]) -> [Object] {
        var before = Dictionary(old.map { (Key($0), $0) }) { first, _ in first }
        let after = Dictionary(new.map { (Key($0), $0) }) { first, _ in first }
        var pairs: [(Key, YAML.Node?, YAML.Node?)] = []
        var fresh: [Key] = []
        for key in after.keys {
            if let earlier = before.removeValue(forKey: key) {
                pairs.append((key, earlier, after[key]))
            } else {
                fresh.append(key)
            }
        }
        // A generated map is the same map under the hash of its new contents.
        for key in fresh.sorted() {
            let earlier = before.keys.sorted().first { $0.isSameGenerated(as: key) }
            pairs.append((key, earlier.flatMap { before.removeValue(forKey: $0) }, after[key]))
        }
        for (key, node) in before { pairs.append((key, node, nil)) }
        return pairs.sorted { $0.0 < $1.0 }.compactMap { key, old, new in
            switch (old, new) {
            case (nil, _): return Object(name: key.text, change: .added)
            case (_, nil): return Object(name: key.text, change: .removed)
            case (let old?, let new?):
                var comparer = Comparer(masks: key.kind == "Secret")
                comparer.compare(old, new, at: "")
                return comparer.fields.isEmpty ? nil : Object(name: key.text, change: .changed(comparer.fields))
            }
        }
    }

    /// What differs between two trees.
    package static func fields(from old: YAML.Node, to new: YAML.Node) -> [Field] {
        var comparer = Comparer(masks: false)
        comparer.compare(old, new, at: "")
        return comparer.fields
    }

    fileprivate struct Key: Hashable, Comparable {
        let apiVersion, kind, namespace, name: String

        init(_ node: YAML.Node) {
            apiVersion = node["apiVersion"]?.scalar?.text ?? ""
            kind = node["kind"]?.scalar?.text ?? ""
            namespace = node["metadata"]?["namespace"]?.scalar?.text ?? ""
            name = node["metadata"]?["name"]?.scalar?.text ?? ""
        }

        var text: String { "\(kind)/\(name)\(namespace.isEmpty ? "" : " in \(namespace)")" }

        func isSameGenerated(as other: Key) -> Bool {
            guard kind == other.kind, namespace == other.namespace, kind == "ConfigMap" || kind == "Secret",
                let mine = unhashed, let theirs = other.unhashed
            else { return false }
            return mine == theirs
        }

        /// The name without the ten letters and digits that a generator appends.
        private var unhashed: Substring? {
            let parts = name.split(separator: "-")
            guard parts.count > 1, let last = parts.last, last.utf8.count == 10 else { return nil }
            return name.dropLast(11)
        }

        static func < (one: Key, other: Key) -> Bool {
            (one.kind, one.namespace, one.name, one.apiVersion)
                < (other.kind, other.namespace, other.name, other.apiVersion)
        }
    }
}

/// One walk over two trees.
private struct Comparer {
    let masks: Bool
    var fields: [SemanticDiff.Field] = []

    /// What names an item of a list, the best first.
    private static let keys = [
        "name", "containerPort", "port", "mountPath", "alert", "key", "host", "path", "id", "topologyKey", "ip", "type",
    ]

    init(masks: Bool) { self.masks = masks }

    mutating func compare(_ old: YAML.Node, _ new: YAML.Node, at path: String) {
        guard old != new else { return }
        switch (old.content, new.content) {
        case (.mapping(let before), .mapping(let after)):
            for entry in before.entries {
                step(entry.value, after[entry.name], at: path + Self.named(entry.name, behind: path))
            }
            for entry in after.entries where before[entry.name] == nil {
                step(nil, entry.value, at: path + Self.named(entry.name, behind: path))
            }
        case (.sequence(let before), .sequence(let after)): compare(before, after, at: path)
        case (.scalar(let before), .scalar(let after)) where before.text.contains("\n") && after.text.contains("\n"):
            compareLines(before.text, after.text, at: path)
        default: note(old, new, at: path)
        }
    }

    /// Of long texts the lines that differ, what stands the same above and below left out.
    private mutating func compareLines(_ old: String, _ new: String, at path: String) {
        let before = old.split(separator: "\n", omittingEmptySubsequences: false)
        let after = new.split(separator: "\n", omittingEmptySubsequences: false)
        let above = zip(before, after).prefix { $0 == $1 }.count
        let below = zip(before.dropFirst(above).reversed(), after.dropFirst(above).reversed()).prefix { $0 == $1 }.count
        func rest(_ lines: [Substring]) -> YAML.Node? {
            let lines = lines.dropFirst(above).dropLast(below)
            return lines.isEmpty ? nil : .init(text: lines.joined(separator: "\n"))
        }
        note(rest(before), rest(after), at: "\(path) from line \(above + 1)", of: path)
    }

    private mutating func step(_ old: YAML.Node?, _ new: YAML.Node?, at path: String) {
        if let old, let new { compare(old, new, at: path) } else { note(old, new, at: path) }
    }

    private mutating func compare(_ before: [YAML.Node], _ after: [YAML.Node], at path: String) {
        if let key = Self.keys.first(where: { Self.identifies($0, before) && Self.identifies($0, after) }) {
            func named(_ item: YAML.Node) -> String { item[key]?.scalar?.text ?? "" }
            for item in before {
                step(item, after.first { named($0) == named(item) }, at: "\(path)[\(named(item))]")
            }
            for item in after where !before.contains(where: { named($0) == named(item) }) {
                step(nil, item, at: "\(path)[\(named(item))]")
            }
            // The same items in another order are a change too.
            let (first, second) = (before.map(named), after.map(named))
            if first != second, first.sorted() == second.sorted() {
                note(.init(first.map { .init(text: $0) }), .init(second.map { .init(text: $0) }), at: "\(path) (order)")
            }
        } else if before.count == after.count {
            for (position, items) in zip(before, after).enumerated() {
                compare(items.0, items.1, at: "\(path)[\(position)]")
            }
        } else {
            note(.init(before), .init(after), at: path)
        }
    }

    /// Whether a key tells every item of a list from the others.
    private static func identifies(_ key: String, _ items: [YAML.Node]) -> Bool {
        let names = items.compactMap { $0[key]?.scalar?.text }
        return names.count == items.count && Set(names).count == names.count
    }

    private mutating func note(_ old: YAML.Node?, _ new: YAML.Node?, at path: String, of place: String? = nil) {
        let field = place ?? path
        let isSecret =
            masks
            && ["data", "stringData"].contains { field == $0 || field.hasPrefix("\($0).") || field.hasPrefix("\($0)[") }
        func text(_ node: YAML.Node?) -> String? {
            node.map { isSecret ? "•••" : JSONValue($0).compact }
        }
        fields.append(SemanticDiff.Field(path: path, old: text(old), new: text(new)))
    }

    private static func named(_ key: String, behind path: String) -> String {
        let isWord = !key.contains { $0 == "." || $0 == "/" || $0 == "[" || $0 == " " }
        return isWord ? (path.isEmpty ? key : ".\(key)") : "[\"\(key)\"]"
    }
}
