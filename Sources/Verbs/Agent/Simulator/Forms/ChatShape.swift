internal import HTTPServer
internal import JSON

/// A chat completion as OpenAI shapes it, and all that speak like it.
struct ChatShape: Sendable {
    let completion: Completion
    let id: String
    let created: Int
    /// What a provider adds to every object.
    var added: JSON = [:]

    init(_ completion: Completion, id: String, created: Int) {
        self.completion = completion
        self.id = id
        self.created = created
    }

    private var finish: JSON { completion.isCutOff ? "length" : "stop" }

    private var usage: JSON {
        let count = completion.pieces.count
        return [
            "prompt_tokens": JSON(completion.promptTokens), "completion_tokens": JSON(count),
            "total_tokens": JSON(completion.promptTokens + count),
        ]
    }

    var whole: JSON {
        [
            "id": .string(id), "object": "chat.completion", "created": JSON(created),
            "model": .string(completion.model),
            "choices": [
                [
                    "index": 0, "logprobs": .null, "finish_reason": finish,
                    "message": ["role": "assistant", "content": .string(completion.text), "refusal": .null],
                ]
            ],
            "usage": usage,
        ]
    }

    func chunk(_ delta: JSON, finish: JSON = .null) -> JSON {
        let base: JSON = [
            "id": .string(id), "object": "chat.completion.chunk", "created": JSON(created),
            "model": .string(completion.model),
            "choices": [["index": 0, "delta": delta, "finish_reason": finish]],
        ]
        return base.merging(added)
    }

    var events: EventSequence {
        var last = chunk([:], finish: finish)
        last["usage"] = usage
        return EventSequence(
            opening: [ServerSentEvent(data: chunk(["role": "assistant", "content": ""]).text())],
            pieces: completion.pieces.map { ServerSentEvent(data: chunk(["content": .string($0)]).text()) },
            closing: [ServerSentEvent(data: last.text()), ServerSentEvent(data: "[DONE]")]
        )
    }
}
