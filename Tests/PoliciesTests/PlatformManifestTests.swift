import Kustomize
import Platform
import Policies
import TestSupport
import Testing
import Words

/// The platform's own rendered trees, as they are committed.
@Suite struct PlatformManifestTests {
    @Test(
        arguments: ["staging", "production"],
        ["fr-par", "nl-ams", "pl-waw"]
    )
    func `what the platform renders passes every error and warning, and nothing is allowed`(
        environment: String,
        region: String
    ) throws {
        let loader = PlatformLoader(project: Project.around(projectRoot), variables: Variables(process: [:]))
        let loaded = try loader.load(environment: environment, region: region)
        let tree = "\(projectRoot)/manifests/rendered/k8s/overlays/\(environment)/\(region)"
        let output = try Kustomize.build(tree, in: LocalFiles(within: "\(projectRoot)/manifests/rendered/k8s"))
        let objects = output.objects.map { PolicyObject($0) }
        #expect(objects.count > 15)
        let input = PolicyInput(
            objects: objects,
            environment: PolicyEnvironment(loaded, isStrict: true),
            today: try #require(Day("2026-11-21"))
        )
        let verdict = input.judged()
        let told = verdict.faults.filter { $0.severity != .note }
        #expect(told.map { "\($0.policy.id) \($0.subject) \($0.pathText): \($0.message)" } == [])
        #expect(verdict.faults.allSatisfy { !$0.isAllowed })
    }
}
