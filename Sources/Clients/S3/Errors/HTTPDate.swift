internal import FoundationEssentials

/// `Fri, 24 May 2013 00:00:00 GMT`, the one form of date that servers send today (RFC 9110 §5.6.7).
func httpDate(_ text: String) -> Date? {
    let parts = text.split(whereSeparator: { $0 == " " || $0 == ":" })
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    guard parts.count == 8, parts[7] == "GMT", let day = Int(parts[1]), let year = Int(parts[3]),
        let month = months.firstIndex(of: String(parts[2])), let hour = Int(parts[4]), let minute = Int(parts[5]),
        let second = Int(parts[6])
    else { return nil }
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return isoDate("\(year)-\(two(month + 1))-\(two(day))T\(two(hour)):\(two(minute)):\(two(second))Z")
}

/// Seconds or parts of them, as S3's documents have it.
func isoDate(_ text: String) -> Date? {
    (try? Date(text, strategy: .iso8601))
        ?? (try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
}
