import Deadlines
import FoundationEssentials
import HTTP
import JSON
import Kubernetes
import KubernetesAPI
import Platform
import TestSupport
import Testing
import Words

/// One client for all tests.
let http = HTTPClient()

extension Deadline {
    /// Far enough for a busy machine, where the deadline is not what a test is about.
    static var ample: Deadline { .after(.seconds(60)) }
}

/// A cluster where all is well, to be spoiled in one place.
struct Scene {
    var state = ClusterStandIn.State()
    var objects: [String: JSON]
    var wish: ClusterWish

    init() {
        var kubernetes = DeclaredKubernetes()
        kubernetes.namespace = "app"
        kubernetes.deployment = "agent"
        kubernetes.secret = "app-secrets"
        kubernetes.secretKeys = ["DATABASE_URL", "NATS_AUTH_TOKEN"]
        kubernetes.registrySecret = "registry"
        kubernetes.configMap = "app-config"
        kubernetes.serviceAccount = "agent"
        kubernetes.autoscaling = DeclaredKubernetes.Autoscaling()
        kubernetes.autoscaling?.name = "agent-hpa"
        var agent = Agent()
        agent.image = "rg.fr-par.scw.cloud/island-hopper/agent"
        agent.tag = "1.2.0"
        wish = ClusterWish(kubernetes, agent: agent)
        objects = [
            "nodes": .array((1...3).map { node("node-\($0)") }),
            "namespaces": [["metadata": ["name": "app"], "status": ["phase": "Active"]]],
            "secrets@app": [
                secret("app-secrets", ["DATABASE_URL": "s3cret-url", "NATS_AUTH_TOKEN": "s3cret-token"]),
                secret(
                    "registry",
                    [".dockerconfigjson": "{\"auths\":{\"rg.fr-par.scw.cloud\":{\"auth\":\"s3cret-login\"}}}"],
                    type: "kubernetes.io/dockerconfigjson"
                ),
            ],
            "configmaps@app": [["metadata": ["name": "app-config"], "data": ["LOG_LEVEL": "INFO"]]],
            "serviceaccounts@app": [["metadata": ["name": "agent"]]],
            "apps/deployments@app": [deployment()],
            "apps/replicasets@app": [["metadata": ["name": "agent-1", "labels": ["app": "agent"]]]],
            "pods@app": .array((1...3).map { pod("agent-1-\($0)") }),
            "autoscaling/horizontalpodautoscalers@app": [autoscaler(current: 3)],
        ]
    }

    func standIn() throws -> ClusterStandIn {
        try ClusterStandIn(state, objects: objects.mapValues { $0.text() })
    }

    func look(at standIn: ClusterStandIn) async throws -> (Observed, ClusterJudge) {
        let file = try standIn.scratch.write(standIn.kubeconfig(), to: "kubeconfig")
        let access = try KubernetesAccess.found(.file(file), environment: [:])
        let cluster = Cluster(wish, KubernetesClient(access, http: http))
        return (await cluster.observe(by: .ample), ClusterJudge(wish, at: ClusterJudge.address("fr-par")))
    }

    /// What is told of a look, by check.
    func told() async throws -> [String: Diagnosis] {
        let standIn = try standIn()
        defer { withExtendedLifetime(standIn) {} }
        let (seen, judge) = try await look(at: standIn)
        return [
            "version": judge.version(seen.version), "permissions": judge.permissions(seen.permissions),
            "nodes": judge.nodes(seen.nodes, heartbeats: seen.heartbeats), "namespace": judge.namespace(seen.namespace),
            "secret": judge.secret(seen.secret), "registry-secret": judge.registrySecret(seen.registrySecret),
            "config-map": judge.configMap(seen.configMap),
            "service-account": judge.serviceAccount(seen.serviceAccount), "rollout": judge.rollout(seen.workload),
            "image-pull": judge.imagePull(seen.workload), "events": judge.events(seen.workload),
            "quota": judge.quota(seen.quotas),
        ]
    }

    /// The findings of one check, when nothing else has any.
    func findings(of check: String, beside: Set<String> = []) async throws -> [Finding] {
        let told = try await told()
        for (name, diagnosis) in told where name != check && !beside.contains(name) {
            #expect(diagnosis.findings.isEmpty, "\(name): \(diagnosis.findings.map(\.message))")
        }
        let findings = told[check]?.findings ?? []
        for finding in findings {
            #expect(finding.id == "kubernetes.\(check)")
            #expect(FailureClass(rawValue: finding.failureClass ?? "") != nil)
            #expect(!finding.remedies.isEmpty)
            #expect(finding.message.hasSuffix("."))
            #expect(!"\(finding)".contains("s3cret"))
        }
        return findings
    }
}

