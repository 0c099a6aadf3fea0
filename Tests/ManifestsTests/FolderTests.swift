import Manifests
import TestSupport
import Testing

@Suite struct FolderTests {
    @Test func `a folder of more than any rendering holds is refused, and not read`() throws {
        let scratch = Scratch("folder")
        try scratch.write("a: 1\n", to: "one/a.yaml")
        let folder = Folder(scratch.path)
        #expect(try folder.readAll().map(\.path) == ["one/a.yaml"])
        #expect(try Folder(scratch.path, most: .init(entries: 2, bytes: 5)).readAll().count == 1)
        let narrow = #expect(throws: Folder.Fault.self) {
            try Folder(scratch.path, most: .init(entries: 1, bytes: 5)).files()
        }
        #expect(narrow?.description.contains("more than 1 files and folders stand in it") == true)
        #expect(throws: Folder.Fault.self) { try Folder(scratch.path, most: .init(entries: 2, bytes: 4)).readAll() }
    }
}
