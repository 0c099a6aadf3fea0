import FoundationEssentials
import Manifests
import PlatformValues
import TestSupport
import Testing

@Suite struct ShippedTemplatesTests {
    @Test func `the program brings along the project's own templates, byte for byte`() throws {
        let own = try Shipped.templates().files
        let shipped = TemplateFolder.shipped.files
        #expect(shipped.map(\.path) == own.map(\.path), "scripts/embed lists them")
        for (mine, theirs) in zip(own, shipped) { #expect(mine.bytes == theirs.bytes, "\(mine.path)") }
    }

    @Test func `what is committed is what the templates make`() throws {
        let tree = try KubernetesTree(.shipped, try Shipped.matrix(["development", "production", "staging"]))
        let folder = OutputFolder(Folder("\(projectRoot)/manifests/rendered/k8s"))
        #expect(
            try folder.comparison(with: tree.files, in: .everything).isCurrent,
            "ihctl render all"
        )
    }

    @Test func `a text template keeps the line that must be its first, and a JSON one becomes JSON`() throws {
        let folder = templates([
            "docker/Dockerfile": "# syntax=docker/dockerfile:1\nFROM {agent.image}:{agent.tag}\n",
            "docker/deep/dash.json.yaml": "title: !v platform\nn: 1\nf: 0.5\n",
        ])
        let output = try PlainOutput(.docker, of: folder, cell: try SmallProject().matrix().environments[0].whole)
        #expect(output.files.map(\.path) == ["Dockerfile", "deep/dash.json"])
        let lines = output.files[0].text.split(separator: "\n")
        #expect(lines[0] == "# syntax=docker/dockerfile:1")
        #expect(lines[1].hasPrefix("# Made by ihctl render from templates/docker/Dockerfile"))
        #expect(lines.last == "FROM registry.example.com/agent:v1")
        #expect(output.files[1].text == "{\n  \"f\": 0.5,\n  \"n\": 1,\n  \"title\": \"small\"\n}\n")
    }
}
