internal import Words

/// A command as its readers see it: all of the table but what runs, with the whole path and every option that may be given.
package struct CommandOutline: Sendable {
    /// From the program's name down: `["ihctl", "dev", "up"]`.
    package let path: [String]
    package let aliases: [String]
    package let summary: String
    package let discussion: String
    package let examples: [Example]
    package let arguments: [any ArgumentDeclaration]
    /// Its own.
    package let options: [any OptionDeclaration]
    /// Those it shares with the commands above and below it, but for one that it declares anew.
    package let sharedOptions: [any OptionDeclaration]
    package let subcommands: [CommandOutline]
    package let isHidden: Bool
    package let canRun: Bool

    package init<Context>(
        of command: Command<Context>,
        under parent: [String] = [],
        sharing: [any OptionDeclaration] = []
    ) {
        let path = parent + [command.name]
        // An option of the same name nearer to the command stands for the one further up: other choices, another default.
        let inherited = sharing.filter { !command.sharedOptions.declares($0) }
        let shared = inherited + command.sharedOptions
        self.path = path
        aliases = command.aliases
        summary = command.summary
        discussion = command.discussion
        examples = command.examples
        arguments = command.arguments
        options = command.options
        sharedOptions = shared.filter { !command.options.declares($0) }
        subcommands = command.subcommands.map { CommandOutline(of: $0, under: path, sharing: shared) }
        isHidden = command.isHidden
        canRun = command.run != nil
    }

    package var name: String { path[path.count - 1] }
    package var spelled: String { path.joined(separator: " ") }
    package var allOptions: [any OptionDeclaration] { options + sharedOptions }
    package var visibleSubcommands: [CommandOutline] { subcommands.filter { !$0.isHidden } }

    package func subcommand(called name: String) -> CommandOutline? {
        subcommands.first { $0.name == name || $0.aliases.contains(name) }
    }

    /// What somebody probably meant by a command that is not there; `plugins` are the names of those that stand beside the built-in ones.
    func guess(at word: String, plugins: [String] = []) -> String? {
        let names = visibleSubcommands.flatMap { [$0.name] + $0.aliases } + plugins
        if let near = NearestName.to(word, among: names) { return "did you mean \(spelled) \(near)?" }
        let deeper = everyCommand.first { $0.name == word && !$0.isHidden }
        return deeper.map { "did you mean \($0.spelled)?" }
    }

    /// This command and all below it, in the table's order.
    package var everyCommand: [CommandOutline] {
        [self] + subcommands.flatMap(\.everyCommand)
    }
}

extension [any OptionDeclaration] {
    fileprivate func declares(_ other: any OptionDeclaration) -> Bool {
        contains { $0.spec.name == other.spec.name }
    }
}
