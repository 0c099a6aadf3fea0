/// How a provider misbehaves: every reply that a client has to tell apart, on demand.
package enum Scenario: String, Sendable, Hashable, CaseIterable {
    case normal
    case invalidKey = "invalid_key"
    case permission
    case region
    case moderation
    case billing
    case keyLimit = "key_limit"
    case insufficientQuota = "insufficient_quota"
    case spendLimit = "spend_limit"
    case enforcedSpendLimit = "enforced_spend_limit"
    case rateLimited = "rate_limited"
    case overloaded
    case unavailable
    case badGateway = "bad_gateway"
    case modelMissing = "model_missing"
    case deprecatedModel = "deprecated_model"
    case creditsLow = "credits_low"
    case limitsLow = "limits_low"
    case errorInside200 = "error_inside_200"
    case acceptsAnything = "accepts_anything"
    case slow
    case hang
    case htmlPage = "html_page"
    case garbage

    package var summary: String {
        switch self {
        case .normal: "answers as it should"
        case .invalidKey: "401 to every key, the right one too: it was revoked"
        case .permission: "403: the key may not do this"
        case .region: "403: not offered in the caller's region"
        case .moderation: "403: the input was flagged; the key is good"
        case .billing: "402: no credits left"
        case .keyLimit: "402: the key's own limit is used up, the account's credits are not"
        case .insufficientQuota: "429 that waiting does not cure: the quota is used up"
        case .spendLimit: "400: the spend limit that the customer set is reached"
        case .enforcedSpendLimit: "429 without Retry-After: the spend limit that the provider set is reached"
        case .rateLimited: "429 with Retry-After and the limits' headers"
        case .overloaded: "529: the provider has too much to do for anybody"
        case .unavailable: "503: nobody can serve the request now"
        case .badGateway: "502: what stands behind the provider is down"
        case .modelMissing: "the first model is not there: neither listed nor answered"
        case .deprecatedModel: "the first model is about to be switched off, or is already where a list cannot say it"
        case .creditsLow: "all is well, but hardly any credits are left"
        case .limitsLow: "all is well, but hardly any requests are left this minute"
        case .errorInside200: "status 200 with an error as its body, in a stream after the first words"
        case .acceptsAnything: "any key is right, or none"
        case .slow: "answers only after some seconds"
        case .hang: "takes the request and never answers"
        case .htmlPage: "status 200 with a gateway's HTML page"
        case .garbage: "status 200 with bytes that are no JSON"
        }
    }

    /// Who can be asked to play it: a provider does not say what it would never say.
    package var providers: [SimulatedProvider] {
        switch self {
        case .keyLimit, .creditsLow: [.openrouter]
        case .moderation, .region: [.openrouter, .openai]
        case .insufficientQuota: [.openai]
        case .spendLimit, .enforcedSpendLimit, .overloaded: [.anthropic]
        case .billing: [.openrouter, .anthropic]
        case .limitsLow: [.openrouter, .anthropic, .openai]
        default: SimulatedProvider.allCases
        }
    }

    /// Which requests it strikes unless told otherwise; nil for all.
    package var strikes: OperationName? {
        switch self {
        case .moderation: .chat
        case .creditsLow: .key
        default: nil
        }
    }

    package static func all(of provider: SimulatedProvider) -> [Scenario] {
        allCases.filter { $0.providers.contains(provider) }
    }
}

/// A scenario as it was chosen: for all requests it strikes, or for one kind of them.
package struct ChosenScenario: Sendable, Hashable {
    package var scenario: Scenario
    package var operation: OperationName?

    package init(_ scenario: Scenario, at operation: OperationName? = nil) {
        self.scenario = scenario
        self.operation = operation ?? scenario.strikes
    }

    /// The scenario, where it strikes a request of this kind.
    func striking(_ name: OperationName?) -> Scenario {
        operation == nil || operation == name ? scenario : .normal
    }
}
