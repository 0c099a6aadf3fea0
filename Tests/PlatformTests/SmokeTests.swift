import Platform
import TestSupport
import Testing
import Words

@Suite
struct SmokeTests {
    @Test(arguments: ["development", "staging", "production"])
    func `smoke`(environment: String) throws {
        let project = Project.around(Repository.root)
        let loaded = try PlatformLoader(project: project, variables: Variables(process: [:])).load(
            environment: environment
        )
        #expect(loaded.problems.map(\.withHint) == [])
        expectCurrent(JSONSchema.document(forLayer: false).pretty + "\n", in: "docs/platform.schema.json")
        expectCurrent(JSONSchema.document(forLayer: true).pretty + "\n", in: "docs/environment.schema.json")
    }
}
