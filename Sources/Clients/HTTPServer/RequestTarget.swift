/// What a request asks for: a path and the fields of its query, unescaped.
package struct RequestTarget: Sendable, Hashable {
    /// Absolute, without dot segments resolved: what a client sends is what a handler compares.
    package let path: String
    package let query: [Field]

    package struct Field: Sendable, Hashable {
        package var name: String
        package var value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The path's parts, `["v1", "models"]`.
    package var segments: [String] { path.split(separator: "/").map(String.init) }

    /// The first value of a name.
    package subscript(name: String) -> String? { query.first { $0.name == name }?.value }

    /// Nil where it is no path, an escape is none, or what is escaped is a control character or no UTF-8.
    package init?(_ text: String) {
        let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts[0].hasPrefix("/"), let path = Self.unescaped(parts[0].utf8, plusIsSpace: false) else { return nil }
        var query: [Field] = []
        if parts.count == 2 {
            for pair in parts[1].split(separator: "&") {
                let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard let name = Self.unescaped(sides[0].utf8, plusIsSpace: true),
                    let value = Self.unescaped(sides.count == 2 ? sides[1].utf8 : "".utf8[...], plusIsSpace: true)
                else { return nil }
                query.append(Field(name, value))
            }
        }
        self.path = path
        self.query = query
    }

    private static func unescaped(_ bytes: Substring.UTF8View, plusIsSpace: Bool) -> String? {
        var found: [UInt8] = []
        found.reserveCapacity(bytes.count)
        var rest = bytes
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else {
                    return nil
                }
                found.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsSpace: found.append(UInt8(ascii: " "))
            default: found.append(byte)
            }
        }
        // A zero would end the text early for some reader behind us.
        guard !found.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return nil }
        return String(validating: found, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
