import Schemas
import Testing
import Words
import YAML

@Suite struct KindTests {
    private func object(_ apiVersion: String, _ kind: String, _ more: String = "") -> String {
        "apiVersion: \(apiVersion)\nkind: \(kind)\nmetadata: {name: a}\n\(more)"
    }

    private func hint(_ text: String, in version: Int = 30) throws -> [String] {
        let catalogue = SchemaCatalogue(KubernetesVersion(minor: version))
        return catalogue.faults(of: try YAML.parse(text).root).flatMap { fault in
            fault.finding(subject: "x").remedies.map { if case .hint(let text) = $0 { text } else { "" } }
        }
    }

    @Test func `an unknown kind is an error, with what it may have been meant to be`() throws {
        #expect(
            try faults(object("apps/v1", "Deploymnet")) == [
                "schema.unknown-kind: nothing is known of Deploymnet of apps/v1"
            ]
        )
        #expect(try hint(object("apps/v1", "Deploymnet")) == ["did you mean Deployment?"])
        #expect(try hint(object("v1", "Deployment")) == ["Deployment is of apps/v1"])
        #expect(try hint(object("example.org/v1", "Ingres")) == ["did you mean Ingress of networking.k8s.io/v1?"])
        #expect(
            try hint(object("example.org/v1", "Zwiebelkuchen")) == [
                "give its schema in a folder, or name it among the kinds that need none"
            ]
        )
    }

    @Test(arguments: ["Widget", "example.org/Widget", "example.org/v1/Widget"])
    func `a kind that is allowed needs no schema`(name: String) throws {
        #expect(try faults(object("example.org/v1", "Widget", "anything: [1]"), allowed: [name]) == [])
        #expect(try faults(object("example.net/v2", "Gadget"), allowed: [name]).count == 1)
    }

    @Test func `allowing a kind does not hide what is known of it`() throws {
        #expect(try faults(object("v1", "Service", "spec: {prots: []}"), allowed: ["Service"]).count == 1)
        #expect(try faults(object("extensions/v1beta1", "Ingress")).count == 1)
    }

    @Test(arguments: [
        (
            "extensions/v1beta1", "Ingress", 30, "is gone since Kubernetes 1.22, and the cluster has 1.30",
            "write networking.k8s.io/v1"
        ),
        (
            "policy/v1beta1", "PodDisruptionBudget", 28, "is gone since Kubernetes 1.25, and the cluster has 1.28",
            "write policy/v1"
        ),
        (
            "policy/v1beta1", "PodSecurityPolicy", 25, "is gone since Kubernetes 1.25, and the cluster has 1.25",
            "nothing has taken its place"
        ),
        (
            "autoscaling/v2beta2", "HorizontalPodAutoscaler", 26,
            "is gone since Kubernetes 1.26, and the cluster has 1.26", "write autoscaling/v2"
        ),
        (
            "flowcontrol.apiserver.k8s.io/v1beta3", "FlowSchema", 32,
            "is gone since Kubernetes 1.32, and the cluster has 1.32", "write flowcontrol.apiserver.k8s.io/v1"
        ),
        (
            "certificates.k8s.io/v1alpha1", "PodCertificateRequest", 37,
            "is gone since Kubernetes 1.35, and the cluster has 1.37", "write certificates.k8s.io/v1"
        ),
    ])
    func `an apiVersion that the cluster no longer has is an error`(
        apiVersion: String,
        kind: String,
        version: Int,
        words: String,
        hint: String
    ) throws {
        let text = object(apiVersion, kind)
        #expect(try faults(text, in: version) == ["schema.removed-api: \(kind) of \(apiVersion) \(words)"])
        #expect(try self.hint(text, in: version) == [hint])
    }

    @Test func `an apiVersion that will go is a warning`() throws {
        let flow = object("flowcontrol.apiserver.k8s.io/v1beta3", "FlowSchema")
        #expect(
            try faults(flow, in: 30) == [
                "schema.deprecated-api: FlowSchema of flowcontrol.apiserver.k8s.io/v1beta3 is deprecated since Kubernetes 1.29 "
                    + "and goes with 1.32"
            ]
        )
        #expect(try faults(flow, in: 28) == [])
        let endpoints = object("v1", "Endpoints")
        #expect(try hint(endpoints, in: 33) == ["write EndpointSlice of discovery.k8s.io/v1"])
        #expect(try faults(endpoints, in: 32) == [])
        let catalogue = SchemaCatalogue(KubernetesVersion(minor: 33))
        let fault = try #require(catalogue.faults(of: try YAML.parse(endpoints).root).first)
        #expect(fault.isWarning && fault.finding(subject: "x").severity == .warning)
        // Early forms that no table names.
        #expect(
            try faults(object("admissionregistration.k8s.io/v1alpha1", "ValidatingAdmissionPolicy"), in: 31) == [
                "schema.deprecated-api: ValidatingAdmissionPolicy of admissionregistration.k8s.io/v1alpha1 goes with a later Kubernetes, 1.32"
            ]
        )
    }

    @Test func `1_24 has the kinds that went with 1_25, the fields of those that only changed their version checked`()
        throws
    {
        let budget = object("policy/v1beta1", "PodDisruptionBudget", "spec: {minAvailable: 1, maxUnavialable: 2}")
        #expect(
            try faults(budget, in: 24) == [
                "schema.deprecated-api: PodDisruptionBudget of policy/v1beta1 is deprecated since Kubernetes 1.21 and goes with 1.25",
                "schema.unknown-field: spec.maxUnavialable is no field that PodDisruptionBudget has",
            ]
        )
        #expect(try faults(object("autoscaling/v2beta1", "HorizontalPodAutoscaler", "spec: {}"), in: 24).count == 1)
    }

    @Test func `a kind of a newer version is told with the versions that have it`() throws {
        let text = object("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy")
        #expect(
            try faults(text, in: 28) == [
                "schema.unknown-kind: ValidatingAdmissionPolicy of admissionregistration.k8s.io/v1 is there from 1.30 on, "
                    + "and the cluster has Kubernetes 1.28"
            ]
        )
        #expect(try faults(text, in: 30) == [])
    }

    @Test(arguments: [
        ("[1]", "schema.wrong-type: the object must be a map, found a list"),
        ("", "schema.wrong-type: the object must be a map, found nothing (null)"),
        ("kind: Pod", "schema.missing-field: apiVersion is missing"),
        ("apiVersion: v1", "schema.missing-field: kind is missing"),
        ("apiVersion: 1\nkind: Pod", "schema.wrong-type: apiVersion must be a text, found the number 1"),
        ("apiVersion: v1\nkind: \"\"", "schema.wrong-type: kind must be a text, found an empty text"),
    ])
    func `what does not say what it is is told so`(text: String, fault: String) throws {
        #expect(try faults(text) == [fault])
    }

    @Test func `the objects of a list are looked at each`() throws {
        let text = "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Service\n  spec: {prots: []}\n- 12"
        #expect(
            try faults(text) == [
                "schema.unknown-field: items[0].spec.prots is no field that Service has",
                "schema.wrong-type: items[1] must be a map, found the number 12",
            ]
        )
    }
}
