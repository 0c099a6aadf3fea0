internal import HTTP
internal import HTTPServer
internal import JSON
internal import Words

/// Anthropic: a key and a version in headers of their own, errors with a type and the request's id.
struct AnthropicForm: ProviderForm {
    private static let requestLimit = 500
    private static let tokenLimit = 40_000

    func operation(_ method: String, _ path: [String]) -> Operation? {
        switch (method, path) {
        case ("GET", ["v1", "models"]): .models
        case ("GET", _) where path.count > 2 && path.starts(with: ["v1", "models"]):
            .model(path.dropFirst(2).joined(separator: "/"))
        case ("POST", ["v1", "messages"]): .chat
        default: nil
        }
    }

    func keyProblem(of request: ServerRequest, for operation: Operation, key: Secret) -> Problem? {
        guard let given = request.headers["x-api-key"] else { return .noKey }
        guard isSame(given, key) else { return .wrongKey }
        return request.headers["anthropic-version"] == nil ? .noVersion : nil
    }

    func refusal(_ problem: Problem) -> Refusal {
        switch problem {
        case .noKey: Refusal(401, "authentication_error", "x-api-key header is required")
        case .wrongKey: Refusal(401, "authentication_error", "invalid x-api-key")
        case .noVersion: Refusal(400, "invalid_request_error", "anthropic-version: header is required")
        case .unknownPath: Refusal(404, "not_found_error", "Not found")
        case .badRequest(let message, _): Refusal(400, "invalid_request_error", message)
        case .unknownModel(let model), .retiredModel(let model):
            Refusal(404, "not_found_error", "model: \(model)")
        }
    }

    func refusal(_ scenario: Scenario) -> Refusal? {
        switch scenario {
        case .invalidKey: refusal(.wrongKey)
        case .permission:
            Refusal(403, "permission_error", "Your API key does not have permission to use the specified resource.")
        case .billing: Refusal(402, "billing_error", "There is a problem with your billing or payment information.")
        case .spendLimit:
            Refusal(400, "invalid_request_error", "You have reached your specified API usage limits.")
        case .enforcedSpendLimit:
            Refusal(
                429,
                "rate_limit_error",
                "Your organization has reached its monthly spend limit.",
                metadata: ["error_code": "enforced_spend_limit_reached"]
            )
        case .rateLimited:
            Refusal(
                429,
                "rate_limit_error",
                "This request would exceed your organization's rate limit of \(Self.requestLimit) requests per minute.",
                headers: ["Retry-After": "30"]
            )
        case .overloaded: Refusal(529, "overloaded_error", "Overloaded")
        case .unavailable: Refusal(503, "api_error", "Service unavailable")
        case .badGateway: Refusal(502, "api_error", "Bad gateway")
        case .errorInside200: Refusal(529, "overloaded_error", "Overloaded")
        default: nil
        }
    }

    func body(of refusal: Refusal, _ facts: Facts) -> JSON {
        var error: JSON = ["type": .string(refusal.type), "message": .string(refusal.message)]
        error["details"] = refusal.metadata
        return ["type": "error", "error": error, "request_id": .string(requestID(facts))]
    }

    func headers(_ facts: Facts) -> HTTPHeaders {
        var headers: HTTPHeaders = [
            "request-id": requestID(facts), "anthropic-organization-id": "00000000-0000-4000-8000-000000000000",
        ]
        for (name, limit) in [
            ("requests", Self.requestLimit), ("tokens", Self.tokenLimit), ("input-tokens", Self.tokenLimit),
            ("output-tokens", Self.tokenLimit / 5),
        ] {
            headers["anthropic-ratelimit-\(name)-limit"] = String(limit)
            headers["anthropic-ratelimit-\(name)-remaining"] = String(facts.remaining(of: limit))
            headers["anthropic-ratelimit-\(name)-reset"] = facts.time(after: 30)
        }
        return headers
    }

    /// A model that is switched off is no longer listed.
    func models(_ facts: Facts) -> JSON {
        let gone = facts.scenario == .deprecatedModel ? facts.strickenModel : nil
        let listed = facts.listedModels.filter { $0 != gone }
        return [
            "data": .array(listed.map { model($0, facts) }), "has_more": false, "first_id": JSON(listed.first),
            "last_id": JSON(listed.last),
        ]
    }

    func model(_ id: String, _ facts: Facts) -> JSON {
        ["type": "model", "id": .string(id), "display_name": .string(id), "created_at": "2025-09-29T00:00:00Z"]
    }

    func key(_ facts: Facts) -> JSON { .null }

    func question(_ body: JSON) throws(BadQuestion) -> Question {
        guard body["max_tokens"].integer != nil else {
            throw BadQuestion(message: "max_tokens: Field required", parameter: "max_tokens")
        }
        return try Question(messagesIn: body, tokenLimits: ["max_tokens"])
    }

    func answer(_ completion: Completion, _ facts: Facts) -> JSON {
        message(
            completion,
            facts,
            content: [["type": "text", "text": .string(completion.text)]],
            stop: stop(completion),
            outputTokens: completion.pieces.count
        )
    }

    func events(_ completion: Completion, _ facts: Facts) -> EventSequence {
        let started = message(completion, facts, content: [], stop: .null, outputTokens: 1)
        return EventSequence(
            opening: [
                event("message_start", ["message": started]),
                event("content_block_start", ["index": 0, "content_block": ["type": "text", "text": ""]]),
                event("ping", [:]),
            ],
            pieces: completion.pieces.map {
                event("content_block_delta", ["index": 0, "delta": ["type": "text_delta", "text": .string($0)]])
            },
            closing: [
                event("content_block_stop", ["index": 0]),
                event(
                    "message_delta",
                    [
                        "delta": ["stop_reason": stop(completion), "stop_sequence": .null],
                        "usage": ["output_tokens": JSON(completion.pieces.count)],
                    ]
                ),
                event("message_stop", [:]),
            ]
        )
    }

    func errorEvents(_ refusal: Refusal, _ completion: Completion, _ facts: Facts) -> [ServerSentEvent] {
        [ServerSentEvent("error", data: body(of: refusal, facts).text())]
    }

    private func event(_ name: String, _ fields: JSON) -> ServerSentEvent {
        var data = fields
        data["type"] = .string(name)
        return ServerSentEvent(name, data: data.text())
    }

    private func message(
        _ completion: Completion,
        _ facts: Facts,
        content: JSON,
        stop: JSON,
        outputTokens: Int,
    ) -> JSON {
        [
            "id": "msg_\(facts.digits)", "type": "message", "role": "assistant", "model": .string(completion.model),
            "content": content, "stop_reason": stop, "stop_sequence": .null,
            "usage": [
                "input_tokens": JSON(completion.promptTokens), "output_tokens": JSON(outputTokens),
                "cache_creation_input_tokens": 0, "cache_read_input_tokens": 0, "service_tier": "standard",
            ],
        ]
    }

    private func stop(_ completion: Completion) -> JSON { completion.isCutOff ? "max_tokens" : "end_turn" }

    private func requestID(_ facts: Facts) -> String { "req_\(facts.digits)" }
}
