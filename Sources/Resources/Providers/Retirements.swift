internal import FoundationEssentials
internal import JSON
internal import Platform

/// The last day of a model, and what its maker names in its place.
struct Retirement: Sendable, Hashable {
    /// `2026-06-15`.
    let day: String
    let successor: String?

    /// What the provider's own list says of a model.
    init?(of model: JSON) {
        for field in ["expiration_date", "shutdown_date", "deprecation_date"] {
            guard let day = model[field].string, day.count >= 10 else { continue }
            self.init(day: String(day.prefix(10)), successor: model["replacement"].string)
            return
        }
        return nil
    }

    init(day: String, successor: String?) {
        self.day = day
        self.successor = successor
    }

    func isOver(on today: Date) -> Bool { day <= String(today.formatted(.iso8601).prefix(10)) }

    /// Anthropic's list does not tell of the last days: they stand on its page of deprecations.
    static func known(_ model: String, of kind: Provider.Kind) -> Retirement? {
        guard kind == .anthropic else { return nil }
        return anthropic[model].map { Retirement(day: $0.0, successor: $0.1) }
    }

    private static let anthropic: [String: (String, String)] = [
        "claude-2.0": ("2025-07-21", "claude-sonnet-4-6"),
        "claude-2.1": ("2025-07-21", "claude-sonnet-4-6"),
        "claude-3-sonnet-20240229": ("2025-07-21", "claude-sonnet-4-6"),
        "claude-3-5-sonnet-20240620": ("2025-10-28", "claude-sonnet-4-6"),
        "claude-3-5-sonnet-20241022": ("2025-10-28", "claude-sonnet-4-6"),
        "claude-3-5-sonnet-latest": ("2025-10-28", "claude-sonnet-4-6"),
        "claude-3-opus-20240229": ("2026-01-05", "claude-opus-4-8"),
        "claude-3-7-sonnet-20250219": ("2026-02-19", "claude-sonnet-4-6"),
        "claude-3-5-haiku-20241022": ("2026-02-19", "claude-haiku-4-5"),
        "claude-3-haiku-20240307": ("2026-04-20", "claude-haiku-4-5"),
        "claude-sonnet-4-20250514": ("2026-06-15", "claude-sonnet-4-6"),
        "claude-sonnet-4-0": ("2026-06-15", "claude-sonnet-4-6"),
        "claude-opus-4-20250514": ("2026-06-15", "claude-opus-4-8"),
        "claude-opus-4-0": ("2026-06-15", "claude-opus-4-8"),
        "claude-opus-4-1-20250805": ("2026-08-05", "claude-opus-4-8"),
    ]
}
