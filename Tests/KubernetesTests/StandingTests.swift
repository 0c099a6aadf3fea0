import FoundationEssentials
import JSON
import KubernetesAPI
import TestSupport
import Testing
import Words

/// What stands in a cluster before the agent does: version, nodes, namespace, secrets, permissions, quotas.
@Suite(.live, .timeLimit(.minutes(5))) struct StandingTests {
    @Test func `a version too old is told with the one that is wanted`() async throws {
        var scene = Scene()
        scene.state.version["gitVersion"] = "v1.23.9"
        let findings = try await scene.findings(of: "version")
        #expect(findings.map(\.failureClass) == ["outdated"])
        #expect(findings[0].message.contains("1.23") && findings[0].message.contains("1.24"))
    }

    @Test func `too few nodes, one that is not ready, one unheard of and one under pressure are told apart`()
        async throws
    {
        var scene = Scene()
        let pressure: JSON = ["type": "DiskPressure", "status": "True", "message": "disk is nearly full"]
        scene.objects["nodes"] = [
            node("node-1", more: pressure), node("node-2", ready: "False"), node("node-3", ready: "Unknown"),
            node("node-4", cordoned: true),
        ]
        let findings = try await scene.findings(of: "nodes")
        #expect(findings.map(\.failureClass) == ["capacity", "capacity", "no_reply", "capacity"])
        #expect(findings.map(\.severity) == [.error, .error, .error, .warning])
        #expect(findings[0].message.hasPrefix("1 node can take pods"))
        #expect(findings[0].remedies.contains(.fix("kubectl uncordon node-4")))
        #expect(findings[3].message.contains("DiskPressure"))
    }

    @Test func `a node whose clock is off is told by its heartbeat`() async throws {
        var scene = Scene()
        scene.objects["coordination.k8s.io/leases@kube-node-lease"] = [
            lease("node-1", age: -600), lease("node-2", age: 600), lease("node-3", age: 10),
        ]
        let findings = try await scene.findings(of: "nodes")
        #expect(findings.map(\.failureClass) == ["clock", "clock"])
        #expect(findings[0].message.contains("node-1 is ahead"))
        #expect(findings[1].message.contains("node-2 is behind"))
    }

    @Test func `a namespace that is missing, and one that does not end, are two faults`() async throws {
        var scene = Scene()
        scene.objects["namespaces"] = []
        let gone = try await scene.findings(of: "namespace")
        #expect(gone.map(\.failureClass) == ["missing"])
        #expect(gone[0].remedies == [.fix("kubectl create namespace app")])
        scene.objects["namespaces"] = [["metadata": ["name": "app"], "status": ["phase": "Terminating"]]]
        #expect(try await scene.findings(of: "namespace").map(\.failureClass) == ["stuck"])
    }

    @Test func `a secret that is missing, lacks a key, or holds nothing, names the keys and never a value`()
        async throws
    {
        var scene = Scene()
        let registry = scene.objects["secrets@app"]?[1] ?? .null
        scene.objects["secrets@app"] = [registry]
        #expect(try await scene.findings(of: "secret").map(\.failureClass) == ["missing"])
        scene.objects["secrets@app"] = [
            secret("app-secrets", ["database-url": "s3cret", "NATS_AUTH_TOKEN": " \n"]), registry,
        ]
        let findings = try await scene.findings(of: "secret")
        #expect(findings.count == 2)
        #expect(findings[0].message.contains("lacks DATABASE_URL"))
        #expect(findings[0].evidence.contains(.fact("perhaps meant", "database-url instead of DATABASE_URL")))
        #expect(findings[1].message.contains("holds nothing under NATS_AUTH_TOKEN"))
    }

    @Test func `a registry secret that is missing, of another type, or for another host, is told`() async throws {
        var scene = Scene()
        let app = scene.objects["secrets@app"]?[0] ?? .null
        scene.objects["secrets@app"] = [app]
        #expect(try await scene.findings(of: "registry-secret").map(\.failureClass) == ["missing"])
        scene.objects["secrets@app"] = [app, secret("registry", ["password": "s3cret"])]
        #expect(try await scene.findings(of: "registry-secret").map(\.failureClass) == ["invalid"])
        let other = "{\"auths\":{\"https://index.docker.io/v1/\":{\"auth\":\"s3cret\"}}}"
        scene.objects["secrets@app"] = [
            app, secret("registry", [".dockerconfigjson": other], type: "kubernetes.io/dockerconfigjson"),
        ]
        let findings = try await scene.findings(of: "registry-secret")
        #expect(findings.map(\.failureClass) == ["missing"])
        #expect(findings[0].evidence.contains(.fact("logins for", "index.docker.io")))
    }

    @Test func `a configuration and a service account that are missing are told`() async throws {
        var scene = Scene()
        scene.objects["configmaps@app"] = []
        scene.objects["serviceaccounts@app"] = []
        let findings = try await scene.findings(of: "config-map", beside: ["service-account"])
        #expect(findings.map(\.failureClass) == ["missing"])
        #expect(try await scene.told()["service-account"]?.findings.map(\.failureClass) == ["missing"])
    }

    @Test func `what may not be read is unknown, and the permissions say which role gives it`() async throws {
        var scene = Scene()
        scene.state.denied = [
            ClusterStandIn.Denial("list", "nodes"), ClusterStandIn.Denial("get", "secrets/app-secrets"),
        ]
        let told = try await scene.told()
        #expect(told["nodes"]?.standing == .unknown)
        #expect(told["secret"]?.standing == .unknown)
        #expect(told["registry-secret"]?.findings.isEmpty == true)
        let finding = try #require(told["permissions"]?.findings.first)
        #expect(finding.failureClass == "permission")
        #expect(finding.severity == .warning)
        #expect(finding.evidence == [.fact("denied", "get secrets/app-secrets"), .fact("denied", "list nodes")])
        #expect(
            finding.remedies == [
                .fix("kubectl -n app create role ihctl-doctor --verb=get --resource=secrets"),
                .fix("kubectl create clusterrole ihctl-doctor --verb=list --resource=nodes"),
            ]
        )
        let unseen = try #require(told["nodes"]?.findings.first)
        #expect(unseen.evidence.contains { "\($0)".contains("cannot list resource") })
    }

    @Test func `a quota that is used up is an error, one nearly so a warning`() async throws {
        var scene = Scene()
        scene.objects["resourcequotas@app"] = [
            [
                "metadata": ["name": "team"],
                "status": [
                    "hard": ["pods": "10", "requests.memory": "4Gi", "limits.cpu": "2", "services.nodeports": "0"],
                    "used": [
                        "pods": "3", "requests.memory": "4096Mi", "limits.cpu": "1900m", "services.nodeports": "0",
                    ],
                ],
            ]
        ]
        let findings = try await scene.findings(of: "quota")
        #expect(findings.map(\.severity) == [.warning, .error])
        #expect(findings.map(\.failureClass) == ["quota", "quota"])
        #expect(findings[1].message.contains("requests.memory"))
    }

    @Test func `one part that hangs or breaks keeps nothing else from being seen`() async throws {
        var scene = Scene()
        scene.state.faults = [ClusterStandIn.Fault("/api/v1/nodes", 500, "boom")]
        let told = try await scene.told()
        #expect(told["nodes"]?.standing == .unknown)
        #expect(told["nodes"]?.findings.first?.failureClass == "internal")
        for (name, diagnosis) in told where name != "nodes" { #expect(diagnosis.findings.isEmpty, "\(name)") }
    }
}
