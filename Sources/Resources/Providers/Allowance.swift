internal import FoundationEssentials
internal import HTTP
internal import JSON
internal import WebLadder
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

    /// How long to wait, as the answer has it: in seconds, as `1m30s`, or as the moment when it is over.
    static func wait(in headers: HTTPHeaders, now: Date = Date()) -> String? {
        for name in [
            "retry-after", "anthropic-ratelimit-requests-reset", "x-ratelimit-reset-requests", "x-ratelimit-reset",
        ] {
            guard let value = headers[name], let seconds = seconds(value, now) else { continue }
            let whole = max(0, Int(min(seconds, 1e9).rounded(.up)))
            return whole < 60 ? "\(whole) s" : Duration.seconds(whole).readable
        }
        return nil
    }

    private static func seconds(_ text: String, _ now: Date) -> Double? {
        if let number = number(text) {
            // A moment since 1970, in seconds or, as OpenRouter has it, in milliseconds.
            if number > 100_000_000_000 { return number / 1_000 - now.timeIntervalSince1970 }
            return number > 1_000_000_000 ? number - now.timeIntervalSince1970 : number
        }
        if let moment = try? Date(text, strategy: .iso8601) { return moment.timeIntervalSince(now) }
        if let moment = HTTPDate.read(text) { return moment - now.timeIntervalSince1970 }
        return spoken(text)
    }

    /// `6m0s`, `1.5s`, `20ms`.
    private static func spoken(_ text: String) -> Double? {
        let units = ["ms": 0.001, "s": 1, "m": 60, "h": 3_600, "d": 86_400]
        var rest = text[...]
        var sum = 0.0
        while !rest.isEmpty {
            let figure = rest.prefix { $0.isNumber || $0 == "." }
            rest = rest.dropFirst(figure.count)
            let unit = rest.prefix { $0.isLetter }
            rest = rest.dropFirst(unit.count)
            guard let number = Double(figure), let factor = units[String(unit)] else { return nil }
            sum += number * factor
        }
        return text.isEmpty ? nil : sum
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
