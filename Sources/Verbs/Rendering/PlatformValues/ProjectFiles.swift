internal import FoundationEssentials
package import Platform
internal import YAML

/// The project's own files that a rendering hands on: what `ihctl` in the cluster works with.
package struct ProjectFiles: Sendable {
    package struct Migration: Sendable {
        package var name: String
        package var bytes: [UInt8]

        package init(name: String, bytes: [UInt8]) {
            self.name = name
            self.bytes = bytes
        }
    }

    /// What it says, without its comments: another comment is another file to nobody but its readers, and no reason to run anything again.
    package var platform: [UInt8]
    /// The same of each environment's, by the environment's name.
    package var environments: [String: [UInt8]]
    /// In the order they run.
    package var migrations: [Migration]

    package static let migrationsFolder = "manifests/migrations"
    private static let largest = 1 << 20

    package init(
        platform: [UInt8] = [],
        environments: [String: [UInt8]] = [:],
        migrations: [Migration] = [],
    ) {
        self.platform = platform
        self.environments = environments
        self.migrations = migrations
    }

    /// - Throws: what cannot be read, or is larger than an object of the cluster may be.
    package init(of project: Project) throws(LoadFailure) {
        platform = Self.said(try Self.read(Project.platformFile, of: project))
        environments = [:]
        for name in project.environments {
            let path = "\(Project.environmentsFolder)/\(name).yaml"
            environments[name] = Self.said(try Self.read(path, of: project))
        }
        let folder = project.path(Self.migrationsFolder)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        migrations = []
        for name in names.filter({ $0.hasSuffix(".sql") && !$0.hasPrefix(".") }).sorted() {
            let bytes = try Self.read("\(Self.migrationsFolder)/\(name)", of: project)
            migrations.append(Migration(name: name, bytes: bytes))
        }
    }

    /// A file of the model as values alone; one that cannot be read as such is refused where the model is.
    private static func said(_ bytes: [UInt8]) -> [UInt8] {
        guard let documents = try? YAML.parseAll(bytes) else { return bytes }
        return documents.filter { !$0.isEmpty }.flatMap { Array(YAML.text(of: $0.root).utf8) }
    }

    private static func read(_ path: String, of project: Project) throws(LoadFailure) -> [UInt8] {
        switch SmallFile.read(project.path(path), atMost: largest) {
        case .success(let bytes): return bytes
        case .failure(.missing): throw LoadFailure("\(path) does not exist")
        case .failure(.tooLarge): throw LoadFailure("\(path) is larger than 1 MiB")
        case .failure(.other(let reason)): throw LoadFailure("\(path) cannot be read: \(reason)")
        }
    }
}
