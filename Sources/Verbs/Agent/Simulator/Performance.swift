internal import FoundationEssentials
internal import HTTP
internal import HTTPServer
internal import JSON

/// One request played in a provider's form, the scenario in force.
struct Performance: Sendable {
    let form: any ProviderForm
    let facts: Facts
    let settings: SimulatorSettings

    func refuse(_ problem: Problem) -> ServerResponse {
        respond(with: form.refusal(problem))
    }

    func answer(_ operation: Operation, body: [UInt8]) async -> ServerResponse {
        if facts.scenario == .errorInside200 {
            return await errorInside200(operation, body)
        }
        if let refusal = form.refusal(facts.scenario) { return respond(with: refusal) }
        switch operation {
        case .models: return respond(form.models(facts))
        case .model(let id):
            if let refusal = refusal(of: id) { return respond(with: refusal) }
            return respond(form.model(id, facts))
        case .key: return respond(form.key(facts))
        case .chat: return await chat(body)
        }
    }

    private func chat(_ body: [UInt8]) async -> ServerResponse {
        let question: Question
        do {
            question = try read(body)
        } catch {
            return refuse(.badRequest(error.message, parameter: error.parameter))
        }
        if let refusal = refusal(of: question.model) { return respond(with: refusal) }
        let completion = Completion(to: question)
        guard question.isStreamed else {
            let count = completion.pieces.count
            try? await Task.sleep(for: settings.firstToken + settings.perToken * count)
            return respond(form.answer(completion, facts))
        }
        return stream(form.events(completion, facts))
    }

    private func read(_ body: [UInt8]) throws(BadQuestion) -> Question {
        let value: JSON
        do throws(JSONError) {
            value = try JSON(parsing: body)
        } catch {
            throw BadQuestion(message: "The body is not valid JSON.", parameter: nil)
        }
        guard value.object != nil else { throw BadQuestion(message: "The body is no JSON object.", parameter: nil) }
        return try form.question(value)
    }

    private func refusal(of model: String) -> Refusal? {
        let isStricken = model == facts.strickenModel
        if isStricken, facts.scenario == .deprecatedModel, !(form is OpenRouterForm) {
            return form.refusal(.retiredModel(model))
        }
        return facts.listedModels.contains(model) ? nil : form.refusal(.unknownModel(model))
    }

    private func stream(_ events: EventSequence) -> ServerResponse {
        let settings = settings
        return .events(headers: form.headers(facts)) { writer in
            for event in events.opening { try await writer.send(event) }
            for (index, event) in events.pieces.enumerated() {
                try await Task.sleep(for: index == 0 ? settings.firstToken : settings.perToken)
                try await writer.send(event)
            }
            for event in events.closing { try await writer.send(event) }
        }
    }

    /// In a stream the error comes after the first words; elsewhere it is the whole body.
    private func errorInside200(_ operation: Operation, _ body: [UInt8]) async -> ServerResponse {
        guard let refusal = form.refusal(.errorInside200) else { return respond(.null) }
        guard operation == .chat, let question = try? read(body), question.isStreamed else {
            return respond(form.body(of: refusal, facts))
        }
        let completion = Completion(to: question)
        var events = form.events(completion, facts)
        events.pieces = Array(events.pieces.prefix(2))
        events.closing = form.errorEvents(refusal, completion, facts)
        return stream(events)
    }

    private func respond(_ value: JSON) -> ServerResponse {
        .json(value, headers: form.headers(facts))
    }

    private func respond(with refusal: Refusal) -> ServerResponse {
        var headers = form.headers(facts)
        for field in refusal.headers.fields { headers[field.name] = field.value }
        return .json(form.body(of: refusal, facts), status: refusal.status, headers: headers)
    }

    /// What a hotel's network or a company's gateway answers in place of anybody.
    static var gatewayPage: ServerResponse {
        let page =
            "<!DOCTYPE html><html><head><title>Sign in to continue</title></head><body>Please sign in.</body></html>"
        return ServerResponse(headers: ["Content-Type": "text/html; charset=utf-8"], body: Array(page.utf8))
    }

    static var garbage: ServerResponse {
        ServerResponse(headers: ["Content-Type": "application/json"], body: [0x7B, 0x22, 0xFF, 0x00, 0xFE, 0x0A])
    }
}
