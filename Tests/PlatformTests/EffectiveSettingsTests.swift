import Platform
import TestSupport
import Testing
import Words

/// What `config show` prints and `config validate` says of references.
@Suite
struct EffectiveSettingsTests {
    private func effective(_ project: ProjectFixture, _ variables: [String: String] = [:]) throws -> EffectiveSettings {
        let variables = Variables(process: variables)
        return EffectiveSettings(
            try project.load(),
            resolver: Resolver(variables: variables, root: project.scratch.path, redactor: Redactor()),
        )
    }

    @Test
    func `every leaf knows where it was said`() throws {
        let project = try ProjectFixture(
            """
            platform: t
            database:
              pool: {min: 2}
            regions: {a: {role: primary, priority: 1, database: {host: here}}}

            """,
            ["development": "database: {pool: {max: 7}}\n"],
        )
        let leaves = try effective(project).leaves
        func origin(_ path: String) -> String? { leaves.first { $0.path.description == path }?.origin.description }
        func spelled(_ path: String) -> String? { leaves.first { $0.path.description == path }?.spelled }
        #expect(origin("platform") == "manifests/platform.yaml:1:11")
        #expect(origin("database.pool.min") == "manifests/platform.yaml:3:15")
        #expect(origin("database.pool.max") == "manifests/environments/development.yaml:1:24")
        #expect(origin("database.host") == "manifests/platform.yaml:4:60")
        #expect(origin("database.pool.overflow") == "built in")
        #expect(spelled("database.pool.overflow") == "10")
        #expect(spelled("database.pool.timeout") == "30s")
        #expect(spelled("regions.a.role") == "primary")
        #expect(spelled("availability.target") == nil)
    }

    @Test
    func `leaves stand in the order of the table, not of the file`() throws {
        let project = try ProjectFixture("logging: {debug: true, level: INFO}\nplatform: t\n")
        let paths = try effective(project).leaves.map(\.path.description)
        #expect(paths == ["platform", "protected", "secrets.file", "logging.level", "logging.debug", "doctor.fail_on"])
    }

    @Test
    func `a reference stands beside its leaf, found or not`() throws {
        let project = try ProjectFixture(
            "platform: t\nmessaging: {url: env:NATS, token: env:TOKEN, monitoring: http://h}\n"
        )
        let leaves = try effective(project, ["NATS": "nats://h:1"]).leaves
        let url = try #require(leaves.first { $0.path.description == "messaging.url" }?.reference)
        guard case .found(let resolved) = url.state else { return #expect(Bool(false), "found") }
        #expect(resolved.value.reveal() == "nats://h:1")
        #expect(resolved.origin == .variable("NATS"))
        #expect(!url.isSecret)
        let token = try #require(leaves.first { $0.path.description == "messaging.token" }?.reference)
        guard case .failed(let failure) = token.state else { return #expect(Bool(false), "failed") }
        #expect(failure.kind == .unset)
        #expect(token.isSecret)
        #expect(leaves.first { $0.path.description == "messaging.monitoring" }?.reference == nil)
    }

    @Test
    func `unset is a warning with the nearest name, set wrongly is an error`() throws {
        let project = try ProjectFixture("platform: t\ncache: {url: env:REDIS_URL}\nscaleway: {project: file:gone}\n")
        let loaded = try project.load()
        func said(_ variables: [String: String]) -> [String] {
            let resolver = Resolver(
                variables: Variables(process: variables),
                root: project.scratch.path,
                redactor: Redactor()
            )
            return loaded.references(by: resolver).compactMap { $0.problem(names: variables.keys)?.withHint }
                .filter { $0.contains("cache") || $0.contains("gone") }
        }
        let gone = "warning: manifests/platform.yaml:3:21: scaleway.project: cannot find the file gone"
        #expect(
            said(["REDIS_URI": "x"]) == [
                "warning: manifests/platform.yaml:2:14: cache.url: no variable REDIS_URL is set (nor REDIS_URL_FILE) | "
                    + "did you mean \"REDIS_URI\"?",
                gone,
            ]
        )
        #expect(
            said(["REDIS_URL": " "]) == [
                "manifests/platform.yaml:2:14: cache.url: no value stands in the variable REDIS_URL", gone,
            ]
        )
        #expect(said(["REDIS_URL": "redis://h"]) == [gone])
        let unset = Resolver(variables: Variables(process: [:]), root: project.scratch.path, redactor: Redactor())
        let cache = loaded.references(by: unset).first { $0.path.description == "cache.url" }
        #expect(cache != nil && cache?.problem(names: ["REDIS_URL"])?.hint == nil)
        #expect(loaded.references(by: unset).variables.contains("REDIS_URL"))
    }

    @Test
    func `references with built-in values are followed too`() throws {
        let project = try ProjectFixture("platform: t\ndatabase: {}\nstorage: {}\n")
        let resolver = Resolver(variables: Variables(process: [:]), root: project.scratch.path, redactor: Redactor())
        let paths = try project.load().references(by: resolver).map(\.path.description)
        #expect(
            paths == ["secrets.file", "database.url", "storage.endpoint", "storage.access_key", "storage.secret_key"]
        )
    }

    @Test
    func `a model that is written out and read again is the same`() throws {
        let project = Project.around(Repository.root)
        for environment in ["development", "staging", "production"] {
            let loaded = try PlatformLoader(project: project, variables: Variables(process: [:])).load(
                environment: environment
            )
            let once = try #require(loaded.platform.setting)
            var reader = Reader()
            let again = try #require(Platform.read(once, at: SettingPath(), &reader))
            let differences = differences(once, try #require(again.setting))
            #expect(differences == [])
            #expect(reader.problems.filter { $0.severity == .error && !$0.path.steps.starts(with: ["regions"]) } == [])
        }
    }

    private func differences(_ one: Setting, _ other: Setting, _ path: SettingPath = SettingPath()) -> [String] {
        switch (one.content, other.content) {
        case (.map(let left), .map(let right)):
            guard left.keys == right.keys else { return ["\(path): \(left.keys) and \(right.keys)"] }
            return left.entries.flatMap { entry in
                right[entry.key].map { differences(entry.value, $0, path / entry.key) } ?? []
            }
        case (.list(let left), .list(let right)):
            guard left.count == right.count else { return ["\(path): another length"] }
            return zip(left, right).enumerated().flatMap { differences($1.0, $1.1, path / String($0)) }
        default: return one.spelled == other.spelled ? [] : ["\(path): \(one.spelled ?? "") and \(other.spelled ?? "")"]
        }
    }
}
