import FoundationEssentials
import HTTP
import Platform
import TestSupport
import Testing
import Words

@testable import Providers

@Suite struct QuotaTests {
    private func quota(_ trial: (WebStandIn) -> Trial, _ manner: @escaping WebStandIn.Manner) async throws
        -> CheckOutcome?
    {
        let server = try WebStandIn(manner)
        defer { server.stop() }
        return await trial(server).examination().outcome("providers.quota")
    }

    @Test(arguments: [(100.0, 19.0, "warn"), (100, 0, "fail"), (100, -3, "fail"), (100, 20, "pass")])
    func `Credits are told before they end`(_ limit: Double, _ left: Double, _ status: String) async throws {
        let key = Answer(200, #"{"data":{"label":"x","usage":1,"limit":\#(limit),"limit_remaining":\#(left)}}"#)
        let found = try await quota({ Trial(.openrouter, at: "\($0.url)/api/v1") }, Played.openRouter(key: key))
        #expect(found?.status.rawValue == status)
        if status != "pass" { #expect(found?.worst?.failureClass == "quota") }
        #expect(found?.measures.first?.name == "credits_left")
    }

    @Test func `A key without a limit has nothing that could end`() async throws {
        let key = Answer(200, #"{"data":{"label":"x","usage":1,"limit":null,"limit_remaining":null}}"#)
        let found = try await quota({ Trial(.openrouter, at: "\($0.url)/api/v1") }, Played.openRouter(key: key))
        #expect(found?.status == .pass)
    }

    @Test func `Requests that are nearly used up are told by the headers`() async throws {
        let low = Answer(
            200,
            #"{"data":[]}"#,
            headers: [
                "x-ratelimit-limit-requests": "500", "x-ratelimit-remaining-requests": "82",
                "x-ratelimit-reset-requests": "1s",
            ]
        )
        let found = try await quota({ Trial(.openai, at: "\($0.url)/v1") }, Played.openAI(low))
        #expect(found?.status == .warn)
        #expect(found?.summary == "Only 82 of 500 requests left.")
    }

    @Test func `All that is low is one finding, and nothing of it is said twice`() async throws {
        var headers: [String: String] = [:]
        for what in ["requests", "tokens", "input-tokens", "output-tokens"] {
            headers["anthropic-ratelimit-\(what)-limit"] = "100"
            headers["anthropic-ratelimit-\(what)-remaining"] = "5"
        }
        let low = Answer(200, #"{"data":[]}"#, headers: headers)
        let found = try await quota({ Trial(.anthropic, at: $0.url) }, Played.anthropic(low))
        #expect(found?.status == .warn && found?.findings.count == 1)
        #expect(found?.worst?.message.contains("5 of 100 input tokens left, 5 of 100 output tokens left") == true)
        #expect(found?.worst?.evidence == [])
    }

    @Test(
        arguments: [
            (["retry-after": "30"], "30 s"), (["retry-after": "Thu, 01 Jan 1970 00:00:40 GMT"], "40 s"),
            (["anthropic-ratelimit-requests-reset": "1970-01-01T00:00:50Z"], "50 s"),
            (["x-ratelimit-reset-requests": "20ms"], "1 s"), (["x-ratelimit-reset-requests": "soon"], nil), ([:], nil),
        ] as [([String: String], String?)]
    )
    func `When to ask again is told as a time to wait`(_ headers: [String: String], _ wait: String?) {
        let fields = HTTPHeaders(headers.map { ($0.key, $0.value) })
        #expect(Allowance.wait(in: fields, now: Date(timeIntervalSince1970: 0)) == wait)
    }

    @Test func `More requests than are allowed are told as a difference`() async throws {
        let found = try await quota(
            {
                var trial = Trial(.anthropic, at: $0.url)
                trial.provider.requestsPerMinute = 5_000
                return trial
            },
            Played.anthropic()
        )
        #expect(found?.status == .warn)
        #expect(found?.worst?.failureClass == "drift")
    }

    @Test func `A key that ends soon is told`() async throws {
        let key = Answer(
            200,
            #"{"data":{"label":"x","usage":1,"limit":null,"expires_at":"\#(Day.text(after: 5))T12:00:00.123Z"}}"#
        )
        let server = try WebStandIn(Played.openRouter(key: key))
        defer { server.stop() }
        let found = await Trial(.openrouter, at: "\(server.url)/api/v1").examination().outcome("providers.key")
        #expect(found?.status == .warn)
        #expect(found?.summary.contains("The key ends in") == true)
    }
}
