import Platform
import TestSupport
import Testing
import Words

@testable import Providers

@Suite struct HealthyTests {
    @Test func `A healthy OpenRouter has nothing to say, and a manner of a model counts as the model`() async throws {
        let server = try WebStandIn(Played.openRouter())
        defer { server.stop() }
        let models = ["groq/llama-4-scout", "groq/llama-4-scout-17b", "groq/llama-4-scout:nitro"]
        let seen = await Trial(.openrouter, at: "\(server.url)/api/v1", models: models).examination()
        #expect(seen.story == "connect pass, key pass, models pass, quota pass")
        #expect(seen.outcome("providers.quota")?.summary == "74.5 of 100 credits left")
        #expect(server.requests.map(\.method) == ["GET", "GET", "GET"])
    }

    @Test func `A healthy Anthropic has nothing to say, whether or not the URL has the version`() async throws {
        let server = try WebStandIn(Played.anthropic(aliases: ["claude-haiku-4-5"]))
        defer { server.stop() }
        let plain = Trial(.anthropic, at: server.url, models: ["claude-sonnet-4-6", "claude-haiku-4-5"])
        let versioned = Trial(.anthropic, at: "\(server.url)/v1/", models: ["claude-sonnet-4-6"])
        for trial in [plain, versioned] {
            #expect(await trial.examination().story == "connect pass, key pass, models pass, quota pass")
        }
    }

    @Test func `A healthy provider like OpenAI, and one of one's own, have nothing to say`() async throws {
        let openAI = try WebStandIn(Played.openAI())
        let custom = try WebStandIn(Played.custom())
        defer {
            openAI.stop()
            custom.stop()
        }
        let one = await Trial(.openai, at: "\(openAI.url)/v1", models: ["gpt-6-luna"]).examination()
        let other = await Trial(.custom, at: custom.url, models: ["default"]).examination()
        #expect(one.story == "connect pass, key pass, models pass, quota skipped")
        #expect(other.story == "connect pass, key pass, models pass, quota skipped")
    }

    @Test func `A server tells its time, and how far it is from ours`() async throws {
        let server = try WebStandIn { request in
            var answer = Played.openAI()(request)
            answer.headers["date"] = "Sun, 06 Nov 1994 08:49:37 GMT"
            return answer
        }
        defer { server.stop() }
        let seen = await Trial(.openai, at: "\(server.url)/v1").examination()
        let offset = seen.outcome("providers.connect")?.measures.first { $0.name == "clock_offset" }
        #expect((offset?.value ?? 0) < -900_000_000)
    }

    @Test func `No model declared, no question about models`() async throws {
        let server = try WebStandIn(Played.custom())
        defer { server.stop() }
        #expect(await Trial(.custom, at: server.url).examination().outcome("providers.models") == nil)
    }
}
