import Deadlines
import JSON
import NATS
import TestSupport
import Testing
import Words

@testable import Messaging

@Suite(.live, .timeLimit(.minutes(5))) struct ClusterTests {
    @Test func `copies and place change in two steps, there and back`() async throws {
        let servers = try await cluster()
        func text(_ replicas: Int, _ tag: String) -> String {
            "streams: {s: {replicas: \(replicas), fields: {placement: {tags: [\(tag)]}}}}"
        }
        func made(_ replicas: Int, _ tag: String) throws -> MessagingResource {
            try resource(text(replicas, tag), servers[1])
        }
        // The meta leader may still be on its way.
        try await eventually("the first stream is made") {
            let small = try made(1, "one")
            guard let survey = try? await small.survey(by: soon()) else { return false }
            return await failure { try await small.apply(survey) } == nil
        }
        let stream = try await jetStream(servers[2])
        try await stream.publish("s", by: soon())
        // Both in one request is what the server refuses.
        let both: JSON = ["num_replicas": 3, "placement": ["tags": ["all"]]]
        let refused = await failure { try await stream.change("s", both, by: soon()) }
        guard case .api(let refusal) = refused as? NATSError else {
            Issue.record("\(String(describing: refused))")
            return
        }
        #expect(refusal.errorCode == .moveAndScaleAtOnce)
        for (replicas, tag, first) in [(3, "all", "placement"), (1, "one", "replicas")] {
            let resource = try made(replicas, tag)
            let change = try #require(await resource.survey(by: soon()).changes.first)
            #expect(change.kind == .update)
            let steps = change.fields.filter { $0.note?.hasPrefix("first step") == true }.map(\.path)
            #expect(steps == [first])
            #expect(change.fields.allSatisfy { $0.note?.contains("step") == true })
            #expect(try await resource.carryOut(change, by: .after(.seconds(120))) == [])
            try await resource.settle()
        }
        try await eventually("the copies have gone") {
            try await stream.stream("s", by: soon())?.replicas.isEmpty == true
        }
        #expect(try await stream.stream("s", by: soon())?.messages == 1)
        withExtendedLifetime(servers) {}
    }
}
