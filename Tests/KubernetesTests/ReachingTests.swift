import Deadlines
import FoundationEssentials
import Kubernetes
import KubernetesAPI
import TestSupport
import Testing
import Words

/// The checks as doctor runs them, up to the cluster's knowing who asks.
@Suite(.live, .timeLimit(.minutes(5))) struct ReachingTests {
    private func diagnosis(
        _ id: String,
        kubeconfig: String?,
        of standIn: ClusterStandIn,
        context: String? = nil,
    ) async throws -> Diagnosis {
        var wish = Scene().wish
        wish.kubeconfig = kubeconfig.map { _ in standIn.scratch.file("kubeconfig") }
        wish.context = context
        if let kubeconfig { try standIn.scratch.write(kubeconfig, to: "kubeconfig") }
        let environment = ["HOME": standIn.scratch.path, "PATH": "/usr/bin:/bin"]
        let checkup = ClusterCheckup(wish, region: "fr-par", http: http, environment: environment).checkup()
        // In the catalogue's order, as far as the one that is asked for.
        for check in checkup.checks {
            let diagnosis = try await check.examine(.ample)
            if check.kind.id == id { return diagnosis }
        }
        throw CancellationError()
    }

    @Test func `without a kubeconfig the places that were looked at are named`() async throws {
        let found = try await diagnosis("kubernetes.config", kubeconfig: nil, of: ClusterStandIn())
        #expect(found.findings.map(\.failureClass) == ["config"])
        #expect(found.findings[0].message.contains("/.kube/config is not there"))
    }

    @Test func `a slip in the context is answered with the one that is meant`() async throws {
        let standIn = try ClusterStandIn()
        let found = try await diagnosis(
            "kubernetes.config",
            kubeconfig: standIn.kubeconfig(),
            of: standIn,
            context: "ther"
        )
        #expect(found.findings.map(\.failureClass) == ["config"])
        #expect(found.findings[0].remedies.contains(.hint("Did you mean there? The name is kubernetes.context's.")))
        let file = standIn.scratch.file("kubeconfig")
        #expect(found.findings[0].remedies.contains(.fix("kubectl --kubeconfig \(file) config get-contexts")))
    }

    @Test func `a closed port, another authority, a token not taken and another service are told apart`() async throws {
        let standIn = try ClusterStandIn()
        func connect(_ kubeconfig: String) async throws -> Finding {
            let found = try await diagnosis("kubernetes.connect", kubeconfig: kubeconfig, of: standIn)
            let finding = try #require(found.findings.first)
            #expect(!"\(finding)".contains("s3cret"))
            #expect(finding.evidence.contains(.fact("context", "there")))
            return finding
        }
        #expect(
            try await connect(standIn.kubeconfig(server: "https://localhost:\(freePort())")).failureClass == "refused"
        )
        let other = standIn.kubeconfig(cluster: "certificate-authority: \(standIn.scratch.file("other.pem"))")
        let untrusted = try await connect(other)
        #expect(untrusted.failureClass == "tls_untrusted")
        #expect("\(untrusted.remedies[0])".contains("Fetch its kubeconfig anew"))
        // {"exp":1577836800}, the first second of 2020.
        let old = "eyJhbGciOiJub25lIn0.eyJleHAiOjE1Nzc4MzY4MDB9.s3cret"
        let expired = try await connect(standIn.kubeconfig(user: "token: \(old)"))
        #expect(expired.failureClass == "auth")
        #expect(expired.message.contains("ended on 2020-01-01"))
        let missing = try await connect(
            standIn.kubeconfig(
                user:
                    "exec: {apiVersion: client.authentication.k8s.io/v1, command: no-such-plugin, installHint: fetch it}"
            )
        )
        #expect(missing.failureClass == "auth")
        #expect(missing.remedies.first == .hint("fetch it"))
        var state = ClusterStandIn.State()
        state.faults = [ClusterStandIn.Fault("/version", 200, "<html>")]
        state.faults[0].type = "text/html"
        try standIn.set(state)
        #expect(try await connect(standIn.kubeconfig()).failureClass == "protocol_mismatch")
        state.faults = [ClusterStandIn.Fault("/version", 503, "")]
        state.faults[0].headers = ["Retry-After": "3"]
        try standIn.set(state)
        #expect(try await connect(standIn.kubeconfig()).failureClass == "overloaded")
    }

    @Test func `all checks run on a healthy cluster, in the catalogue's order, without a finding`() async throws {
        let scene = Scene()
        let standIn = try scene.standIn()
        defer { withExtendedLifetime(standIn) {} }
        var wish = scene.wish
        wish.kubeconfig = try standIn.scratch.write(standIn.kubeconfig(), to: "kubeconfig")
        let checkup = ClusterCheckup(wish, region: "fr-par", http: http, environment: [:]).checkup()
        #expect(checkup.checks.map(\.kind) == KubernetesChecks.all)
        for check in checkup.checks {
            let diagnosis = try await check.examine(.ample)
            #expect(diagnosis.findings.isEmpty, "\(check.kind.id): \(diagnosis.findings)")
            #expect(diagnosis.standing == .known)
        }
    }

    @Test func `every check requires one that is there, and none looks at a cluster that nobody reached`() {
        let ids = Set(KubernetesChecks.all.map(\.id))
        for kind in KubernetesChecks.all {
            #expect(kind.requires.allSatisfy(ids.contains))
            #expect(kind.id == "kubernetes.config" || !kind.requires.isEmpty)
        }
    }
}
