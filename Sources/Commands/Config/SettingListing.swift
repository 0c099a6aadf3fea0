internal import Platform
internal import Words
internal import YAML

/// The model as YAML for people and as a tree of values for machines.
struct SettingListing {
    let effective: EffectiveSettings
    let withOrigin: Bool

    init(_ effective: EffectiveSettings, withOrigin: Bool) {
        self.effective = effective
        self.withOrigin = withOrigin
    }

    func value(of setting: Setting, at path: SettingPath) -> JSONValue {
        switch setting.content {
        case .map(let map):
            return .object(Dictionary(map.entries.map { ($0.key, value(of: $0.value, at: path / $0.key)) }) { $1 })
        case .list(let items):
            return .array(items.enumerated().map { value(of: $1, at: path / String($0)) })
        default:
            guard let leaf = effective.leaf(setting, at: path) else { return .null }
            var value: [String: JSONValue] = ["value": leaf.content.json, "origin": .string(leaf.origin.description)]
            if let reference = leaf.reference { value["reference"] = reference.json }
            return .object(value)
        }
    }

    func blocks(of setting: Setting, at path: SettingPath) -> [Block] {
        var rows: [Row] = []
        collect(setting, path, indent: "", lead: "", &rows)
        let column = min(48, rows.filter { $0.note != nil }.map(\.text.count).max() ?? 0)
        let lines = rows.map { row -> String in
            guard let note = row.note else { return row.text }
            let gap = String(repeating: " ", count: max(0, column - row.text.count))
            return "\(row.text)\(gap)  # \(note)"
        }
        return [.verbatim(lines.joined(separator: "\n"))]
    }

    private struct Row {
        var text: String
        var note: String?
    }

    /// `lead` is what the first line of a list's item begins with in place of its indent.
    private func collect(_ setting: Setting, _ path: SettingPath, indent: String, lead: String, _ rows: inout [Row]) {
        switch setting.content {
        case .map(let map):
            for (index, entry) in map.entries.enumerated() {
                let start = index == 0 && !lead.isEmpty ? lead : indent
                append("\(start)\(inline(entry.key)):", entry.value, path / entry.key, indent: indent, &rows)
            }
        case .list(let items):
            for (index, item) in items.enumerated() {
                let here = path / String(index)
                if item.map != nil {
                    collect(item, here, indent: indent + "  ", lead: indent + "- ", &rows)
                } else {
                    append("\(indent)-", item, here, indent: indent, &rows)
                }
            }
        default: append("", setting, path, indent: indent, &rows)
        }
    }

    private func append(_ head: String, _ value: Setting, _ path: SettingPath, indent: String, _ rows: inout [Row]) {
        switch value.content {
        case .map(let map) where map.entries.isEmpty: rows.append(Row(text: "\(head) {}"))
        case .list(let items) where items.isEmpty: rows.append(Row(text: "\(head) []"))
        case .map:
            rows.append(Row(text: head))
            collect(value, path, indent: indent + "  ", lead: "", &rows)
        case .list:
            rows.append(Row(text: head))
            collect(value, path, indent: indent + "  ", lead: "", &rows)
        default:
            guard let leaf = effective.leaf(value, at: path) else { return }
            let text = head.isEmpty ? leaf.yaml : "\(head) \(leaf.yaml)"
            rows.append(Row(text: text, note: note(of: leaf)))
        }
    }

    private func note(of leaf: EffectiveSettings.Leaf) -> String? {
        let state = leaf.reference.map { $0.inWords(withOrigin: withOrigin) }
        let origin = withOrigin ? leaf.origin.withoutColumn : nil
        let parts = [state, origin].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: "; ")
    }
}

/// A text as YAML would write it on one line.
private func inline(_ text: String) -> String {
    if text.contains("\n") { return JSONValue.quoted(text) }
    let line = YAML.text(of: YAML.Node(text: text))
    return String(line.prefix { $0 != "\n" })
}

extension EffectiveSettings.Leaf {
    fileprivate var yaml: String {
        if case .text(let text) = content { inline(text) } else { spelled }
    }
}

extension Setting.Content {
    fileprivate var json: JSONValue {
        switch self {
        case .boolean(let value): .boolean(value)
        case .integer(let value): .integer(value)
        case .number(let value): .number(value)
        case .text(let value): .string(value)
        case .null, .list, .map: .null
        }
    }
}

extension ReferenceState {
    fileprivate var json: JSONValue {
        switch state {
        case .found(let resolved):
            let value = isSecret ? Secret.mask : resolved.value.reveal()
            return ["found": true, "value": .string(value), "origin": .string(resolved.origin.description)]
        case .failed(let failure):
            return ["found": false, "reason": .string(failure.description)]
        }
    }

    fileprivate func inWords(withOrigin: Bool) -> String {
        switch state {
        case .found(let resolved):
            let value = isSecret ? Secret.mask : resolved.value.reveal()
            return withOrigin ? "\(value) from \(resolved.origin.withoutColumn)" : value
        case .failed(let failure):
            return failure.isAbsence ? "not set" : failure.description
        }
    }
}

extension Origin {
    /// A line is enough for people, and short enough for a terminal.
    fileprivate var withoutColumn: String {
        if case .file(let path, let line, _) = self { "\(path):\(line)" } else { description }
    }
}
