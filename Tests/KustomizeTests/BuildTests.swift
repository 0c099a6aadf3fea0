import FoundationEssentials
import TestSupport
import Testing
import YAML

@testable import Kustomize

/// Every behaviour that is claimed has a tree under `Snapshots`, with what kustomize 5.5 makes of it in `expected.yaml`;
/// where ihctl means to differ, `ours.yaml` says how.
@Suite struct BuildTests {
    @Test(arguments: Tree.all)
    func `a tree gives what kustomize gives`(_ tree: Tree) throws {
        let output = try tree.build(compat: true)
        try Differing.expect(output.objects.map(\.node), are: try tree.expected(), in: tree.name)
    }

    @Test(arguments: Tree.all)
    func `without compat only the documented deviations differ`(_ tree: Tree) throws {
        let output = try tree.build(compat: false)
        try Differing.expect(output.objects.map(\.node), are: try tree.ours() ?? tree.expected(), in: tree.name)
    }

    @Test(.enabled(if: Peer.isInstalled, "no kubectl with kustomize 5"), arguments: Tree.all)
    func `kustomize still gives what is frozen`(_ tree: Tree) throws {
        var refusal = ""
        let text = try #require(try Peer.build(tree.folder, refusal: &refusal), "\(refusal)")
        try Differing.expect(try Differing.objects(in: text), are: try tree.expected(), in: tree.name)
    }

    @Test func `the same tree gives the same bytes`() throws {
        let tree = try #require(Tree.all.first { $0.name == "references" })
        #expect(try tree.build(compat: false).text == tree.build(compat: false).text)
    }

    @Test func `an empty list of resources makes an empty output`() throws {
        let output = try Kustomize.build("/", in: MemoryFiles(["kustomization.yaml": "resources: []"]))
        #expect(output.objects.isEmpty && output.text.isEmpty)
    }

    @Test func `an object keeps the place it was written at`() throws {
        let object = "---\n# first\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n"
        let files = MemoryFiles(["kustomization.yaml": "resources: [a.yaml]\nnamePrefix: p-", "a.yaml": object])
        let made = try #require(try Kustomize.build("/", in: files).objects.first)
        #expect(made.place.description == "/a.yaml:4:1")
        #expect(made.name == "p-c" && made.kind == "ConfigMap" && made.apiVersion == "v1" && made.namespace.isEmpty)
    }
}

/// A tree that is kept with the tests.
struct Tree: CustomTestStringConvertible {
    let name: String
    private static let home = "\(projectRoot)/Tests/KustomizeTests/Snapshots"

    static let all: [Tree] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: home)) ?? []
        return names.filter { !$0.hasPrefix(".") }.sorted().map(Tree.init)
    }()

    var testDescription: String { name }

    /// What is built; most trees are one folder.
    var folder: String {
        let root = (try? Modest.text("\(Self.home)/\(name)/root"))?.split(separator: "\n").first.map(String.init)
        return "\(Self.home)/\(name)/\(root ?? "")"
    }

    func build(compat: Bool) throws -> Kustomize.Output {
        try Kustomize.build(folder, in: LocalFiles(within: Self.home), options: .init(compat: compat))
    }

    func expected() throws -> [YAML.Node] {
        try Differing.objects(in: Modest.text("\(Self.home)/\(name)/expected.yaml"))
    }

    func ours() throws -> [YAML.Node]? {
        let path = "\(Self.home)/\(name)/ours.yaml"
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        return try Differing.objects(in: Modest.text(path))
    }
}

enum Modest {
    static func text(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    }
}
