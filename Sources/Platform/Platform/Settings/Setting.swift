/// One node of the platform file after its layers are merged, knowing where it came from.
package struct Setting: Sendable {
    package var content: Content
    package var origin: Origin

    package enum Content: Sendable {
        case null
        case boolean(Bool)
        case integer(Int)
        case number(Double)
        case text(String)
        case list([Setting])
        case map(SettingMap)
    }

    package init(_ content: Content, _ origin: Origin) {
        self.content = content
        self.origin = origin
    }

    package var isNull: Bool {
        if case .null = content { return true }
        return false
    }

    package var map: SettingMap? {
        if case .map(let map) = content { return map }
        return nil
    }

    package var text: String? {
        if case .text(let text) = content { return text }
        return nil
    }

    /// The scalar as the file would spell it; nil for lists and maps.
    package var spelled: String? {
        switch content {
        case .null: "null"
        case .boolean(let value): String(value)
        case .integer(let value): String(value)
        case .number(let value): String(value)
        case .text(let value): value
        case .list, .map: nil
        }
    }

    /// What to call it in an error: "a list", "the text "abc"".
    package var named: String {
        switch content {
        case .null: "nothing"
        case .boolean(let value): "the boolean \(value)"
        case .integer(let value): "the whole number \(value)"
        case .number(let value): "the number \(value)"
        case .text(let value): "the text \"\(value.count > 40 ? value.prefix(40) + "…" : value)\""
        case .list: "a list"
        case .map: "a map"
        }
    }

    /// Follows a dotted path; list positions are numbers.
    package func at(_ path: SettingPath) -> Setting? {
        var here = self
        for step in path.steps {
            switch here.content {
            case .map(let map):
                guard let next = map[step] else { return nil }
                here = next
            case .list(let items):
                guard let index = Int(step), items.indices.contains(index) else { return nil }
                here = items[index]
            default: return nil
            }
        }
        return here
    }
}

/// Keys in the order of the file, each with its own place.
package struct SettingMap: Sendable {
    package struct Entry: Sendable {
        package var key: String
        package var keyOrigin: Origin
        package var value: Setting
    }

    package private(set) var entries: [Entry]

    package init(_ entries: [Entry] = []) {
        self.entries = entries
    }

    package subscript(key: String) -> Setting? {
        entries.first { $0.key == key }?.value
    }

    package func origin(ofKey key: String) -> Origin? {
        entries.first { $0.key == key }?.keyOrigin
    }

    /// Replaces in place or appends, so that the order of the first layer stands.
    package mutating func set(_ entry: Entry) {
        if let index = entries.firstIndex(where: { $0.key == entry.key }) {
            entries[index] = entry
        } else {
            entries.append(entry)
        }
    }

    package mutating func set(_ key: String, _ value: Setting) {
        set(Entry(key: key, keyOrigin: value.origin, value: value))
    }

    package mutating func remove(_ key: String) {
        entries.removeAll { $0.key == key }
    }
}

/// The place of a setting in the model: `database.pool.max`.
package struct SettingPath: Sendable, Hashable, CustomStringConvertible {
    package var steps: [String]

    package init(_ steps: [String] = []) {
        self.steps = steps
    }

    /// From its dotted spelling.
    package init(dotted: String) {
        steps = dotted.split(separator: ".").map(String.init)
    }

    package static func / (path: SettingPath, step: String) -> SettingPath {
        SettingPath(path.steps + [step])
    }

    package var description: String { steps.joined(separator: ".") }
}
