import Doctor
import Platform
import TestSupport
import Testing
import Words

@testable import Providers

/// What a provider may answer to the right key, and what that means.
struct Told: Sendable {
    let kind: Provider.Kind
    let answer: Answer
    let story: String
    let words: String

    init(
        _ kind: Provider.Kind,
        _ status: Int,
        _ body: String,
        _ story: String,
        _ words: String,
        _ headers: [String: String] = [:]
    ) {
        self.kind = kind
        answer = Answer(status, body, headers: headers)
        self.story = story
        self.words = words
    }

    var manner: WebStandIn.Manner {
        switch kind {
        case .openrouter: Played.openRouter(key: answer)
        case .anthropic: Played.anthropic(answer)
        case .openai: Played.openAI(answer)
        case .custom: Played.custom(answer)
        }
    }

    func url(_ server: WebStandIn) -> String {
        switch kind {
        case .openrouter: "\(server.url)/api/v1"
        case .openai: "\(server.url)/v1"
        default: server.url
        }
    }

    static let all: [Told] = [
        Told(
            .openrouter,
            401,
            #"{"error":{"message":"User not found.","code":401}}"#,
            "fail auth",
            "does not know the key"
        ),
        Told(
            .openrouter,
            401,
            #"{"error":{"message":"This API key is disabled","code":401}}"#,
            "fail auth",
            "disabled"
        ),
        Told(
            .anthropic,
            401,
            #"{"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}"#,
            "fail auth",
            "does not know the key"
        ),
        Told(
            .openai,
            401,
            #"{"error":{"message":"Incorrect API key provided: sk-Xq7ma***zQ9w.","type":"invalid_request_error","code":"invalid_api_key"}}"#,
            "fail auth",
            "does not know the key"
        ),
        Told(
            .openai,
            401,
            #"{"error":{"message":"Your IP is not on the list","type":"invalid_request_error","code":"ip_not_authorized"}}"#,
            "fail permission",
            "this machine's address"
        ),
        Told(
            .openai,
            401,
            #"{"error":{"message":"You must be a member of an organization to use the API","type":"invalid_request_error","code":null}}"#,
            "fail permission",
            "organisation"
        ),
        Told(
            .custom,
            401,
            #"{"error":{"code":"unauthorized","message":"unknown key"}}"#,
            "fail auth",
            "does not know the key"
        ),
        Told(
            .anthropic,
            403,
            #"{"type":"error","error":{"type":"permission_error","message":"Your API key does not have permission"}}"#,
            "fail permission",
            "may not do this"
        ),
        Told(
            .openai,
            403,
            #"{"error":{"message":"Country, region, or territory not supported","type":"request_forbidden","code":"unsupported_country_region_territory"}}"#,
            "fail permission",
            "country"
        ),
        Told(
            .openrouter,
            403,
            #"{"error":{"message":"flagged","code":403,"metadata":{"reasons":["violence"],"flagged_input":"x"}}}"#,
            "warn permission",
            "moderation"
        ),
        Told(
            .openrouter,
            402,
            #"{"error":{"message":"Insufficient credits","code":402,"metadata":{"limit_source":"openrouter_credits"}}}"#,
            "fail billing",
            "no credits"
        ),
        Told(
            .openrouter,
            402,
            #"{"error":{"message":"Key limit exceeded","code":402,"metadata":{"limit_source":"openrouter_key_limit"}}}"#,
            "fail billing",
            "its own limit"
        ),
        Told(
            .anthropic,
            402,
            #"{"type":"error","error":{"type":"billing_error","message":"billing"}}"#,
            "fail billing",
            "no credits"
        ),
        Told(
            .anthropic,
            400,
            #"{"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low to access the API."}}"#,
            "fail billing",
            "no credits"
        ),
        Told(
            .anthropic,
            400,
            #"{"type":"error","error":{"type":"invalid_request_error","message":"You have reached your specified API usage limits."}}"#,
            "fail billing",
            "spend limit"
        ),
        Told(
            .anthropic,
            429,
            #"{"type":"error","error":{"type":"rate_limit_error","message":"monthly","details":{"error_code":"enforced_spend_limit_reached"}}}"#,
            "fail billing",
            "spend limit"
        ),
        Told(
            .openai,
            429,
            #"{"error":{"message":"You exceeded your current quota","type":"insufficient_quota","code":"insufficient_quota"}}"#,
            "fail billing",
            "paying does"
        ),
        Told(
            .openai,
            429,
            #"{"error":{"message":"Rate limit reached","type":"requests","code":"rate_limit_exceeded"}}"#,
            "warn rate_limited",
            "too many requests",
            ["retry-after": "30"]
        ),
        Told(
            .anthropic,
            429,
            #"{"type":"error","error":{"type":"rate_limit_error","message":"slower"}}"#,
            "warn rate_limited",
            "too many requests",
            ["retry-after": "30"]
        ),
        Told(
            .openrouter,
            429,
            #"{"error":{"message":"Rate limit exceeded","code":429}}"#,
            "warn rate_limited",
            "too many requests",
            ["retry-after": "30"]
        ),
        Told(
            .anthropic,
            529,
            #"{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"#,
            "warn overloaded",
            "too much to do"
        ),
        Told(
            .openai,
            503,
            #"{"error":{"message":"overloaded","type":"server_error","code":null}}"#,
            "warn overloaded",
            "is not available now: status 503"
        ),
        Told(
            .openrouter,
            502,
            #"{"error":{"message":"Provider returned error","code":502}}"#,
            "warn overloaded",
            "is out of reach of its own gateway: status 502"
        ),
        Told(
            .openrouter,
            200,
            #"{"error":{"message":"Upstream error","code":502}}"#,
            "warn overloaded",
            "is out of reach of its own gateway: an error 502 inside an answer with status 200"
        ),
        Told(
            .anthropic,
            200,
            #"{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"#,
            "warn overloaded",
            "too much to do"
        ),
        Told(
            .openai,
            200,
            #"{"error":{"message":"boom","type":"server_error","code":null}}"#,
            "fail broken_answer",
            "nothing that can be used"
        ),
        Told(.openai, 200, "<html>", "fail broken_answer", "nothing that can be used"),
        Told(
            .anthropic,
            500,
            #"{"type":"error","error":{"type":"api_error","message":"Internal server error"}}"#,
            "warn broken_answer",
            "nothing that can be used"
        ),
    ]
}

