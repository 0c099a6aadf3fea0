import FoundationEssentials
import Kustomize
import Manifests
import Platform
import PlatformValues
import Templates
import TestSupport
import Words
import YAML

/// The project's own templates and platform file.
enum Shipped {
    static func templates() throws -> TemplateFolder {
        try TemplateFolder(reading: Folder("\(projectRoot)/templates"))
    }

    static func matrix(_ environments: [String] = ["staging", "production"], root: String = projectRoot) throws
        -> ValuesMatrix
    {
        let loader = PlatformLoader(project: Project.around(root), variables: Variables(process: [:]))
        return try ValuesMatrix(loader, environments: environments)
    }

    private static let rendered = Result { try KubernetesTree(try templates(), try matrix()) }

    static func tree() throws -> KubernetesTree { try rendered.get() }

    /// What one overlay puts into a cluster.
    struct Cluster {
        let overlay: KubernetesTree.Overlay
        let objects: [RenderedObject]
        var name: String { overlay.folder }
    }

    /// Each environment whole, and each of its regions: who judges fewer judges nothing of those.
    private static let places = [
        "overlays/production", "overlays/production/fr-par", "overlays/production/nl-ams",
        "overlays/production/pl-waw", "overlays/staging", "overlays/staging/fr-par", "overlays/staging/nl-ams",
        "overlays/staging/pl-waw",
    ]

    /// - Throws: where other clusters come out than are meant, so that nobody judges none and is content.
    static func clusters() throws -> [Cluster] {
        let clusters = try tree().overlays.map { Cluster(overlay: $0, objects: try tree().objects(of: $0)) }
        guard clusters.map(\.name).sorted() == places, !clusters.contains(where: { $0.objects.isEmpty }) else {
            throw OtherClusters(found: clusters.map { "\($0.name): \($0.objects.count) objects" })
        }
        return clusters
    }

    struct OtherClusters: Error { let found: [String] }
}

/// A small project of one test's own; staging says what the test wants.
struct SmallProject {
    let scratch = Scratch("manifests")

    static let platform = """
        platform: small
        agent: {image: registry.example.com/agent, scratch: []}
        kubernetes:
          namespace: small
          deployment: small-agent
          service: {name: small}
          ingress: {host: small.example.com, name: small}
          autoscaling: {name: small, min: 2, max: 4}

        """

    init(platform: String = SmallProject.platform, staging: String = "agent: {tag: v1}\n") throws {
        try scratch.write(platform, to: "manifests/platform.yaml")
        try scratch.write(staging, to: "manifests/environments/staging.yaml")
    }

    func matrix() throws -> ValuesMatrix { try Shipped.matrix(["staging"], root: scratch.path) }

    func tree(_ templates: TemplateFolder? = nil) throws -> KubernetesTree {
        try KubernetesTree(try templates ?? Shipped.templates(), try matrix())
    }
}

extension KubernetesTree {
    func overlay(_ environment: String, _ region: String? = nil) throws -> Overlay {
        try require(overlays.first { $0.environment == environment && $0.region == region })
    }

    func objects(_ environment: String, _ region: String? = nil) throws -> [RenderedObject] {
        try objects(of: try overlay(environment, region))
    }

    func text(_ path: String) -> String? { files.first { $0.path == path }?.text }

    /// Writes the tree for other programs to build.
    func write(to scratch: Scratch) throws {
        for file in files { try scratch.write(file.text, to: file.path) }
    }
}

extension [RenderedObject] {
    func first(_ kind: String, _ name: String? = nil) throws -> YAML.Node {
        try require(first { $0.object.kind == kind && (name == nil || $0.object.name == name) }).node
    }

    func all(_ kind: String) -> [YAML.Node] { filter { $0.object.kind == kind }.map(\.node) }

    var kinds: Set<String> { Set(map(\.object.kind)) }
}

/// A file of the repository.
func shippedText(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: "\(projectRoot)/\(path)")), as: UTF8.self)
}

struct Absent: Error {}

func require<Value>(_ value: Value?) throws -> Value {
    guard let value else { throw Absent() }
    return value
}

extension YAML.Node {
    /// The value at a way of keys and positions.
    func at(_ way: String) -> YAML.Node? {
        var here: YAML.Node? = self
        for step in way.split(separator: "/") {
            here = Int(step).flatMap { here?[$0] } ?? here?[String(step)]
        }
        return here
    }

    func text(_ way: String) -> String? { at(way)?.scalar?.text }
}

/// A single template as a whole folder.
func templates(_ files: [String: String]) -> TemplateFolder {
    TemplateFolder(files.map { TemplateFolder.File(path: $0.key, bytes: Array($0.value.utf8)) })
}

/// What a rendering is refused for.
func refusal(_ work: () throws -> KubernetesTree) throws -> [Finding] {
    do {
        _ = try work()
        return []
    } catch let failure as ManifestFailure {
        return failure.findings
    }
}

/// Whether a kubectl stands here whose kustomize is the one that trees are compared with.
let hasKustomize: Bool = {
    guard let told = try? run(["kubectl", "version", "--client"]) else { return false }
    return told.output.contains("Kustomize Version: v5.")
}()
