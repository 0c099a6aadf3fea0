internal import FoundationEssentials
internal import Glibc

/// A small HTTPS server that answers as a Kubernetes API server does, over objects that a test gives it.
///
/// It knows a user by token, password or client certificate, pages its lists, refuses with the Status objects of the real one, applies and
/// patches, and misbehaves where it is told to. One process serves all tests; each has a cluster of its own behind a path of its own.
package final class ClusterStandIn: Sendable {
    package let scratch: Scratch
    private let host: ClusterHost

    /// Takes part in `state.json`, the whole of what the server knows.
    package struct State: Codable, Sendable {
        package var version = ["major": "1", "minor": "29", "gitVersion": "v1.29.3"]
        package var tokens = ["good-token": "ihctl"]
        package var logins = ["ihctl:good-password": "ihctl"]
        package var denied: [Denial] = []
        package var faults: [Fault] = []
        package var page = 500
        package var logs: [String] = []
        package var logEnded = false
        /// What the pod of a Job that is made goes through, a status each time its pods are listed; none: it gets no pod.
        package var jobStages: [String] = []
        /// Events that a new Job brings about; `JOB` stands for its name.
        package var jobEvents: [String] = []

        package init() {}
    }

    package struct Denial: Codable, Sendable {
        package var verb: String
        package var resource: String

        package init(_ verb: String, _ resource: String) {
            self.verb = verb
            self.resource = resource
        }
    }

    /// Answers instead of the server where a path begins so.
    package struct Fault: Codable, Sendable {
        package var path: String
        package var status = 200
        package var body = ""
        package var type = "application/json"
        package var headers: [String: String] = [:]
        package var once = false
        /// Only where a list goes on from an earlier page.
        package var continued = false
        package var hangs = false
        /// Of this method alone.
        package var method = ""
        /// Sends the body and closes, without having told how long it is.
        package var cut = false

        package init(_ path: String, _ status: Int = 200, _ body: String = "") {
            self.path = path
            self.status = status
            self.body = body
        }
    }

    /// `objects` are JSON by `resource@namespace`, `group/resource@namespace` or `resource`: `["apps/deployments@app": "[…]"]`.
    package init(_ state: State = State(), objects: [String: String] = [:]) throws {
        host = try ClusterHost.shared.get()
        scratch = Scratch("cluster")
        try symbolicLink(from: host.scratch.file(name), to: scratch.path)
        for file in ["admin.pem", "admin.key", "former.pem", "former.key", "ca.pem", "other.pem"] {
            try symbolicLink(from: scratch.file(file), to: host.scratch.file(file))
        }
        try ClusterStandIn.write(state, objects, scratch)
    }

    private var name: String { String(scratch.path.dropFirst("/tmp/".count)) }

    package var port: Int { host.port }
    package var server: String { "https://localhost:\(host.port)/\(name)" }
    /// The same, with a certificate for the name `kubernetes.test` alone.
    package var serverOfOtherName: String { "https://localhost:\(host.otherPort)/\(name)" }
    package var authority: String { scratch.file("ca.pem") }

    /// What it was asked since it began: `GET /api/v1/nodes?limit=500`.
    package var seen: [String] {
        ((try? scratch.read("seen")) ?? "").split(separator: "\n").map(String.init)
    }

    /// What it holds now, as JSON by the keys of `objects`.
    package func held() throws -> String { try scratch.read("state.json") }

    package func set(_ state: State, objects: [String: String] = [:]) throws {
        try ClusterStandIn.write(state, objects, scratch)
    }

    /// A kubeconfig with one context, and whatever a user is known by.
    package func kubeconfig(
        user: String = "token: good-token",
        cluster: String? = nil,
        server: String? = nil,
        namespace: String = "app",
    ) -> String {
        """
        apiVersion: v1
        kind: Config
        current-context: there
        contexts:
        - name: there
          context: {cluster: main, user: someone, namespace: \(namespace)}
        clusters:
        - name: main
          cluster:
            server: \(server ?? self.server)
            \(cluster ?? "certificate-authority: \(authority)")
        users:
        - name: someone
          user:
            \(user)
        """
    }

    private static func write(_ state: State, _ objects: [String: String], _ scratch: Scratch) throws {
        var text = String(decoding: try JSONEncoder().encode(state), as: UTF8.self)
        text.removeLast()
        let all = objects.map { "\"\($0.key)\": \($0.value)" }.joined(separator: ", ")
        try scratch.write("\(text), \"objects\": {\(all)}}", to: "state.next")
        // At once, so that the server never reads half of it.
        guard rename(scratch.file("state.next"), scratch.file("state.json")) == 0 else {
            throw SpawnFailure(description: "rename: \(errno)")
        }
    }
}

private func symbolicLink(from path: String, to target: String) throws {
    guard symlink(target, path) == 0 else { throw SpawnFailure(description: "symlink \(path): \(errno)") }
}
