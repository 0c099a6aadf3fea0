/// One node of the platform file after its layers are merged, knowing where it came from.
package struct Setting: Sendable {
    package var content: Content
    package var origin: Origin
    /// How a number or a truth stood in the file, where that says more than its value: `0640`, `1.10`.
    package var written: String?

    package enum Content: Sendable {
        case null
        case boolean(Bool)
        case integer(Int)
        case number(Double)
        case text(String)
        case list([Setting])
        case map(SettingMap)
    }

    package init(_ content: Content, _ origin: Origin, written: String? = nil) {
        self.content = content
        self.origin = origin
        self.written = written
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

    /// The scalar as the file spells it; nil for lists and maps.
    package var spelled: String? {
        if let written { return written }
        switch content {
        case .null: return "null"
        case .boolean(let value): return String(value)
        case .integer(let value): return String(value)
        case .number(let value): return plain(value)
        case .text(let value): return value
        case .list, .map: return nil
        }
    }

    /// What to call it in an error: `a list`, `the text "abc"`.
    package var named: String {
        switch content {
        case .null: "nothing"
        case .boolean, .integer, .number: (spelled ?? "").count > 30 ? "a number of many digits" : spelled ?? ""
        case .text(let value): "the text \(quoted(value))"
        case .list: "a list"
        case .map: "a map"
        }
    }

    /// Follows a path; list positions are numbers.
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

    /// Where the value of a key stands; the map's own place without the key.
    func origin(of key: String) -> Origin {
        map?[key]?.origin ?? origin
    }
}
