internal import JSON

/// A request for an answer, as far as the simulator reads it.
struct Question: Sendable, Hashable {
    var model: String
    /// What the user said last.
    var words: String
    var promptTokens: Int
    var tokenLimit: Int?
    var isStreamed: Bool

    /// Messages of `role` and `content`, where content is text or parts with text; `system` may stand beside them.
    init(messagesIn body: JSON, tokenLimits: [String]) throws(BadQuestion) {
        guard let messages = body["messages"].array, !messages.isEmpty else {
            throw BadQuestion(message: "messages: at least one message is required", parameter: "messages")
        }
        for message in messages where message["role"].string == nil {
            throw BadQuestion(message: "messages: every message needs a role", parameter: "messages")
        }
        let texts = messages.map { Question.text(of: $0["content"]) }
        let limit = tokenLimits.lazy.compactMap { body[$0].integer }.first
        try self.init(
            model: body["model"].string,
            words: texts.last ?? "",
            whole: texts + [Question.text(of: body["system"])],
            limit: limit,
            isStreamed: body["stream"].boolean ?? false
        )
    }

    init(promptIn body: JSON) throws(BadQuestion) {
        guard let prompt = body["prompt"].string else {
            throw BadQuestion(message: "prompt is required", parameter: "prompt")
        }
        try self.init(
            model: body["model"].string,
            words: prompt,
            whole: [prompt],
            limit: body["max_tokens"].integer,
            isStreamed: body["stream"].boolean ?? false
        )
    }

    private init(model: String?, words: String, whole: [String], limit: Int?, isStreamed: Bool) throws(BadQuestion) {
        guard let model, !model.isEmpty else {
            throw BadQuestion(message: "model is required", parameter: "model")
        }
        if let limit, limit < 1 {
            throw BadQuestion(message: "max_tokens: must be at least 1", parameter: "max_tokens")
        }
        self.model = model
        self.words = words
        self.isStreamed = isStreamed
        tokenLimit = limit
        promptTokens = max(1, whole.reduce(0) { $0 + $1.split(whereSeparator: \.isWhitespace).count })
    }

    private static func text(of content: JSON) -> String {
        if let text = content.string { return text }
        return (content.array ?? []).compactMap { $0["text"].string }.joined(separator: " ")
    }
}

struct BadQuestion: Error, Hashable, Sendable {
    var message: String
    var parameter: String?
}

/// The answer to a question: always the same to the same.
struct Completion: Sendable, Hashable {
    var model: String
    var pieces: [String]
    var isCutOff: Bool
    var promptTokens: Int

    var text: String { pieces.joined() }

    init(to question: Question) {
        model = question.model
        promptTokens = question.promptTokens
        let echo = question.words.split(whereSeparator: \.isWhitespace).prefix(40).joined(separator: " ")
        let sentence = "This is a simulated answer of \(question.model). You said: \(echo)"
        let words = sentence.split(separator: " ")
        let all = words.enumerated().map { $0.offset == 0 ? String($0.element) : " \($0.element)" }
        pieces = Array(all.prefix(question.tokenLimit ?? all.count))
        isCutOff = pieces.count < all.count
    }
}
