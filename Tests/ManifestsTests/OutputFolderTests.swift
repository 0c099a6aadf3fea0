import FoundationEssentials
import Manifests
import TestSupport
import Testing

@Suite struct OutputFolderTests {
    private func files(_ texts: [String: String]) -> [OutputFile] {
        texts.map { OutputFile(path: $0.key, bytes: Array($0.value.utf8)) }
    }

    private func folder(_ scratch: Scratch) -> OutputFolder { OutputFolder(Folder(scratch.file("out"))) }

    @Test func `writing makes a folder current, and again writes nothing`() throws {
        let scratch = Scratch("output")
        let made = files(["a.yaml": "a\n", "deep/er/b.yaml": "b\n"])
        #expect(try folder(scratch).comparison(with: made, in: .everything).missing == ["a.yaml", "deep/er/b.yaml"])
        let first = try folder(scratch).write(made, in: .everything)
        #expect(first.made == ["a.yaml", "deep/er/b.yaml"])
        #expect(try scratch.read("out/deep/er/b.yaml") == "b\n")
        #expect(try folder(scratch).comparison(with: made, in: .everything).isCurrent)
        let second = try folder(scratch).write(made, in: .everything)
        #expect((second.made + second.changed + second.removed + second.left).isEmpty)
    }

    @Test func `many that write at once end as one does, and nothing is half written`() async throws {
        let scratch = Scratch("output")
        let made = files(
            Dictionary((0..<200).map { ("d\($0 % 7)/f\($0)", String(repeating: "\($0)\n", count: 500)) }) { $1 }
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask { try await aside { _ = try folder(scratch).write(made, in: .everything) } }
            }
            try await group.waitForAll()
        }
        #expect(try folder(scratch).comparison(with: made, in: .everything).isCurrent)
        let hidden = try FileManager.default.subpathsOfDirectory(atPath: scratch.file("out")).filter {
            $0.contains("ihctl-new")
        }
        #expect(hidden.isEmpty)
    }

    @Test func `no link is written through, neither one at the place of a new file nor a folder that is one`() throws {
        let scratch = Scratch("output")
        try scratch.write("precious", to: "precious")
        try scratch.write("", to: "elsewhere/here")
        try scratch.write("", to: "out/deep/own")
        let link = FileManager.default
        try link.createSymbolicLink(
            atPath: scratch.file("out/deep/.a.ihctl-new"),
            withDestinationPath: scratch.file("precious")
        )
        _ = try folder(scratch).write(files(["deep/a": "1"]), in: .folders(["deep"]))
        #expect(try scratch.read("precious") == "precious" && scratch.read("out/deep/a") == "1")
        try link.createSymbolicLink(atPath: scratch.file("out/away"), withDestinationPath: scratch.file("elsewhere"))
        #expect(throws: Folder.Fault.self) {
            try folder(scratch).write(files(["away/a": "1", "new/b": "1"]), in: .folders(["away", "new"]))
        }
        #expect(try link.contentsOfDirectory(atPath: scratch.file("elsewhere")) == ["here"])
        #expect(!link.fileExists(atPath: scratch.file("out/new")))
    }

    @Test func `a template that is a link is refused by its name`() throws {
        let scratch = Scratch("output")
        try scratch.write("a: 1", to: "real.yaml")
        try scratch.write("b: 1", to: "templates/k8s/base/b.yaml")
        let link = scratch.file("templates/k8s/base/a.yaml")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: scratch.file("real.yaml"))
        let fault = #expect(throws: Folder.Fault.self) {
            try TemplateFolder(reading: Folder(scratch.file("templates")))
        }
        #expect(fault?.description.contains("k8s/base/a.yaml") == true)
    }

    @Test func `stale, missing and stray files are told apart`() throws {
        let scratch = Scratch("output")
        _ = try folder(scratch).write(files(["a": "1", "b": "1", "c": "1"]), in: .everything)
        try FileManager.default.removeItem(atPath: scratch.file("out/b"))
        let comparison = try folder(scratch).comparison(with: files(["a": "2", "b": "1"]), in: .everything)
        #expect(comparison.stale == ["a"])
        #expect(comparison.missing == ["b"])
        #expect(comparison.stray == ["c"])
    }

    @Test func `a file that is no longer made goes, with its empty folder; one that somebody changed or owns stays`()
        throws
    {
        let scratch = Scratch("output")
        _ = try folder(scratch).write(files(["a": "1", "gone/b": "1", "kept/c": "1"]), in: .everything)
        try scratch.write("mine", to: "out/kept/c")
        try scratch.write("mine", to: "out/own")
        try scratch.write("mine", to: "out/.hidden")
        let outcome = try folder(scratch).write(files(["a": "1"]), in: .everything)
        #expect(outcome.removed == ["gone/b"])
        #expect(outcome.left == ["kept/c", "own"])
        #expect(!FileManager.default.fileExists(atPath: scratch.file("out/gone")))
        #expect(try scratch.read("out/kept/c") == "mine")
        #expect(try scratch.read("out/own") == "mine")
        // And is still not ours the next time.
        #expect(try folder(scratch).write(files(["a": "1"]), in: .everything).left == ["kept/c", "own"])
    }

    @Test func `a part of the folder leaves the others alone`() throws {
        let scratch = Scratch("output")
        _ = try folder(scratch).write(files(["one/a": "1", "two/a": "1"]), in: .everything)
        let outcome = try folder(scratch).write(files(["one/b": "1"]), in: .folders(["one"]))
        #expect(outcome.removed == ["one/a"])
        #expect(try scratch.read("out/two/a") == "1")
        // Later the whole still knows what it wrote.
        #expect(try folder(scratch).write(files([:]), in: .everything).removed == ["one/b", "two/a"])
    }

    @Test func `where one file cannot be written none is`() throws {
        let scratch = Scratch("output")
        _ = try folder(scratch).write(files(["a": "1"]), in: .everything)
        try scratch.write("", to: "out/z/in-the-way/file")
        #expect(throws: Folder.Fault.self) {
            try folder(scratch).write(files(["a": "2", "b": "2", "z/in-the-way": "2"]), in: .folders([]))
        }
        #expect(try scratch.read("out/a") == "1")
        let left = try FileManager.default.subpathsOfDirectory(atPath: scratch.file("out")).sorted()
        #expect(left == [".rendered.sha256", "a", "z", "z/in-the-way", "z/in-the-way/file"])
        try scratch.write("", to: "file")
        #expect(throws: Folder.Fault.self) {
            try OutputFolder(Folder(scratch.file("file"))).write(files(["a": "1"]), in: .everything)
        }
    }
}
