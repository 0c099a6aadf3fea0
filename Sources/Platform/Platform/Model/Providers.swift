/// An AI provider: how to reach it, what it offers, how much it allows.
package struct Provider: Section {
    package enum Kind: String, Choice {
        case openrouter, anthropic
        /// OpenAI and all that speak like it.
        case openai
        /// `POST /generate` of prompt, model, max_tokens and temperature answers text; `GET /models` lists ids; a bearer key.
        case custom
    }

    package var kind = Kind.openai
    package var endpoint: Reference?
    package var key: SecretReference?
    package var models: [String] = []
    package var priority: Int?
    package var requestsPerMinute: Int?
    package var tokensPerMinute: Int?

    package init() {}

    package static let summary = "An AI provider."

    package static let fields: [Field<Provider>] = [
        field("kind", \.kind, "The form of its API; openai for all that speak like it.", required: true),
        field("endpoint", \.endpoint, "The base URL of its API.", required: true),
        field("key", \.key, "Its API key.", required: true),
        field("models", \.models, "The models the platform uses."),
        field("priority", \.priority, "Lower is asked first.", .atLeast(1)),
        field("requests_per_minute", \.requestsPerMinute, "What it allows a minute.", .atLeast(1)),
        field("tokens_per_minute", \.tokensPerMinute, "What it allows a minute.", .atLeast(1)),
    ]
}

package struct ModelChoice: Section {
    package var provider = ""
    package var model = ""

    package init() {}

    package static let summary = "A model of a provider."

    package static let fields: [Field<ModelChoice>] = [
        field("provider", \.provider, "An id from providers.", required: true, .notEmpty),
        field("model", \.model, "The provider's name of the model.", required: true, .notEmpty),
    ]
}

package struct Routing: Section {
    package enum Strategy: String, Choice {
        case costOptimized = "cost_optimized"
        case qualityFirst = "quality_first"
        case balanced
        case speedFirst = "speed_first"
    }

    package var strategy = Strategy.balanced
    package var primary: ModelChoice?
    package var fallback: ModelChoice?
    package var responseCache = Period(seconds: 3_600)
    package var circuitBreaker = true

    package init() {}

    package static let summary = "Which provider answers, and which when it does not."

    package static let fields: [Field<Routing>] = [
        field("strategy", \.strategy, "What counts when several could answer."),
        field("primary", \.primary, "Asked first; without it the strategy and the priorities say."),
        field("fallback", \.fallback, "Asked when the primary fails or is at its limit."),
        field("response_cache", \.responseCache, "How long an answer is kept; 0s for not at all."),
        field("circuit_breaker", \.circuitBreaker, "A provider that keeps failing is left alone for a while."),
    ]
}
