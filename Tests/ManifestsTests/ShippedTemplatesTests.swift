import FoundationEssentials
import Manifests
import Platform
import PlatformValues
import TestSupport
import Testing

@Suite struct ShippedTemplatesTests {
    @Test func `the program brings along the project's own templates, byte for byte, but for those of its own sources`()
        throws
    {
        let starter = "starter/"
        let all = try Shipped.templates().files
        let replaced = all.filter { $0.path.hasPrefix(starter) }.map {
            TemplateFolder.File(path: String($0.path.dropFirst(starter.count)), bytes: $0.bytes)
        }
        #expect(replaced.map(\.path) == ["docker/agent/Dockerfile", "docker/agent/Dockerfile.dockerignore"])
        let kept = all.filter { !$0.path.hasPrefix(starter) && !$0.path.hasPrefix("docker/") }
        let own = (kept + replaced).sorted { $0.path < $1.path }
        let shipped = TemplateFolder.shipped.files
        #expect(shipped.map(\.path) == own.map(\.path), "scripts/embed lists them")
        for (mine, theirs) in zip(own, shipped) { #expect(mine.bytes == theirs.bytes, "\(mine.path)") }
    }

    @Test func `what is committed is what the templates make, of every kind and in every environment`() throws {
        let matrix = try Shipped.matrix(["development", "production", "staging"])
        let pipeline = try ValuesMatrix.Cell.pipeline(
            PlatformLoader(project: Project.around(projectRoot), variables: Variables(process: [:]))
        )
        let templates = try Shipped.templates()
        var files = try KubernetesTree(templates, matrix).files.map {
            OutputFile(path: "k8s/\($0.path)", bytes: $0.bytes)
        }
        for kind in RenderKind.allCases where kind != .kubernetes {
            let cells = kind.isOfProject ? [pipeline] : matrix.environments.map(\.whole)
            for cell in cells where kind.isWanted(by: cell) {
                let made = try PlainOutput(kind, of: templates, cell: cell).files
                #expect(!made.isEmpty)
                files += made.map { OutputFile(path: "\(kind.place(in: cell.name))/\($0.path)", bytes: $0.bytes) }
            }
        }
        let folder = OutputFolder(Folder("\(projectRoot)/manifests/rendered"))
        let comparison = try folder.comparison(with: files, in: .everything)
        #expect(comparison.isCurrent, "ihctl render all: \(comparison)")
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
        #expect(output.files[1].text == "{\n  \"title\": \"small\",\n  \"n\": 1,\n  \"f\": 0.5\n}\n")
    }
}
