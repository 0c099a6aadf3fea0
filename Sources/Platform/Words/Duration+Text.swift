/// Durations as people read and write them.
extension Duration {
    /// `12 ms`, `0.6 s`, `42 s`, `3 m 5 s`, `2 h 10 m`.
    package var readable: String {
        let milliseconds = wholeMilliseconds
        if milliseconds < 0 { return "-" + (Duration.zero - self).readable }
        if milliseconds < 100 { return "\(milliseconds) ms" }
        if milliseconds < 9_950 {
            let tenths = (milliseconds + 50) / 100
            return "\(tenths / 10).\(tenths % 10) s"
        }
        let seconds = (milliseconds + 500) / 1_000
        if seconds < 60 { return "\(seconds) s" }
        if seconds < 3_600 { return joined(seconds / 60, "m", seconds % 60, "s") }
        let minutes = (seconds + 30) / 60
        return joined(minutes / 60, "h", minutes % 60, "m")
    }

    /// `less than a day`, `a day`, `12 days`: how long something still holds, in whole days.
    package var inDays: String {
        let days = components.seconds / 86_400
        return days < 1 ? "less than a day" : days == 1 ? "a day" : "\(days) days"
    }

    /// Rounded to the nearest; longer than 292 million years is cut there.
    package var wholeMilliseconds: Int {
        let (seconds, attoseconds) = components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000)
        if overflow { return seconds < 0 ? .min : .max }
        let rounding: Int64 = attoseconds < 0 ? -500_000_000_000_000 : 500_000_000_000_000
        return Int(product) + Int((attoseconds + rounding) / 1_000_000_000_000_000)
    }

    /// Reads `500ms`, `30s`, `5m`, `1h`, `1.5s` and sums such as `1h30m`; nil for anything else.
    package init?(written text: String) {
        guard !text.isEmpty, text.utf8.count <= 40 else { return nil }
        let units: [String: Double] = ["ms": 0.001, "s": 1, "m": 60, "h": 3_600, "d": 86_400]
        var total = 0.0
        var smallestUnit = Double.infinity
        var rest = Substring(text)
        while !rest.isEmpty {
            let figure = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            rest = rest.dropFirst(figure.count)
            let name = rest.prefix { $0.isASCII && $0.isLetter }
            rest = rest.dropFirst(name.count)
            guard let value = Double(figure), let unit = units[String(name)], unit < smallestUnit else { return nil }
            guard figure.first != ".", figure.last != "." else { return nil }
            total += value * unit
            smallestUnit = unit
        }
        guard total.isFinite, total <= 1e9 else { return nil }
        self = .milliseconds(Int64((total * 1_000).rounded()))
    }

    /// As `init(written:)` reads it: `500ms`, `30s`, `5m`, `1h`.
    package var written: String {
        let milliseconds = wholeMilliseconds
        for (unit, name) in [(3_600_000, "h"), (60_000, "m"), (1_000, "s")]
        where milliseconds >= unit && milliseconds % unit == 0 {
            return "\(milliseconds / unit)\(name)"
        }
        return "\(milliseconds)ms"
    }

    private func joined(_ large: Int, _ largeUnit: String, _ small: Int, _ smallUnit: String) -> String {
        small == 0 ? "\(large) \(largeUnit)" : "\(large) \(largeUnit) \(small) \(smallUnit)"
    }
}
