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
}
