/// An amount with a unit, as people write it; equal amounts are equal however they are spelled.
package protocol Amount: SettingValue, Hashable, Comparable, CustomStringConvertible {
    associatedtype Measure: Hashable & Comparable

    var measure: Measure { get }
    var spelled: String { get }
    init?(_ spelled: String)
    /// The unit to write behind a bare number, for the hint.
    static var usualUnit: String? { get }
}

extension Amount {
    package static func == (one: Self, other: Self) -> Bool { one.measure == other.measure }
    package static func < (one: Self, other: Self) -> Bool { one.measure < other.measure }
    package func hash(into hasher: inout Hasher) { measure.hash(into: &hasher) }

    package var description: String { spelled }
    package var setting: Setting? { Setting(.text(spelled), .builtIn) }
    package static var usualUnit: String? { nil }

    package static func read(_ setting: Setting, at path: SettingPath, _ reader: inout Reader) -> Self? {
        switch setting.content {
        case .text(let text): if let amount = Self(text) { return amount }
        case .integer, .number: if let amount = setting.spelled.flatMap(Self.init) { return amount }
        default: break
        }
        var hint: String?
        if case .integer = setting.content, let usualUnit, let spelled = setting.spelled {
            hint = "with its unit, say \(spelled)\(usualUnit)"
        }
        reader.refuse(path, setting, wanted: shape.wanted, hint: hint)
        return nil
    }

    /// A whole number and the unit behind it, multiplied out.
    fileprivate static func product(_ spelled: String, _ units: [(suffix: String, factor: Int)]) -> Int? {
        let digits = spelled.prefix { $0.isASCII && $0.isNumber }
        let suffix = spelled.dropFirst(digits.count)
        guard let count = Int(digits), let unit = units.first(where: { $0.suffix == suffix }) else { return nil }
        let (product, isTooMuch) = count.multipliedReportingOverflow(by: unit.factor)
        return isTooMuch ? nil : product
    }
}

/// A span of time as the file spells it: `500ms`, `30s`, `5m`, `24h`, `7d`, `2w`, `7y` (365 days each).
package struct Period: Amount {
    package let duration: Duration
    package let spelled: String
    package var measure: Duration { duration }

    private static let units = [
        ("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000), ("w", 604_800_000),
        ("y", 31_536_000_000),
    ]

    package init?(_ spelled: String) {
        guard let milliseconds = Period.product(spelled, Period.units) else { return nil }
        duration = .milliseconds(milliseconds)
        self.spelled = spelled
    }

    /// A constant of the code, under a second or a fraction of one.
    package init(milliseconds: Int) {
        duration = .milliseconds(milliseconds)
        spelled = "\(milliseconds)ms"
    }

    /// A constant of the code, spelled in the largest unit up to days that says it whole.
    package init(seconds: Int) {
        duration = .seconds(seconds)
        let units = [("s", 1), ("m", 60), ("h", 3_600), ("d", 86_400)]
        let unit = units.last { seconds > 0 && seconds % $0.1 == 0 } ?? ("s", 1)
        spelled = "\(seconds / unit.1)\(unit.0)"
    }

    package static let usualUnit: String? = "s"
    package static var shape: Shape {
        .spelled("a time like 500ms, 30s, 5m, 24h or 7d", pattern: "^[0-9]+(ms|s|m|h|d|w|y)$")
    }
}

/// An amount of bytes: `512Mi` and `4Gi` in powers of 1024, `64MB` and `4G` in powers of 1000; bytes without a unit.
package struct ByteSize: Amount {
    package let bytes: Int
    package let spelled: String
    package var measure: Int { bytes }

    private static let units = [
        ("", 1), ("B", 1), ("Ki", 1 << 10), ("Mi", 1 << 20), ("Gi", 1 << 30), ("Ti", 1 << 40), ("kB", 1_000),
        ("MB", 1_000_000), ("GB", 1_000_000_000), ("TB", 1_000_000_000_000), ("k", 1_000), ("M", 1_000_000),
        ("G", 1_000_000_000), ("T", 1_000_000_000_000),
    ]

    package init?(_ spelled: String) {
        guard let bytes = ByteSize.product(spelled, ByteSize.units) else { return nil }
        self.bytes = bytes
        self.spelled = spelled
    }

    package static var shape: Shape {
        .spelled(
            "a size like 512Mi, 4Gi or 64MB",
            pattern: "^[0-9]+(B|Ki|Mi|Gi|Ti|kB|MB|GB|TB|k|M|G|T)?$",
            number: .integer,
        )
    }
}

/// A share of processors as Kubernetes writes it: `250m`, `2` or `0.5`.
package struct CPUAmount: Amount {
    package let thousandths: Int
    package let spelled: String
    package var measure: Int { thousandths }

    private static let most = 1_000_000

    package init?(_ spelled: String) {
        let isThousandths = spelled.hasSuffix("m")
        let parts = (isThousandths ? spelled.dropLast() : spelled[...]).split(
            separator: ".",
            maxSplits: 1,
            omittingEmptySubsequences: false,
        )
        guard parts.allSatisfy({ isDigits($0) }), let whole = parts.first.flatMap({ Int($0) }) else { return nil }
        guard whole <= CPUAmount.most else { return nil }
        var thousandths = isThousandths ? whole : whole * 1_000
        if parts.count == 2 {
            guard !isThousandths, parts[1].count <= 3 else { return nil }
            thousandths += Int("\(parts[1])00".prefix(3)) ?? 0
        }
        self.thousandths = thousandths
        self.spelled = spelled
    }

    package static var shape: Shape {
        .spelled(
            "processors like 250m, 2 or 0.5",
            pattern: "^([0-9]+m?|[0-9]+\\.[0-9]{1,3})$",
            number: .number,
        )
    }
}
