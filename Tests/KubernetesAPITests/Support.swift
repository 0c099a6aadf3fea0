import Deadlines
import FoundationEssentials
import HTTP
import KubernetesAPI
import TestSupport
import Testing

/// One client for all tests that do not end it.
let http = HTTPClient()

extension Deadline {
    /// Far enough for a busy machine, where the deadline is not what a test is about.
    static var ample: Deadline { .after(.seconds(60)) }
}

extension ClusterStandIn {
    /// The way to this server, as a kubeconfig tells it.
    func access(_ kubeconfig: String? = nil) throws -> KubernetesAccess {
        let file = try scratch.write(kubeconfig ?? self.kubeconfig(), to: "kubeconfig-\(UInt32.random(in: 0 ..< .max))")
        return try KubernetesAccess.found(.file(file), environment: [:])
    }

    func client(_ kubeconfig: String? = nil) throws -> KubernetesClient {
        let environment = ["PATH": "/usr/bin:/bin"]
        return KubernetesClient(try access(kubeconfig), http: http, environment: environment)
    }
}

/// What a failing call says.
func failure<Value>(
    sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () async throws -> Value,
) async throws -> KubernetesError {
    try await #require(throws: KubernetesError.self, sourceLocation: sourceLocation) { _ = try await body() }
}

/// Everything that a value could print.
func printed(_ value: Any) -> String {
    var text = "\(value)"
    dump(value, to: &text)
    return text + String(reflecting: value)
}
