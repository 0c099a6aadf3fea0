internal import CommandLineKit
internal import FoundationEssentials
internal import Platform
internal import Terminal
internal import Words

/// The program: the one table of all commands, and what a line becomes.
package enum Ihctl {
    package static let version = Release.version
    static let releaseDate = (year: 2026, month: 11, day: 20)

    static var program: Program<Context> {
        Program(root, version: version, explain: failure(of:))
    }

    static var root: Command<Context> {
        Command(
            "ihctl",
            summary: "look after everything an AI-agent platform depends on",
            discussion: """
                One platform file says what PostgreSQL, object storage, NATS, Redis, the providers and the regions should be. \
                ihctl starts a local stack of them, shows what holds where, diagnoses and provisions them, migrates \
                the database and renders what a cluster runs; profiling is to come.

                Exit status: 0 done, 1 the answer is no, 2 wrong usage, 3 could not tell or could not finish.
                """,
            examples: [
                Example("ihctl init", "write a starter platform file"),
                Example("ihctl dev up", "start PostgreSQL, NATS, object storage and Redis on this machine"),
                Example("ihctl config show --origin", "print the model, and where each value came from"),
            ],
            sharedOptions: GlobalOptions.all,
            subcommands: [
                initCommand, devCommand, doctorCommand, migrateCommand, bootstrapCommand, renderCommand, gateCommand,
                configCommand,
                explainCommand,
                schemaCommand,
                completionCommand,
                referenceCommand, linksCommand,
            ]
        )
    }

    /// Runs one line to its exit status.
    package static func run(_ arguments: [String]) async -> Int32 {
        await status(of: arguments).rawValue
    }

    private static func status(of arguments: [String]) async -> ExitStatus {
        if let status = quickVersion(arguments, program: "ihctl", version: version) { return status }
        if let status = refusalWithoutFiles(program: "ihctl") { return status }
        let environment = ProcessInfo.processInfo.environment
        let redactor = Redactor()
        return await program.run(
            arguments,
            environment: environment,
            console: { colour, verbosity in
                Console(colour: colour, verbosity: verbosity, environment: environment, redactor: redactor)
            },
            context: { arguments, console in
                try Context(arguments, console: console, environment: environment)
            }
        )
    }

    /// The errors of the floors below, in words and with their exit status.
    private static func failure(of error: any Error) -> CommandFailure {
        switch error {
        case let error as LoadFailure: explain(error)
        case let error as ReferenceFailure:
            CommandFailure(
                "\(error.origin): \(error)",
                hint: "ihctl config validate shows every reference",
                status: .usage
            )
        case let error as GuardRefusal: CommandFailure(error.description, status: .usage)
        default: CommandFailure(String(describing: error))
        }
    }

    private static func explain(_ error: LoadFailure) -> CommandFailure {
        let lines = error.problems.map { problem in
            problem.description + (error.problems.count > 1 ? problem.hint.map { "\n  \($0)" } ?? "" : "")
        }
        let hint = error.problems.count == 1 ? error.problems.first?.hint : nil
        return CommandFailure(lines.joined(separator: "\n"), hint: hint, status: .usage)
    }
}
