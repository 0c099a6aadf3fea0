import Agent
import Deadlines
import HTTP
import JSON
import Testing
import Words

@Suite(.timeLimit(.minutes(5))) struct ProviderSimulatorTests {
    // MARK: Keys

    @Test(arguments: SimulatedProvider.allCases)
    func `a wrong or missing key is refused in the provider's words, and never echoed`(provider: SimulatedProvider)
        async throws
    {
        let stage = try Stage()
        let path = provider == .openrouter ? "/key" : provider == .anthropic ? "/v1/models" : "/models"
        let wrong = provider.standardKey + "x"
        let answers = [
            try await stage.send("GET", provider.endpointPath + path, stage.headers(of: provider, key: wrong)),
            try await stage.send("GET", provider.endpointPath + path),
        ]
        for answer in answers {
            #expect(answer.status == 401)
            #expect(!answer.text.contains(wrong) && !answer.text.contains(provider.standardKey))
        }
        let error = answers[0].json["error"]
        switch provider {
        case .openrouter: #expect(error["code"] == 401)
        case .anthropic: #expect(error["type"] == "authentication_error" && answers[0].json["type"] == "error")
        case .openai: #expect(error["code"] == "invalid_api_key" && answers[1].json["error"]["code"].isNull)
        case .custom: #expect(error["code"] == "unauthorized")
        }
    }

    @Test func `Anthropic wants its version, and OpenRouter lists models to all`() async throws {
        let stage = try Stage()
        let key = SimulatedProvider.anthropic.standardKey
        let answer = try await stage.send("GET", "/anthropic/v1/models", ["x-api-key": key])
        #expect(answer.status == 400 && answer.json["error"]["type"] == "invalid_request_error")
        #expect(try await stage.send("GET", "/openrouter/api/v1/models").status == 200)
    }

    @Test func `keys can be given, and then no other is right`() async throws {
        let stage = try Stage { $0.keys[.custom] = Secret("mine") }
        #expect(try await stage.ask(.custom, .models).status == 401)
        #expect(try await stage.send("GET", "/custom/models", ["Authorization": "Bearer mine"]).status == 200)
    }

    // MARK: Lists and keys

    @Test func `each lists its models in its own shape, with its own headers`() async throws {
        let stage = try Stage()
        let openrouter = try await stage.ask(.openrouter, .models)
        #expect(openrouter.json["data"][0]["id"] == "groq/llama-4-scout")
        #expect(openrouter.json["data"][0]["pricing"]["prompt"].string != nil)
        #expect(openrouter.headers["X-RateLimit-Limit"] == "1000")
        #expect(openrouter.headers["X-RateLimit-Reset"] == "1750000060000")

        let anthropic = try await stage.ask(.anthropic, .models)
        #expect(anthropic.json["data"][0]["type"] == "model" && anthropic.json["has_more"] == false)
        #expect(anthropic.json["first_id"] == "claude-4.5-sonnet" && anthropic.json["last_id"] == "claude-3-5-sonnet")
        #expect(anthropic.headers["anthropic-ratelimit-requests-remaining"] == "499")
        #expect(anthropic.headers["anthropic-ratelimit-requests-reset"] == "2025-06-15T15:07:10Z")
        #expect(anthropic.headers["request-id"]?.hasPrefix("req_") == true)

        let openai = try await stage.ask(.openai, .models)
        #expect(openai.json["object"] == "list" && openai.json["data"][0]["owned_by"] == "system")
        #expect(openai.headers["x-ratelimit-remaining-requests"] == "499")
        #expect(openai.headers["x-request-id"] != nil)

        let custom = try await stage.ask(.custom, .models)
        #expect(custom.json == ["models": [["id": "default"], ["id": "premium"], ["id": "ultra"]]])
    }

    @Test func `one model is told by its id, and one that is not there is not found`() async throws {
        let stage = try Stage()
        #expect(try await stage.ask(.openai, .model).json["id"] == "gpt-4o")
        #expect(try await stage.ask(.anthropic, .model).json["id"] == "claude-4.5-sonnet")
        let headers = stage.headers(of: .openai)
        let missing = try await stage.send("GET", "/openai/v1/models/none%2Fsuch", headers)
        #expect(missing.status == 404 && missing.json["error"]["code"] == "model_not_found")
    }

    @Test func `OpenRouter tells what is left of a key`() async throws {
        let stage = try Stage()
        let data = try await stage.ask(.openrouter, .key).json["data"]
        #expect(data["limit"] == 100 && data["limit_remaining"] == 74.5 && data["is_free_tier"] == false)
        stage.play(.creditsLow, as: .openrouter)
        #expect(try await stage.ask(.openrouter, .key).json["data"]["limit_remaining"] == 1.5)
    }

    // MARK: Answers

    @Test(arguments: SimulatedProvider.allCases)
    func `the same question has the same answer, and its tokens are counted`(provider: SimulatedProvider) async throws {
        let stage = try Stage()
        let first = try await stage.ask(provider, .chat)
        let second = try await stage.ask(provider, .chat)
        #expect(first.status == 200)
        let expected: JSON = .string("This is a simulated answer of \(provider.standardModels[0]). You")
        for answer in [first, second] {
            switch provider {
            case .anthropic:
                #expect(answer.json["content"][0]["text"] == expected && answer.json["stop_reason"] == "max_tokens")
                #expect(answer.json["usage"]["input_tokens"] == 2 && answer.json["usage"]["output_tokens"] == 8)
            case .custom: #expect(answer.json["text"] == expected)
            default:
                let choice = answer.json["choices"][0]
                #expect(choice["message"]["content"] == expected && choice["finish_reason"] == "length")
                #expect(answer.json["usage"] == ["prompt_tokens": 2, "completion_tokens": 8, "total_tokens": 10])
            }
        }
        #expect(provider == .custom || first.json["id"] != second.json["id"])
    }

    @Test(arguments: SimulatedProvider.allCases)
    func `a streamed answer says the same in pieces, and ends as the provider ends`(provider: SimulatedProvider)
        async throws
    {
        let stage = try Stage()
        let answer = try await stage.ask(provider, .chat, streamed: true)
        #expect(answer.headers["Content-Type"]?.hasPrefix("text/event-stream") == true)
        let events = answer.events
        let text = events.map { event -> String in
            switch provider {
            case .anthropic: event.data["delta"]["text"].string ?? ""
            case .custom: event.data["text"].string ?? ""
            default: event.data["choices"][0]["delta"]["content"].string ?? ""
            }
        }
        #expect(text.joined() == "This is a simulated answer of \(provider.standardModels[0]). You")
        if provider == .anthropic {
            let names = events.compactMap(\.name)
            #expect(names.prefix(3) == ["message_start", "content_block_start", "ping"])
            #expect(names.suffix(3) == ["content_block_stop", "message_delta", "message_stop"])
            #expect(events.allSatisfy { $0.data["type"].string == $0.name })
            #expect(events[0].data["message"]["stop_reason"].isNull)
        } else {
            #expect(events.last?.data == "[DONE]")
        }
        if provider == .openai {
            #expect(events.first?.data["choices"][0]["delta"]["role"] == "assistant")
            #expect(events.dropLast().last?.data["choices"][0]["finish_reason"] == "length")
        }
    }

    @Test(arguments: SimulatedProvider.allCases)
    func `a question that is none is a bad request`(provider: SimulatedProvider) async throws {
        let stage = try Stage()
        let path = provider == .anthropic ? "/v1/messages" : provider == .custom ? "/generate" : "/chat/completions"
        let headers = stage.headers(of: provider)
        for body: JSON in [[], [:], ["model": "x"], ["messages": [], "prompt": 7, "max_tokens": 1]] {
            let answer = try await stage.send("POST", provider.endpointPath + path, headers, body)
            #expect(answer.status == 400 && answer.json["error"].object != nil, "\(body)")
        }
        let unknown = stage.question(provider, streamed: false, model: "none-such")
        let answer = try await stage.send("POST", provider.endpointPath + path, headers, unknown)
        #expect(answer.status == (provider == .openrouter ? 400 : 404))
    }

    @Test func `paths that a provider does not have are not found, and so is what no provider stands under`()
        async throws
    {
        let stage = try Stage()
        #expect(try await stage.send("GET", "/anthropic/models").json["error"]["type"] == "not_found_error")
        #expect(try await stage.send("DELETE", "/openai/v1/models").status == 404)
        let answer = try await stage.send("GET", "/elsewhere")
        #expect(answer.status == 404 && answer.text.contains("/openrouter/api/v1"))
    }
}
