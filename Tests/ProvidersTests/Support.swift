import Cryptography
import Deadlines
import Doctor
import HTTP
import Platform
import TestSupport
import Testing
import WebLadder
import Words

@testable import Providers

/// A provider that a stand-in plays, and what doctor says of it.
struct Trial {
    static let keyOfOurs = "sk-Xq7marker-good-key-zQ9w"

    var provider: Provider
    var way = WebWay(proxy: .none)
    var variables = ["KEY": Trial.keyOfOurs]
    var routing: Routing?

    init(_ kind: Provider.Kind, at url: String, models: [String] = []) {
        provider = Provider()
        provider.kind = kind
        provider.endpoint = Reference(.literal(url))
        provider.key = SecretReference.variable("KEY")
        provider.models = models
    }

    func examination(timeout: Duration = .seconds(30)) async -> Examination {
        let client = HTTPClient()
        let resolver = Resolver(variables: Variables(process: variables), root: "/nowhere", redactor: Redactor())
        let health = ProviderHealth("here", provider, routing: routing, resolver: resolver, client: client, way: way)
        let doctor = Doctor([health.checkup()], timeout: timeout)
        let examination = await doctor.examine(by: .after(.seconds(50)))
        await client.shutDown()
        // Nothing of the key, not even its beginning, may be told.
        #expect(!"\(examination)".contains("Xq7marker"))
        #expect(!"\(examination)".contains("zQ9w"))
        for key in variables.values { #expect(!"\(examination)".contains(key)) }
        return examination
    }
}

extension Examination {
    func outcome(_ id: String) -> CheckOutcome? { outcomes.first { $0.kind.id == id } }

    /// `connect pass, key fail auth, models blocked`.
    var story: String {
        outcomes.map { outcome in
            let name = outcome.kind.id.split(separator: ".").last ?? ""
            let failure = outcome.worst?.failureClass.map { " \($0)" } ?? ""
            return "\(name) \(outcome.status.rawValue)\(failure)"
        }.joined(separator: ", ")
    }
}

typealias Answer = WebStandIn.Answer

/// The providers as they answer, each to the right key and to others.
enum Played {
    static func openRouter(
        key: Answer = Answer(
            200,
            #"{"data":{"label":"sk-or-v1-…","limit":100,"limit_remaining":74.5,"usage":25.5,"is_free_tier":false}}"#
        ),
        models: String =
            #"{"data":[{"id":"groq/llama-4-scout","canonical_slug":"groq/llama-4-scout-17b"},{"id":"anthropic/claude-sonnet-4.6"}]}"#,
    ) -> WebStandIn.Manner {
        { request in
            switch request.target {
            case "/api/v1/models": Answer(200, models)
            case "/api/v1/key":
                request.headers["authorization"] == "Bearer \(Trial.keyOfOurs)"
                    ? key : Answer(401, #"{"error":{"message":"User not found.","code":401}}"#)
            default: Answer(404, #"{"error":{"message":"Not Found","code":404}}"#)
            }
        }
    }

    static func anthropic(
        _ answer: Answer = Answer(
            200,
            #"{"data":[{"type":"model","id":"claude-sonnet-4-6"},{"type":"model","id":"claude-opus-4-1-20250805"}],"has_more":false}"#,
            headers: [
                "anthropic-ratelimit-requests-limit": "500", "anthropic-ratelimit-requests-remaining": "490",
                "request-id": "req_011",
            ]
        ),
        aliases: [String] = [],
    ) -> WebStandIn.Manner {
        { request in
            guard request.headers["anthropic-version"] == "2023-06-01" else {
                return Answer(
                    400,
                    #"{"type":"error","error":{"type":"invalid_request_error","message":"anthropic-version: header is required"}}"#
                )
            }
            guard request.headers["x-api-key"] == Trial.keyOfOurs else {
                return Answer(
                    401,
                    #"{"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"},"request_id":"req_012"}"#,
                    headers: ["request-id": "req_012"]
                )
            }
            if request.target.hasPrefix("/v1/models?") { return answer }
            if let alias = aliases.first(where: { request.target == "/v1/models/\($0)" }) {
                return Answer(200, #"{"type":"model","id":"\#(alias)-20251001"}"#)
            }
            return Answer(404, #"{"type":"error","error":{"type":"not_found_error","message":"Not found"}}"#)
        }
    }

    static func openAI(
        _ answer: Answer = Answer(200, #"{"object":"list","data":[{"id":"gpt-6-luna","object":"model"}]}"#)
    ) -> WebStandIn.Manner {
        { request in
            guard request.headers["authorization"] == "Bearer \(Trial.keyOfOurs)" else {
                return Answer(
                    401,
                    #"{"error":{"message":"Incorrect API key provided: ihctl-do**********-key.","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}"#
                )
            }
            return request.target == "/v1/models"
                ? answer
                : Answer(
                    404,
                    #"{"error":{"message":"Invalid URL","type":"invalid_request_error","param":null,"code":null}}"#
                )
        }
    }

    static func custom(_ answer: Answer = Answer(200, #"{"models":[{"id":"default"},{"id":"premium"}]}"#))
        -> WebStandIn.Manner
    {
        { request in
            request.headers["authorization"] == "Bearer \(Trial.keyOfOurs)"
                ? answer : Answer(401, #"{"error":{"code":"unauthorized","message":"unknown key"}}"#)
        }
    }
}
