internal import FoundationEssentials

/// `timestamptz` and `timestamp` in the ISO style that every session here has; without a zone it is read as UTC.
enum Timestamp {
    static func date(from text: Substring) -> Date? {
        if text == "infinity" { return .distantFuture }
        if text == "-infinity" { return .distantPast }
        var rest = text
        let isBeforeChrist = rest.hasSuffix(" BC")
        if isBeforeChrist { rest = rest.dropLast(3) }
        guard var year = number(&rest, upTo: UInt8(ascii: "-")), let month = number(&rest, upTo: UInt8(ascii: "-")),
            (1...12).contains(month),
            let day = number(&rest, upTo: nil), (1...31).contains(day)
        else { return nil }
        if isBeforeChrist { year = 1 - year }
        var seconds = daysSince1970(year: year, month: month, day: day) * 86_400
        guard !rest.isEmpty else { return Date(timeIntervalSince1970: Double(seconds)) }
        guard rest.removeFirst() == " ", let hours = number(&rest, upTo: UInt8(ascii: ":")),
            let minutes = number(&rest, upTo: UInt8(ascii: ":")),
            let whole = number(&rest, upTo: nil)
        else { return nil }
        seconds += hours * 3_600 + minutes * 60 + whole
        var fraction = 0.0
        if rest.utf8.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            let before = rest.utf8.count
            guard let digits = number(&rest, upTo: nil) else { return nil }
            // The server gives six at most, and the quotient of two small whole numbers is the nearest there is.
            var scale = 1.0
            for _ in rest.utf8.count..<before { scale *= 10 }
            fraction = Double(digits) / scale
        }
        guard let offset = zoneOffset(rest) else { return nil }
        return Date(timeIntervalSince1970: Double(seconds - offset) + fraction)
    }

    /// ISO with microseconds, in UTC.
    static func text(of date: Date) -> String {
        if date == .distantFuture { return "infinity" }
        if date == .distantPast { return "-infinity" }
        let microseconds = (date.timeIntervalSince1970 * 1_000_000).rounded()
        let total = Int(microseconds)
        let second = Int((Double(total) / 1_000_000).rounded(.down))
        let fraction = total - second * 1_000_000
        let days = Int((Double(second) / 86_400).rounded(.down))
        let ofDay = second - days * 86_400
        let (year, month, day) = civil(daysSince1970: days)
        let date = "\(padded(year > 0 ? year : 1 - year, 4))-\(padded(month, 2))-\(padded(day, 2))"
        let time = "\(padded(ofDay / 3_600, 2)):\(padded(ofDay / 60 % 60, 2)):\(padded(ofDay % 60, 2))"
        return "\(date) \(time).\(padded(fraction, 6))+00\(year > 0 ? "" : " BC")"
    }

    /// `+05`, `-03:30`, `+05:53:28` in seconds east of UTC; 0 for none.
    private static func zoneOffset(_ text: Substring) -> Int? {
        if text.isEmpty || text == "+00" { return 0 }
        guard let sign = text.first else { return 0 }
        guard sign == "+" || sign == "-" else { return nil }
        let parts = text.dropFirst().split(separator: ":").map { Int($0) }
        var seconds = 0
        for (part, unit) in zip(parts, [3_600, 60, 1]) {
            guard let part else { return nil }
            seconds += part * unit
        }
        return sign == "-" ? -seconds : seconds
    }

    private static func number(_ rest: inout Substring, upTo separator: UInt8?) -> Int? {
        // By bytes: a history of thousands of lines has as many of these.
        let bytes = rest.utf8
        let end = bytes.firstIndex { !(48...57).contains($0) } ?? bytes.endIndex
        guard let value = Int(rest[..<end]) else { return nil }
        rest = rest[end...]
        if let separator {
            guard rest.utf8.first == separator else { return nil }
            rest = rest[bytes.index(after: end)...]
        }
        return value
    }

    /// Days in the proleptic Gregorian calendar, counted in eras of 400 years that begin in March.
    private static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    private static func civil(daysSince1970 days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let leapless = dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096
        let yearOfEra = leapless / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
