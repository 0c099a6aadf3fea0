import Platform
import TestSupport
import Testing
import Words

/// Every command begins by loading the platform file: the time is printed, never judged.
@Suite
struct SpeedTests {
    @Test
    func `loading the shipped model takes this long`() throws {
        let project = Project.around(Repository.root)
        let loader = PlatformLoader(project: project, variables: Variables(process: [:]))
        _ = try loader.load(environment: "production")
        let rounds = 20
        let time = try ContinuousClock().measure {
            for _ in 0..<rounds { _ = try loader.load(environment: "production") }
        }
        let each =
            Int(time.components.attoseconds / 1_000_000_000_000) / rounds + Int(time.components.seconds) * 1_000_000
            / rounds
        print("loading production with three regions: \(each) µs")
    }
}
