internal import HTTP
internal import HTTPServer
internal import JSON
internal import Words

/// OpenAI: errors carry `type` and `code`, and a used-up quota comes with the status of a rate limit.
struct OpenAIForm: ProviderForm {
    private static let requestLimit = 500
    private static let tokenLimit = 200_000

    func operation(_ method: String, _ path: [String]) -> Operation? {
        switch (method, path) {
        case ("GET", ["models"]): .models
        case ("GET", _) where path.count > 1 && path[0] == "models":
            .model(path.dropFirst().joined(separator: "/"))
        case ("POST", ["chat", "completions"]): .chat
        default: nil
        }
    }

    func keyProblem(of request: ServerRequest, for operation: Operation, key: Secret) -> Problem? {
        bearerProblem(of: request, key: key)
    }

    func refusal(_ problem: Problem) -> Refusal {
        switch problem {
        case .noKey: Refusal(401, "invalid_request_error", "You provided no API key in an Authorization header.")
        case .wrongKey, .noVersion:
            Refusal(401, "invalid_request_error", code: "invalid_api_key", "Incorrect API key provided.")
        case .unknownPath: Refusal(404, "invalid_request_error", "Invalid URL")
        case .badRequest(let message, let parameter):
            Refusal(400, "invalid_request_error", parameter: parameter, message)
        case .unknownModel(let model):
            Refusal(
                404,
                "invalid_request_error",
                code: "model_not_found",
                parameter: "model",
                "The model `\(model)` does not exist or you do not have access to it."
            )
        case .retiredModel(let model):
            Refusal(
                404,
                "invalid_request_error",
                code: "model_not_found",
                parameter: "model",
                "The model `\(model)` has been deprecated."
            )
        }
    }

    func refusal(_ scenario: Scenario) -> Refusal? {
        switch scenario {
        case .invalidKey: refusal(.wrongKey)
        case .permission:
            Refusal(
                403,
                "invalid_request_error",
                code: "insufficient_permissions",
                "You have insufficient permissions for this operation. Missing scopes: api.model.read."
            )
        case .region:
            Refusal(
                403,
                "request_forbidden",
                code: "unsupported_country_region_territory",
                "Country, region, or territory not supported"
            )
        case .moderation:
            Refusal(
                403,
                "invalid_request_error",
                code: "content_policy_violation",
                "The input was refused by the safety system."
            )
        case .insufficientQuota:
            Refusal(
                429,
                "insufficient_quota",
                code: "insufficient_quota",
                "You exceeded your current quota, please check your plan and billing details."
            )
        case .rateLimited:
            Refusal(
                429,
                "requests",
                code: "rate_limit_exceeded",
                "Rate limit reached on requests per min (RPM): Limit \(Self.requestLimit), Used \(Self.requestLimit).",
                headers: ["Retry-After": "30", "retry-after-ms": "30000"]
            )
        case .unavailable: Refusal(503, "service_unavailable_error", "The engine is currently overloaded.")
        case .badGateway: Refusal(502, "server_error", "Bad gateway.")
        case .errorInside200: Refusal(500, "server_error", "The server had an error while processing the request.")
        default: nil
        }
    }

    func body(of refusal: Refusal, _ facts: Facts) -> JSON {
        [
            "error": [
                "message": .string(refusal.message), "type": .string(refusal.type), "param": JSON(refusal.parameter),
                "code": JSON(refusal.code),
            ]
        ]
    }

    func headers(_ facts: Facts) -> HTTPHeaders {
        [
            "x-request-id": "req_\(facts.digits)", "openai-version": "2020-10-01",
            "openai-organization": "simulated", "openai-processing-ms": "12",
            "x-ratelimit-limit-requests": String(Self.requestLimit),
            "x-ratelimit-limit-tokens": String(Self.tokenLimit),
            "x-ratelimit-remaining-requests": String(facts.remaining(of: Self.requestLimit)),
            "x-ratelimit-remaining-tokens": String(facts.remaining(of: Self.tokenLimit)),
            "x-ratelimit-reset-requests": facts.scenario == .rateLimited ? "30s" : "120ms",
            "x-ratelimit-reset-tokens": "6ms",
        ]
    }

    /// A model that is switched off is no longer listed.
    func models(_ facts: Facts) -> JSON {
        let gone = facts.scenario == .deprecatedModel ? facts.strickenModel : nil
        let listed = facts.listedModels.filter { $0 != gone }
        return ["object": "list", "data": .array(listed.map { model($0, facts) })]
    }

    func model(_ id: String, _ facts: Facts) -> JSON {
        ["id": .string(id), "object": "model", "created": 1_750_000_000, "owned_by": "system"]
    }

    func key(_ facts: Facts) -> JSON { .null }

    func question(_ body: JSON) throws(BadQuestion) -> Question {
        try Question(messagesIn: body, tokenLimits: ["max_completion_tokens", "max_tokens"])
    }

    func answer(_ completion: Completion, _ facts: Facts) -> JSON {
        shape(completion, facts).whole.merging(["system_fingerprint": "fp_simulated"])
    }

    func events(_ completion: Completion, _ facts: Facts) -> EventSequence {
        shape(completion, facts).events
    }

    func errorEvents(_ refusal: Refusal, _ completion: Completion, _ facts: Facts) -> [ServerSentEvent] {
        [ServerSentEvent(data: body(of: refusal, facts).text())]
    }

    private func shape(_ completion: Completion, _ facts: Facts) -> ChatShape {
        ChatShape(completion, id: "chatcmpl-\(facts.digits)", created: facts.created)
    }
}
