internal import CommandLineKit
internal import FoundationEssentials
internal import Manifests
internal import Platform
internal import PlatformValues
internal import Reports
internal import Templates
internal import Terminal
internal import Words

/// What the subcommands of `render` work on: the project's templates, its values, and where the output stands.
struct RenderDesk {
    let context: Context
    let arguments: Arguments

    static let rendered = "manifests/rendered"
    static let templates = "templates"
    /// What `--diff` without a value compares with.
    static let committed = "@rendered"

    /// - Parameter answersFiles: whether the subcommand can write and compare files, and has the options for it.
    init(_ arguments: Arguments, _ context: Context, answersFiles: Bool = true) throws {
        self.context = context
        self.arguments = arguments
        guard context.project.hasPlatformFile else {
            throw UsageError("there is no \(Project.platformFile)", hint: "ihctl init writes one, and templates")
        }
        guard answersFiles else { return }
        let asked = [arguments[RenderOptions.check], arguments[RenderOptions.diff] != nil].filter(\.self).count
        if asked > 1 { throw UsageError("--check and --diff answer different questions", hint: "ask one of them") }
        let region = RenderOptions.region
        if arguments.source(of: region) == .line, arguments[RenderOptions.diff] == nil, isAboutFiles {
            throw UsageError(
                "--region is for what is printed or compared",
                hint: "files are written for every region of an environment"
            )
        }
    }

    static var environmentNames: [Completion.Choice] {
        (Project.around(currentFolder).environments + ["all"]).map { Completion.Choice($0) }
    }

    /// Whether files are asked for, written or compared, and not what is in them.
    var isAboutFiles: Bool {
        arguments[RenderOptions.out] != nil || arguments[RenderOptions.check] || arguments[RenderOptions.diff] != nil
    }

    /// The environment that the line or a variable names; nil for all of them.
    func environment(otherwiseAll: Bool) throws -> String? {
        let said = arguments[RenderOptions.environment]
        if said == "all" { return nil }
        // A variable of the shell is no reason to leave the other environments' files alone.
        if otherwiseAll, arguments.source(of: RenderOptions.environment) != .line { return nil }
        return said ?? "development"
    }

    /// No variable of a shell has a say: the same files give the same bytes everywhere.
    var loader: PlatformLoader {
        PlatformLoader(project: context.project, variables: Variables(process: [:]))
    }

    func pipeline() throws -> ValuesMatrix.Cell { try .pipeline(loader) }

    func matrix(of environment: String?) throws -> ValuesMatrix {
        try ValuesMatrix(loader, environments: environment.map { [$0] } ?? context.project.environments)
    }

    /// The project's templates of a kind, or those that ihctl brings along.
    func templates(of kind: RenderKind) throws -> TemplateFolder {
        let folder = Folder(context.project.path(Self.templates))
        guard Folder("\(folder.path)/\(kind.folder)").exists else { return .shipped }
        return try reading { () throws(Folder.Fault) in try TemplateFolder(reading: folder) }
    }

    func reading<Value>(_ work: () throws(Folder.Fault) -> Value) throws -> Value {
        do throws(Folder.Fault) {
            return try work()
        } catch {
            throw CommandFailure(error.description, status: .usage)
        }
    }

    func write(_ report: Report) -> ExitStatus {
        context.console.write(report, as: context.format)
    }
}
