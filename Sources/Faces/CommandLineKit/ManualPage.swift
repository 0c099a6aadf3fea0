internal import FoundationEssentials
internal import Terminal
internal import Words

/// The manual page of a whole program in mdoc(7); `date` is given, so that the same table gives the same page.
package func manualPage(of root: CommandOutline, date: (year: Int, month: Int, day: Int)) -> String {
    let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    let name = root.name
    var page = ManualPage()
    page.macro(".Dd \(months[(date.month - 1) % 12]) \(date.day), \(date.year)")
    page.macro(".Dt \(name.uppercased()) 1")
    page.macro(".Os")
    page.section("NAME")
    page.macro(".Nm \(name)")
    page.macro(".Nd \(ManualPage.escaped(root.summary))")
    page.section("SYNOPSIS")
    page.macro(".Nm")
    page.macro(".Ar COMMAND")
    page.macro(".Op Ar OPTION ...")
    page.section("DESCRIPTION")
    page.prose(root.discussion.isEmpty ? root.summary.capitalizedSentence : root.discussion)
    page.text("Options of every command may stand before or after the command's name:")
    page.list(root.sharedOptions.map(\.spec))
    page.section("COMMANDS")
    for command in root.everyCommand.dropFirst() where !command.isHidden && command.canRun { page.command(command) }
    page.environment(of: root)
    page.section("EXIT STATUS")
    page.macro(".Bl -tag -width Ds")
    for status in ExitStatus.allCases {
        page.macro(".It \(status.rawValue)")
        page.text(status.meaning)
    }
    page.macro(".El")
    return page.source
}

private struct ManualPage {
    private(set) var source = ""

    mutating func macro(_ line: String) {
        source += line + "\n"
    }

    mutating func section(_ title: String) {
        macro(".Sh \(title)")
    }

    /// A sentence a line, as mdoc wants it, and none longer than a screen.
    mutating func text(_ text: String) {
        let sentences = text.replacing(". ", with: ".\n").split(separator: "\n").flatMap { String($0).wrapped(to: 70) }
        for sentence in sentences where !sentence.isEmpty {
            let safe = ManualPage.escaped(sentence)
            // A line of text must not begin like a request.
            macro(safe.hasPrefix(".") || safe.hasPrefix("'") ? "\\&" + safe : safe)
        }
    }

    mutating func prose(_ text: String) {
        for (number, paragraph) in text.paragraphs.enumerated() {
            if number > 0 { macro(".Pp") }
            self.text(paragraph)
        }
    }

    mutating func command(_ command: CommandOutline) {
        let usage = ManualPage.escaped(command.usage(withOptions: false))
        macro(".Ss \(usage)\(usage.hasSuffix("]") ? "\\&" : "")")
        text(command.summary.capitalizedSentence)
        if !command.aliases.isEmpty { text("Also called \(command.aliases.joined(separator: ", ")).") }
        if !command.discussion.isEmpty {
            macro(".Pp")
            prose(command.discussion)
        }
        let arguments = command.arguments.map(\.spec)
        let options = command.options.map(\.spec).filter { !$0.isHidden }
        if !arguments.isEmpty || !options.isEmpty {
            macro(".Bl -tag -width Ds")
            for argument in arguments {
                macro(".It Ar \(ManualPage.word(argument.name))")
                text(argument.about.capitalizedSentence)
            }
            for option in options { item(option) }
            macro(".El")
        }
        for example in command.examples {
            macro(".Pp")
            text(example.about.isEmpty ? "Example:" : example.about.capitalizedSentence.dropLast() + ":")
            macro(".Dl \(ManualPage.escaped(example.line))")
        }
    }

    mutating func list(_ options: [OptionSpec]) {
        macro(".Bl -tag -width Ds")
        for option in options where !option.isHidden { item(option) }
        macro(".El")
    }

    mutating func environment(of root: CommandOutline) {
        var users: [String: String] = [
            "NO_COLOR": "Set and not empty, output has no colour unless --color asks for it."
        ]
        for command in root.everyCommand {
            for option in command.allOptions.map(\.spec) where !option.isHidden {
                for name in option.environment where users[name] == nil {
                    users[name] = "Stands for \(option.spelled) where the line does not give it."
                }
            }
        }
        section("ENVIRONMENT")
        macro(".Bl -tag -width Ds")
        for (name, about) in users.sorted(by: { $0.key < $1.key }) {
            macro(".It Ev \(ManualPage.word(name))")
            text(about)
        }
        macro(".El")
    }

    private mutating func item(_ option: OptionSpec) {
        var names: [String] = []
        if let short = option.short { names.append("Fl \(ManualPage.word(String(short)))") }
        if let long = option.long { names.append("Fl \\-\(ManualPage.word(long))") }
        if option.isNegatable { names.append("Fl \\-no\\-\(ManualPage.word(option.name))") }
        let value = option.isFlag ? "" : " Ar \(ManualPage.word(option.placeholder))"
        macro(".It \(names.joined(separator: " , "))\(value)")
        text(option.about.capitalizedSentence)
    }

    static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "\\": escaped += "\\e"
            case "-": escaped += "\\-"
            case "…": escaped += "..."
            case "\"": escaped += "\\(dq"
            case "`": escaped += "\\(ga"
            default: escaped.append(character)
            }
        }
        return escaped
    }

    /// A word that must not be taken for a macro, of which all have two or three letters.
    static func word(_ text: String) -> String {
        text.count <= 3 ? "\\&" + escaped(text) : escaped(text)
    }
}

extension String {
    /// As a sentence of running text: a capital at the beginning, a full stop at the end.
    var capitalizedSentence: String {
        guard let first else { return self }
        return first.uppercased() + dropFirst() + (hasSuffix(".") ? "" : ".")
    }
}
