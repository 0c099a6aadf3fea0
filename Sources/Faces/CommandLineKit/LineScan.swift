internal import Words

/// One walk over the words: which command, which options with which texts, which words in places.
struct LineScan {
    private let words: [String]
    private var next = 0
    private(set) var command: CommandOutline
    private(set) var positionals: [String] = []
    private(set) var optionsEnded = false
    /// Texts of the options seen, by their spelling.
    private(set) var given: [String: [String]] = [:]

    init(_ words: [String], from root: CommandOutline) {
        self.words = words
        command = root
    }

    func isGiven(_ spec: OptionSpec) -> Bool {
        given[spec.spelled] != nil
    }

    mutating func run() throws(UsageError) {
        while next < words.count {
            let word = words[next]
            next += 1
            if optionsEnded || !looksLikeOption(word) {
                try take(plain: word)
            } else if word == "--" {
                optionsEnded = true
            } else if word.hasPrefix("--") {
                try take(long: word)
            } else {
                try take(bundle: word)
            }
        }
    }

    /// A lone dash is a name for standard input, and `-5` a number where no option is called so.
    private func looksLikeOption(_ word: String) -> Bool {
        guard word.hasPrefix("-"), word.count > 1 else { return false }
        guard Double(word) != nil, let letter = word.dropFirst().first else { return true }
        return option(short: letter) != nil
    }

    var isAtEnd: Bool { next == words.count }

    private mutating func take(plain word: String) throws(UsageError) {
        if !optionsEnded, positionals.isEmpty, let below = command.subcommand(called: word) {
            command = below
            return
        }
        if command.arguments.isEmpty {
            if !command.subcommands.isEmpty, positionals.isEmpty { throw unknownCommand(word) }
            throw failure(
                .unexpectedArgument(word),
                "unexpected argument \(quoted(word))",
                hint: "it takes no arguments"
            )
        }
        positionals.append(word)
    }

    private mutating func take(long word: String) throws(UsageError) {
        let body = word.dropFirst(2)
        let name = String(body.prefix { $0 != "=" })
        let value = name.count < body.count ? String(body.dropFirst(name.count + 1)) : nil
        if name.count > 1, let spec = option(long: name) {
            try take(spec, spelled: "--\(name)", attached: value)
        } else if name.hasPrefix("no-"), let spec = option(long: String(name.dropFirst(3))), spec.isNegatable {
            try refuse(value, of: "--\(name)")
            try note(spec, "false")
        } else {
            throw unknownOption("--\(name)")
        }
    }

    private mutating func take(bundle word: String) throws(UsageError) {
        var letters = word.dropFirst()
        while let letter = letters.popFirst() {
            guard let spec = option(short: letter) else { throw unknownOption("-\(letter)", in: word) }
            if spec.isFlag {
                if letters.first == "=" { try refuse(String(letters), of: "-\(letter)") }
                try note(spec, "true")
                continue
            }
            if letters.first == "=" { letters = letters.dropFirst() }
            try take(spec, spelled: "-\(letter)", attached: letters.isEmpty ? nil : String(letters))
            return
        }
    }

    private mutating func take(_ spec: OptionSpec, spelled: String, attached: String?) throws(UsageError) {
        if spec.isFlag {
            try refuse(attached, of: spelled)
            try note(spec, "true")
        } else if let attached {
            try note(spec, attached)
        } else if next < words.count, !looksLikeOption(words[next]) {
            next += 1
            try note(spec, words[next - 1])
        } else if let bare = spec.bare {
            try note(spec, bare)
        } else {
            let wanted = "\(spelled) wants a value: \(spec.placeholder)"
            let hint = next < words.count ? "a value that begins with a dash is written \(spelled)=\(words[next])" : nil
            throw failure(.missingValue(spelled), wanted, hint: hint)
        }
    }

    private func refuse(_ value: String?, of spelled: String) throws(UsageError) {
        guard value != nil else { return }
        throw failure(.unwantedValue(spelled), "\(spelled) takes no value", hint: nil)
    }

    private mutating func note(_ spec: OptionSpec, _ text: String) throws(UsageError) {
        if given[spec.spelled] != nil, !spec.isRepeatable {
            throw failure(.repeatedOption(spec.spelled), "\(spec.spelled) is given twice", hint: "give it once")
        }
        given[spec.spelled, default: []].append(text)
    }

    /// The option that is written so: `--pool` or `-p`.
    func option(spelled: String) -> OptionSpec? {
        if spelled.hasPrefix("--") { return option(long: String(spelled.dropFirst(2))) }
        return spelled.dropFirst().first.flatMap { option(short: $0) }
    }

    private func option(long name: String) -> OptionSpec? {
        command.allOptions.lazy.map(\.spec).first { $0.long == name }
    }

    private func option(short letter: Character) -> OptionSpec? {
        command.allOptions.lazy.map(\.spec).first { $0.short == letter }
    }
}

// What is wrong with a line, and what to do about it.
extension LineScan {
    func failure(_ kind: UsageError.Kind, _ message: String, hint: String?) -> UsageError {
        UsageError(kind, path: command.path, message, hint: hint ?? "\(command.spelled) --help")
    }

    func unknownCommand(_ word: String) -> UsageError {
        let names = command.visibleSubcommands.flatMap { [$0.name] + $0.aliases }
        var hint: String?
        if let near = NearestName.to(word, among: names) {
            hint = "did you mean \(command.spelled) \(near)?"
        } else if let deeper = command.everyCommand.first(where: { $0.name == word && !$0.isHidden }) {
            hint = "did you mean \(deeper.spelled)?"
        }
        return failure(.unknownCommand(word), "unknown command \(quoted(word))", hint: hint)
    }

    private func unknownOption(_ spelled: String, in bundle: String? = nil) -> UsageError {
        var message = "unknown option \(spelled)"
        if let bundle, bundle != spelled { message += " in \(quoted(bundle))" }
        return failure(.unknownOption(spelled), message, hint: hintForOption(spelled, in: bundle))
    }

    private func hintForOption(_ spelled: String, in bundle: String?) -> String? {
        let visible = command.allOptions.map(\.spec).filter { !$0.isHidden }
        if spelled.hasPrefix("--") {
            let names = visible.compactMap(\.long) + visible.filter(\.isNegatable).map { "no-\($0.name)" }
            let wanted = String(spelled.dropFirst(2))
            if let near = NearestName.to(wanted, among: names) { return "did you mean --\(near)?" }
        } else if let bundle, let long = option(long: String(bundle.dropFirst()))?.long {
            return "did you mean --\(long)?"
        }
        let below = command.everyCommand.dropFirst().first { outline in
            outline.options.contains { $0.spec.spelled == spelled || "-\($0.spec.short ?? " ")" == spelled }
        }
        return below.map { "\(spelled) is an option of \($0.spelled): write it after the command" }
    }
}
