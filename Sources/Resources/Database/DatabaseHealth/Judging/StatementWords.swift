internal import SQLText

/// A statement's words one after the other: names without their quotes, unquoted ones in small letters.
struct StatementWords {
    private let words: [(text: String, isQuoted: Bool)]
    private var index = 0

    init(_ text: SQLText, _ statement: Statement) {
        words = text.tokens[statement.tokens].filter { !$0.isComment }.map { token in
            let spelled = text.text(of: token)
            guard token.kind == .quotedIdentifier else {
                return (token.kind == .word ? spelled.lowercased() : spelled, false)
            }
            return (String(spelled.dropFirst().dropLast()).replacing("\"\"", with: "\""), true)
        }
    }

    var peek: String? { index < words.count ? words[index].text : nil }
    /// Whether the next word stands there without quotes.
    var isKeyword: Bool { index < words.count && !words[index].isQuoted }

    mutating func next() -> String? {
        guard let word = peek else { return nil }
        index += 1
        return word
    }

    /// Goes past these words where they come next.
    @discardableResult
    mutating func skip(_ wanted: String...) -> Bool {
        guard words[index...].prefix(wanted.count).elementsEqual(wanted, by: { $0.text == $1 && !$0.isQuoted })
        else { return false }
        index += wanted.count
        return true
    }

    /// Goes past the next such word outside of parentheses; false where there is none.
    mutating func skipPast(_ wanted: String) -> Bool {
        var depth = 0
        while let word = next() {
            if word == "(" { depth += 1 }
            if word == ")" { depth -= 1 }
            if depth == 0, word == wanted { return true }
        }
        return false
    }

    /// `schema.name`; of schema public where none is named.
    mutating func name(ofSchema isSchema: Bool = false) -> String? {
        guard let first = next() else { return nil }
        if isSchema { return first }
        guard peek == "." else { return "public.\(first)" }
        _ = next()
        return next().map { "\(first).\($0)" }
    }

    /// A table's own primary key, and the unique constraints that have a name: what comes next stays there to be read.
    var keys: (hasPrimary: Bool, unique: Set<String>) {
        let rest = words[index...].map { $0.isQuoted ? "\"" + $0.text : $0.text }
        var found: (hasPrimary: Bool, unique: Set<String>) = (false, [])
        for (at, word) in rest.enumerated() {
            if word == "primary", rest.dropFirst(at + 1).first == "key" { found.hasPrimary = true }
            if word == "constraint", rest.dropFirst(at + 2).first == "unique" {
                found.unique.insert(words[index + at + 1].text)
            }
        }
        return found
    }

    /// All that comes yet.
    var rest: Set<String> { Set(words[index...].map(\.text)) }

    /// What stands between the parentheses that come next, nil where none do.
    mutating func parenthesized() -> String? {
        guard peek == "(" else { return nil }
        _ = next()
        var inside: [String] = []
        var depth = 1
        while let word = next() {
            if word == "(" { depth += 1 }
            if word == ")" { depth -= 1 }
            if depth == 0 { break }
            inside.append(word)
        }
        return inside.joined(separator: " ").replacing(" ,", with: ",")
    }

    /// The columns of a `create table` whose parenthesis comes next; none where the text does not name them all.
    mutating func columns() -> Set<String> {
        guard skip("(") else { return [] }
        var columns: Set<String> = []
        var depth = 1
        var isFirst = true
        while depth > 0, let word = peek {
            let isKeyword = isKeyword
            _ = next()
            if word == "(" { depth += 1 }
            if word == ")" { depth -= 1 }
            if isFirst, depth == 1 {
                if isKeyword, word == "like" { return [] }
                let isConstraint = isKeyword && StatementWords.constraints.contains(word)
                if !isConstraint { columns.insert(word) }
            }
            isFirst = depth == 1 && word == ","
        }
        // A child has its parent's columns too.
        return peek == "inherits" ? [] : columns
    }

    private static let constraints: Set = ["constraint", "primary", "unique", "check", "foreign", "exclude"]
}
