import Deadlines
import FoundationEssentials
import JSON
import KubernetesAPI
import Synchronization
import TestSupport
import Testing
import Words

@testable import Kubernetes

/// A Job made from a CronJob, against a server that answers as the real one does.
@Suite(.live, .timeLimit(.minutes(4))) struct ErrandTests {
    private static let kind = CheckKind("doctor.in-cluster", "doctor runs inside the cluster")

    private static let cronJob: JSON = [
        "metadata": ["name": "ihctl-doctor", "labels": ["app": "ihctl"]],
        "spec": [
            "schedule": "*/15 * * * *", "suspend": true,
            "jobTemplate": [
                "metadata": ["labels": ["app": "ihctl"]],
                "spec": [
                    "activeDeadlineSeconds": 300, "backoffLimit": 3,
                    "template": [
                        "metadata": ["labels": ["app": "ihctl"]],
                        "spec": [
                            "serviceAccountName": "ihctl", "restartPolicy": "OnFailure",
                            "containers": [
                                ["name": "sidecar", "image": "other", "args": ["keep"]],
                                [
                                    "name": "doctor", "image": "registry/ihctl:1",
                                    "env": [["name": "A", "value": "b"]],
                                    "args": [
                                        "doctor", "--env", "staging", "--skip", "kubernetes.*", "--timeout", "9s",
                                        "--format=text", "--quiet",
                                    ],
                                ],
                            ],
                        ],
                    ],
                ],
            ],
        ],
    ]

    private static func status(_ phase: String, _ state: JSON?, conditions: [JSON] = []) -> String {
        let container: JSON = ["name": "doctor", "image": "registry/ihctl:1", "state": state ?? .null]
        let whole: JSON = [
            "phase": .string(phase), "conditions": .array(conditions),
            "containerStatuses": state == nil ? [] : [container],
        ]
        return whole.text()
    }

    private static let running = status("Running", ["running": [:]])
    private static let done = status("Succeeded", ended(0, "Completed"))

    private static func objects(_ more: [String: JSON] = [:]) -> [String: String] {
        let all: [String: JSON] = [
            "namespaces": [["metadata": ["name": "app"]], ["metadata": ["name": "kube-system", "uid": "uid-of-it"]]],
            "batch/cronjobs@app": [cronJob],
        ]
        return all.merging(more) { _, new in new }.mapValues { $0.text() }
    }

    private func errand(
        _ state: ClusterStandIn.State,
        _ objects: [String: String] = objects(),
        namespace: String = "app"
    )
        throws -> (ClusterStandIn, Errand)
    {
        let cluster = try ClusterStandIn(state, objects: objects)
        let file = try cluster.scratch.write(cluster.kubeconfig(), to: "kubeconfig")
        let access = try KubernetesAccess.found(.file(file), environment: [:])
        var wish = Scene().wish
        wish.namespace = namespace
        let judge = ClusterJudge(wish, at: ClusterJudge.address("fr-par"))
        return (cluster, Errand(judge, KubernetesClient(access, http: http), as: Self.kind))
    }

    private func run(_ errand: Errand, notes: Noted = Noted(), by deadline: Deadline = .ample) async throws
        -> Errand.Ending
    {
        let plan = try await errand.plan(
            from: "ihctl-doctor",
            called: "ihctl-doctor-abcde",
            container: "doctor",
            saying: ["--timeout", "3s", "--skip", "x", "--format", "json", "--quiet"],
            limit: .seconds(90),
            by: deadline
        )
        return try await errand.run(plan, by: deadline) {
            try notes.note($0)
        } hear: {
            notes.add("\($0)")
        }
    }

    private final class Noted: Sendable {
        private let all = Mutex<[String]>([])
        /// An action that cannot be noted.
        private let refused: String?

        init(refusing refused: String? = nil) { self.refused = refused }

        func note(_ action: String) throws {
            add(action)
            if action == refused { throw CancellationError() }
        }

        func add(_ text: String) { all.withLock { $0.append(text) } }
        var texts: [String] { all.withLock { $0 } }
    }

    private func fault(_ body: () async throws -> Void) async throws -> Finding {
        try await #require(throws: ResourceFailure.self) { try await body() }.finding
    }

    private func isEmptied(_ cluster: ClusterStandIn) throws {
        let held = try JSON(parsing: Array(try cluster.held().utf8))["objects"]
        #expect(held["batch/jobs@app"].array?.isEmpty != false)
        #expect(held["pods@app"].array?.isEmpty != false)
        #expect(cluster.seen.contains { $0.hasPrefix("DELETE /apis/batch/v1/namespaces/app/jobs/ihctl-doctor-abcde") })
    }

    /// A server that said no made nothing: nothing is to be removed.
    private func isUnmade(_ cluster: ClusterStandIn) {
        #expect(!cluster.seen.contains { $0.hasPrefix("DELETE") })
    }

    @Test func `its log comes back whole, and nothing of it stays`() async throws {
        var state = ClusterStandIn.State()
        state.jobStages = [
            Self.status("Pending", nil), Self.status("Pending", waiting("ContainerCreating")), Self.running, Self.done,
        ]
        (state.logs, state.logEnded) = (["{", "  \"a\": 1", "}"], true)
        let (cluster, errand) = try errand(state)
        let notes = Noted()
        let ending = try await run(errand, notes: notes)
        #expect(ending.lines == state.logs)
        #expect(ending.exitCode == 0)
        #expect(ending.pod == "ihctl-doctor-abcde-x7k2p")
        try isEmptied(cluster)
        #expect(notes.texts.filter { ["create", "delete"].contains($0) } == ["create", "delete"])
        #expect(await errand.identity(by: .ample) == "uid-of-it")
    }

    @Test func `it is the CronJob's in all but its words and its limits`() async throws {
        let plan = try #require(
            ErrandPlan(
                from: Self.cronJob,
                called: "one",
                container: "doctor",
                saying: ["--timeout", "3s", "--skip", "x", "--format", "json", "--quiet"],
                limit: .seconds(90)
            )
        )
        let spec = plan.object["spec"]
        #expect(spec["activeDeadlineSeconds"].integer == 90)
        #expect(spec["ttlSecondsAfterFinished"].integer == 300)
        #expect(spec["backoffLimit"].integer == 0)
        #expect(spec["suspend"].isNull)
        let pod = spec["template"]["spec"]
        #expect(pod["serviceAccountName"].string == "ihctl")
        #expect(pod["restartPolicy"].string == "Never")
        #expect(pod["containers"][0]["args"].strings == ["keep"])
        #expect(pod["containers"][1]["env"][0]["name"].string == "A")
        #expect(
            pod["containers"][1]["args"].strings == [
                "doctor", "--env", "staging", "--skip", "kubernetes.*", "--timeout", "3s", "--skip", "x", "--format",
                "json", "--quiet",
            ]
        )
        #expect(plan.object["metadata"]["labels"]["app"].string == "ihctl")
        #expect(plan.image == "registry/ihctl:1")
        let bare: JSON = ["metadata": ["name": "ihctl-doctor"], "spec": ["jobTemplate": [:]]]
        #expect(ErrandPlan(from: bare, called: "one", container: "doctor", saying: [], limit: .seconds(1)) == nil)
    }

    @Test func `no namespace and no CronJob are told apart, and nothing is made`() async throws {
        let (cluster, nowhere) = try errand(ClusterStandIn.State(), namespace: "nowhere")
        let namespace = try await fault { _ = try await run(nowhere) }
        #expect(namespace.fault == .missing)
        #expect(namespace.message.contains("no namespace nowhere"))
        let (other, without) = try errand(ClusterStandIn.State(), Self.objects(["batch/cronjobs@app": []]))
        let cronJob = try await fault { _ = try await run(without) }
        #expect(cronJob.fault == .missing)
        #expect(cronJob.message.contains("no CronJob ihctl-doctor in app"))
        #expect(!(cluster.seen + other.seen).contains { $0.hasPrefix("POST") || $0.hasPrefix("DELETE") })
    }

    @Test(arguments: ["get cronjobs", "create jobs", "list pods", "get pods/log"])
    func `what is not permitted is named with the role that permits it`(denied: String) async throws {
        var state = ClusterStandIn.State()
        let words = denied.split(separator: " ").map(String.init)
        state.denied = [.init(words[0], words[1])]
        state.jobStages = [Self.running, Self.done]
        state.logEnded = true
        let (cluster, errand) = try errand(state)
        let finding = try await fault { _ = try await run(errand) }
        #expect(finding.fault == .permission, "\(finding)")
        #expect(
            finding.remedies.contains { "\($0)".contains("--verb=\(words[0])") && "\($0)".contains(words[1]) },
            "\(finding.remedies)"
        )
        switch denied {
        case "get cronjobs", "create jobs": isUnmade(cluster)
        default: try isEmptied(cluster)
        }
    }

    @Test func `a quota is one whether it refuses the Job or its pod`() async throws {
        let words =
            "exceeded quota: small, requested: count/jobs.batch=1, used: count/jobs.batch=3, limited: count/jobs.batch=3"
        var refusing = ClusterStandIn.State()
        var fault = ClusterStandIn.Fault(
            "/apis/batch/v1/namespaces/app/jobs",
            403,
            """
            {"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Forbidden","code":403,\
            "message":"jobs.batch \\"x\\" is forbidden: \(words)"}
            """
        )
        fault.method = "POST"
        refusing.faults = [fault]
        var starving = ClusterStandIn.State()
        starving.jobEvents = [
            event("FailedCreate", "Error creating: pods \"x\" is forbidden: \(words)", about: "JOB").text()
        ]
        for (state, isMade) in [(refusing, false), (starving, true)] {
            let (cluster, errand) = try errand(state)
            let finding = try await self.fault { _ = try await run(errand) }
            #expect(finding.fault == .quota, "\(finding)")
            #expect(finding.remedies.contains { "\($0)".contains("describe resourcequota") })
            if isMade { try isEmptied(cluster) } else { isUnmade(cluster) }
        }
    }

    @Test func `where nobody knows whether it was made, it is removed`() async throws {
        var state = ClusterStandIn.State()
        var fault = ClusterStandIn.Fault("/apis/batch/v1/namespaces/app/jobs", 200, "{\"kind\": ")
        (fault.method, fault.cut) = ("POST", true)
        state.faults = [fault]
        let (cluster, errand) = try errand(state)
        _ = try await self.fault { _ = try await run(errand) }
        try isEmptied(cluster)
    }

    @Test(arguments: [
        ("ErrImagePull", "failed to pull: unauthorized: authentication required", FailureClass.auth),
        ("ErrImagePull", "manifest unknown: no such tag", .missing),
        ("InvalidImageName", "couldn't parse image reference", .config),
        ("ErrImagePull", "toomanyrequests: slow down", .rateLimited),
    ])
    func `an image that does not come says why, at once`(_ reason: String, _ words: String, _ fault: FailureClass)
        async throws
    {
        var state = ClusterStandIn.State()
        state.jobStages = [Self.status("Pending", nil), Self.status("Pending", waiting(reason, words))]
        let (cluster, errand) = try errand(state)
        let finding = try await self.fault { _ = try await run(errand) }
        #expect(finding.fault == fault)
        #expect(finding.message.contains("registry/ihctl:1"))
        try isEmptied(cluster)
    }

    @Test func `an image that was tried before tells it by the event of that try`() async throws {
        var state = ClusterStandIn.State()
        state.jobStages = [Self.status("Pending", waiting("ImagePullBackOff", "Back-off pulling image"))]
        state.jobEvents = [event("Failed", "Failed to pull image: denied: no access", about: "JOB-x7k2p").text()]
        let (cluster, errand) = try errand(state)
        #expect(try await fault { _ = try await run(errand) }.fault == .auth)
        try isEmptied(cluster)
    }

    private func findingOfPod(_ stage: String, _ warning: String, by deadline: Deadline) async throws -> Finding {
        var state = ClusterStandIn.State()
        if !stage.isEmpty { state.jobStages = [stage] }
        if !warning.isEmpty {
            state.jobEvents = [event(warning, "configmap \"p\" not found", about: "JOB-x7k2p").text()]
        }
        state.logEnded = true
        let (cluster, errand) = try errand(state)
        let finding = try await fault { _ = try await run(errand, by: deadline) }
        #expect(!finding.remedies.isEmpty)
        try isEmptied(cluster)
        return finding
    }

    @Test(arguments: [
        (status("Pending", waiting("CreateContainerConfigError", "secret \"app\" not found")), FailureClass.config),
        (status("Failed", nil), .capacity), (status("Running", ended(137, "OOMKilled")), .capacity),
    ])
    func `a pod that never will run, or was killed, says why at once`(_ stage: String, _ fault: FailureClass)
        async throws
    {
        #expect(try await findingOfPod(stage, "", by: .ample).fault == fault)
    }

    private static let unscheduled: JSON = ["type": "PodScheduled", "status": "False", "message": "0/3 nodes"]

    @Test(arguments: [
        (status("Pending", nil, conditions: [unscheduled]), "", FailureClass.capacity),
        (status("Pending", waiting("ContainerCreating")), "FailedMount", .missing),
        (status("Pending", waiting("ContainerCreating")), "", .stuck), ("", "", .stuck),
    ])
    func `a pod that may still come is waited for, and then says what it waited for`(
        _ stage: String,
        _ warning: String,
        _ fault: FailureClass
    ) async throws {
        let finding = try await findingOfPod(stage, warning, by: .after(.seconds(20)))
        #expect(finding.fault == fault, "\(finding)")
    }

    @Test func `a Job that does not end in time is told as that, although its log is still followed`() async throws {
        var state = ClusterStandIn.State()
        (state.jobStages, state.logs) = ([Self.running], ["first"])
        let (cluster, errand) = try errand(state)
        let finding = try await fault { _ = try await run(errand, by: .after(.seconds(20))) }
        #expect(finding.message == "The Job did not end in time.", "\(finding)")
        try isEmptied(cluster)
    }

    @Test func `whoever is stopped leaves nothing`() async throws {
        var state = ClusterStandIn.State()
        state.jobStages = [Self.running]
        state.logs = ["first"]
        let (cluster, errand) = try errand(state)
        let notes = Noted()
        let work = Task { try await run(errand, notes: notes) }
        try await aside { try waitUntil("it runs") { notes.texts.contains { $0.hasPrefix("running") } } }
        work.cancel()
        await #expect(throws: (any Error).self) { try await work.value }
        try isEmptied(cluster)
        #expect(notes.texts.contains("delete"))
    }

    @Test func `a removal that cannot be noted is done all the same, and told`() async throws {
        var state = ClusterStandIn.State()
        (state.jobStages, state.logEnded) = ([Self.done], true)
        let (cluster, errand) = try errand(state)
        let notes = Noted(refusing: "delete")
        _ = try await run(errand, notes: notes)
        try isEmptied(cluster)
        #expect(notes.texts.contains { $0.hasPrefix("unnoted(") }, "\(notes.texts)")
        #expect(notes.texts.contains { $0.hasPrefix("removed(") }, "\(notes.texts)")
    }

    @Test func `a Job that cannot be removed is named`() async throws {
        var state = ClusterStandIn.State()
        state.jobStages = [Self.done]
        state.logEnded = true
        state.denied = [.init("delete", "jobs")]
        let (cluster, errand) = try errand(state)
        defer { withExtendedLifetime(cluster) {} }
        let notes = Noted()
        _ = try await run(errand, notes: notes)
        #expect(notes.texts.contains { $0.hasPrefix("left(name: \"ihctl-doctor-abcde\"") }, "\(notes.texts)")
    }
}
