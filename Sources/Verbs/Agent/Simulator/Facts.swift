internal import FoundationEssentials

/// What an answer is made from beside the question.
struct Facts: Sendable {
    /// Counts up from the simulator's start: every request has an id of its own.
    var number: Int
    var date: Date
    var models: [String]
    var scenario: Scenario

    /// Seconds since 1970, as most of them count.
    var created: Int { Int(date.timeIntervalSince1970) }

    /// The number as a part of ids, sixteen digits long.
    var digits: String {
        let text = String(number, radix: 16)
        return String(repeating: "0", count: max(0, 16 - text.count)) + text
    }

    /// The model that a scenario of models is about.
    var strickenModel: String? { models.first }

    /// What a list holds while this scenario stands.
    var listedModels: [String] {
        scenario == .modelMissing ? Array(models.dropFirst()) : models
    }

    /// How much of a limit is left.
    func remaining(of limit: Int) -> Int {
        switch scenario {
        case .rateLimited: 0
        case .limitsLow: limit / 50
        default: limit - 1
        }
    }

    func time(after seconds: Int) -> String {
        (date + TimeInterval(seconds)).formatted(.iso8601)
    }
}
