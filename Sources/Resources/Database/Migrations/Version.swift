/// A migration's version as its file tells it: numbers, compared as numbers, parted by dots where another tool made them so.
package struct Version: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let description: String
    private let parts: [UInt64]

    /// Nil for what is no version: `20260101120000`, `00042`, `1.2`.
    package init?(_ text: some StringProtocol) {
        var numbers: [UInt64] = []
        for part in text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false) {
            guard let number = Version.number(part) else { return nil }
            numbers.append(number)
        }
        description = String(text)
        // `1.0` and `1` are one version.
        while numbers.count > 1, numbers.last == 0 { numbers.removeLast() }
        self.parts = numbers
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

    package static func == (one: Version, other: Version) -> Bool { one.parts == other.parts }

    package func hash(into hasher: inout Hasher) { hasher.combine(parts) }

    package static func < (one: Version, other: Version) -> Bool {
        one.parts.lexicographicallyPrecedes(other.parts)
    }
}
