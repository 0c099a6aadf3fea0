import Deadlines
import Doctor
import FoundationEssentials
import HTTP
import Platform
import TestSupport
import Testing
import WebLadder
import Words

@testable import Scaleway

typealias Answer = WebStandIn.Answer

@Suite(.timeLimit(.minutes(5))) struct ScalewayTests {
    private static let access = "SCW00000000000000XQ7"
    private static let secret = "Xq7marker-1111-2222"
    private static let project = "11111111-2222-3333-4444-555555555555"

    /// The API as it answers, but for what is told otherwise.
    private static func api(_ other: [String: Answer] = [:]) -> WebStandIn.Manner {
        { request in
            guard request.headers["x-auth-token"] == secret else {
                return Answer(
                    401,
                    #"{"type":"denied_authentication","method":"api_key","reason":"not_found","message":"authentication is denied"}"#
                )
            }
            if let told = other[request.target] { return told }
            switch request.target {
            case "/iam/v1alpha1/api-keys/\(access)":
                return Answer(
                    200,
                    #"{"access_key":"\#(access)","secret_key":null,"expires_at":null,"default_project_id":"\#(project)"}"#
                )
            case "/account/v3/projects/\(project)": return Answer(200, #"{"id":"\#(project)","name":"island-hopper"}"#)
            default: return Answer(404, #"{"type":"not_found","resource":"x","message":"resource is not found"}"#)
            }
        }
    }

    private static let keyPath = "/iam/v1alpha1/api-keys/\(access)"

    private func examine(
        _ manner: @escaping WebStandIn.Manner = api(),
        setting changes: [String: String] = [:],
        regions: [String] = ["fr-par", "nl-ams"],
        endpoint: String? = nil
    ) async throws -> Examination {
        let server = try WebStandIn(manner)
        defer { server.stop() }
        let variables = [
            "SCALEWAY_ACCESS_KEY": ScalewayTests.access, "SCALEWAY_SECRET_KEY": ScalewayTests.secret,
            "SCALEWAY_PROJECT_ID": ScalewayTests.project,
        ].merging(changes) { _, new in new }
        let client = HTTPClient()
        let health = ScalewayHealth(
            DeclaredScaleway(),
            regions: regions,
            resolver: Resolver(variables: Variables(process: variables), root: "/nowhere", redactor: Redactor()),
            client: client,
            way: WebWay(proxy: .none),
            endpoint: endpoint ?? server.url
        )
        let examination = await Doctor([health.checkup()], timeout: .seconds(20)).examine(by: .after(.seconds(50)))
        await client.shutDown()
        #expect(!"\(examination)".contains("Xq7marker"))
        return examination
    }

    private func story(_ examination: Examination) -> String {
        examination.outcomes.map { outcome in
            let name = outcome.kind.id.split(separator: ".").last ?? ""
            let failure = outcome.worst?.failureClass.map { " \($0)" } ?? ""
            return "\(name) \(outcome.status.rawValue)\(failure)"
        }.joined(separator: ", ")
    }

    @Test func `A healthy account has nothing to say`() async throws {
        #expect(story(try await examine()) == "connect pass, key pass, project pass, region pass")
    }

    @Test func `A page, a missing path and nobody at all are not Scaleway`() async throws {
        let rest = "key blocked, project blocked, region pass"
        let page = try await examine { _ in Answer(200, "<html>", headers: ["content-type": "text/html"]) }
        #expect(story(page) == "connect fail protocol_mismatch, \(rest)")
        #expect(story(try await examine { _ in Answer(404, "") }) == "connect fail protocol_mismatch, \(rest)")
        let gone = try await examine(endpoint: "http://127.0.0.1:\(freePort())")
        #expect(story(gone) == "connect fail refused, \(rest)")
        #expect(gone.outcomes[2].blockedBy?.id == "scaleway.connect")
    }

    @Test func `A key that is unknown, has few rights or is half of another pair is told apart`() async throws {
        let wrong = try await examine(setting: ["SCALEWAY_SECRET_KEY": "other"])
        #expect(story(wrong) == "connect pass, key fail auth, project blocked, region pass")
        let few = Answer(
            403,
            #"{"type":"permissions_denied","message":"insufficient permissions","details":[{"resource":"api_key","action":"read"}]}"#
        )
        let narrow = try await examine(ScalewayTests.api([ScalewayTests.keyPath: few]))
        #expect(story(narrow) == "connect pass, key warn permission, project pass, region pass")
        #expect(narrow.outcomes[1].worst?.evidence.contains(.fact("missing permission", "read on api_key")) == true)
        let other = try await examine(
            ScalewayTests.api([ScalewayTests.keyPath: Answer(404, #"{"type":"not_found","message":"m"}"#)])
        )
        #expect(story(other) == "connect pass, key fail missing, project blocked, region pass")
        let swapped = try await examine(setting: ["SCALEWAY_ACCESS_KEY": ScalewayTests.secret])
        #expect(story(swapped) == "connect pass, key fail config, project blocked, region pass")
    }

    @Test(arguments: [(90.0, "pass"), (20, "warn auth"), (3, "fail auth")])
    func `A key that ends soon is told`(_ days: Double, _ wanted: String) async throws {
        let end = Date(timeIntervalSinceNow: days * 86_400).formatted(.iso8601)
        let key = Answer(200, #"{"access_key":"\#(ScalewayTests.access)","expires_at":"\#(end)"}"#)
        let seen = try await examine(ScalewayTests.api([ScalewayTests.keyPath: key]))
        #expect(story(seen).contains("key \(wanted)"))
    }

    @Test func `A project that is not there, is closed, is no id, or is not the key's is told apart`() async throws {
        let path = "/account/v3/projects/\(ScalewayTests.project)"
        for (answer, wanted) in [
            (Answer(404, #"{"type":"not_found","resource":"project"}"#), "fail missing"),
            (Answer(403, #"{"type":"permissions_denied","message":"m"}"#), "fail permission"),
            (Answer(503, "{}"), "warn overloaded"),
        ] {
            #expect(story(try await examine(ScalewayTests.api([path: answer]))).contains("project \(wanted)"))
        }
        #expect(
            story(try await examine(setting: ["SCALEWAY_PROJECT_ID": "island-hopper"])).contains("project fail config")
        )
        let other = Answer(
            200,
            #"{"access_key":"\#(ScalewayTests.access)","default_project_id":"99999999-2222-3333-4444-555555555555"}"#
        )
        #expect(
            story(try await examine(ScalewayTests.api([ScalewayTests.keyPath: other]))).contains("project warn drift")
        )
    }

    @Test func `A region that Scaleway does not have is told with the nearest`() async throws {
        let seen = try await examine(regions: ["fr-par", "nl-asm"])
        #expect(seen.outcomes.last?.status == .warn)
        #expect(seen.outcomes.last?.worst?.remedies == [.hint("Is nl-ams meant?")])
    }
}
