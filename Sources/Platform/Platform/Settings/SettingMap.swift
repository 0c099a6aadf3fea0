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

    package var keys: [String] { entries.map(\.key) }

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
