import Kustomize
import Manifests
import Templates
import TestSupport
import Testing
import Words
import YAML

@Suite struct RefusalTests {
    private func told(_ files: [String: String], staging: String = "agent: {tag: v1}\n") throws -> [String] {
        let project = try SmallProject(staging: staging)
        return try refusal { try project.tree(templates(files)) }.map {
            "\($0.place.map(\.description) ?? ""): \($0.id)"
        }
    }

    private let service = "apiVersion: v1\nkind: Service\nmetadata: {name: a}\n"

    @Test func `a template that is no YAML, a tag that is none and a path to nowhere are told together, each once`()
        throws
    {
        #expect(
            try told([
                "k8s/base/a.yaml": "a: [\n", "k8s/base/b.yaml": "a: !vv b\n",
                "k8s/base/c.yaml": "\(service)x: !v kubernetes.nmespace\n",
            ]) == [
                "templates/k8s/base/a.yaml:2:1: template-unreadable",
                "templates/k8s/base/b.yaml:1:4: template-unknown-tag",
                "templates/k8s/base/c.yaml:4:4: template-missing-value",
            ]
        )
    }

    @Test func `a value that nobody says is told with its place in the template`() throws {
        #expect(
            try told(["k8s/base/a.yaml": "\(service)x: !v agent.tag\n"], staging: "logging: {level: DEBUG}\n")
                == ["templates/k8s/base/a.yaml:4:4: template-unset-value"]
        )
        // One environment says it: the base, which cannot, leaves the file to the overlay.
        #expect(try told(["k8s/base/a.yaml": "\(service)x: !v agent.tag\n"]).isEmpty)
    }

    @Test func `a secret is not read into a manifest`() throws {
        #expect(
            try told(
                ["k8s/base/a.yaml": "\(service)x: !v providers.a.key\n"],
                staging: """
                    providers: {a: {kind: anthropic, endpoint: "https://h", key: env:KEY}}

                    """
            ) == ["templates/k8s/base/a.yaml:4:4: template-secret"]
        )
    }

    @Test func `a document that is no object, and an object that stands twice`() throws {
        #expect(
            try told(["k8s/base/a.yaml": "kind: Service\n"]) == ["templates/k8s/base/a.yaml:1:1: render-not-an-object"]
        )
        #expect(
            try told(["k8s/base/a.yaml": service, "k8s/base/b.yaml": service])
                == ["templates/k8s/base/b.yaml:1:1: render-object-twice"]
        )
    }

    @Test func `what no patch can change is refused in the base, and taken in an overlay`() throws {
        let differing = "labels:\n- pairs: {level: !v logging.level}\n"
        #expect(
            try told(
                ["k8s/base/kustomization.yaml": differing, "k8s/base/a.yaml": service],
                staging: "logging: {level: DEBUG}\n"
            ) == ["templates/k8s/base/kustomization.yaml:1:1: render-not-patchable"]
        )
        #expect(
            try told(["k8s/base/a.yaml": service, "k8s/base/a.env": "A={platform}\n"])
                == ["templates/k8s/base/a.env:1:1: render-not-patchable"]
        )
        let tree = try SmallProject().tree(
            templates([
                "k8s/base/a.yaml": service, "k8s/overlay/a.env": "LEVEL={logging.level}\n",
                "k8s/overlay/kustomization.yaml": "configMapGenerator:\n- name: c\n  envs: [a.env]\n",
            ])
        )
        #expect(try tree.objects("staging").first("ConfigMap").text("data/LEVEL") == "INFO")
    }

    @Test func `no templates at all`() throws {
        #expect(try told(["k8s/overlay/a.yaml": service]) == [": render-no-templates"])
    }

    @Test func `a tree that cannot be built says where`() throws {
        let project = try SmallProject()
        let tree = try project.tree(
            templates([
                "k8s/base/a.yaml": service,
                "k8s/overlay/kustomization.yaml": "configMapGenerator:\n- name: c\n  files: [none.txt]\n",
            ])
        )
        do {
            _ = try tree.objects("staging")
            Issue.record("it was built")
        } catch let failure as ManifestFailure {
            #expect(failure.findings.map(\.id) == ["kustomize-build"])
            #expect(failure.findings.first?.place?.file.hasSuffix("overlays/staging/kustomization.yaml") == true)
        }
    }

    @Test func `an object tells where the template and the value behind a field stand`() throws {
        let tree = try Shipped.tree()
        let objects = try tree.objects("staging", "fr-par")
        let scaler = try #require(objects.first { $0.object.kind == "HorizontalPodAutoscaler" })
        let path = YAML.Path([.key("spec"), .key("minReplicas")])
        let place = scaler.place(of: path)
        #expect(place.file == "templates/k8s/base/autoscaler.yaml")
        let text = try shippedText("templates/k8s/base/autoscaler.yaml").split(
            separator: "\n",
            omittingEmptySubsequences: false
        )
        #expect(text[place.line - 1].contains("minReplicas: !v kubernetes.autoscaling.min"))
        let origin = try #require(scaler.origin(of: path))
        #expect(origin.path.description == "kubernetes.autoscaling.min")
        guard case .file(let said) = origin.origin else {
            Issue.record("\(origin)")
            return
        }
        #expect(said.file == "manifests/environments/staging.yaml")
        // What the template says itself has no value behind it.
        #expect(scaler.origin(of: YAML.Path([.key("kind")])) == nil)
        let map = try #require(objects.first { $0.object.name.hasPrefix("island-hopper-config-") })
        #expect(
            map.place.file == "templates/k8s/overlay/kustomization.yaml"
                || map.place.file == "templates/k8s/region/kustomization.yaml"
        )
    }
}
