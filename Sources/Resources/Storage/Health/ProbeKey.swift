internal import FoundationEssentials

/// The name of an object of ihctl's own, which carries its time: of versions and markers that were left nobody need ask their age.
struct ProbeKey: Sendable, Hashable {
    static let prefix = "ihctl-doctor/"

    let text: String

    /// `ihctl-doctor/1795224944-4d2c…`.
    init(at date: Date = Date()) {
        text = "\(ProbeKey.prefix)\(Int(date.timeIntervalSince1970))-\(UUID().uuidString.lowercased())"
    }

    /// Whether it is one of ihctl's own that nobody can be at work on any more.
    static func isLeftOver(_ key: String, at date: Date = Date()) -> Bool {
        guard key.hasPrefix(prefix) else { return false }
        let parts = key.dropFirst(prefix.count).split(separator: "-", maxSplits: 1)
        guard parts.count == 2, let seconds = Double(parts[0]), UUID(uuidString: String(parts[1])) != nil else {
            return false
        }
        return date.timeIntervalSince1970 - seconds > 3_600
    }
}
