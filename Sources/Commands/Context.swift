internal import CommandLineKit
internal import FoundationEssentials
internal import Glibc
internal import LocalStack
internal import Platform
internal import Reports
internal import Terminal
internal import Words

/// Everything a command may touch: the console, the project, the variables; made once from the line.
struct Context: Sendable {
    let console: Console
    /// Where the command was started, or what `-C` names.
    let startFolder: String
    let project: Project
    let variables: Variables
    let processEnvironment: [String: String]
    let format: ReportFormat
    let startedAt = Date()
    private let began = ContinuousClock.now
    private let askedEnvironment: String?
    private let askedRegion: String?

    /// The region that the line names, if it names one.
    var regionOfLine: String? { askedRegion }

    init(_ arguments: Arguments, console: Console, environment: [String: String]) throws {
        self.console = console
        processEnvironment = environment
        format = arguments[GlobalOptions.format]
        let folder = try Context.folder(arguments[GlobalOptions.directory])
        startFolder = folder
        project = Project.around(folder)
        // Only what the line said: variables are weighed by the loader, which also reads `.env`.
        askedEnvironment =
            arguments.source(of: GlobalOptions.environment) == .line ? arguments[GlobalOptions.environment] : nil
        askedRegion = arguments.source(of: GlobalOptions.region) == .line ? arguments[GlobalOptions.region] : nil
        let dotEnv = try DotEnv.read(project.path(".env"), named: ".env")
        for warning in dotEnv?.warnings ?? [] { console.warn(warning.description) }
        var variables = Variables(process: environment, dotEnv: dotEnv)
        let name = PlatformLoader(project: project, variables: variables).environmentName(asked: askedEnvironment)
        if name == LocalStack.environment, let offered = LocalStack.variables(ofStackIn: project.root) {
            variables.localStack = offered
        }
        self.variables = variables
    }

    /// The model of an environment, the one asked for unless another is named, in the region asked for.
    func load(environment: String? = nil) throws -> LoadedPlatform {
        try PlatformLoader(project: project, variables: variables)
            .load(environment: environment ?? askedEnvironment, region: askedRegion)
    }

    /// What follows the references of a model; every secret it finds is masked from then on.
    func resolver(for loaded: LoadedPlatform) throws -> Resolver {
        var variables = variables
        // The stack stands for development alone: it must not hide what another environment lacks.
        variables.localStack =
            loaded.environment == LocalStack.environment ? LocalStack.variables(ofStackIn: project.root) ?? [:] : [:]
        var resolver = Resolver(variables: variables, root: project.root, redactor: console.redactor)
        let file = try resolver.text(loaded.platform.secrets.file)
        resolver.secretsFile = project.path(file)
        return resolver
    }

    /// A report of this command, its times filled in.
    func report(
        _ command: String,
        of loaded: LoadedPlatform? = nil,
        outcome: Report.Outcome = .ok,
        exitStatus: ExitStatus = .success,
        findings: [Finding]? = nil,
        checks: [CheckOutcome]? = nil,
        data: [String: JSONValue] = [:],
        body: [Block] = [],
    ) -> Report {
        Report(
            command: command,
            environment: loaded?.environment,
            region: loaded?.region,
            startedAt: startedAt,
            duration: ContinuousClock.now - began,
            outcome: outcome,
            exitStatus: exitStatus,
            findings: findings,
            checks: checks,
            topics: Topics.of(findings ?? []),
            program: Report.ProgramVersion("ihctl", Ihctl.version),
            data: data,
            body: body
        )
    }

    /// A path of the line, seen from where the command was started.
    func path(_ given: String) -> String {
        given.hasPrefix("/") ? given : "\(startFolder)/\(given)"
    }

    /// Where a path of the line leads, every link followed.
    /// - Parameter told: the path in the words of a refusal, with the option that named it: `--schemas: here`.
    func realPath(_ given: String, told: String? = nil) throws(UsageError) -> String {
        try Context.real(path(given), told: told ?? given)
    }

    private static func real(_ path: String, told: String) throws(UsageError) -> String {
        guard let resolved = realpath(path, nil) else {
            throw UsageError("\(told): \(String(cString: strerror(errno)))")
        }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    private static func folder(_ asked: String?) throws -> String {
        guard let asked else { return currentFolder }
        let path = try real(asked, told: "-C: \(asked)")
        var facts = stat()
        guard stat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFDIR else {
            throw UsageError("-C: \(asked) is not a folder")
        }
        return path
    }
}

/// Where the process was started; a folder that has gone is `/`.
var currentFolder: String {
    guard let path = getcwd(nil, 0) else { return "/" }
    defer { free(path) }
    return String(cString: path)
}