@Suite(.timeLimit(.minutes(5))) struct ReplyTests {
    @Test(arguments: Told.all.indices)
    func `Every reply is told apart`(_ index: Int) async throws {
        let told = Told.all[index]
        let server = try WebStandIn(told.manner)
        defer { server.stop() }
        let seen = await Trial(told.kind, at: told.url(server)).examination()
        let isFatal = told.story.hasPrefix("fail")
        #expect(seen.story == "connect pass, key \(told.story), quota \(isFatal ? "blocked" : "skipped")")
        let key = seen.outcome("providers.key")
        #expect(key?.summary.contains(told.words) == true, "\(key?.summary ?? "")")
        if told.answer.headers["retry-after"] != nil {
            #expect(key?.worst?.evidence.contains(.fact("again in", "30 s")) == true)
        }
        if isFatal { #expect(seen.outcome("providers.quota")?.blockedBy?.id == "providers.key") }
    }

    @Test func `Waiting is spoken of only where it helps, and as a time to wait`() async throws {
        let headers = ["anthropic-ratelimit-requests-reset": "2126-11-21T01:21:19Z", "retry-after": "30"]
        let cases = [
            (401, "authentication_error", false), (403, "permission_error", false), (402, "billing_error", false),
            (500, "api_error", false), (529, "overloaded_error", false), (429, "rate_limit_error", true),
        ]
        for (status, type, waits) in cases {
            let body = #"{"type":"error","error":{"type":"\#(type)","message":"m"}}"#
            let server = try WebStandIn(Played.anthropic(Answer(status, body, headers: headers)))
            defer { server.stop() }
            let key = await Trial(.anthropic, at: server.url).examination().outcome("providers.key")
            #expect(key?.worst?.evidence.contains(.fact("again in", "30 s")) == .some(waits))
            let evidence = "\(key?.worst?.evidence ?? [])"
            #expect(!evidence.contains("2126"))
        }
    }

    @Test func `The page that mends it is named, and a fallback only where there is one`() async throws {
        let broke = Answer(402, #"{"error":{"message":"Insufficient credits","code":402}}"#)
        let server = try WebStandIn(Played.openRouter(key: broke))
        defer { server.stop() }
        for fallback in ["other", nil] as [String?] {
            var trial = Trial(.openrouter, at: "\(server.url)/api/v1")
            var routing = Routing()
            routing.primary = ModelChoice()
            routing.primary?.provider = "here"
            if let fallback {
                routing.fallback = ModelChoice()
                routing.fallback?.provider = fallback
            }
            trial.routing = routing
            let remedies = "\(await trial.examination().outcome("providers.key")?.worst?.remedies ?? [])"
            #expect(remedies.contains("https://openrouter.ai/credits"))
            #expect(remedies.contains("fallback") == (fallback != nil))
        }
    }

    @Test func `Sentences begin with a capital`() async throws {
        for answer in [Answer(401, #"{"error":{"message":"no","code":"x"}}"#), Answer(200, "garbage")] {
            let server = try WebStandIn { _ in answer }
            defer { server.stop() }
            let seen = await Trial(.custom, at: server.url).examination()
            for finding in seen.outcomes.flatMap(\.findings) {
                #expect(finding.message.first?.isUppercase == true, "\(finding.message)")
            }
        }
    }

    @Test func `The provider's number of the request stands in the evidence`() async throws {
        let broke = Answer(
            402,
            #"{"type":"error","error":{"type":"billing_error","message":"m"}}"#,
            headers: ["request-id": "req_77"]
        )
        let server = try WebStandIn(Played.anthropic(broke))
        defer { server.stop() }
        let seen = await Trial(.anthropic, at: server.url).examination()
        #expect(seen.outcome("providers.key")?.worst?.evidence.contains(.fact("request", "req_77")) == true)
    }

    @Test(arguments: Provider.Kind.all)
    func `Whoever takes any key is told, and asked with a wrong one just once`(_ kind: Provider.Kind) async throws {
        let told = Told(kind, 200, "", "", "")
        let server = try WebStandIn { _ in
            switch kind {
            case .openrouter: Answer(200, #"{"data":{"label":"x","usage":0,"limit":null}}"#)
            case .custom: Answer(200, #"{"models":[]}"#)
            default: Answer(200, #"{"object":"list","data":[]}"#)
            }
        }
        defer { server.stop() }
        let seen = await Trial(kind, at: told.url(server)).examination()
        #expect(seen.outcome("providers.key")?.status == .fail)
        #expect(seen.outcome("providers.key")?.worst?.failureClass == "exposed")
        let wrong = server.requests.filter { $0.headers.values.contains { $0.contains("ihctl-doctor-wrong-key") } }
        #expect(wrong.count == 1)
    }
}
