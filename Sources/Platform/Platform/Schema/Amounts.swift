/// A span of time as the file spells it: `500ms`, `30s`, `5m`, `24h`, `7d`, `7y` (365 days each).
package struct Period: SettingValue, Hashable {
    package var duration: Duration
    package var spelled: String

    private static let units: [(suffix: String, milliseconds: Int)] = [
        ("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000), ("w", 604_800_000),
        ("y", 31_536_000_000),
    ]

    package init?(_ spelled: String) {
        let digits = spelled.prefix { $0.isASCII && $0.isNumber }
        let suffix = spelled.dropFirst(digits.count)
        guard let count = Int(digits), let unit = Period.units.first(where: { $0.suffix == suffix }) else { return nil }
        let (milliseconds, overflow) = count.multipliedReportingOverflow(by: unit.milliseconds)
        guard !overflow else { return nil }
        duration = .milliseconds(milliseconds)
        self.spelled = spelled
    }

    /// A constant of the code, under a second or a fraction of one.
    package init(milliseconds: Int) {
        duration = .milliseconds(milliseconds)
        spelled = "\(milliseconds)ms"
    }

    /// A constant of the code: seconds in the largest unit that says them whole.
    package init(seconds: Int) {
        duration = .seconds(seconds)
        let unit = Period.units.dropFirst().filter { !["w", "y"].contains($0.suffix) }
            .last { seconds > 0 && seconds * 1_000 % $0.milliseconds == 0 }
        spelled = unit.map { "\(seconds * 1_000 / $0.milliseconds)\($0.suffix)" } ?? "\(seconds)s"
    }

    package static var shape: Shape {
        .spelled("a time like 500ms, 30s, 5m, 24h or 7d", pattern: "^[0-9]+(ms|s|m|h|d|w|y)$")
    }

    package static func read(_ setting: Setting, at path: SettingPath, _ reader: inout Reader) -> Period? {
        if let span = setting.text.flatMap(Period.init) { return span }
        var hint: String?
        if case .integer(let number) = setting.content { hint = "write \(number)s for seconds" }
        reader.refuse(path, setting, wanted: shape.wanted, hint: hint)
        return nil
    }

    package var setting: Setting? { Setting(.text(spelled), .builtIn) }
}

/// An amount of bytes: `512Mi` and `4Gi` in powers of 1024, `64MB` and `4G` in powers of 1000.
package struct ByteSize: SettingValue, Hashable {
    package var bytes: Int
    package var spelled: String

    private static let units: [(suffix: String, bytes: Int)] = [
        ("", 1), ("B", 1), ("Ki", 1 << 10), ("Mi", 1 << 20), ("Gi", 1 << 30), ("Ti", 1 << 40), ("kB", 1_000),
        ("MB", 1_000_000), ("GB", 1_000_000_000), ("TB", 1_000_000_000_000), ("k", 1_000), ("M", 1_000_000),
        ("G", 1_000_000_000), ("T", 1_000_000_000_000),
    ]

    package init?(_ spelled: String) {
        let digits = spelled.prefix { $0.isASCII && $0.isNumber }
        let suffix = spelled.dropFirst(digits.count)
        guard let count = Int(digits), let unit = ByteSize.units.first(where: { $0.suffix == suffix }) else {
            return nil
        }
        let (bytes, overflow) = count.multipliedReportingOverflow(by: unit.bytes)
        guard !overflow else { return nil }
        self.bytes = bytes
        self.spelled = spelled
    }

    package static var shape: Shape {
        .spelled("a size like 512Mi, 4Gi or 64MB", pattern: "^[0-9]+(B|Ki|Mi|Gi|Ti|kB|MB|GB|TB|k|M|G|T)?$")
    }

    package static func read(_ setting: Setting, at path: SettingPath, _ reader: inout Reader) -> ByteSize? {
        if case .integer(let number) = setting.content, let size = ByteSize(String(number)) { return size }
        if let size = setting.text.flatMap(ByteSize.init) { return size }
        reader.refuse(path, setting, wanted: shape.wanted)
        return nil
    }

    package var setting: Setting? { Setting(.text(spelled), .builtIn) }
}

/// A share of processors as Kubernetes writes it: `250m` or `2`.
package struct CPUAmount: SettingValue, Hashable {
    package var thousandths: Int
    package var spelled: String

    package init?(_ spelled: String) {
        let isThousandths = spelled.hasSuffix("m")
        let digits = isThousandths ? spelled.dropLast() : spelled[...]
        guard let count = Int(digits), (0...1_000_000).contains(count) else { return nil }
        thousandths = isThousandths ? count : count * 1_000
        self.spelled = spelled
    }

    package static var shape: Shape { .spelled("processors like 250m or 2", pattern: "^[0-9]+m?$") }

    package static func read(_ setting: Setting, at path: SettingPath, _ reader: inout Reader) -> CPUAmount? {
        if case .integer(let number) = setting.content, let amount = CPUAmount(String(number)) { return amount }
        if let amount = setting.text.flatMap(CPUAmount.init) { return amount }
        reader.refuse(path, setting, wanted: shape.wanted)
        return nil
    }

    package var setting: Setting? { Setting(.text(spelled), .builtIn) }
}
