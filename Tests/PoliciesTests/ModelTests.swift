import FoundationEssentials
import Kustomize
import Policies
import Testing
import Words
import YAML

@Suite struct ModelTests {
    private let environment = PolicyEnvironment(
        name: "production",
        isProtected: true,
        demandsDigests: true,
        registries: ["registry.test/hop"],
        highestReplicas: 20,
        declared: [
            DeclaredObject("Secret", "hop-secrets"), DeclaredObject("Secret", "registry", namespace: "hop"),
            DeclaredObject("PriorityClass", "hop"),
        ],
        isStrict: true
    )

    private func text() throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: "\(Fixture.folder)/model.yaml")), as: UTF8.self)
    }

    private func judged(_ text: String) throws -> PolicyVerdict {
        let objects = try Fixture.objects(text, file: "model.yaml")
        return PolicyInput(objects: objects, environment: environment, today: try #require(Day("2026-11-21"))).judged()
    }

    @Test func `a model agent passes every error and warning, and nothing is allowed`() throws {
        let verdict = try judged(try text())
        let told = verdict.faults.filter { $0.severity != .note }.map {
            "\($0.policy.id) \($0.subject) \($0.pathText): \($0.message)"
        }
        #expect(told == [])
        #expect(verdict.faults.allSatisfy { !$0.isAllowed })
        #expect(verdict.objects == 19 && verdict.policies == Policy.all.count)
    }

    /// One word changed, and exactly these policies speak.
    @Test(arguments: [
        ("namespace: hop}\nautomount", "namespace: hup}\nautomount", ["namespace-missing", "service-account-missing"]),
        ("runAsUser: 10001\n            runAsGroup", "runAsUser: 0\n            runAsGroup", ["runs-as-root"]),
        ("name: agent-service, port: {name: http}", "name: agent, port: {name: http}", ["ingress-backend-missing"]),
        ("{destination: {host: agent-service", "{destination: {host: agent", ["mesh-destination-missing"]),
        ("host: agent-service\n", "host: agent\n", ["mesh-destination-missing"]),
        ("port: {number: 80}}}]", "port: {number: 8000}}}]", ["mesh-destination-missing"]),
        ("minReplicas: 3", "minReplicas: 1", ["autoscaler-bounds"]),
        ("secretName: hop-secrets,", "secretName: hop-secret,", ["reference-missing"]),
        ("MAX_TOKENS: \"4096\"", "API_TOKEN: \"4096x\"", ["secret-in-config-map"]),
        ("revisionHistoryLimit: 5", "replicas: 3", ["replicas-beside-autoscaler"]),
        ("ports: [{port: 53, protocol: UDP}, {port: 53, protocol: TCP}]", "ports: [{port: 5353}]", ["no-name-lookups"]),
        ("credentialName: hop-tls", "credentialName: tls-hop", ["gateway-tls"]),
        ("      retries: ", "      fault: {delay: {fixedDelay: 5s}}\n      retries: ", ["mesh-fault-injection"]),
        ("{port: http, path: /metrics", "{port: metrics, path: /metrics", ["monitor-selects-nothing"]),
        ("image: registry.test/hop/ihctl:v1.0.0@", "image: docker.io/hop/ihctl:v1.0.0@", ["image-registry"]),
    ])
    func `one fault in it is found as itself`(from: String, to: String, policies: [String]) throws {
        let original = try text()
        let changed = original.replacing(from, with: to, maxReplacements: 1)
        #expect(changed != original)
        let found = try judged(changed).faults.filter { $0.severity != .note }.map(\.policy.id)
        #expect(Set(found) == Set(policies), "\(found)")
    }

    @Test func `objects come as Kustomize builds them, and faults keep their files`() throws {
        let model = try text().replacing("readOnlyRootFilesystem: true", with: "readOnlyRootFilesystem: false")
        let tree = ["app/kustomization.yaml": "resources: [model.yaml]\nnamePrefix: x-\n", "app/model.yaml": model]
        let output = try Kustomize.build("app", in: MemoryFiles(tree))
        let objects = output.objects.map { PolicyObject($0) }
        let verdict = PolicyInput(objects: objects, environment: environment, today: try #require(Day("2026-11-21")))
            .judged()
        let fault = try #require(verdict.faults.first { $0.policy.id == "writable-root-filesystem" })
        #expect(fault.subject == "Deployment hop/x-agent")
        #expect(fault.pathText == "spec.template.spec.containers[agent].securityContext.readOnlyRootFilesystem")
        #expect(fault.place.file?.hasSuffix("app/model.yaml") == true && fault.place.line > 50)
    }

    @Test func `the worst come first, and a finding says where, what and how to mend it`() throws {
        let verdict = try judged(try text().replacing("runAsNonRoot: true\n", with: "runAsNonRoot: false\n"))
        #expect(
            verdict.faults.map(\.severity) == verdict.faults.map(\.severity).sorted { $0 == .error && $1 != .error }
        )
        let finding = try #require(verdict.findings.first { $0.id == "runs-as-root" })
        #expect(finding.severity == .error && finding.topic == "runs-as-root")
        #expect(finding.subject == "Deployment hop/agent")
        #expect(finding.place?.file == "model.yaml")
        #expect(finding.content == "spec.template.spec.containers[agent].securityContext.runAsNonRoot")
        #expect(
            finding.evidence.contains {
                if case .verbatim(let text) = $0 { text.contains("runAsNonRoot: true") } else { false }
            }
        )
        #expect(verdict.count(.error) > 0)
    }

    @Test func `no message holds a secret`() throws {
        let secret = "correct-horse-battery-staple"
        let text = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: a, namespace: hop}
            data: {PASSWORD: \(secret), "app.ini": "password = \(secret)"}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: a, namespace: hop}
            spec:
              containers:
                - {name: a, args: ["--token=\(secret)"], env: [{name: API_KEY, value: \(secret)}]}
            """
        let verdict = try judged(text)
        #expect(verdict.faults.count { $0.policy.id.hasPrefix("secret-in-") } == 4)
        for fault in verdict.faults { #expect(!"\(fault.finding)".contains(secret), "\(fault.policy.id)") }
    }
}
