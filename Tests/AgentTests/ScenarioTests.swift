import Agent
import Deadlines
import FoundationEssentials
import HTTP
import JSON
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct ScenarioTests {
    struct Fault: Sendable, CustomTestStringConvertible {
        var provider: SimulatedProvider
        var scenario: Scenario
        var status: Int
        /// Where the body tells the class of the error, and what it says there.
        var place: [String]
        var value: JSON

        init(_ provider: SimulatedProvider, _ scenario: Scenario, _ status: Int, _ place: [String], _ value: JSON) {
            (self.provider, self.scenario, self.status, self.place, self.value) = (
                provider, scenario, status, place, value
            )
        }

        var testDescription: String { "\(provider.rawValue)=\(scenario.rawValue)" }
    }

    private static let code = ["error", "code"]
    private static let type = ["error", "type"]
    private static let source = ["error", "metadata", "limit_source"]

    @Test(arguments: [
        Fault(.openrouter, .invalidKey, 401, code, 401), Fault(.openrouter, .permission, 403, code, 403),
        Fault(.openrouter, .region, 403, ["error", "metadata", "raw"], "unsupported_country_region_territory"),
        Fault(.openrouter, .moderation, 403, ["error", "metadata", "reasons"], ["violence"]),
        Fault(.openrouter, .billing, 402, source, "openrouter_credits"),
        Fault(.openrouter, .keyLimit, 402, source, "openrouter_key_limit"),
        Fault(.openrouter, .rateLimited, 429, ["error", "metadata", "headers", "X-RateLimit-Remaining"], "0"),
        Fault(.openrouter, .unavailable, 503, code, 503), Fault(.openrouter, .badGateway, 502, code, 502),
        Fault(.openrouter, .errorInside200, 200, code, 502), Fault(.openrouter, .modelMissing, 400, code, 400),
        Fault(.anthropic, .invalidKey, 401, type, "authentication_error"),
        Fault(.anthropic, .permission, 403, type, "permission_error"),
        Fault(.anthropic, .billing, 402, type, "billing_error"),
        Fault(.anthropic, .spendLimit, 400, type, "invalid_request_error"),
        Fault(
            .anthropic,
            .enforcedSpendLimit,
            429,
            ["error", "details", "error_code"],
            "enforced_spend_limit_reached"
        ),
        Fault(.anthropic, .rateLimited, 429, type, "rate_limit_error"),
        Fault(.anthropic, .overloaded, 529, type, "overloaded_error"),
        Fault(.anthropic, .unavailable, 503, type, "api_error"), Fault(.anthropic, .badGateway, 502, type, "api_error"),
        Fault(.anthropic, .errorInside200, 200, type, "overloaded_error"),
        Fault(.anthropic, .modelMissing, 404, type, "not_found_error"),
        Fault(.anthropic, .deprecatedModel, 404, type, "not_found_error"),
        Fault(.openai, .invalidKey, 401, code, "invalid_api_key"),
        Fault(.openai, .permission, 403, code, "insufficient_permissions"),
        Fault(.openai, .region, 403, code, "unsupported_country_region_territory"),
        Fault(.openai, .moderation, 403, code, "content_policy_violation"),
        Fault(.openai, .insufficientQuota, 429, code, "insufficient_quota"),
        Fault(.openai, .rateLimited, 429, code, "rate_limit_exceeded"),
        Fault(.openai, .unavailable, 503, type, "service_unavailable_error"),
        Fault(.openai, .badGateway, 502, type, "server_error"),
        Fault(.openai, .errorInside200, 200, type, "server_error"),
        Fault(.openai, .modelMissing, 404, code, "model_not_found"),
        Fault(.openai, .deprecatedModel, 404, code, "model_not_found"),
        Fault(.custom, .invalidKey, 401, code, "unauthorized"), Fault(.custom, .permission, 403, code, "forbidden"),
        Fault(.custom, .rateLimited, 429, code, "rate_limited"), Fault(.custom, .unavailable, 503, code, "unavailable"),
        Fault(.custom, .badGateway, 502, code, "bad_gateway"), Fault(.custom, .errorInside200, 200, code, "internal"),
        Fault(.custom, .modelMissing, 404, code, "model_not_found"),
        Fault(.custom, .deprecatedModel, 410, code, "model_gone"),
    ])
    func `each fault has the status and the class that its provider gives it`(fault: Fault) async throws {
        let stage = try Stage()
        stage.play(fault.scenario, as: fault.provider)
        let answer = try await stage.ask(fault.provider, .chat)
        #expect(answer.status == fault.status)
        #expect(fault.place.reduce(answer.json) { $0[$1] } == fault.value, "\(answer.text)")
        let mayBeRetried = fault.scenario == .rateLimited
        #expect((answer.headers["Retry-After"] != nil) == mayBeRetried)
        // And nobody else is struck.
        for other in SimulatedProvider.allCases where other != fault.provider {
            #expect(try await stage.ask(other, .chat).status == 200)
        }
        stage.play(.normal, as: fault.provider)
        #expect(try await stage.ask(fault.provider, .chat).status == 200)
    }

    @Test func `all scenarios are tried here, and each has a provider and words of its own`() {
        #expect(Set(Scenario.allCases.map(\.summary)).count == Scenario.allCases.count)
        for scenario in Scenario.allCases { #expect(!scenario.providers.isEmpty, "\(scenario)") }
    }

    @Test func `the guide names every scenario, whose it is and what it does`() throws {
        let file = try Data(contentsOf: URL(filePath: "\(projectRoot)/docs/provider-simulator.md"))
        let guide = String(decoding: file, as: UTF8.self)
        for scenario in Scenario.allCases {
            let all = scenario.providers == SimulatedProvider.allCases
            let owners = all ? "all" : scenario.providers.map(\.rawValue).joined(separator: ", ")
            let row = "| `\(scenario.rawValue)` | \(owners) | \(scenario.summary) |"
            #expect(guide.contains(row), "\(row)")
        }
    }

    @Test func `the limits' headers tell what is left`() async throws {
        let stage = try Stage()
        for (provider, header, low) in [
            (SimulatedProvider.openrouter, "X-RateLimit-Remaining", "20"),
            (.anthropic, "anthropic-ratelimit-requests-remaining", "10"),
            (.openai, "x-ratelimit-remaining-requests", "10"),
        ] {
            stage.play(.limitsLow, as: provider)
            let answer = try await stage.ask(provider, .models)
            #expect(answer.status == 200 && answer.headers[header] == low)
            stage.play(.rateLimited, as: provider)
            #expect(try await stage.ask(provider, .models).headers[header] == "0")
        }
    }

    @Test(arguments: SimulatedProvider.allCases)
    func `an error in a stream comes after the first words, with status 200`(provider: SimulatedProvider) async throws {
        let stage = try Stage()
        stage.play(.errorInside200, as: provider)
        let answer = try await stage.ask(provider, .chat, streamed: true)
        #expect(answer.status == 200)
        let events = answer.events
        #expect(events.count >= 3 && events.last?.data["error"].object != nil)
        if provider == .anthropic { #expect(events.last?.name == "error") }
        if provider == .openrouter { #expect(events.last?.data["choices"][0]["finish_reason"] == "error") }
    }

    @Test func `a scenario can strike one kind of request alone`() async throws {
        let stage = try Stage()
        stage.play(.insufficientQuota, as: .openai, at: .chat)
        #expect(try await stage.ask(.openai, .models).status == 200)
        #expect(try await stage.ask(.openai, .chat).status == 429)
        // By itself it strikes a key's owner everywhere, but moderation only what is moderated.
        stage.play(.insufficientQuota, as: .openai)
        #expect(try await stage.ask(.openai, .models).status == 429)
        stage.play(.moderation, as: .openai)
        #expect(try await stage.ask(.openai, .models).status == 200)
    }

    @Test func `who accepts anything accepts no key at all`() async throws {
        let stage = try Stage()
        for provider in SimulatedProvider.allCases {
            stage.play(.acceptsAnything, as: provider)
            let path = provider == .anthropic ? "/v1/models" : "/models"
            #expect(try await stage.send("GET", provider.endpointPath + path).status == 200)
        }
    }

    @Test func `a model that is not there is not listed, and one that ends is marked where a list can say it`()
        async throws
    {
        let stage = try Stage()
        for provider in SimulatedProvider.allCases {
            stage.play(.modelMissing, as: provider)
            #expect(
                !(try await stage.ask(provider, .models).text.contains("\"\(provider.standardModels[0])\"")),
                "\(provider)"
            )
        }
        stage.play(.deprecatedModel, as: .openrouter)
        let models = try await stage.ask(.openrouter, .models).json["data"]
        #expect(models[0]["expiration_date"] == "2025-06-29" && models[1]["expiration_date"].isNull)
        #expect(try await stage.ask(.openrouter, .chat).status == 200)
    }

    @Test func `what is no answer of a provider comes as it would`() async throws {
        let stage = try Stage()
        stage.play(.htmlPage, as: .openai)
        let page = try await stage.ask(.openai, .models)
        #expect(page.status == 200 && page.text.hasPrefix("<!DOCTYPE html>"))
        stage.play(.garbage, as: .openai)
        let garbage = try await stage.ask(.openai, .models)
        #expect(garbage.status == 200 && garbage.headers["Content-Type"] == "application/json")
        #expect(throws: JSONError.self) { try JSON(parsing: garbage.body) }
    }

    @Test func `slow is slow, and who hangs never answers`() async throws {
        let stage = try Stage()
        stage.play(.slow, as: .custom)
        let clock = ContinuousClock.now
        #expect(try await stage.ask(.custom, .models).status == 200)
        #expect(ContinuousClock.now - clock >= .milliseconds(300))
        stage.play(.hang, as: .custom)
        let headers = stage.headers(of: .custom)
        await #expect(throws: HTTPError.self) {
            try await stage.send("GET", "/custom/models", headers, limit: .milliseconds(500))
        }
    }

    @Test func `tokens take the time they are given`() async throws {
        let stage = try Stage { settings in
            settings.firstToken = .milliseconds(100)
            settings.perToken = .milliseconds(20)
        }
        for streamed in [true, false] {
            let clock = ContinuousClock.now
            #expect(try await stage.ask(.openai, .chat, streamed: streamed).status == 200)
            #expect(ContinuousClock.now - clock >= .milliseconds(240))
        }
    }
}
