import FoundationEssentials
import Glibc
import TestSupport
import Testing

/// `ihctl doctor --in-cluster` against a server that answers as an API server does; the pod's words are those of a real run.
@Suite(.live, .timeLimit(.minutes(5))) struct InClusterTests {
    private static let platform = """
        platform: tiny
        secrets: {jwt_key: 'env:MY_KEY'}
        kubernetes: {namespace: app, kubeconfig: 'file:kubeconfig'}

        """

    private static let objects = [
        "namespaces": """
        [{"metadata": {"name": "app"}}, {"metadata": {"name": "kube-system", "uid": "uid-of-it"}}]
        """,
        "batch/cronjobs@app": """
        [{"metadata": {"name": "ihctl-doctor"}, "spec": {"jobTemplate": {"spec": {"template": {"spec": {"containers": [
        {"name": "doctor", "image": "registry/ihctl:1", "args": ["doctor", "--env", "development"]}]}}}}}}]
        """,
    ]

    private static func stage(_ phase: String, _ state: String) -> String {
        """
        {"phase": "\(phase)", "containerStatuses": [{"name": "doctor", "image": "registry/ihctl:1", "state": \(state)}]}
        """
    }

    private static let running = stage("Running", "{\"running\": {}}")
    private static func ended(_ code: Int) -> String {
        stage(code == 0 ? "Succeeded" : "Failed", "{\"terminated\": {\"exitCode\": \(code), \"reason\": \"Error\"}}")
    }

    private func project(_ state: ClusterStandIn.State, _ more: String = "") throws -> (Checkout, ClusterStandIn) {
        let checkout = Checkout("incluster")
        let cluster = try ClusterStandIn(state, objects: Self.objects)
        try checkout.scratch.write(Self.platform + more, to: "manifests/platform.yaml")
        try checkout.scratch.write("{}", to: "manifests/environments/development.yaml")
        try checkout.scratch.write(cluster.kubeconfig(), to: "kubeconfig")
        return (checkout, cluster)
    }

    private struct Told: Decodable {
        let seen_from: String
        let exit_code: Int
        let checks: [Check]
        struct Check: Decodable {
            let id, status: String
            let failure_class: String?
        }
    }

    /// A log as a pod writes it: the report between what was said on the way.
    private func log(of checkout: Checkout, _ environment: [String: String]) async throws -> (
        lines: [String], text: String
    ) {
        let there = try await checkout("doctor", "--skip", "kubernetes.*", "--format", "json", environment: environment)
        let lines = there.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        return (["waiting for something"] + lines + ["and the end"], there.output)
    }

    private func isEmptied(_ cluster: ClusterStandIn) throws {
        #expect(cluster.seen.contains { $0.hasPrefix("POST /apis/batch/v1/namespaces/app/jobs") })
        #expect(cluster.seen.contains { $0.hasPrefix("DELETE /apis/batch/v1/namespaces/app/jobs/ihctl-doctor-") })
        #expect(try !cluster.held().contains("\"kind\": \"Job\""))
    }

    @Test(arguments: ["", "mZ4vQ1xT8kLr2WcN7bYpH5sDf9GjE3aUi6oV0qXzR1t"])
    func `what the pod tells is told here, check by check, with its exit status`(key: String) async throws {
        var state = ClusterStandIn.State()
        let (checkout, cluster) = try project(state)
        let environment = ["MY_KEY": key]
        let log = try await log(of: checkout, environment)
        state.jobStages = [Self.running, Self.ended(key.isEmpty ? 1 : 0)]
        (state.logs, state.logEnded) = (log.lines, true)
        try cluster.set(state, objects: Self.objects)
        // The key is another one here: what is told is what stands there.
        let line = ["doctor", "--in-cluster", "--yes", "--format"]
        let told = try await checkout.line([Checkout.program] + line + ["json"], environment: ["MY_KEY": "x"])
        #expect(told.status == (key.isEmpty ? 1 : 0), "\(told.output)\(told.errors)")
        let report = try JSONDecoder().decode(Told.self, from: Data(told.output.utf8))
        #expect(report.seen_from.hasPrefix("inside the cluster, ihctl-doctor-"))
        #expect(report.exit_code == Int(told.status))
        for part in ["checks", "findings", "statuses", "not_declared", "counts"] {
            try checkout.scratch.write(told.output, to: "here.json")
            try checkout.scratch.write(log.text, to: "there.json")
            let same =
                "import json,sys; a,b=(json.load(open(f))[sys.argv[1]] for f in ('here.json','there.json')); sys.exit(a!=b)"
            let compared = try await checkout.line(["python3", "-c", same, part])
            #expect(compared.status == 0, "\(part) differs: \(told.output) \(log.text)")
        }
        try isEmptied(cluster)
        let audit = try checkout.scratch.read(".ihctl/audit.jsonl").split(separator: "\n")
        #expect(audit.count == 2)
        #expect(audit[0].contains("\"action\":\"create\"") && audit[0].contains("kubernetes/job/ihctl-doctor-"))
        #expect(audit[1].contains("\"action\":\"delete\""))
        for format in ["text", "junit", "sarif", "github", "nagios", "prometheus", "markdown"] {
            state.jobStages = [Self.running, Self.ended(0)]
            try cluster.set(state, objects: Self.objects)
            let other = try await checkout.line([Checkout.program] + line + [format], environment: ["MY_KEY": "x"])
            #expect(other.status == (format == "nagios" && key.isEmpty ? 2 : told.status), "\(format): \(other.output)")
            if format == "text" { #expect(other.output.contains("inside the cluster, ihctl-doctor-")) }
        }
    }

    @Test func `it is a write: asked for, in the right cluster, and a protected environment by its name`() async throws
    {
        let (plain, cluster) = try project(ClusterStandIn.State())
        let unasked = try await plain("doctor", "--in-cluster")
        #expect(unasked.status == 2)
        #expect(unasked.errors.contains("--yes"))
        let (wrong, other) = try project(ClusterStandIn.State(), "identity: {cluster: uid-of-another}\n")
        let refused = try await wrong("doctor", "--in-cluster", "--yes")
        #expect(refused.status == 2)
        #expect(refused.errors.contains("uid-of-it") && refused.errors.contains("uid-of-another"))
        let (guarded, third) = try project(ClusterStandIn.State(), "protected: true\nidentity: {cluster: uid-of-it}\n")
        #expect(try await guarded("doctor", "--in-cluster", "--yes").status == 2)
        #expect(try await guarded("doctor", "--in-cluster", "--confirm", "other").status == 2)
        for cluster in [cluster, other, third] { #expect(!cluster.seen.contains { $0.hasPrefix("POST") }) }
        let passed = try await guarded("doctor", "--in-cluster", "--confirm", "development", "--deadline", "4s")
        #expect(passed.status == 3)
        try isEmptied(third)
    }

    @Test func `wrong usage is told before the cluster is asked`() async throws {
        let (checkout, cluster) = try project(ClusterStandIn.State())
        for line in [["--watch"], ["--fix"], ["--list"], ["--only", "no.such"]] {
            let told = try await checkout.line([Checkout.program, "doctor", "--in-cluster", "--yes"] + line)
            #expect(told.status == 2, "\(line)")
        }
        try checkout.scratch.write("nothing", to: "kubeconfig")
        #expect(try await checkout("doctor", "--in-cluster", "--yes").status == 2)
        #expect(cluster.seen.isEmpty)
        try checkout.scratch.write("platform: tiny\n", to: "manifests/platform.yaml")
        let none = try await checkout("doctor", "--in-cluster", "--yes")
        #expect(none.status == 2)
        #expect(none.errors.contains("names no cluster"))
        let there = "kubernetes: {namespace: app, kubeconfig: 'file:kubeconfig'}\n"
        try checkout.scratch.write(there, to: "manifests/environments/staging.yaml")
        let elsewhere = try await checkout("doctor", "--in-cluster", "--yes")
        #expect(elsewhere.status == 2)
        #expect(elsewhere.errors.contains("--env staging"), "\(elsewhere.errors)")
    }

    @Test func `the way to the cluster that is offered is that of the environment`() async throws {
        let (checkout, _) = try project(ClusterStandIn.State())
        try checkout.scratch.write("{}", to: "manifests/environments/staging.yaml")
        try checkout.scratch.write("nothing", to: "kubeconfig")
        let told = try await checkout("doctor", "--in-cluster", "--yes", "--env", "staging")
        #expect(told.status == 2)
        #expect(told.errors.contains("ihctl doctor kubernetes.config --env staging"), "\(told.errors)")
    }

    @Test func `the waiting that the pod is asked for ends before the whole time does`() async throws {
        var state = ClusterStandIn.State()
        (state.jobStages, state.logEnded) = ([Self.ended(1)], true)
        // What is not removed can be looked at.
        state.denied = [.init("delete", "jobs")]
        let (checkout, cluster) = try project(state)
        _ = try await checkout("doctor", "--in-cluster", "--yes", "--wait", "5m", "--deadline", "60s")
        #expect(try cluster.held().contains("\"--deadline\", \"20s\", \"--wait\", \"20s\""))
    }

    @Test func `a pod that was stopped has not told all, and nobody stopped this one`() async throws {
        var state = ClusterStandIn.State()
        let (checkout, cluster) = try project(state)
        let log = try await log(of: checkout, ["MY_KEY": "mZ4vQ1xT8kLr2WcN7bYpH5sDf9GjE3aUi6oV0qXzR1t"])
        state.jobStages = [Self.running, Self.ended(143)]
        state.logs = log.lines.map { $0.replacing("\"exit_code\": 0", with: "\"exit_code\": 143") }
        state.logEnded = true
        try cluster.set(state, objects: Self.objects)
        let told = try await checkout("doctor", "--in-cluster", "--yes", "--format", "json")
        #expect(told.status == 3, "\(told.output)\(told.errors)")
        #expect(told.output.contains("inside the cluster, "), "\(told.output)")
        try isEmptied(cluster)
    }

    @Test func `a pod that cannot start is one finding, exit 3, in every format`() async throws {
        var state = ClusterStandIn.State()
        let stage = Self.stage(
            "Pending",
            "{\"waiting\": {\"reason\": \"ErrImagePull\", \"message\": \"manifest unknown\"}}"
        )
        for (format, words) in [
            ("json", "\"failure_class\": \"missing\""), ("text", "registry/ihctl:1 does not come"),
            ("junit", "doctor.in-cluster"), ("sarif", "doctor.in-cluster"), ("nagios", "UNKNOWN"),
        ] {
            state.jobStages = [stage]
            let (checkout, cluster) = try project(state)
            let told = try await checkout("doctor", "--in-cluster", "--yes", "--format", format)
            #expect(told.status == 3, "\(told.output)\(told.errors)")
            #expect(told.output.contains(words), "\(format): \(told.output)")
            try isEmptied(cluster)
        }
    }

    @Test func `a pod that ends without a report is told with its last words, masked`() async throws {
        var state = ClusterStandIn.State()
        state.jobStages = [Self.running, Self.ended(2)]
        (state.logs, state.logEnded) = (["ihctl doctor: unknown option --quiet", "{", "password=mArKeD-s3cr3t"], true)
        let (checkout, cluster) = try project(state)
        let told = try await checkout("doctor", "--in-cluster", "--yes")
        #expect(told.status == 3)
        #expect(
            told.output.contains("unknown option --quiet") && told.output.contains("broken_answer"),
            "\(told.output)"
        )
        #expect(!told.output.contains("mArKeD"))
        try isEmptied(cluster)
    }

    @Test func `Ctrl-C removes the Job, and one that was left by kill -9 removes itself`() async throws {
        var state = ClusterStandIn.State()
        for signal in [SIGINT, SIGTERM, SIGKILL] {
            state.jobStages = [Self.running]
            let (checkout, cluster) = try project(state)
            let child = try checkout.start("doctor", "--in-cluster", "--yes", log: "run")
            try await aside { try child.waitUntilReady { cluster.seen.contains { $0.contains("/log?") } } }
            child.send(signal)
            guard signal != SIGKILL else {
                #expect(try cluster.held().contains("\"ttlSecondsAfterFinished\": 300"))
                continue
            }
            try await aside { try waitUntil("the Job is gone") { try !cluster.held().contains("\"kind\": \"Job\"") } }
            try isEmptied(cluster)
        }
    }
}
