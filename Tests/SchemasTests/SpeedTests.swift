import Schemas
import Testing
import YAML

/// That it is fast enough is measured elsewhere; here, that a thousand objects are a matter of moments even unoptimised.
@Suite(.timeLimit(.minutes(1))) struct SpeedTests {
    @Test func `a thousand objects are looked at in moments`() throws {
        let object = try YAML.parse(deployment(container: "image: a\nports: [{containerPort: 80}]")).root
        let catalogue = SchemaCatalogue(KubernetesVersion(minor: 30))
        let started = ContinuousClock.now
        for _ in 0..<1_000 { #expect(catalogue.faults(of: object) == []) }
        #expect(ContinuousClock.now - started < .seconds(20))
    }

    @Test func `a catalogue may be asked from many tasks at once`() async throws {
        let object = try YAML.parse(deployment(container: "imagePulPolicy: a")).root
        let catalogue = SchemaCatalogue(KubernetesVersion(minor: 30))
        await withTaskGroup(of: Int.self) { group in
            for _ in 0..<50 { group.addTask { catalogue.faults(of: object).count } }
            for await count in group { #expect(count == 1) }
        }
    }
}
