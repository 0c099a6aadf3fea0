import Deadlines
import FoundationEssentials
import JSON
import KubernetesAPI
import TestSupport
import Testing

@Suite(.live, .timeLimit(.minutes(5))) struct ExecPluginTests {
    private func user(_ program: String, _ more: String = "") -> String {
        """
        exec:
              apiVersion: client.authentication.k8s.io/v1
              interactiveMode: Never
              command: \(program)
              args: [give, 'a token']
              env: [{name: EXTRA, value: from-the-file}]
              installHint: install it from somewhere
              \(more)
        """
    }

    private func answering(_ status: String, version: String = "client.authentication.k8s.io/v1") -> String {
        let answer = "{\"apiVersion\":\"\(version)\",\"kind\":\"ExecCredential\",\"status\":\(status)}"
        return "#!/bin/sh\necho run >>\"$(dirname \"$0\")/runs\"\nprintf '%s' '\(answer)'\n"
    }

    private func failure(
        of program: String,
        by deadline: Deadline = .ample,
    ) async throws -> ExecFailure {
        let cluster = try ClusterStandIn()
        try cluster.scratch.writeProgram(program, to: "plugin")
        let client = try cluster.client(cluster.kubeconfig(user: user("./plugin")))
        let error = try await KubernetesAPITests.failure { try await client.version(by: deadline) }
        #expect(error.failureClass == "auth")
        guard case .credential(.exec(let failure)) = error.kind else {
            throw error
        }
        return failure
    }

    @Test func `a program that is not there says what the kubeconfig advises`() async throws {
        let cluster = try ClusterStandIn()
        let client = try cluster.client(cluster.kubeconfig(user: user("no-such-plugin")))
        let error = try await KubernetesAPITests.failure { try await client.version(by: .ample) }
        guard case .credential(.exec(let failure)) = error.kind else { throw error }
        #expect(failure.kind == .notFound)
        #expect(failure.installHint == "install it from somewhere")
    }

    @Test func `a program that fails tells its status and its last words, tokens masked`() async throws {
        let long = String(repeating: "s3cret", count: 10)
        let told = try await failure(of: "#!/bin/sh\necho \"login first \(long)\" >&2\nexit 3\n")
        #expect(told.kind == .failed(status: 3, said: "login first …"))
    }

    @Test func `a program that hangs is ended with the deadline`() async throws {
        let begin = ContinuousClock.now
        let told = try await failure(of: "#!/bin/sh\necho waiting >&2\nsleep 300\n", by: .after(.seconds(5)))
        guard case .timedOut = told.kind else { throw told }
        #expect(ContinuousClock.now - begin < .seconds(60))
    }

    @Test func `an answer that is none, of another version, empty or expired is told apart`() async throws {
        #expect(try await failure(of: "#!/bin/sh\n").kind == .badAnswer(reason: "it printed nothing"))
        #expect(try await failure(of: "#!/bin/sh\necho s3cret\n").kind == .badAnswer(reason: "it is no JSON"))
        let beta = "client.authentication.k8s.io/v1beta1"
        #expect(try await failure(of: answering("{\"token\":\"x\"}", version: beta)).kind == .otherForm(beta))
        #expect(try await failure(of: answering("{}")).kind == .noCredential)
        let old = "{\"token\":\"x\",\"expirationTimestamp\":\"2020-01-01T00:00:00Z\"}"
        #expect(try await failure(of: answering(old)).kind == .expired)
    }

    @Test func `what it gave is kept until it ends, and fetched anew once the server does not take it`() async throws {
        let cluster = try ClusterStandIn()
        let token = "{\"token\":\"good-token\",\"expirationTimestamp\":\"2099-01-01T00:00:00Z\"}"
        try cluster.scratch.writeProgram(answering(token), to: "plugin")
        let client = try cluster.client(cluster.kubeconfig(user: user("./plugin")))
        for _ in 0..<3 { _ = try await client.version(by: .ample) }
        #expect(try cluster.scratch.read("runs") == "run\n")
        var state = ClusterStandIn.State()
        state.tokens = [:]
        try cluster.set(state)
        let error = try await KubernetesAPITests.failure { try await client.version(by: .ample) }
        guard case .unauthorized(_, let expires) = error.kind else { throw error }
        #expect(expires == Date(kubernetes: "2099-01-01T00:00:00Z"))
        #expect(try cluster.scratch.read("runs") == "run\nrun\n")
    }

    @Test func `it is told of the cluster where it asks, and gets its arguments and variables`() async throws {
        let cluster = try ClusterStandIn()
        let answer = "{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"kind\":\"ExecCredential\","
        let program = """
            #!/bin/sh
            printf '%s' "$KUBERNETES_EXEC_INFO" >"$(dirname "$0")/info"
            printf '%s|' "$@" "$EXTRA" >"$(dirname "$0")/words"
            printf '%s' '\(answer)"status":{"token":"good-token"}}'
            """
        try cluster.scratch.writeProgram(program, to: "plugin")
        let client = try cluster.client(cluster.kubeconfig(user: user("./plugin", "provideClusterInfo: true")))
        _ = try await client.version(by: .ample)
        #expect(try cluster.scratch.read("words") == "give|a token|from-the-file|")
        let info = try JSON(parsing: try cluster.scratch.read("info"))
        #expect(info["spec"]["interactive"].boolean == false)
        #expect(info["spec"]["cluster"]["server"].string == cluster.server)
        #expect(info["spec"]["cluster"]["certificate-authority-data"].string?.isEmpty == false)
    }

    @Test(arguments: [
        ("interactiveMode: Always", "interactiveMode"),
        ("apiVersion: client.authentication.k8s.io/v1alpha1", "apiVersion"),
    ])
    func `one that asks a person, or of an old form, is refused before it runs`(line: String, field: String) throws {
        let scratch = Scratch("exec")
        let base = [
            "interactiveMode": "interactiveMode: Never", "apiVersion": "apiVersion: client.authentication.k8s.io/v1",
            "command": "command: x",
        ].merging([field: line]) { _, new in new }.values.joined(separator: ", ")
        let text = """
            current-context: a
            contexts: [{name: a, context: {cluster: c, user: u}}]
            clusters: [{name: c, cluster: {server: 'https://here'}}]
            users: [{name: u, user: {exec: {\(base)}}}]
            """
        let file = try scratch.write(text, to: "config")
        let error = try #require(throws: KubeconfigError.self) {
            _ = try KubernetesAccess.found(.file(file), environment: [:])
        }
        guard case .badExec(let named, _) = error.kind else { throw error }
        #expect(named == "users[0].user.exec.\(field)")
    }

    @Test func `a certificate that it gives is shown in the handshake`() async throws {
        let cluster = try ClusterStandIn()
        let pem = try ["admin.pem", "admin.key"].map { try cluster.scratch.read($0) }
        let escaped = pem.map { JSON.string($0).text() }
        let status = "{\"clientCertificateData\":\(escaped[0]),\"clientKeyData\":\(escaped[1])}"
        let answer =
            "{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"kind\":\"ExecCredential\",\"status\":\(status)}"
        try cluster.scratch.write(answer, to: "answer.json")
        try cluster.scratch.writeProgram("#!/bin/sh\ncat \"$(dirname \"$0\")/answer.json\"\n", to: "plugin")
        let client = try cluster.client(cluster.kubeconfig(user: user("./plugin")))
        #expect(try await client.list(.nodes, by: .ample).items.isEmpty)
    }
}
