import Schemas
import Testing
import Words
import YAML

@Suite struct FieldTests {
    @Test func `a field that nobody knows is told with the nearest name and its place`() throws {
        let text = deployment(container: "  imagePulPolicy: Always")
        let catalogue = SchemaCatalogue(KubernetesVersion(minor: 30))
        let fault = try #require(catalogue.faults(of: try YAML.parse(text, file: "object.yaml").root).first)
        let finding = fault.finding(subject: "Deployment/web")
        #expect(finding.id == "schema.unknown-field" && finding.severity == .error && finding.topic == finding.id)
        #expect(
            finding.headline
                == "Deployment/web: spec.template.spec.containers[0].imagePulPolicy is no field that Deployment has"
        )
        #expect(finding.remedies == [.hint("did you mean imagePullPolicy?")])
        #expect(finding.place == Place("object.yaml", line: 11, column: 9))
        #expect(finding.data["path"] == "spec.template.spec.containers[0].imagePulPolicy")
    }

    @Test func `a field in the wrong place is told with where it belongs`() throws {
        func hints(_ text: String) throws -> [Finding.Remedy] {
            let catalogue = SchemaCatalogue(KubernetesVersion(minor: 30))
            return catalogue.faults(of: try YAML.parse(text).root).flatMap { $0.finding(subject: "x").remedies }
        }
        #expect(
            try hints(deployment(container: "  volumes: []")) == [
                .hint("it belongs to spec.template.spec")
            ]
        )
        #expect(
            try hints(deployment("    livenessProbe: {}")) == [
                .hint(
                    "it belongs to spec.template.spec.containers[], spec.template.spec.ephemeralContainers[], "
                        + "spec.template.spec.initContainers[]"
                )
            ]
        )
        #expect(try hints(deployment(container: "  replicas: 2")) == [.hint("it belongs to spec")])
        let service = "apiVersion: v1\nkind: Service\nlabels: {a: b}\nspec: {selectors: {}, targetPort: 80}"
        #expect(
            try hints(service) == [
                .hint("it belongs to metadata"), .hint("did you mean selector?"), .hint("it belongs to spec.ports[]"),
            ]
        )
    }

    @Test func `a field of another version is told with the versions that have it`() throws {
        let text = deployment(container: "  restartPolicyRules: []")
        #expect(
            try faults(text, in: 33) == [
                "schema.unknown-field: spec.template.spec.containers[0].restartPolicyRules is there from 1.34 on, "
                    + "and the cluster has Kubernetes 1.33"
            ]
        )
        #expect(try faults(text, in: 34) == [])
    }

    @Test func `1_24 is 1_25 without what came with it`() throws {
        let text = deployment("    hostUsers: false")
        #expect(try faults(text, in: 25) == [])
        #expect(
            try faults(text, in: 24) == [
                "schema.unknown-field: spec.template.spec.hostUsers is there from 1.25 on, and the cluster has Kubernetes 1.24"
            ]
        )
    }

    @Test func `what is required must be there and not null`() throws {
        let missing = "schema.missing-field: spec.template.spec.containers[0].name is missing"
        #expect(try faults(deployment().replacing("- name: web", with: "- image: web")) == [missing])
        #expect(try faults(deployment().replacing("- name: web", with: "- name:")) == [missing])
        #expect(
            try faults("apiVersion: apps/v1\nkind: Deployment", in: 37) == ["schema.missing-field: spec is missing"]
        )
    }

    @Test func `a field that is null is one that is left out`() throws {
        #expect(try faults(deployment(container: "  image:\n  ports: null\n  securityContext: ~")) == [])
    }

    @Test func `null in a list or a map is told: the API server would make an empty value of it`() throws {
        #expect(
            try faults(deployment(container: "  args: [serve, null]")) == [
                "schema.wrong-type: spec.template.spec.containers[0].args[1] must be a text, found nothing (null)"
            ]
        )
        #expect(
            try faults(deployment(container: "  resources: {limits: {cpu: }}")) == [
                "schema.wrong-type: spec.template.spec.containers[0].resources.limits.cpu must be a quantity, "
                    + "found nothing (null)"
            ]
        )
    }

    @Test func `all that is wrong is told, and of very much the first hundred`() throws {
        let text = deployment("    hostNetwork: 1\n    nodeName: 2\n    dnsPolicy: Nobody")
        #expect(try faults(text).count == 3)
        let many = (0..<500).map { "  x\($0): 1" }.joined(separator: "\n")
        #expect(try faults("apiVersion: v1\nkind: Namespace\nmetadata:\n\(many)").count == 100)
    }

    @Test func `every object's metadata is looked at, whoever its kind is from`() throws {
        let rule =
            "apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata: {name: x, lables: {}}\nspec: {}"
        #expect(try faults(rule) == ["schema.unknown-field: metadata.lables is no field that PrometheusRule has"])
        let other = "apiVersion: example.org/v1\nkind: Other\nmetadata: {name: 12}"
        #expect(
            try faults(other, allowed: ["Other"]) == [
                "schema.wrong-type: metadata.name must be a text, found the number 12"
            ]
        )
    }
}
