internal import Words

/// A line `-- ihctl:word …` of a migration.
struct Directive: Hashable {
    let word: String
    /// What follows the word, parted by blanks.
    let arguments: [String]

    /// The words that mean something; `allow` is the linter's, and stands beside statements.
    static let words = ["up", "down", "allow"]

    /// Nil for a comment that is none of ours.
    init?(comment: String) throws(OptionFault) {
        var rest = comment.dropFirst(2).drop { $0 == " " || $0 == "\t" }
        guard rest.hasPrefix("ihctl:") else { return nil }
        rest = rest.dropFirst("ihctl:".count)
        let words = rest.split { $0 == " " || $0 == "\t" || $0 == "\r" }.map(String.init)
        // `-- ihctl: up` is a slip, not another thing.
        word = words.first ?? ""
        arguments = Array(words.dropFirst())
        guard Directive.words.contains(word) else {
            throw OptionFault(
                word.isEmpty ? "ihctl: is followed by no word" : "there is no directive ihctl:\(word)",
                hint: NearestName.to(word, among: Directive.words).map { "did you mean ihctl:\($0)?" }
                    ?? "there are ihctl:up, ihctl:down and ihctl:allow"
            )
        }
    }

    var isSection: Bool { word == "up" || word == "down" }

    var direction: Direction { word == "down" ? .down : .up }
}

extension ScriptOptions {
    static let names = ["transaction", "lock_timeout", "allow"]

    /// Reads `transaction=false lock_timeout=3s allow=drop-column,drop-table`; what it cannot read is told in words.
    static func read(_ arguments: [String]) throws(OptionFault) -> ScriptOptions {
        var options = ScriptOptions()
        var seen: Set<String> = []
        for argument in arguments {
            guard let equals = argument.firstIndex(of: "=") else {
                throw OptionFault("\(argument) is no option", hint: "an option is name=value: \(usage)")
            }
            let (name, value) = (String(argument[..<equals]), String(argument[argument.index(after: equals)...]))
            guard names.contains(name) else {
                let nearest = NearestName.to(name, among: names)
                throw OptionFault("there is no option \(name)", hint: nearest.map { "did you mean \($0)?" } ?? usage)
            }
            guard seen.insert(name).inserted else { throw OptionFault("\(name) is given twice") }
            try options.set(name, value)
        }
        return options
    }

    private static let usage = "there are transaction=false, lock_timeout=3s and allow=RULE,RULE"

    private mutating func set(_ name: String, _ value: String) throws(OptionFault) {
        switch name {
        case "transaction":
            guard value == "true" || value == "false" else {
                throw OptionFault("transaction must be true or false, not \(value)")
            }
            isTransactional = value == "true"
        case "lock_timeout":
            guard let limit = value == "0" ? .zero : Duration(written: value), limit <= .seconds(86_400) else {
                throw OptionFault(
                    "lock_timeout must be a duration, not \(value)",
                    hint: "such as 500ms, 3s or 1m; 0 waits for ever"
                )
            }
            lockTimeout = limit
        default:
            allowedRules = value.split(separator: ",").map(String.init)
            if allowedRules.isEmpty { throw OptionFault("allow names no rule") }
        }
    }
}

struct OptionFault: Error, Hashable {
    var message: String
    var hint: String?

    init(_ message: String, hint: String? = nil) {
        self.message = message
        self.hint = hint
    }
}
