import FoundationEssentials
import JSON
import Kubernetes
import KubernetesAPI
import TestSupport
import Testing
import Words

@Suite(.live, .timeLimit(.minutes(5))) struct RolloutTests {
    @Test func `a healthy cluster has no finding, and says what was seen`() async throws {
        let told = try await Scene().told()
        for (name, diagnosis) in told {
            #expect(diagnosis.findings.isEmpty, "\(name): \(diagnosis.findings)")
            #expect(diagnosis.standing == .known)
            #expect(!"\(diagnosis)".contains("s3cret"))
        }
        #expect(told["rollout"]?.seen == "3 of 3 pods available, revision 7")
        #expect(told["nodes"]?.seen == "3 usable nodes of 3")
    }

    @Test func `a deployment that is not there is told once`() async throws {
        var scene = Scene()
        scene.objects["apps/deployments@app"] = []
        #expect(try await scene.findings(of: "rollout").map(\.failureClass) == ["missing"])
    }

    @Test(arguments: [
        (1, "Error", "stuck", "with status 1"), (137, "OOMKilled", "capacity", "uses more memory"),
        (127, "Error", "stuck", "with status 127"),
    ])
    func `a crash loop tells how it ended`(code: Int, reason: String, failureClass: String, words: String) async throws
    {
        var scene = Scene()
        scene.objects["pods@app"] = [
            pod("agent-1-1"), pod("agent-1-2", state: waiting("CrashLoopBackOff"), last: ended(code, reason)),
            pod("agent-1-3", state: waiting("CrashLoopBackOff"), last: ended(code, reason)),
        ]
        scene.objects["apps/deployments@app"] = [deployment(available: 1)]
        let findings = try await scene.findings(of: "rollout")
        #expect(findings.map(\.failureClass) == [failureClass])
        #expect(findings[0].message.contains(words), "\(findings[0].message)")
        #expect(findings[0].evidence.contains(.fact("pods", "agent-1-2, agent-1-3")))
    }

    @Test func `the scheduler's words, a bad configuration and an eviction are told apart`() async throws {
        var scene = Scene()
        let words = "0/3 nodes are available: 3 Insufficient cpu."
        let unscheduled: JSON = [
            "type": "PodScheduled", "status": "False", "reason": "Unschedulable", "message": .string(words),
        ]
        var evicted = pod("agent-1-3", phase: "Failed", state: ended(137))
        evicted["status"]["reason"] = "Evicted"
        scene.objects["pods@app"] = [
            pod("agent-1-1", phase: "Pending", state: waiting("ContainerCreating"), conditions: [unscheduled]),
            pod("agent-1-2", state: waiting("CreateContainerConfigError", "secret \"app-secrets\" not found")), evicted,
        ]
        scene.objects["apps/deployments@app"] = [deployment(available: 1)]
        let findings = try await scene.findings(of: "rollout")
        #expect(findings.map(\.failureClass) == ["capacity", "config", "capacity"])
        #expect(findings[0].evidence.contains(.fact("scheduler", words)))
        #expect(findings[1].evidence.contains(.fact("reason", "secret \"app-secrets\" not found")))
        #expect(findings.map(\.severity) == [.error, .error, .warning])
    }

    @Test func `a rollout past its deadline, a paused one and one under way are told apart`() async throws {
        var scene = Scene()
        let late: JSON = [
            "type": "Progressing", "status": "False", "reason": "ProgressDeadlineExceeded", "message": "timed out",
        ]
        scene.objects["apps/deployments@app"] = [deployment(available: 2, conditions: [late])]
        let stuck = try await scene.findings(of: "rollout")
        #expect(stuck.map(\.failureClass) == ["stuck"])
        #expect(stuck[0].remedies.contains(.fix("kubectl -n app rollout undo deployment/agent")))
        scene.objects["apps/deployments@app"] = [deployment(paused: true)]
        let paused = try await scene.findings(of: "rollout")
        #expect(paused.map(\.severity) == [.warning])
        #expect(paused[0].remedies == [.fix("kubectl -n app rollout resume deployment/agent")])
        scene.objects["apps/deployments@app"] = [deployment(available: 2)]
        #expect(try await scene.findings(of: "rollout").map(\.failureClass) == ["starting"])
        scene.objects["apps/deployments@app"] = [deployment(generation: 3)]
        #expect(try await scene.findings(of: "rollout").map(\.failureClass) == ["starting"])
        scene.objects["apps/deployments@app"] = [deployment(available: 0)]
        #expect(try await scene.findings(of: "rollout").map(\.severity) == [.error])
    }

    @Test func `pods that a quota or a policy keeps from being made are told apart`() async throws {
        var scene = Scene()
        func failure(_ message: String) -> JSON {
            ["type": "ReplicaFailure", "status": "True", "reason": "FailedCreate", "message": .string(message)]
        }
        let quota =
            "pods \"agent-1-\" is forbidden: exceeded quota: team, requested: pods=1, used: pods=3, limited: pods=3"
        scene.objects["apps/deployments@app"] = [deployment(available: 2, conditions: [failure(quota)])]
        #expect(try await scene.findings(of: "rollout").map(\.failureClass) == ["quota"])
        let policy = "pods \"agent-1-\" is forbidden: violates PodSecurity \"restricted:latest\""
        scene.objects["apps/deployments@app"] = [deployment(available: 2, conditions: [failure(policy)])]
        #expect(try await scene.findings(of: "rollout").map(\.failureClass) == ["permission"])
    }

    @Test func `another image than the platform file's is drift, a digest of it is not`() async throws {
        var scene = Scene()
        let image = "rg.fr-par.scw.cloud/island-hopper/agent"
        scene.objects["apps/deployments@app"] = [deployment(image: "\(image):1.1.0")]
        let findings = try await scene.findings(of: "rollout")
        #expect(findings.map(\.failureClass) == ["drift"])
        #expect(findings[0].remedies[0] == .fix("kubectl -n app set image deployment/agent agent=\(image):1.2.0"))
        scene.objects["apps/deployments@app"] = [deployment(image: "\(image):1.2.0@sha256:abc")]
        #expect(try await scene.findings(of: "rollout").isEmpty)
        scene.wish.tag = nil
        scene.objects["apps/deployments@app"] = [deployment(image: "\(image):1.1.0")]
        #expect(try await scene.findings(of: "rollout").isEmpty)
    }

    @Test func `an object written in a version that clusters drop is a warning`() async throws {
        var scene = Scene()
        let key = "autoscaling/horizontalpodautoscalers@app"
        var scaler = autoscaler(current: 3)
        scaler["metadata"]["managedFields"] = [["apiVersion": "autoscaling/v2beta2"], ["apiVersion": "autoscaling/v2"]]
        scene.objects[key] = [scaler]
        let findings = try await scene.findings(of: "rollout")
        #expect(findings.map(\.failureClass) == ["deprecated"])
        #expect(findings[0].message.contains("1.26"))
    }

    @Test func `an autoscaler that is missing, blind or at its most is a warning`() async throws {
        var scene = Scene()
        let key = "autoscaling/horizontalpodautoscalers@app"
        scene.objects[key] = []
        #expect(try await scene.findings(of: "rollout").map(\.failureClass) == ["missing"])
        let blind: JSON = ["type": "ScalingActive", "status": "False", "reason": "FailedGetResourceMetric"]
        scene.objects[key] = [autoscaler(current: 3, conditions: [blind])]
        #expect(try await scene.findings(of: "rollout").map(\.failureClass) == ["stuck"])
        scene.objects[key] = [autoscaler(current: 20)]
        let full = try await scene.findings(of: "rollout")
        #expect(full.map(\.failureClass) == ["capacity"])
        #expect(full.map(\.severity) == [.warning])
    }

    @Test(arguments: [
        ("Failed to pull image \"x\": rpc error: code = NotFound desc = manifest unknown", "missing"),
        ("Failed to pull image \"x\": failed to authorize: 401 Unauthorized", "auth"),
        (
            "Failed to pull image \"x\": pull access denied, repository does not exist or may require authorization",
            "auth"
        ),
        ("Failed to pull image \"x\": dial tcp: lookup rg.fr-par.scw.cloud: no such host", "dns"),
        ("Failed to pull image \"x\": toomanyrequests: rate limit", "rate_limited"),
        ("Failed to pull image \"x\": no match for platform in manifest: not found", "unsupported"),
    ])
    func `an image that does not come says why, from the event where the pod does not`(
        said: String,
        failureClass: String
    )
        async throws
    {
        var scene = Scene()
        let back = "Back-off pulling image"
        scene.objects["pods@app"] = [pod("agent-1-1"), pod("agent-1-2", state: waiting("ImagePullBackOff", back))]
        scene.objects["apps/deployments@app"] = [deployment(available: 2)]
        scene.objects["events@app"] = [event("Failed", said, about: "agent-1-2")]
        let findings = try await scene.findings(of: "image-pull", beside: ["rollout"])
        #expect(findings.map(\.failureClass) == [failureClass], "\(findings)")
    }

    @Test func `late warnings of ours are told by reason, old and foreign ones are not`() async throws {
        var scene = Scene()
        scene.objects["events@app"] = [
            event("Unhealthy", "Readiness probe failed", about: "agent-1-1"),
            event("Unhealthy", "Readiness probe failed", about: "agent-1-2", age: 120),
            event("FailedMount", "not found", about: "agent-1-3", age: 86_400),
            event("Unhealthy", "failed", about: "other-1"), event("BackOff", "back-off", about: "agent-1-1"),
        ]
        let findings = try await scene.findings(of: "events")
        #expect(findings.map(\.message) == ["The cluster warns of Unhealthy, 8 times."])
        #expect(findings.map(\.severity) == [.warning])
    }
}
