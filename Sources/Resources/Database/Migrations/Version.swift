/// A migration's version as its file tells it: numbers, compared as numbers, parted by dots where another tool made them so.
///
/// A repeatable migration has none: it is known by its name, and comes after all that have one.
package struct Version: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let description: String
    /// The first number apart: almost no version has another, and then there is no array to keep.
    private let first: UInt64
    private let rest: [UInt64]
    package let isRepeatable: Bool

    /// Nil for what is no version: `20260101120000`, `00042`, `1.2`; `R__orders_by_day` is how a repeatable one is kept.
    package init?(_ text: some StringProtocol) {
        if let number = Version.number(text.utf8) {
            self.init(description: String(text), first: number)
            return
        }
        if text.hasPrefix("R__"), text.count > 3 {
            self.init(repeatable: String(text.dropFirst(3)))
            return
        }
        var numbers: [UInt64] = []
        for part in text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false) {
            guard let number = Version.number(part) else { return nil }
            numbers.append(number)
        }
        // `1.0` and `1` are one version.
        while numbers.count > 1, numbers.last == 0 { numbers.removeLast() }
        self.init(description: String(text), first: numbers[0], rest: Array(numbers.dropFirst()))
    }

    /// From a version, or from a file's whole name, which is what completion and copying give.
    package init?(ofMigration text: String) {
        let stem = text.hasSuffix(".sql") ? text.dropLast(4) : text[...]
        self.init(stem.hasPrefix("R__") ? stem : stem.prefix { $0 != "_" })
    }

    init(repeatable name: String) {
        self.init(description: "R__\(name)", first: 0, isRepeatable: true)
    }

    /// Digits alone, whatever zeros they begin with; nil also where they are too many.
    private static func number(_ digits: some Collection<UInt8>) -> UInt64? {
        guard !digits.isEmpty else { return nil }
        var value: UInt64 = 0
        for digit in digits {
            guard (48...57).contains(digit) else { return nil }
            let (tens, isTooLarge) = value.multipliedReportingOverflow(by: 10)
            let (sum, overflows) = tens.addingReportingOverflow(UInt64(digit - 48))
            guard !isTooLarge, !overflows else { return nil }
            value = sum
        }
        return value
    }

    private init(description: String, first: UInt64, rest: [UInt64] = [], isRepeatable: Bool = false) {
        self.description = description
        self.first = first
        self.rest = rest
        self.isRepeatable = isRepeatable
    }

    /// Whether it is one number, without dots.
    var isWhole: Bool { !description.utf8.contains(UInt8(ascii: ".")) && !isRepeatable }

    /// What people call the migration: `20260101120000_create_sessions`.
    package func title(_ name: String) -> String {
        isRepeatable || name.isEmpty ? description : "\(description)_\(name)"
    }

    package static func == (one: Version, other: Version) -> Bool {
        one.first == other.first && one.isRepeatable == other.isRepeatable && one.rest == other.rest
            && (!one.isRepeatable || one.description == other.description)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(first)
        hasher.combine(rest)
        if isRepeatable { hasher.combine(description) }
    }

    package static func < (one: Version, other: Version) -> Bool {
        switch (one.isRepeatable, other.isRepeatable) {
        case (false, false):
            one.first == other.first ? one.rest.lexicographicallyPrecedes(other.rest) : one.first < other.first
        case (true, true): one.description < other.description
        case (let isLater, _): !isLater
        }
    }
}
