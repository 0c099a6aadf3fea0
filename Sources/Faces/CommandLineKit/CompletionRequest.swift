/// What a shell may offer for the word under the cursor; the shells' scripts ask for it at every press of the key, so that completion
/// always knows what this very binary knows.
package struct CompletionRequest {
    /// The hidden first word of such a question.
    package static let word = "__complete"

    private let root: CommandOutline
    private let before: [String]
    private let current: String

    /// `words` are the line's words up to the cursor: the program's name first, the unfinished word last, empty perhaps.
    package init(_ words: some Collection<String>, of root: CommandOutline) {
        self.root = root
        let line = Invocation(Array(words), program: root.name, commands: root.commandNames).words
        before = line.dropLast()
        current = line.last ?? ""
    }

    package struct Answer: Sendable, Hashable {
        /// What the shell itself adds.
        package enum Kind: String, Sendable, Hashable {
            case values, files, directories
        }

        package var kind: Kind
        package var choices: [Completion.Choice]

        package init(kind: Kind = .values, choices: [Completion.Choice] = []) {
            self.kind = kind
            self.choices = choices
        }

        /// The kind in the first line, then a choice a line: value, tab, summary.
        package var text: String {
            let lines = choices.filter { choice in
                choice.value.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F }
            }.map { "\($0.value)\t\($0.summary.split(whereSeparator: \.isNewline).joined(separator: " "))" }
            return ([kind.rawValue] + lines).joined(separator: "\n") + "\n"
        }
    }

    package var answer: Answer {
        var words = before
        let isHelp = words.first == "help" && root.subcommand(called: "help") == nil
        if isHelp { words.removeFirst() }
        var scan = LineScan(words, from: root)
        var awaitingValue: OptionSpec?
        var isRunning = true
        while isRunning {
            do throws(UsageError) {
                try scan.run()
                isRunning = false
            } catch {
                // Behind a command that does not exist nothing can be said; other wrong words do not stop help with this one.
                if case .unknownCommand = error.kind { return Answer() }
                if case .missingValue(let spelled) = error.kind, scan.isAtEnd {
                    awaitingValue = scan.option(spelled: spelled)
                }
            }
        }
        if let awaitingValue { return values(awaitingValue.completion, typed: current) }
        if scan.optionsEnded || !current.hasPrefix("-") { return isHelp ? commands(scan) : places(scan) }
        guard let sign = current.firstIndex(of: "=") else { return options(scan) }
        return attachedValue(scan, name: current[..<sign], typed: current[current.index(after: sign)...])
    }

    private func values(_ completion: Completion, typed: String) -> Answer {
        switch completion {
        case .none: Answer()
        case .file: Answer(kind: .files)
        case .directory: Answer(kind: .directories)
        case .choices(let choices): Answer(choices: choices.filter { $0.value.hasPrefix(typed) })
        case .dynamic(let ask): Answer(choices: ask(typed).filter { $0.value.hasPrefix(typed) })
        }
    }

    /// `--format=js` is one word for the shell: its choices are whole words too.
    private func attachedValue(_ scan: LineScan, name: Substring, typed: Substring) -> Answer {
        guard let spec = scan.option(spelled: String(name)), !spec.isFlag else { return Answer() }
        var answer = values(spec.completion, typed: String(typed))
        answer.choices = answer.choices.map { Completion.Choice("\(name)=\($0.value)", $0.summary) }
        return answer
    }

    private func options(_ scan: LineScan) -> Answer {
        var choices: [Completion.Choice] = []
        for spec in scan.command.allOptions.map(\.spec) where !spec.isHidden {
            if scan.isGiven(spec), !spec.isRepeatable { continue }
            choices.append(Completion.Choice(spec.spelled, spec.summary))
            if spec.isNegatable { choices.append(Completion.Choice("--no-\(spec.name)", spec.summary)) }
        }
        return Answer(choices: choices.filter { $0.value.hasPrefix(current) })
    }

    private func commands(_ scan: LineScan) -> Answer {
        let choices = scan.command.visibleSubcommands.map { Completion.Choice($0.name, $0.summary) }
        return Answer(choices: choices.filter { $0.value.hasPrefix(current) })
    }

    private func places(_ scan: LineScan) -> Answer {
        let isFirst = scan.positionals.isEmpty && !scan.optionsEnded
        let commands = isFirst ? commands(scan).choices : []
        var answer = Answer()
        if let argument = scan.argument(at: scan.positionals.count) {
            answer = values(argument.completion, typed: current)
            // What is named already is not offered again.
            answer.choices.removeAll { scan.positionals.contains($0.value) }
        }
        answer.choices = commands + answer.choices
        return answer
    }
}

extension LineScan {
    /// The argument that the word at this place is.
    fileprivate func argument(at place: Int) -> ArgumentSpec? {
        let specs = command.arguments.map(\.spec)
        if place < specs.count { return specs[place] }
        if case .rest? = specs.last?.arity { return specs.last }
        return nil
    }
}
