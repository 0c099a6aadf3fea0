extension Values {
    /// The entries of a map in their order, no name twice.
    package struct Fields: Sendable {
        package struct Entry: Sendable {
            package var name: String
            package var value: Value

            package init(_ name: String, _ value: Value) {
                self.name = name
                self.value = value
            }
        }

        package private(set) var entries: [Entry]
        /// Whether people choose the names: one that is missing may be missing, then, and is no slip.
        package var areChosen: Bool
        private var index: [String: Int]

        package init(_ entries: [Entry] = [], areChosen: Bool = false) {
            self.entries = []
            self.areChosen = areChosen
            index = [:]
            for entry in entries { set(entry.name, entry.value) }
        }

        package subscript(name: String) -> Value? {
            index[name].map { entries[$0].value }
        }

        /// Replaces in place or appends.
        package mutating func set(_ name: String, _ value: Value) {
            if let position = index[name] {
                entries[position].value = value
            } else {
                index[name] = entries.count
                entries.append(Entry(name, value))
            }
        }

        package var names: [String] { entries.map(\.name) }

        mutating func change(_ change: (String, inout Values.Value) -> Void) {
            for position in entries.indices { change(entries[position].name, &entries[position].value) }
        }
    }
}
