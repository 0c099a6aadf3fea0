import Platform
import TestSupport
import Testing
import Words

@testable import Providers

@Suite struct ModelTests {
    private func models(_ kind: Provider.Kind, _ manner: @escaping WebStandIn.Manner, _ path: String, _ names: [String])
        async throws -> CheckOutcome?
    {
        let server = try WebStandIn(manner)
        defer { server.stop() }
        return await Trial(kind, at: server.url + path, models: names).examination().outcome("providers.models")
    }

    @Test func `A model that is not offered is told with the nearest name`() async throws {
        let found = try await models(.openrouter, Played.openRouter(), "/api/v1", ["groq/llama-4-scuot"])
        #expect(found?.status == .fail)
        #expect(found?.worst?.failureClass == "missing")
        #expect(found?.worst?.remedies == [.hint("Is groq/llama-4-scout meant?")])
        #expect(found?.worst?.data["model"] == .string("groq/llama-4-scuot"))
    }

    @Test func `A model that was switched off is told with its successor`() async throws {
        let found = try await models(.anthropic, Played.anthropic(), "", ["claude-3-5-sonnet-20241022"])
        #expect(found?.status == .fail)
        #expect(found?.worst?.failureClass == "deprecated")
        #expect(found?.summary.contains("2025-10-28") == true)
    }

    @Test func `A model that will be switched off is a warning, by what the provider's own list says`() async throws {
        let router = #"{"data":[{"id":"a/b","expiration_date":"\#(Day.text(after: 14))"}]}"#
        let openAI =
            #"{"object":"list","data":[{"id":"gpt","shutdown_date":"\#(Day.text(after: 14))"},{"id":"x","shutdown_date":null}]}"#
        let one = try await models(.openrouter, Played.openRouter(models: router), "/api/v1", ["a/b"])
        let other = try await models(.openai, Played.openAI(Answer(200, openAI)), "/v1", ["gpt", "x"])
        for found in [one, other] {
            #expect(found?.status == .warn)
            #expect(found?.worst?.failureClass == "deprecated")
            #expect(found?.findings.count == 1)
        }
    }

    @Test func `A list that fails is told as what failed`() async throws {
        let manner = Played.openRouter()
        let found = try await models(
            .openrouter,
            { $0.target.hasSuffix("/models") ? Answer(503, #"{"error":{"message":"m","code":503}}"#) : manner($0) },
            "/api/v1",
            ["a/b"]
        )
        #expect(found?.status == .warn)
        #expect(found?.worst?.failureClass == "overloaded")
    }

    @Test func `A model of the routing is looked for too`() async throws {
        let server = try WebStandIn(Played.custom())
        defer { server.stop() }
        var trial = Trial(.custom, at: server.url, models: ["default"])
        var routing = Routing()
        var choice = ModelChoice()
        choice.provider = "here"
        choice.model = "nowhere"
        routing.primary = choice
        trial.routing = routing
        let found = await trial.examination().outcome("providers.models")
        #expect(found?.worst?.failureClass == "missing")
    }
}
