import Platform
import Policies
import TestSupport
import Testing

@Suite struct EnvironmentTests {
    private func environment(_ kubernetes: String, protected: Bool = false) throws -> PolicyEnvironment {
        let scratch = Scratch("policy-environment")
        let platform =
            "platform: t\nagent: {image: registry.test/hop/agent, tag: v1}\nprotected: \(protected)\n\(kubernetes)\n"
        try scratch.write(platform, to: "manifests/platform.yaml")
        try scratch.write("logging: {level: DEBUG}\n", to: "manifests/environments/staging.yaml")
        let loader = PlatformLoader(project: Project.around(scratch.path), variables: Variables(process: [:]))
        return PolicyEnvironment(try loader.load(environment: "staging", region: nil))
    }

    @Test func `the platform file says what counts as declared, allowed and enough`() throws {
        let environment = try environment(
            """
            kubernetes:
              secret: hop-secrets
              registry_secret: registry
              ingress: {host: example.com, tls_secret: hop-tls}
              autoscaling: {min: 2, max: 7}
              spread: none
              deployment: agent
            """,
            protected: true
        )
        #expect(environment.name == "staging" && environment.isProtected && !environment.isStrict)
        #expect(environment.registries == ["registry.test/hop"])
        #expect(environment.highestReplicas == 7)
        #expect(environment.unspread == ["agent"])
        for name in ["hop-secrets", "registry", "hop-tls"] {
            #expect(environment.declared.contains(DeclaredObject("Secret", name)), "\(name)")
        }
    }

    @Test func `without a cluster nothing is declared`() throws {
        let environment = try environment("")
        #expect(environment.declared.isEmpty && environment.unspread.isEmpty && !environment.isProtected)
    }

    @Test func `what is declared in one namespace is not declared in another`() throws {
        let objects = try Fixture.objects(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: a, namespace: hop}
            spec: {containers: [], volumes: [{name: s, secret: {secretName: s}}]}
            """
        )
        func count(_ declared: DeclaredObject) throws -> Int {
            let environment = PolicyEnvironment(declared: [declared])
            let input = PolicyInput(objects: objects, environment: environment, today: try #require(Day("2026-11-21")))
            return input.judged().faults.count { $0.policy.id == "reference-missing" }
        }
        #expect(try count(DeclaredObject("Secret", "s", namespace: "other")) == 1)
        #expect(try count(DeclaredObject("ConfigMap", "s")) == 1)
        #expect(try count(DeclaredObject("Secret", "s", namespace: "hop")) == 0)
        #expect(try count(DeclaredObject("Secret", "s")) == 0)
    }
}
