package import Terminal
package import Words

/// A tree of commands under one name, from the words of a line to an exit status.
package struct Program<Context: Sendable>: Sendable {
    package let version: String
    package let root: Command<Context>
    package let outline: CommandOutline
    private let explain: @Sendable (any Error) -> CommandFailure

    /// `explain` turns the errors of the floors below into words; usage errors and `CommandFailure` need none.
    package init(
        _ root: Command<Context>,
        version: String,
        explain: @escaping @Sendable (any Error) -> CommandFailure = { CommandFailure(String(describing: $0)) },
    ) {
        var root = root
        root.sharedOptions += StandardOptions.all
        self.root = root
        self.version = version
        self.explain = explain
        outline = CommandOutline(of: root)
    }

    /// Runs one line: parses it, opens the console and the context, runs the command under watch for Ctrl-C.
    package func run(
        _ arguments: [String],
        environment: [String: String],
        console openConsole: @Sendable (ColourChoice, Console.Verbosity) -> Console,
        context openContext: @escaping @Sendable (Arguments, Console) async throws -> Context,
    ) async -> ExitStatus {
        if arguments.dropFirst().first == CompletionRequest.word {
            openConsole(.never, .quiet).write(CompletionRequest(arguments.dropFirst(2), of: outline).answer.text)
            return .success
        }
        let line = Invocation(arguments, program: root.name, commands: outline.commandNames)
        do throws(UsageError) {
            switch try Parser(outline, environment: environment).parse(line.words) {
            case .version:
                let console = openConsole(.auto, .normal)
                console.write("\(root.name) \(version)\n")
                return console.finish(.success)
            case .help(let command, let asked, let options):
                return help(command, asked, options, environment, openConsole)
            case .run(let arguments):
                let verbosity = try StandardOptions.verbosity(arguments)
                let console = openConsole(arguments[StandardOptions.color], verbosity)
                return await run(arguments, on: console, context: openContext)
            }
        } catch {
            let console = openConsole(.auto, .normal)
            var hint = error.hint
            if case .unknownCommand(let name) = error.kind, error.path == [root.name] {
                let plugins = Plugins(of: root.name, environment: environment)
                if let plugin = plugins.find(name) {
                    return become(plugin, of: plugins, words: line.words, console: console)
                }
                hint = outline.guess(at: name, plugins: plugins.all(except: outline.commandNames).map(\.name)) ?? hint
            }
            console.fail(error.text, hint: hint)
            return .usage
        }
    }

    private func run(
        _ arguments: Arguments,
        on console: Console,
        context openContext: @escaping @Sendable (Arguments, Console) async throws -> Context,
    ) async -> ExitStatus {
        guard let run = root.descendant(arguments.path.dropFirst())?.run else { return .usage }
        let status = await InterruptWatch.run {
            console.sayStopping(Line("stopping; once more ends at once", .dim))
        } _: {
            do {
                return try await run(arguments, try await openContext(arguments, console))
            } catch let error as UsageError {
                var error = error
                if error.path.isEmpty { error.path = arguments.path }
                console.fail(error.text, hint: error.hint ?? arguments.path.joined(separator: " ") + " --help")
                return .usage
            } catch  where Task.isCancelled || error is CancellationError {
                // What fails because it was stopped is no news.
                console.detail(Line("\(arguments.path.joined(separator: " ")): \(explain(error).message)"))
                return .interrupted
            } catch let refused as PromptRefused {
                console.fail("\(arguments.path.joined(separator: " ")): \(refused)")
                // Whoever runs it where nobody can be asked has to answer on the line.
                return refused.reason == .noTerminal ? .usage : .incomplete
            } catch {
                let failure = (error as? CommandFailure) ?? explain(error)
                console.fail("\(arguments.path.joined(separator: " ")): \(failure.message)", hint: failure.hint)
                return failure.status
            }
        }
        return console.finish(status)
    }

    private func help(
        _ command: CommandOutline,
        _ asked: Bool,
        _ options: Arguments,
        _ environment: [String: String],
        _ openConsole: (ColourChoice, Console.Verbosity) -> Console,
    ) -> ExitStatus {
        let console = openConsole(options[StandardOptions.color], .normal)
        let isRoot = command.path.count == 1
        let plugins = isRoot ? Plugins(of: root.name, environment: environment).all(except: outline.commandNames) : []
        guard asked else {
            console.errors.write(HelpText(command, plugins: plugins, look: console.errorLook).text)
            return .usage
        }
        if options.texts["--format"]?.last == "json" {
            console.write(helpValue(of: command, version: version).pretty + "\n")
        } else {
            console.write(HelpText(command, plugins: plugins, look: console.look).text)
        }
        return console.finish(.success)
    }

    private func become(_ plugin: Plugins.Plugin, of plugins: Plugins, words: [String], console: Console) -> ExitStatus
    {
        guard words.first == plugin.name else {
            console.fail(
                "\(root.name): \(plugin.name) is a plugin and reads its own options",
                hint: "write them after its name: \(root.name) \(plugin.name) …"
            )
            return .usage
        }
        let reason = plugins.become(plugin, with: Array(words.dropFirst()))
        console.fail("\(root.name): \(plugin.path) cannot be run: \(reason)")
        return .incomplete
    }
}

extension CommandOutline {
    /// Names and aliases of the commands directly below.
    var commandNames: [String] { subcommands.flatMap { [$0.name] + $0.aliases } }
}
