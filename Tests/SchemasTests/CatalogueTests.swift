import Schemas
import Testing
import YAML

@Suite(.timeLimit(.minutes(5))) struct CatalogueTests {
    @Test func `a catalogue may be asked from many tasks at once`() async throws {
        let object = try YAML.parse(deployment(container: "  imagePulPolicy: a")).root
        let catalogue = SchemaCatalogue(KubernetesVersion(minor: 30))
        await withTaskGroup(of: Int.self) { group in
            for _ in 0..<50 { group.addTask { catalogue.faults(of: object).count } }
            for await count in group { #expect(count == 1) }
        }
    }

    @Test func `the same object gets the same answer again, whatever was asked meanwhile`() throws {
        let object = try YAML.parse(deployment(container: "  imagePulPolicy: a")).root
        let catalogue = SchemaCatalogue(KubernetesVersion(minor: 30))
        let first = catalogue.faults(of: object)
        #expect(catalogue.faults(of: try YAML.parse("apiVersion: v1\nkind: Nothing").root).count == 1)
        #expect(catalogue.faults(of: object) == first)
    }

    @Test func `a cluster newer than all that is known is told by its own version`() throws {
        #expect(
            try faults("apiVersion: policy/v1beta1\nkind: PodDisruptionBudget", in: 40) == [
                "schema.removed-api: PodDisruptionBudget of policy/v1beta1 is gone since Kubernetes 1.25, and the cluster has 1.40"
            ]
        )
        #expect(
            try faults("apiVersion: apps/v1\nkind: Deployment", in: 40) == ["schema.missing-field: spec is missing"]
        )
    }
}
