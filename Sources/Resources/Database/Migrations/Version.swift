/// A migration's version as its file tells it: numbers, compared as numbers, parted by dots where another tool made them so.
package struct Version: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let description: String
    private let parts: [UInt64]

    /// Nil for what is no version: `20260101120000`, `00042`, `1.2`.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { part in
            part.utf8.allSatisfy { (48...57).contains($0) } ? UInt64(part) : nil
        }
        guard !parts.isEmpty, !parts.contains(nil) else { return nil }
        description = String(text)
        // `1.0` and `1` are one version.
        var numbers = parts.compactMap(\.self)
        while numbers.count > 1, numbers.last == 0 { numbers.removeLast() }
        self.parts = numbers
    }

    package static func == (one: Version, other: Version) -> Bool { one.parts == other.parts }

    package func hash(into hasher: inout Hasher) { hasher.combine(parts) }

    package static func < (one: Version, other: Version) -> Bool {
        one.parts.lexicographicallyPrecedes(other.parts)
    }
}
