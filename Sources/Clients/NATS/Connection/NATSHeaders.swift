/// The headers of a message; names are kept as written and compared without regard to case.
///
/// The values of a name keep their order on the way, names among each other do not.
package struct NATSHeaders: Sendable, Hashable, ExpressibleByDictionaryLiteral {
    package private(set) var fields: [(name: String, value: String)] = []

    package init() {}

    package init(dictionaryLiteral elements: (String, String)...) {
        for (name, value) in elements { add(name, value) }
    }

    package var isEmpty: Bool { fields.isEmpty }

    package mutating func add(_ name: String, _ value: String) {
        fields.append((name, value))
    }

    /// The first value of a name; setting replaces all of them.
    package subscript(name: String) -> String? {
        get { fields.first { NATSHeaders.sameName($0.name, name) }?.value }
        set {
            fields.removeAll { NATSHeaders.sameName($0.name, name) }
            if let newValue { add(name, newValue) }
        }
    }

    package func values(_ name: String) -> [String] {
        fields.filter { NATSHeaders.sameName($0.name, name) }.map(\.value)
    }

    package static func == (left: NATSHeaders, right: NATSHeaders) -> Bool {
        left.fields.elementsEqual(right.fields) { $0 == $1 }
    }

    package func hash(into hasher: inout Hasher) {
        for field in fields {
            hasher.combine(field.name)
            hasher.combine(field.value)
        }
    }

    /// The name or value that would break the protocol's framing, if there is one.
    var malformed: String? {
        for (name, value) in fields {
            if name.isEmpty || name.utf8.contains(where: { $0 <= 0x20 || $0 == UInt8(ascii: ":") || $0 >= 0x7F }) {
                return name
            }
            if value.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D || $0 == 0 }) { return name }
        }
        return nil
    }

    private static func sameName(_ one: String, _ other: String) -> Bool {
        one.utf8.count == other.utf8.count && one.lowercased() == other.lowercased()
    }
}
