internal import CommandLineKit
internal import Gate
internal import Platform
internal import Words

/// The names of the parts, in the order of their ground: what the first says no to, the others stumble over.
enum GatePartName: String, Sendable, Hashable, CaseIterable {
    case configuration
    case doctor
    case migrationsLint = "migrations.lint"
    case migrationsVerify = "migrations.verify"
    case bootstrap
    case renderCheck = "render.check"
    case renderLint = "render.lint"

    /// What holds when it passes.
    var title: String {
        switch self {
        case .configuration: "the platform file says nothing that cannot be meant"
        case .doctor: "everything the environment depends on is well"
        case .migrationsLint: "no migration stops traffic, breaks clients or loses data"
        case .migrationsVerify: "files and database agree on what was applied"
        case .bootstrap: "every dependency is as the platform file says"
        case .renderCheck: "manifests/rendered is what templates and values make"
        case .renderLint: "clusters take every rendered object, and policies hold"
        }
    }

    var isLive: Bool { [.doctor, .migrationsVerify, .bootstrap].contains(self) }
}

/// What the gate works on: the project, and at which stage it is asked of which environments.
struct GateDesk: Sendable {
    let context: Context
    let arguments: Arguments
    let stage: GateStage
    /// Those that are judged; the one asked for before a deployment.
    let environments: [String]
    /// What people call the platform; nil where its file cannot be read.
    let name: String?
    /// The one that is about to be changed.
    let loaded: LoadedPlatform?
    /// Whether the configuration part looks at the form of values: not beside a doctor, who tells the same fault in other words.
    var judgesValues = false

    /// - Throws: what is wrong with the line; what is wrong with the files is for the parts to tell.
    init(_ arguments: Arguments, _ context: Context, _ stage: GateStage) throws {
        self.context = context
        self.arguments = arguments
        self.stage = stage
        guard context.project.hasPlatformFile else {
            throw UsageError("there is no \(Project.platformFile)", hint: "ihctl init writes one")
        }
        switch stage {
        case .preMerge:
            for (option, name) in [(GlobalOptions.environment, "--env"), (GlobalOptions.region, "--region")]
            where arguments.source(of: option) == .line {
                throw UsageError("\(name): \(stage.rawValue) judges every environment", hint: "leave it out")
            }
            environments = context.project.environments
            if environments.isEmpty {
                throw UsageError("no environment has a file in \(Project.environmentsFolder)")
            }
            loaded = nil
            name = environments.lazy.compactMap { try? context.load(environment: $0) }.first?.platform.name
        case .preDeploy:
            do throws(LoadFailure) {
                loaded = try GateDesk.load(context)
            } catch {
                guard error.isOfFiles else { throw error }
                loaded = nil
            }
            name = loaded?.platform.name
            let loader = PlatformLoader(project: context.project, variables: context.variables)
            let asked =
                arguments.source(of: GlobalOptions.environment) == .line
                ? arguments[GlobalOptions.environment] : nil
            environments = [loader.environmentName(asked: asked)]
        }
    }

    private static func load(_ context: Context) throws(LoadFailure) -> LoadedPlatform {
        do {
            return try context.load()
        } catch let failure as LoadFailure {
            throw failure
        } catch {
            throw LoadFailure("\(error)")
        }
    }

    var timeout: Duration { arguments[GlobalOptions.timeout] }

    /// Nothing that only reads files takes nearly as long.
    private static let limitOfFiles = Duration.seconds(120)

    func limit(of name: GatePartName) -> Duration {
        name.isLive ? Ward.limit(timeout) : GateDesk.limitOfFiles
    }

    /// How long the whole may take where nobody says otherwise.
    var longest: Duration { max(Ward.limit(timeout), GateDesk.limitOfFiles) }

    var parts: [GatePart] { GatePartName.allCases.map(part) }

    private func part(_ name: GatePartName) -> GatePart {
        GatePart(name.rawValue, name.title, isLive: name.isLive, limit: limit(of: name)) { deadline in
            try await told(name) {
                switch name {
                case .configuration: try await aside(name) { try configuration() }
                case .doctor: try await doctor(by: deadline)
                case .migrationsLint: try await aside(name) { try migrationsLint() }
                case .migrationsVerify: try await migrationsVerify(by: deadline)
                case .bootstrap: try await bootstrap(by: deadline)
                case .renderCheck: try await aside(name) { try renderCheck() }
                case .renderLint: try await aside(name) { try renderLint() }
                }
            }
        }
    }
}
