/// How the program was called: under its own name, or through a link that names a command.
package struct Invocation: Sendable, Hashable {
    /// The words after the program's name, the link's command in front.
    package var words: [String]

    /// `ihctl-doctor --env x` is `ihctl doctor --env x`; a name like `ihctl-1.2` that is no command is the program itself.
    package init(_ arguments: [String], program: String, commands: some Collection<String>) {
        words = Array(arguments.dropFirst())
        guard let called = arguments.first else { return }
        let file = called.split(separator: "/").last ?? ""
        guard file.hasPrefix(program + "-") else { return }
        let command = String(file.dropFirst(program.count + 1))
        if commands.contains(command) { words.insert(command, at: 0) }
    }
}
