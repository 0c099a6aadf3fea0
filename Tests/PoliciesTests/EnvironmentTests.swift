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
              namespace: hop
              secrets: {from: external, store: vault}
              istio: {host: example.com, namespace: mesh, tls_secret: gateway-tls}
            """,
            protected: true
        )
        #expect(environment.name == "staging" && environment.isProtected && !environment.isStrict)
        #expect(environment.registries == ["registry.test/hop"])
        #expect(environment.highestReplicas == 7)
        #expect(environment.unspread == ["agent"])
        for name in ["hop-secrets", "registry", "hop-tls"] {
            #expect(environment.declared.contains(DeclaredObject("Secret", name, namespace: "hop")), "\(name)")
        }
        // A mesh looks for its certificate beside its own pods, and a store that is named is there.
        #expect(environment.declared.contains(DeclaredObject("Secret", "gateway-tls", namespace: "mesh")))
        #expect(!environment.declared.contains(DeclaredObject("Secret", "gateway-tls", namespace: "hop")))
        #expect(environment.gatewayNamespace == "mesh")
        #expect(environment.declared.contains(DeclaredObject("ClusterSecretStore", "vault")))
    }

    @Test func `what is to be written is written with the platform's own names`() throws {
        let objects = try Fixture.objects(
            """
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata: {name: a, namespace: hop}
            spec: {rules: [{host: shop.test}]}
            """
        )
        func told(_ environment: PolicyEnvironment) throws -> String {
            let input = PolicyInput(objects: objects, environment: environment, today: try #require(Day("2026-11-21")))
            return try #require(input.judged().faults.first { $0.policy.id == "ingress-without-tls" }).example
        }
        let known = try environment("kubernetes: {namespace: hop, ingress: {host: shop.test, tls_secret: shop-cert}}")
        #expect(try told(known) == "tls: [{hosts: [shop.test], secretName: shop-cert}]")
        #expect(
            try told(PolicyEnvironment()) == "tls: [{hosts: [api.example.com], secretName: my-platform-tls}]"
        )
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
