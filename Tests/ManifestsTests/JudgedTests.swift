import Kustomize
import Manifests
import Platform
import Policies
import Schemas
import TestSupport
import Testing
import Words

/// What is rendered here passes what is asked of everybody's manifests, without an exception.
@Suite struct JudgedTests {
    @Test func `no policy finds a fault in any environment and region`() throws {
        let today = try #require(Day(2026, 11, 21))
        let loader = PlatformLoader(project: Project.around(projectRoot), variables: Variables(process: [:]))
        for cluster in try Shipped.clusters() {
            let overlay = cluster.overlay
            let loaded = try loader.load(environment: overlay.environment, region: overlay.region)
            let verdict = PolicyInput(
                objects: cluster.objects.map { PolicyObject($0.object) },
                environment: PolicyEnvironment(loaded),
                today: today
            ).judged()
            #expect(verdict.policies > 50)
            #expect(verdict.faults.isEmpty, "\(cluster.name): \(verdict.findings.map(\.headline))")
        }
    }

    @Test(arguments: [24, 28, 31, 34, 37]) func `every version of the cluster takes every object`(minor: Int) throws {
        let catalogue = SchemaCatalogue(KubernetesVersion(minor: minor))
        for cluster in try Shipped.clusters() {
            for object in cluster.objects {
                let faults = catalogue.faults(of: object.node).map {
                    $0.finding(subject: "\(object.identity)").headline
                }
                #expect(faults.isEmpty, "\(cluster.name): \(faults)")
            }
        }
    }
}
