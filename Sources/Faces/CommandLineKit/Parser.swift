/// What a line asks for.
package enum ParsedLine: Sendable {
    case run(Arguments)
    /// Asked for with `--help`, or shown because the command needs a subcommand; `options` are those read so far.
    case help(CommandOutline, asked: Bool, options: Arguments)
    case version
}

/// Reads words as a command line of the table; pure, so that tests need no process.
package struct Parser: Sendable {
    let root: CommandOutline
    let environment: [String: String]

    package init(_ root: CommandOutline, environment: [String: String] = [:]) {
        self.root = root
        self.environment = environment
    }

    /// Reads the words after the program's name.
    package func parse(_ words: [String]) throws(UsageError) -> ParsedLine {
        var words = words
        var helpWanted = words.first == "help" && root.subcommand(called: "help") == nil
        if helpWanted { words.removeFirst() }
        var scan = LineScan(words, from: root)
        do throws(UsageError) {
            try scan.run()
            helpWanted = helpWanted || scan.isGiven(StandardOptions.help.spec)
            if !helpWanted, scan.isGiven(StandardOptions.version.spec) { return .version }
            if !helpWanted, scan.command.canRun {
                return .run(try scan.arguments(environment: environment))
            }
            if !helpWanted, let stray = scan.positionals.first { throw scan.unknownCommand(stray) }
        } catch {
            // Whoever asks for help gets it, whatever else is wrong with the line; but there is none for a command that is not there, and
            // that of a plugin is the plugin's.
            if case .unknownCommand = error.kind { throw error }
            let beforeEnd = words.prefix { $0 != "--" }
            guard beforeEnd.contains("--help") || beforeEnd.contains("-h") else { throw error }
            helpWanted = true
        }
        return .help(scan.command, asked: helpWanted, options: scan.lenientArguments(environment: environment))
    }
}
