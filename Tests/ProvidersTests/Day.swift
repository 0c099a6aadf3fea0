import FoundationEssentials

enum Day {
    static let seconds = 86_400.0

    static func after(_ days: Double) -> Date { Date(timeIntervalSinceNow: days * seconds) }

    static func text(after days: Double) -> String {
        String(after(days).formatted(.iso8601).prefix(10))
    }
}
