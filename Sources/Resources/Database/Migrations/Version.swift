/// A migration's version as its file tells it: numbers, compared as numbers, parted by dots where another tool made them so.
///
/// A repeatable migration has none: it is known by its name, and comes after all that have one.
package struct Version: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let description: String
    private let parts: [UInt64]
    package let isRepeatable: Bool

    /// Nil for what is no version: `20260101120000`, `00042`, `1.2`; `R__orders_by_day` is how a repeatable one is kept.
    package init?(_ text: some StringProtocol) {
        if text.hasPrefix("R__"), text.count > 3 {
            self.init(repeatable: String(text.dropFirst(3)))
            return
        }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { part in
            part.utf8.allSatisfy { (48...57).contains($0) } ? UInt64(part) : nil
        }
        guard !parts.isEmpty, !parts.contains(nil) else { return nil }
        // `1.0` and `1` are one version.
        var numbers = parts.compactMap(\.self)
        while numbers.count > 1, numbers.last == 0 { numbers.removeLast() }
        self.init(description: String(text), parts: numbers, isRepeatable: false)
    }

    init(repeatable name: String) {
        self.init(description: "R__\(name)", parts: [], isRepeatable: true)
    }

    private init(description: String, parts: [UInt64], isRepeatable: Bool) {
        self.description = description
        self.parts = parts
        self.isRepeatable = isRepeatable
    }

    /// Whether it is one number, without dots.
    var isWhole: Bool { !description.contains(".") && !isRepeatable }

    /// What people call the migration: `20260101120000_create_sessions`.
    package func title(_ name: String) -> String {
        isRepeatable || name.isEmpty ? description : "\(description)_\(name)"
    }

    package static func == (one: Version, other: Version) -> Bool {
        one.parts == other.parts && (!one.isRepeatable || one.description == other.description)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(parts)
        if isRepeatable { hasher.combine(description) }
    }

    package static func < (one: Version, other: Version) -> Bool {
        switch (one.isRepeatable, other.isRepeatable) {
        case (false, false): one.parts.lexicographicallyPrecedes(other.parts)
        case (true, true): one.description < other.description
        case (let isLater, _): !isLater
        }
    }
}
