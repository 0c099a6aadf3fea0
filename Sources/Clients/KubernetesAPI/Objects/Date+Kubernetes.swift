package import FoundationEssentials

extension Date {
    /// A time as the API writes it: RFC 3339 in UTC, with microseconds in some places.
    package init?(kubernetes text: String?) {
        guard let text, !text.isEmpty else { return nil }
        var whole = text
        if let dot = text.firstIndex(of: ".") {
            let rest = text[text.index(after: dot)...].drop { $0.isNumber }
            whole = String(text[..<dot] + rest)
        }
        guard let date = try? Date(whole, strategy: .iso8601) else { return nil }
        self = date
    }
}
