import Deadlines
import FoundationEssentials
import HTTP
import KubernetesAPI
import Network
import TestSupport
import Testing

/// The rungs from a name to an answer, and which of them an error names.
@Suite(.live, .timeLimit(.minutes(5))) struct LadderTests {
    private func failureClass(_ kubeconfig: String, of cluster: ClusterStandIn) async throws -> String {
        let client = try cluster.client(kubeconfig)
        return try await failure { try await client.version(by: .ample) }.failureClass
    }

    @Test func `name, port, certificate and what answers are told apart`() async throws {
        let cluster = try ClusterStandIn()
        #expect(
            try await failureClass(cluster.kubeconfig(server: "https://no-such-host.invalid:6443"), of: cluster)
                .hasPrefix("dns")
        )
        let closed = freePort()
        #expect(
            try await failureClass(cluster.kubeconfig(server: "https://localhost:\(closed)"), of: cluster) == "refused"
        )
        // Another cluster's authority: the usual fault after a cluster was made anew.
        let other = cluster.kubeconfig(cluster: "certificate-authority: \(cluster.scratch.file("other.pem"))")
        #expect(try await failureClass(other, of: cluster) == "tls_untrusted")
        let address = cluster.kubeconfig(
            cluster: "certificate-authority: \(cluster.authority)\n    tls-server-name: kubernetes.test"
        )
        #expect(try await failureClass(address, of: cluster) == "tls_hostname")
        let plain = cluster.kubeconfig(server: "http://localhost:\(cluster.port)")
        let told = try await failureClass(plain, of: cluster)
        #expect(["closed", "reset", "protocol_mismatch"].contains(told), "\(told)")
    }

    @Test func `a name that is not the host connected to is asked for and checked`() async throws {
        let cluster = try ClusterStandIn()
        let server = cluster.serverOfOtherName
        #expect(try await failureClass(cluster.kubeconfig(server: server), of: cluster) == "tls_hostname")
        let named = "certificate-authority: \(cluster.authority)\n    tls-server-name: kubernetes.test"
        let client = try cluster.client(cluster.kubeconfig(cluster: named, server: server))
        #expect(try await client.version(by: .ample).text == "v1.29.3")
        let insecure = try cluster.client(
            cluster.kubeconfig(cluster: "insecure-skip-tls-verify: true", server: server)
        )
        #expect(try await insecure.version(by: .ample).text == "v1.29.3")
    }

    @Test func `a proxy that is not there is the proxy's fault`() async throws {
        let cluster = try ClusterStandIn()
        let proxied =
            "certificate-authority: \(cluster.authority)\n    proxy-url: http://127.0.0.1:\(freePort())"
        let client = try cluster.client(cluster.kubeconfig(cluster: proxied))
        let error = try await failure { try await client.version(by: .ample) }
        guard case .proxy(.transport(.refused)) = error.kind else { throw error }
    }

    @Test(arguments: [
        (429, "TooManyRequests", "overloaded"), (503, "ServiceUnavailable", "overloaded"),
        (500, "InternalError", "internal"),
    ])
    func `a server that has too much to do says how long to wait`(code: Int, reason: String, failureClass: String)
        async throws
    {
        var state = ClusterStandIn.State()
        var fault = ClusterStandIn.Fault("/version", code, status(code, reason))
        if code != 500 { fault.headers = ["Retry-After": "7"] }
        state.faults = [fault]
        let cluster = try ClusterStandIn(state)
        defer { withExtendedLifetime(cluster) {} }
        let client = try cluster.client()
        let error = try await failure { try await client.version(by: .ample) }
        #expect(error.failureClass == failureClass)
        #expect(error.isTransient == (code != 500))
        #expect(error.status?.retryAfter == (code == 500 ? nil : .seconds(7)))
    }

    @Test(arguments: [
        (200, "<html>Log in</html>", "text/html"), (404, "<html>nothing here</html>", "text/html"),
        (200, "{\"status\":\"ok\"}", "application/json"), (403, "<html>denied</html>", "text/html"),
    ])
    func `what is no API server is told as such`(code: Int, body: String, type: String) async throws {
        var state = ClusterStandIn.State()
        var fault = ClusterStandIn.Fault("/version", code, body)
        fault.type = type
        state.faults = [fault]
        let cluster = try ClusterStandIn(state)
        defer { withExtendedLifetime(cluster) {} }
        let client = try cluster.client()
        let error = try await failure { try await client.version(by: .ample) }
        #expect(error.failureClass == "protocol_mismatch", "\(error)")
    }

    @Test func `an answer cut off is broken, not empty`() async throws {
        var state = ClusterStandIn.State()
        var fault = ClusterStandIn.Fault("/version", 200, "{\"major\":\"1\",")
        fault.cut = true
        state.faults = [fault]
        let cluster = try ClusterStandIn(state)
        defer { withExtendedLifetime(cluster) {} }
        let client = try cluster.client()
        #expect(try await failure { try await client.version(by: .ample) }.failureClass == "broken_answer")
    }

    @Test func `a server that hangs ends with the deadline, and with its task`() async throws {
        var state = ClusterStandIn.State()
        var fault = ClusterStandIn.Fault("/version")
        fault.hangs = true
        state.faults = [fault]
        let cluster = try ClusterStandIn(state)
        let client = try cluster.client()
        let begin = ContinuousClock.now
        #expect(try await failure { try await client.version(by: .after(.seconds(1))) }.failureClass == "no_reply")
        #expect(ContinuousClock.now - begin < .seconds(30))
        let task = Task { try await client.version(by: .ample) }
        try await aside { try waitUntil("the request has come") { cluster.seen.count > 1 } }
        task.cancel()
        let error = try await failure { try await task.value }
        #expect(error.kind == .cancelled)
        #expect(ContinuousClock.now - begin < .seconds(45))
    }
}
