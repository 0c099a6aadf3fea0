internal import CommandLineKit
internal import FoundationEssentials
internal import Terminal
internal import Words

/// The agent's program: the one table of its commands.
///
/// A module beside `Commands`, so that the agent's image carries neither the nouns nor the clients of ihctl.
package enum IhAgent {
    static var program: Program<AgentContext> {
        Program(root, version: Release.version)
    }

    static var root: Command<AgentContext> {
        Command(
            "ih-agent",
            summary: "run an agent of the platform, or what stands in for its neighbours",
            discussion: "Exit status: 0 done, 2 wrong usage, 3 could not finish; 130 and 143 when it was asked to end.",
            examples: [Example("ih-agent provider-simulator", "play AI providers on a free port of this machine")],
            subcommands: [providerSimulatorCommand]
        )
    }

    /// Runs one line to its exit status.
    package static func run(_ arguments: [String]) async -> Int32 {
        if let status = quickVersion(arguments, program: "ih-agent", version: Release.version) {
            return status.rawValue
        }
        if let status = refusalWithoutFiles(program: "ih-agent") { return status.rawValue }
        let environment = ProcessInfo.processInfo.environment
        let status = await program.run(
            arguments,
            environment: environment,
            console: { Console(colour: $0, verbosity: $1, environment: environment) },
            context: { AgentContext(console: $1) }
        )
        return status.rawValue
    }
}

/// What a command of the agent's may touch.
struct AgentContext: Sendable {
    let console: Console
}
