internal import HTTP
internal import HTTPServer
internal import JSON
internal import Words

/// OpenRouter: OpenAI's way of speaking with its own list of models, key endpoint and errors, whose `code` is the HTTP status.
struct OpenRouterForm: ProviderForm {
    private static let requestLimit = 1_000

    func operation(_ method: String, _ path: [String]) -> Operation? {
        switch (method, path) {
        case ("GET", ["models"]): .models
        case ("GET", ["key"]), ("GET", ["auth", "key"]): .key
        case ("POST", ["chat", "completions"]): .chat
        default: nil
        }
    }

    /// The list of models is open to all, and so proves nothing of a key.
    func keyProblem(of request: ServerRequest, for operation: Operation, key: Secret) -> Problem? {
        operation == .models ? nil : bearerProblem(of: request, key: key)
    }

    func refusal(_ problem: Problem) -> Refusal {
        switch problem {
        case .noKey: Refusal(401, "", "No auth credentials found")
        case .wrongKey, .noVersion: Refusal(401, "", "User not found.")
        case .unknownPath: Refusal(404, "", "Not Found")
        case .badRequest(let message, _): Refusal(400, "", message)
        case .unknownModel(let model): Refusal(400, "", "\(model) is not a valid model ID")
        case .retiredModel(let model): Refusal(404, "", "No endpoints found for \(model).")
        }
    }

    func refusal(_ scenario: Scenario) -> Refusal? {
        switch scenario {
        case .invalidKey: refusal(.wrongKey)
        case .permission: Refusal(403, "", "This key is not permitted to use this endpoint")
        case .region:
            Refusal(
                403,
                "",
                "Provider returned error",
                metadata: ["provider_name": "Simulated", "raw": "unsupported_country_region_territory"]
            )
        case .moderation:
            Refusal(
                403,
                "",
                "The input was flagged by the model's moderation",
                metadata: [
                    "reasons": ["violence"], "flagged_input": "simulated input", "provider_name": "Simulated",
                    "model_slug": "groq/llama-4-scout",
                ]
            )
        case .billing:
            Refusal(402, "", "Insufficient credits", metadata: ["limit_source": "openrouter_credits"])
        case .keyLimit:
            Refusal(402, "", "Key limit exceeded", metadata: ["limit_source": "openrouter_key_limit"])
        case .rateLimited:
            Refusal(429, "", "Rate limit exceeded", headers: ["Retry-After": "30"])
        case .unavailable:
            Refusal(503, "", "No available model provider meets the routing requirements")
        case .badGateway:
            Refusal(502, "", "Provider returned error", metadata: ["provider_name": "Simulated"])
        case .errorInside200: Refusal(502, "", "Upstream error from the model's provider")
        default: nil
        }
    }

    func body(of refusal: Refusal, _ facts: Facts) -> JSON {
        var error: JSON = ["code": JSON(refusal.status), "message": .string(refusal.message)]
        error["metadata"] = refusal.metadata
        if refusal.status == 429 {
            let limits = headers(facts).fields.filter { $0.name.hasPrefix("X-RateLimit") }
            error["metadata"] = ["headers": .object(Dictionary(limits.map { ($0.name, .string($0.value)) }) { $1 })]
        }
        return ["error": error]
    }

    func headers(_ facts: Facts) -> HTTPHeaders {
        [
            "X-Request-Id": "req-\(facts.digits)",
            "X-RateLimit-Limit": String(Self.requestLimit),
            "X-RateLimit-Remaining": String(facts.remaining(of: Self.requestLimit)),
            // Milliseconds since 1970.
            "X-RateLimit-Reset": String((facts.created + 60) * 1_000),
        ]
    }

    func models(_ facts: Facts) -> JSON {
        ["data": .array(facts.listedModels.map { model($0, facts) })]
    }

    func model(_ id: String, _ facts: Facts) -> JSON {
        var model: JSON = [
            "id": .string(id), "canonical_slug": .string(id), "name": .string(id), "created": 1_750_000_000,
            "description": "A simulated model", "context_length": 131_072,
            "architecture": [
                "modality": "text->text", "input_modalities": ["text"], "output_modalities": ["text"],
                "tokenizer": "Other",
            ],
            "pricing": ["prompt": "0.00000011", "completion": "0.00000034", "request": "0", "image": "0"],
            "top_provider": ["context_length": 131_072, "max_completion_tokens": 8_192, "is_moderated": false],
            "supported_parameters": ["max_tokens", "temperature", "stop", "tools"],
        ]
        if facts.scenario == .deprecatedModel, id == facts.strickenModel {
            model["expiration_date"] = .string(String(facts.time(after: 14 * 86_400).prefix(10)))
        }
        return model
    }

    func key(_ facts: Facts) -> JSON {
        let remaining: JSON = facts.scenario == .creditsLow ? 1.5 : 74.5
        let usage: JSON = facts.scenario == .creditsLow ? 98.5 : 25.5
        return [
            "data": [
                "label": "simulated", "limit": 100, "limit_reset": "monthly", "limit_remaining": remaining,
                "include_byok_in_limit": false, "usage": usage, "usage_daily": 0.5, "usage_weekly": 4.25,
                "usage_monthly": usage, "byok_usage": 0, "byok_usage_daily": 0, "byok_usage_weekly": 0,
                "byok_usage_monthly": 0, "is_free_tier": false, "is_provisioning_key": false,
                "rate_limit": ["requests": JSON(Self.requestLimit), "interval": "10s"],
            ]
        ]
    }

    func question(_ body: JSON) throws(BadQuestion) -> Question {
        try Question(messagesIn: body, tokenLimits: ["max_completion_tokens", "max_tokens"])
    }

    func answer(_ completion: Completion, _ facts: Facts) -> JSON {
        ChatShape(completion, id: "gen-\(facts.created)-\(facts.digits)", created: facts.created)
            .whole.merging(["provider": "Simulated"])
    }

    func events(_ completion: Completion, _ facts: Facts) -> EventSequence {
        chunks(completion, facts).events
    }

    func errorEvents(_ refusal: Refusal, _ completion: Completion, _ facts: Facts) -> [ServerSentEvent] {
        var chunk = chunks(completion, facts).chunk(["content": ""], finish: "error")
        chunk["error"] = body(of: refusal, facts)["error"]
        return [ServerSentEvent(data: chunk.text())]
    }

    private func chunks(_ completion: Completion, _ facts: Facts) -> ChatShape {
        var shape = ChatShape(completion, id: "gen-\(facts.created)-\(facts.digits)", created: facts.created)
        shape.added = ["provider": "Simulated"]
        return shape
    }
}
