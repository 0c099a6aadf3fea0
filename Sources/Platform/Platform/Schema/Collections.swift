extension Array: SettingValue where Element: SettingValue {
    package typealias Bare = [Element]

    package static var shape: Shape { .list(Element.shape) }

    package static func read(_ setting: Setting, at path: SettingPath, _ reader: inout Reader) -> [Element]? {
        guard case .list(let items) = setting.content else {
            reader.refuse(path, setting, wantedCollection: shape.wanted)
            return nil
        }
        return items.enumerated().compactMap { index, item in
            Element.read(item, at: path / String(index), &reader)
        }
    }

    package var setting: Setting? {
        isEmpty ? nil : Setting(.list(compactMap(\.setting)), .builtIn)
    }
}

/// Things under names the user chose, in the order of the file.
package struct Named<Value: SettingValue>: SettingValue {
    package var items: [(name: String, value: Value)]

    package init(_ items: [(name: String, value: Value)] = []) {
        self.items = items
    }

    package subscript(name: String) -> Value? {
        items.first { $0.name == name }?.value
    }

    package var names: [String] { items.map(\.name) }
    package var values: [Value] { items.map(\.value) }
    package var isEmpty: Bool { items.isEmpty }

    package static var shape: Shape { .named(Value.shape) }

    package static func read(_ setting: Setting, at path: SettingPath, _ reader: inout Reader) -> Named? {
        guard case .map(let map) = setting.content else {
            reader.refuse(path, setting, wantedCollection: shape.wanted)
            return nil
        }
        var items: [(name: String, value: Value)] = []
        for entry in map.entries {
            let place = path / entry.key
            if entry.value.isNull {
                // Either empty, or a null that finds nothing to remove: a wrong name would go unseen.
                let others = map.entries.filter { !$0.value.isNull }.map(\.key)
                let hint = didYouMean(entry.key, among: others) ?? Value.shape.emptyHint
                reader.refuse(place, entry.keyOrigin, "no value stands here, nor one below to take away", hint: hint)
            } else if let value = Value.read(entry.value, at: place, &reader) {
                items.append((name: entry.key, value: value))
            }
        }
        return Named(items)
    }

    package var setting: Setting? {
        guard !isEmpty else { return nil }
        let entries = items.compactMap { item in
            item.value.setting.map { SettingMap.Entry(key: item.name, keyOrigin: .builtIn, value: $0) }
        }
        return Setting(.map(SettingMap(entries)), .builtIn)
    }
}

/// A tree of somebody else's form (a bucket policy, a stream's rarer fields), handed on as it stands.
package struct Tree: SettingValue {
    package var root: Setting

    package static var shape: Shape { .anything }

    package static func read(_ setting: Setting, at path: SettingPath, _ reader: inout Reader) -> Tree? {
        search(setting, at: path, &reader)
        return Tree(root: setting)
    }

    private static func search(_ setting: Setting, at path: SettingPath, _ reader: inout Reader) {
        switch setting.content {
        case .text(let text): reader.warnOfSecret(in: text, at: path, setting.origin)
        case .list(let items):
            for (index, item) in items.enumerated() { search(item, at: path / String(index), &reader) }
        case .map(let map): for entry in map.entries { search(entry.value, at: path / entry.key, &reader) }
        default: return
        }
    }

    package var setting: Setting? { root }
}
