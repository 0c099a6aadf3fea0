internal import FoundationEssentials

/// Until when the project mends a major version: five years from its first release, told in advance.
enum ServiceLife {
    /// The last day, at its end in UTC; nil for a version newer than this table.
    static func end(ofMajor major: Int) -> Date? {
        let days = [
            13: "2025-11-13", 14: "2026-11-12", 15: "2027-11-11", 16: "2028-11-09", 17: "2029-11-08",
            18: "2030-11-14",
        ]
        guard let day = days[major] else { return nil }
        return try? Date("\(day)T23:59:59Z", strategy: .iso8601)
    }
}
