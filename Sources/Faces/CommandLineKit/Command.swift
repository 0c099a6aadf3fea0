package import Words

/// A command as a value: parsing, help, completions, the manual page and the reference are all read from it.
package struct Command<Context: Sendable>: Sendable {
    package typealias Run = @Sendable (Arguments, Context) async throws -> ExitStatus

    package var name: String
    package var aliases: [String]
    /// One line, lower case, no full stop.
    package var summary: String
    /// Paragraphs, parted by blank lines.
    package var discussion: String
    package var examples: [Example]
    package var arguments: [any ArgumentDeclaration]
    /// Its own; one with the name and type of a shared option stands in its place, with other choices for example.
    package var options: [any OptionDeclaration]
    /// Options that this command and all below it take, before or after the subcommand's name.
    package var sharedOptions: [any OptionDeclaration]
    package var subcommands: [Command]
    package var isHidden: Bool
    /// A command with subcommands may have none of its own: then it needs one of them.
    package var run: Run?

    package init(
        _ name: String,
        aliases: [String] = [],
        summary: String,
        discussion: String = "",
        examples: [Example] = [],
        arguments: [any ArgumentDeclaration] = [],
        options: [any OptionDeclaration] = [],
        sharedOptions: [any OptionDeclaration] = [],
        subcommands: [Command] = [],
        isHidden: Bool = false,
        run: Run? = nil,
    ) {
        self.name = name
        self.aliases = aliases
        self.summary = summary
        self.discussion = discussion
        self.examples = examples
        self.arguments = arguments
        self.options = options
        self.sharedOptions = sharedOptions
        self.subcommands = subcommands
        self.isHidden = isHidden
        self.run = run
    }

    /// The command below this one at the end of a path of names.
    package func descendant(_ path: some Collection<String>) -> Command? {
        guard let first = path.first else { return self }
        return subcommands.first { $0.name == first }?.descendant(path.dropFirst())
    }
}

/// A line that can be copied into a shell, and what it does.
package struct Example: Sendable, Hashable {
    package var line: String
    package var about: String

    package init(_ line: String, _ about: String) {
        self.line = line
        self.about = about
    }
}
