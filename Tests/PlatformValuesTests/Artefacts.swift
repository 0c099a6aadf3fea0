import FoundationEssentials
import Platform
import PlatformValues
import Templates
import TestSupport
import Testing
import Words
import YAML

/// What the shipped templates make of a project's environment: files by their names below `templates`.
struct Artefacts {
    let files: [String: String]
    let loaded: LoadedPlatform

    /// Every project whose templates must render, and its environments.
    static let projects: [(folder: String, environments: [String])] = [
        ("", ["development", "staging", "production"]), ("devduck", ["development", "production"]),
        ("sutazai", ["staging", "production"]),
    ]

    static let all: [(folder: String, environment: String)] = projects.flatMap { project in
        project.environments.map { (project.folder, $0) }
    }

    init(_ folder: String, _ environment: String, region: String? = nil, variables: [String: String] = [:]) throws {
        loaded = try Self.loader(folder, variables).load(environment: environment, region: region)
        let values = Values(loaded, files: ProjectFiles())
        var files: [String: String] = [:]
        for kind in ["compose", "monitoring", "docker"] {
            files.merge(try Self.rendered(kind, with: values)) { first, _ in first }
        }
        self.files = files
        try Self.keep(files, below: folder.isEmpty ? environment : "\(folder)-\(environment)")
    }

    /// The files that the templates of a kind become.
    static func rendered(_ kind: String, with values: Values) throws -> [String: String] {
        let sources = try sources(kind)
        let rendering = try explained { () throws(TemplateFailure) in try TemplateSet(sources).render(with: values) }
        return Dictionary(rendering.outputs().map { ($0.name, $0.text) }) { first, _ in first }
    }

    /// What is wrong with the values, in the eyes of the templates of a kind.
    static func faults(_ kind: String, with values: Values) -> [String] {
        guard let sources = try? sources(kind) else { return ["the templates cannot be read"] }
        do throws(TemplateFailure) {
            _ = try TemplateSet(sources).render(with: values)
            return []
        } catch {
            return error.findings.map(\.headline)
        }
    }

    /// Of a platform file of a test's own.
    static func values(of text: String) throws -> Values {
        let scratch = Scratch("artefacts")
        try scratch.write(text, to: "manifests/platform.yaml")
        try scratch.write("", to: "manifests/environments/production.yaml")
        let loader = PlatformLoader(project: Project.around(scratch.path), variables: Variables(process: [:]))
        return Values(try loader.load(environment: "production"), files: ProjectFiles())
    }

    /// The pipeline of a platform file of a test's own.
    static func pipeline(of text: String) throws -> [String: String] {
        let scratch = Scratch("pipeline")
        try scratch.write(text, to: "manifests/platform.yaml")
        try scratch.write("", to: "manifests/environments/production.yaml")
        let loader = PlatformLoader(project: Project.around(scratch.path), variables: Variables(process: [:]))
        return try rendered("ci", with: .delivery(of: [try loader.load(environment: "production")]))
    }

    /// A project's pipeline, one for all its environments.
    static func pipeline(_ project: (folder: String, environments: [String])) throws -> [String: String] {
        let loader = loader(project.folder)
        let loaded = try project.environments.map { try loader.load(environment: $0) }
        let files = try rendered("ci", with: .delivery(of: loaded))
        try keep(files, below: project.folder.isEmpty ? "pipeline" : "pipeline-\(project.folder)")
        return files
    }

    static func loader(_ folder: String, _ variables: [String: String] = [:]) -> PlatformLoader {
        let root = folder.isEmpty ? Repository.root : "\(Repository.root)/manifests/examples/\(folder)"
        return PlatformLoader(project: Project.around(root), variables: Variables(process: variables))
    }

    /// The templates of a kind, by their names below `templates`.
    static func sources(_ kind: String) throws -> [TemplateSet.Source] {
        let root = "\(Repository.root)/templates"
        let names = try FileManager.default.subpathsOfDirectory(atPath: "\(root)/\(kind)").sorted()
        return try names.compactMap { name in
            var isFolder = false
            guard FileManager.default.fileExists(atPath: "\(root)/\(kind)/\(name)", isDirectory: &isFolder), !isFolder
            else { return nil }
            let data = try Data(contentsOf: URL(filePath: "\(root)/\(kind)/\(name)"))
            return TemplateSet.Source("\(kind)/\(name)", Array(data))
        }
    }

    /// A failure of templates says all its faults, where they stand and what to do.
    static func explained<Result>(_ work: () throws(TemplateFailure) -> Result) throws -> Result {
        do throws(TemplateFailure) {
            return try work()
        } catch {
            for finding in error.findings {
                Issue.record("\(finding.place.map { "\($0)" } ?? ""): \(finding.headline)")
            }
            throw error
        }
    }

    /// For validators that are run by hand: `IHCTL_ARTEFACTS=FOLDER`.
    private static func keep(_ files: [String: String], below name: String) throws {
        guard let folder = ProcessInfo.processInfo.environment["IHCTL_ARTEFACTS"] else { return }
        try write(files, to: "\(folder)/\(name)")
    }

    static func write(_ files: [String: String], to folder: String) throws {
        for (name, text) in files {
            let target = URL(filePath: "\(folder)/\(name)")
            try FileManager.default.createDirectory(
                at: target.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(text.utf8).write(to: target)
        }
    }

    /// A file, read as YAML (and so as JSON).
    func tree(_ name: String) throws -> YAML.Node {
        try YAML.parse(try #require(files[name], "\(name) is not there"), file: name).root
    }
}

extension YAML.Node {
    /// The texts of a list; of anything else, none.
    var texts: [String] { sequence?.compactMap { $0.scalar?.text } ?? [] }
    var names: [String] { mapping?.names ?? [] }

    /// A value some steps below.
    func at(_ steps: String...) -> YAML.Node? {
        var here: YAML.Node? = self
        for step in steps { here = Int(step).flatMap { here?[$0] } ?? here?[step] }
        return here
    }

    func text(_ steps: String...) -> String? {
        var here: YAML.Node? = self
        for step in steps { here = Int(step).flatMap { here?[$0] } ?? here?[step] }
        return here?.scalar?.text
    }
}
