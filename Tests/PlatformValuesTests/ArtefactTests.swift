import Platform
import Testing
import YAML

@Suite struct ArtefactTests {
    @Test(arguments: Artefacts.all)
    func `every environment renders`(folder: String, environment: String) throws {
        let artefacts = try Artefacts(folder, environment)
        #expect(artefacts.loaded.errors.isEmpty)
        #expect(!artefacts.files.isEmpty)
    }

    @Test func `every project has a pipeline`() throws {
        for project in Artefacts.projects { #expect(try Artefacts.pipeline(project).count == 2) }
    }
}
