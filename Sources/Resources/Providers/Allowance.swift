internal import HTTP
internal import JSON
internal import Words

/// So many of something are left, of so many.
struct Allowance: Sendable, Hashable {
    /// `requests`, `tokens`, `credits`.
    let what: String
    let limit: Double
    let left: Double
    let reset: String?

    var share: Double { limit > 0 ? max(0, left / limit) * 100 : 0 }

    static let leastShare = 20.0

    /// What OpenRouter says of a key; none where it has no limit of its own.
    static func ofKey(_ body: JSON) -> Allowance? {
        let data = body["data"]
        guard let limit = data["limit"].number, let left = data["limit_remaining"].number else { return nil }
        return Allowance(what: "credits", limit: limit, left: left, reset: data["limit_reset"].string)
    }

    /// What the headers of an answer say, in any of the forms that the providers have for it.
    static func all(in headers: HTTPHeaders) -> [Allowance] {
        var found: [Allowance] = []
        for what in ["requests", "tokens", "input-tokens", "output-tokens"] {
            let names = [
                (
                    "anthropic-ratelimit-\(what)-limit", "anthropic-ratelimit-\(what)-remaining",
                    "anthropic-ratelimit-\(what)-reset"
                ),
                ("x-ratelimit-limit-\(what)", "x-ratelimit-remaining-\(what)", "x-ratelimit-reset-\(what)"),
            ]
            for name in names {
                guard let limit = number(headers[name.0]), let left = number(headers[name.1]) else { continue }
                let words = what.replacing("-", with: " ")
                found.append(Allowance(what: words, limit: limit, left: left, reset: headers[name.2]))
            }
        }
        if let limit = number(headers["x-ratelimit-limit"]), let left = number(headers["x-ratelimit-remaining"]) {
            found.append(Allowance(what: "requests", limit: limit, left: left, reset: headers["x-ratelimit-reset"]))
        }
        return found
    }

    /// When to ask again, as the answer has it.
    static func reset(in headers: HTTPHeaders) -> String? {
        if let seconds = number(headers["retry-after"]) { return "\(Int(seconds)) s" }
        for name in ["retry-after", "anthropic-ratelimit-requests-reset", "x-ratelimit-reset-requests"] {
            if let value = headers[name] { return value }
        }
        return nil
    }

    private static func number(_ text: String?) -> Double? {
        guard let text, let value = Double(text), value >= 0, value.isFinite else { return nil }
        return value
    }

    var sentence: String { "\(Allowance.figure(left)) of \(Allowance.figure(limit)) \(what) left" }

    var measure: Measure {
        let name = "\(what.replacing(" ", with: "_"))_left"
        return Measure(name, share.rounded(), .percent, warning: Allowance.leastShare, critical: 0)
    }

    private static func figure(_ value: Double) -> String {
        value == value.rounded() ? "\(Int(value))" : "\((value * 100).rounded() / 100)"
    }
}
