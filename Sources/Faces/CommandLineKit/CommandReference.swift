internal import FoundationEssentials
internal import Words

/// The reference of all commands in Markdown: `docs/command-reference.md`.
package func commandReference(of root: CommandOutline) -> String {
    let commands = root.everyCommand.dropFirst().filter { !$0.isHidden }
    var parts = [
        "# \(root.name): command reference",
        "Made from the table of commands; do not edit by hand.",
        "\(root.name): \(root.summary).",
        commands.map { "- [\($0.spelled)](#\($0.anchor)): \($0.summary)" }.joined(separator: "\n"),
        "## Options of every command",
        "They may stand before or after the command's name.",
        table(of: root.sharedOptions.map(\.spec)),
        "## Exit status",
        "| status | meaning |\n| --- | --- |\n"
            + ExitStatus.allCases.map { "| \($0.rawValue) | \(cell($0.meaning)) |" }.joined(separator: "\n"),
    ]
    for command in commands { parts += section(of: command) }
    return parts.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
}

private func section(of command: CommandOutline) -> [String] {
    var parts = ["## \(command.spelled)", command.summary.capitalizedSentence, "```sh\n\(command.usage)\n```"]
    if !command.aliases.isEmpty {
        parts.append("Also called " + command.aliases.map { "`\($0)`" }.joined(separator: ", ") + ".")
    }
    parts += command.discussion.paragraphs
    let arguments = command.arguments.map(\.spec)
    if !arguments.isEmpty {
        let rows = arguments.map { "| `\($0.usage)` | \(cell($0.about)) |" }
        parts.append(("| argument | meaning |\n| --- | --- |\n") + rows.joined(separator: "\n"))
    }
    parts.append(table(of: command.options.map(\.spec)))
    if !command.visibleSubcommands.isEmpty {
        let rows = command.visibleSubcommands.map { "| [\($0.name)](#\($0.anchor)) | \(cell($0.summary)) |" }
        parts.append("| command | meaning |\n| --- | --- |\n" + rows.joined(separator: "\n"))
    }
    if !command.examples.isEmpty {
        let lines = command.examples.map { $0.about.isEmpty ? $0.line : "\($0.line)  # \($0.about)" }
        parts.append("```sh\n\(lines.joined(separator: "\n"))\n```")
    }
    return parts
}

private func table(of options: [OptionSpec]) -> String {
    let visible = options.filter { !$0.isHidden }
    guard !visible.isEmpty else { return "" }
    let rows = visible.map { option in
        let names = option.names.drop { $0 == " " }
        return "| `\(names)\(option.isFlag ? "" : " " + option.placeholder)` | \(cell(option.about)) |"
    }
    return "| option | meaning |\n| --- | --- |\n" + rows.joined(separator: "\n")
}

private func cell(_ text: String) -> String {
    text.replacing("|", with: "\\|").replacing("<", with: "&lt;")
}

extension CommandOutline {
    /// The address that a heading of this command gets.
    fileprivate var anchor: String { path.joined(separator: "-") }
}
