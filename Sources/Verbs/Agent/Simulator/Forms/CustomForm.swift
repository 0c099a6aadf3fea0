internal import HTTP
internal import HTTPServer
internal import JSON
internal import Words

/// A provider of one's own: a prompt in, a text out.
struct CustomForm: ProviderForm {
    func operation(_ method: String, _ path: [String]) -> Operation? {
        switch (method, path) {
        case ("GET", ["models"]): .models
        case ("POST", ["generate"]): .chat
        default: nil
        }
    }

    func keyProblem(of request: ServerRequest, for operation: Operation, key: Secret) -> Problem? {
        bearerProblem(of: request, key: key)
    }

    func refusal(_ problem: Problem) -> Refusal {
        switch problem {
        case .noKey: Refusal(401, "unauthorized", "a bearer key is required")
        case .wrongKey, .noVersion: Refusal(401, "unauthorized", "unknown key")
        case .unknownPath: Refusal(404, "not_found", "no such path")
        case .badRequest(let message, _): Refusal(400, "bad_request", message)
        case .unknownModel(let model): Refusal(404, "model_not_found", "there is no model \(model)")
        case .retiredModel(let model): Refusal(410, "model_gone", "the model \(model) was switched off")
        }
    }

    func refusal(_ scenario: Scenario) -> Refusal? {
        switch scenario {
        case .invalidKey: refusal(.wrongKey)
        case .permission: Refusal(403, "forbidden", "the key may not do this")
        case .rateLimited: Refusal(429, "rate_limited", "too many requests", headers: ["Retry-After": "30"])
        case .unavailable: Refusal(503, "unavailable", "no model can answer now")
        case .badGateway: Refusal(502, "bad_gateway", "the model's server is down")
        case .errorInside200: Refusal(500, "internal", "the model failed")
        default: nil
        }
    }

    func body(of refusal: Refusal, _ facts: Facts) -> JSON {
        ["error": ["code": .string(refusal.type), "message": .string(refusal.message)]]
    }

    func headers(_ facts: Facts) -> HTTPHeaders {
        ["X-Request-Id": "req-\(facts.digits)"]
    }

    /// A model that is switched off is no longer listed.
    func models(_ facts: Facts) -> JSON {
        let gone = facts.scenario == .deprecatedModel ? facts.strickenModel : nil
        return ["models": .array(facts.listedModels.filter { $0 != gone }.map { model($0, facts) })]
    }

    func model(_ id: String, _ facts: Facts) -> JSON { ["id": .string(id)] }

    func key(_ facts: Facts) -> JSON { .null }

    func question(_ body: JSON) throws(BadQuestion) -> Question {
        try Question(promptIn: body)
    }

    func answer(_ completion: Completion, _ facts: Facts) -> JSON {
        ["text": .string(completion.text), "model": .string(completion.model)]
    }

    func events(_ completion: Completion, _ facts: Facts) -> EventSequence {
        EventSequence(
            opening: [],
            pieces: completion.pieces.map { ServerSentEvent(data: (["text": .string($0)] as JSON).text()) },
            closing: [ServerSentEvent(data: "[DONE]")]
        )
    }

    func errorEvents(_ refusal: Refusal, _ completion: Completion, _ facts: Facts) -> [ServerSentEvent] {
        [ServerSentEvent(data: body(of: refusal, facts).text())]
    }
}
