import Platform
import TestSupport
import Words

/// A project of a test's own: a platform file, its environments, and variables.
struct ProjectFixture {
    let scratch = Scratch("platform")
    var variables: [String: String] = [:]
    var dotEnv: DotEnv?

    /// A file that is right and says nothing more than it must.
    static let smallest = "platform: tiny\n"

    init(_ platform: String = smallest, _ environments: [String: String] = ["development": ""]) throws {
        try scratch.write(platform, to: "manifests/platform.yaml")
        for (name, text) in environments { try scratch.write(text, to: "manifests/environments/\(name).yaml") }
    }

    var loader: PlatformLoader {
        PlatformLoader(
            project: Project.around(scratch.path),
            variables: Variables(process: variables, dotEnv: dotEnv),
        )
    }

    func load(_ environment: String? = "development", region: String? = nil) throws(LoadFailure) -> LoadedPlatform {
        try loader.load(environment: environment, region: region)
    }

    /// Everything said against a file, one line each: problems of the model, or why there is none.
    func complaints(_ environment: String? = "development", region: String? = nil) -> [String] {
        do throws(LoadFailure) {
            return try load(environment, region: region).problems.map(\.withHint)
        } catch {
            return error.problems.map(\.withHint)
        }
    }
}

extension Problem {
    /// Everything a person would see of it.
    var withHint: String {
        let mark = severity == .warning ? "warning: " : ""
        return "\(mark)\(description)" + (hint.map { " | \($0)" } ?? "")
    }
}

/// What is said against one platform file in an empty development environment.
func complaints(_ platform: String, over layer: String = "", region: String? = nil) throws -> [String] {
    try ProjectFixture(platform, ["development": layer]).complaints(region: region)
}

extension LoadedPlatform {
    /// A value of the effective model as the file would spell it.
    func value(_ path: String) -> String? {
        platform.setting?.at(SettingPath(path.split(separator: "/").map(String.init)))?.spelled
    }
}
