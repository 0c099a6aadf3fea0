import Deadlines
import KubernetesAPI
import TestSupport
import Testing

@Suite(.live, .timeLimit(.minutes(5))) struct PodLogTests {
    private let pods = ["pods@app": "[{\"metadata\":{\"name\":\"job-1\"}}]"]

    @Test func `a pod that is not there has no log`() async throws {
        let cluster = try ClusterStandIn(objects: pods)
        defer { withExtendedLifetime(cluster) {} }
        let client = try cluster.client()
        let error = try await failure { try await client.log(of: "job-2", in: "app", by: .ample) }
        #expect(error.isNotFound)
        #expect(error.asked.resource == "pods/log")
    }

    @Test func `the last lines come whole, also one without an end`() async throws {
        var state = ClusterStandIn.State()
        state.logs = ["one", "", "three — ünï"]
        let cluster = try ClusterStandIn(state, objects: pods)
        defer { withExtendedLifetime(cluster) {} }
        let client = try cluster.client()
        var wish = LogWish()
        wish.lastLines = 2
        var lines: [String] = []
        for try await line in try await client.log(of: "job-1", in: "app", wish, by: .ample) { lines.append(line) }
        #expect(lines == ["", "three — ünï"])
    }

    @Test func `a log that is followed gives each line as it comes, and ends with the container`() async throws {
        var state = ClusterStandIn.State()
        state.logs = ["first"]
        let cluster = try ClusterStandIn(state, objects: pods)
        var wish = LogWish()
        wish.follows = true
        var lines = try await cluster.client().log(of: "job-1", in: "app", wish, by: .ample).makeAsyncIterator()
        #expect(try await lines.next() == "first")
        state.logs.append("second")
        try cluster.set(state, objects: pods)
        #expect(try await lines.next() == "second")
        state.logEnded = true
        try cluster.set(state, objects: pods)
        #expect(try await lines.next() == nil)
    }

    @Test func `a log that is followed ends with its deadline`() async throws {
        let cluster = try ClusterStandIn(objects: pods)
        var wish = LogWish()
        wish.follows = true
        let log = try await cluster.client().log(of: "job-1", in: "app", wish, by: .after(.seconds(2)))
        let begin = ContinuousClock.now
        let error = try await failure {
            for try await _ in log {}
        }
        #expect(error.failureClass == "no_reply")
        #expect(ContinuousClock.now - begin < .seconds(30))
    }
}
