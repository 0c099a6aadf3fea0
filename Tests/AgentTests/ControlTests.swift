import Agent
import HTTP
import HTTPServer
import JSON
import Testing

@Suite(.timeLimit(.minutes(5))) struct ControlTests {
    @Test(arguments: [
        ("openai", #"{"scenario": "rate_limitd"}"#, "rate_limited"), ("opnai", #"{"scenario": "hang"}"#, "openai"),
        ("openai", #"{"scenario": "hang", "at": "chats"}"#, "chat"),
        ("openai", #"{"scenario": "overloaded"}"#, "there are"), ("openai", "{}", "scenario"),
        ("openai", "[]", "scenario"),
    ])
    func `what does not exist changes nothing and names the nearest`(name: String, body: String, hint: String)
        async throws
    {
        let stage = try Stage()
        let answer = try await stage.send("PUT", "/_simulator/scenarios/\(name)", [:], JSON(parsing: body))
        #expect(answer.status == 400 && answer.text.contains(hint), "\(answer.text)")
        #expect(stage.simulator.scenario(of: .openai) == ChosenScenario(.normal))
    }

    @Test func `a scenario is chosen while it runs`() async throws {
        let stage = try Stage()
        let put = try await stage.send(
            "PUT",
            "/_simulator/scenarios/openai",
            [:],
            ["scenario": "rate_limited", "at": "chat"]
        )
        #expect(put.status == 200 && put.json["scenario"] == "rate_limited" && put.json["at"] == "chat")
        #expect(try await stage.ask(.openai, .chat).status == 429)
        let all = try await stage.send("GET", "/_simulator/scenarios").json["providers"].array ?? []
        #expect(all.count == 4)
        for provider in all {
            let offered = provider["offered"].array ?? []
            #expect(offered.count >= 13 && offered.allSatisfy { $0["explanation"].string?.isEmpty == false })
        }
    }

    @Test func `requests are counted by kind, and forgotten when asked to`() async throws {
        let stage = try Stage()
        _ = try await stage.ask(.openai, .models)
        _ = try await stage.ask(.openai, .models)
        _ = try await stage.ask(.openai, .chat)
        _ = try await stage.send("GET", "/openai/v1/nothing")
        let counts = try await stage.send("GET", "/_simulator/requests").json
        #expect(counts["openai"] == ["models": 2, "chat": 1, "other": 1, "total": 4])
        #expect(counts["custom"] == ["total": 0])
        #expect(try await stage.send("DELETE", "/_simulator/requests").json["openai"] == ["total": 0])
    }

    @Test func `nobody from elsewhere is let in`() async throws {
        let target = try #require(RequestTarget("/_simulator/scenarios"))
        let answer = await ProviderSimulator().answer(ServerRequest("GET", target, client: "192.0.2.7"))
        #expect(answer.status == 403)
    }

    @Test func `it says what it is`() async throws {
        let stage = try Stage()
        #expect(try await stage.send("GET", "/_simulator/health").json["service"] == "provider-simulator")
        #expect(try await stage.send("GET", "/_simulator/nothing").status == 404)
    }

    @Test(arguments: [
        "openai", "openai=", "openai=hng", "=hang", "openai=hang@", "openai=hang@chats", "anthropic=key_limit",
    ])
    func `a choice that is none is refused`(text: String) {
        #expect(throws: UnknownName.self) { try ScenarioChoice(text) }
    }

    @Test(arguments: ["openai=hang", "openai=insufficient_quota@chat", "openrouter=moderation"])
    func `a choice reads as it is written`(text: String) throws {
        #expect(try ScenarioChoice(text).text == text)
    }
}
