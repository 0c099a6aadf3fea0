import FoundationEssentials
import TestSupport
import Testing

@testable import Kustomize

@Suite struct LocalFilesTests {
    private static let map = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n"

    private func link(_ path: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
    }

    @Test func `a link out of the kustomization is refused, one within it followed`() throws {
        let scratch = Scratch("kustomize")
        try scratch.write("resources: [out.yaml]", to: "k/kustomization.yaml")
        try scratch.write(Self.map, to: "outside.yaml")
        try link(scratch.file("k/out.yaml"), to: "../outside.yaml")
        let files = try LocalFiles(within: scratch.path)
        let error = #expect(throws: KustomizeError.self) { try Kustomize.build(scratch.file("k"), in: files) }
        #expect(error?.kind == .outsideRoot("out.yaml", root: try files.resolved(scratch.file("k"))))
        try scratch.write(Self.map, to: "k/deep/inside.yaml")
        try FileManager.default.removeItem(atPath: scratch.file("k/out.yaml"))
        try link(scratch.file("k/out.yaml"), to: "deep/inside.yaml")
        #expect(try Kustomize.build(scratch.file("k"), in: files).objects.count == 1)
    }

    @Test func `a folder beyond the root of all files is refused`() throws {
        let scratch = Scratch("kustomize")
        try scratch.write("resources: [../base]", to: "k/kustomization.yaml")
        try scratch.write("resources: []", to: "base/kustomization.yaml")
        #expect(try Kustomize.build(scratch.file("k"), in: LocalFiles(within: scratch.path)).objects.isEmpty)
        let narrow = try LocalFiles(within: scratch.file("k"))
        let error = #expect(throws: KustomizeError.self) { try Kustomize.build(scratch.file("k"), in: narrow) }
        #expect(error?.kind == .outsideRoot("../base", root: try narrow.resolved(scratch.file("k"))))
    }

    @Test func `a pipe is no file`() throws {
        let scratch = Scratch("kustomize")
        try scratch.write("resources: [pipe]", to: "kustomization.yaml")
        try run(["mkfifo", scratch.file("pipe")])
        let files = try LocalFiles(within: scratch.path)
        let error = #expect(throws: KustomizeError.self) { try Kustomize.build(scratch.path, in: files) }
        #expect(error?.kind == .missing("pipe"))
    }
}