func node(_ name: String, ready: String = "True", more: JSON = .null, cordoned: Bool = false) -> JSON {
    var conditions: [JSON] = [["type": "Ready", "status": .string(ready), "reason": "Told", "message": "told so"]]
    if !more.isNull { conditions.append(more) }
    return [
        "metadata": ["name": .string(name)], "spec": ["unschedulable": .boolean(cordoned)],
        "status": ["conditions": .array(conditions), "nodeInfo": ["kubeletVersion": "v1.29.3"]],
    ]
}

/// A node's heartbeat, so many seconds ago by its own clock.
func lease(_ name: String, age: Double) -> JSON {
    let time = Date(timeIntervalSinceNow: -age).formatted(.iso8601)
    return ["metadata": ["name": .string(name)], "spec": ["renewTime": .string(time)]]
}

func secret(_ name: String, _ values: [String: String], type: String = "Opaque") -> JSON {
    [
        "metadata": ["name": .string(name)], "type": .string(type),
        "data": .object(values.mapValues { .string(Data($0.utf8).base64EncodedString()) }),
    ]
}

func deployment(
    image: String = "rg.fr-par.scw.cloud/island-hopper/agent:1.2.0",
    available: Int = 3,
    conditions: [JSON] = [],
    paused: Bool = false,
    generation: Int = 2,
) -> JSON {
    let figures = JSON(available)
    return [
        "metadata": [
            "name": "agent", "generation": JSON(generation),
            "annotations": ["deployment.kubernetes.io/revision": "7"],
        ],
        "spec": [
            "replicas": 3, "paused": .boolean(paused), "selector": ["matchLabels": ["app": "agent"]],
            "template": ["spec": ["containers": [["name": "agent", "image": .string(image)]]]],
        ],
        "status": [
            "observedGeneration": 2, "replicas": 3, "updatedReplicas": 3, "readyReplicas": figures,
            "availableReplicas": figures, "conditions": .array(conditions),
        ],
    ]
}

func pod(_ name: String, phase: String = "Running", state: JSON = .null, last: JSON = .null, conditions: [JSON] = [])
    -> JSON
{
    let isWell = state.isNull
    let ready: JSON = ["type": "Ready", "status": isWell ? "True" : "False"]
    return [
        "metadata": [
            "name": .string(name), "uid": .string("uid-\(name)"), "labels": ["app": "agent"],
        ],
        "status": [
            "phase": .string(phase), "conditions": .array(conditions + [ready]),
            "containerStatuses": [
                [
                    "name": "agent", "image": "rg.fr-par.scw.cloud/island-hopper/agent:1.2.0",
                    "ready": .boolean(isWell),
                    "restartCount": isWell ? 0 : 6, "state": isWell ? ["running": [:]] : state, "lastState": last,
                ]
            ],
        ],
    ]
}

func waiting(_ reason: String, _ message: String = "") -> JSON {
    ["waiting": ["reason": .string(reason), "message": .string(message)]]
}

func ended(_ code: Int, _ reason: String = "Error") -> JSON {
    ["terminated": ["exitCode": JSON(code), "reason": .string(reason)]]
}

func event(_ reason: String, _ message: String, about name: String, age: Double = 60) -> JSON {
    let time = Date(timeIntervalSinceNow: -age).formatted(.iso8601)
    return [
        "metadata": ["name": .string("event-\(UInt32.random(in: 0 ..< .max))")], "type": "Warning",
        "reason": .string(reason), "message": .string(message), "count": 4, "lastTimestamp": .string(time),
        "involvedObject": ["kind": "Pod", "name": .string(name), "uid": .string("uid-\(name)")],
    ]
}

func autoscaler(current: Int, conditions: [JSON] = []) -> JSON {
    [
        "metadata": ["name": "agent-hpa"],
        "spec": ["minReplicas": 3, "maxReplicas": 20, "scaleTargetRef": ["kind": "Deployment", "name": "agent"]],
        "status": [
            "currentReplicas": JSON(current), "desiredReplicas": JSON(current), "conditions": .array(conditions),
        ],
    ]
}
