internal import Deadlines
import Doctor
internal import FoundationEssentials
internal import Glibc
internal import Platform
internal import TestSupport
internal import Words

@testable import Configuration

func soon() -> Deadline { .after(.seconds(60)) }

/// A project of its own with a platform file, and what was learnt of its secrets.
final class Trial: Sendable {
    let scratch = Scratch("configuration")
    let learned = Locked<[Secret]>([])
    let redactor = Redactor()
    private let variables: [String: String]

    static let platform = """
        platform: tiny
        secrets: {file: secrets/tiny.json, jwt_key: 'secret:JWT', encryption_key: 'secret:FERNET'}
        database: {url: 'secret:DATABASE_URL', host: db, name: app, user: agent}
        """

    init(_ platform: String = Trial.platform, variables: [String: String] = [:]) throws {
        self.variables = variables
        try scratch.write(platform, to: "manifests/platform.yaml")
        try scratch.write("{}", to: "manifests/environments/development.yaml")
    }

    var file: String { scratch.file("secrets/tiny.json") }
    var folder: String { scratch.file("secrets") }

    func write(_ text: String) throws {
        try scratch.write(text, to: "secrets/tiny.json")
        chmod(file, 0o600)
    }

    func text() throws -> String { try scratch.read("secrets/tiny.json") }

    func entries() throws -> [String: String] {
        try JSONDecoder().decode([String: String].self, from: Data(try text().utf8))
    }

    func resource(makesCertificate: Bool = false) throws -> SecretsResource {
        let project = Project(root: scratch.path, hasPlatformFile: true)
        let variables = Variables(process: self.variables)
        let loaded = try PlatformLoader(project: project, variables: variables).load()
        var resolver = Resolver(variables: variables, root: scratch.path, redactor: redactor)
        resolver.secretsFile = project.path(try resolver.text(loaded.platform.secrets.file))
        return SecretsResource(views: [loaded], resolver: resolver, makesCertificate: makesCertificate) { secret in
            self.learned.withLock { $0.append(secret) }
        }
    }

    /// Surveys and carries out what can be; gives the changes.
    @discardableResult
    func settle(makesCertificate: Bool = false) async throws -> [Change] {
        let resource = try resource(makesCertificate: makesCertificate)
        let changes = try await resource.survey(by: soon()).changes
        for change in changes where change.isFeasible { _ = try await resource.carryOut(change, by: soon()) }
        return changes
    }
}

func mode(of path: String) -> mode_t {
    var facts = stat()
    return stat(path, &facts) == 0 ? facts.st_mode & 0o7777 : 0
}

func names(in folder: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder))?.sorted() ?? []
}

func failure<Failure: Error>(_ type: Failure.Type = Failure.self, of body: () async throws -> Void) async -> Failure? {
    do {
        try await body()
        return nil
    } catch {
        return error as? Failure
    }
}

extension Trial {
    /// What doctor says of it.
    func examination() async throws -> Examination {
        let project = Project(root: scratch.path, hasPlatformFile: true)
        let variables = Variables(process: self.variables)
        let loaded = try PlatformLoader(project: project, variables: variables).load()
        var resolver = Resolver(variables: variables, root: scratch.path, redactor: redactor)
        resolver.secretsFile = project.path(try resolver.text(loaded.platform.secrets.file))
        let health = ConfigurationHealth(loaded, resolver: resolver)
        return await Doctor([health.checkup()], timeout: .seconds(20)).examine(by: soon())
    }
}
