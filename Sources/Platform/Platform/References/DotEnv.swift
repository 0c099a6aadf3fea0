/// A `.env` file: `NAME=value` lines, `export`, comments, single and double quotes, byte order mark and Windows line ends.
///
/// Names are case-insensitive; the last of two equal names holds. Nothing is expanded: `$NAME` stays as it stands.
package struct DotEnv: Sendable {
    package struct Entry: Sendable, Hashable {
        package var name: String
        package var value: String
        package var line: Int
    }

    package let path: String
    package private(set) var entries: [Entry] = []

    package init(path: String, entries: [Entry] = []) {
        self.path = path
        self.entries = entries
    }

    package func entry(_ name: String) -> Entry? {
        let wanted = name.uppercased()
        return entries.last { $0.name.uppercased() == wanted }
    }

    /// Reads the text; a line that cannot be understood is told with its number, and the others are read all the same.
    package static func parse(_ text: String, path: String) -> (file: DotEnv, problems: [Problem]) {
        var scanner = Scanner(text: text.first == "\u{FEFF}" ? String(text.dropFirst()) : text, path: path)
        scanner.run()
        return (DotEnv(path: path, entries: scanner.entries), scanner.problems)
    }

    private struct Scanner {
        let characters: [Character]
        let path: String
        var position = 0
        var line = 1
        var entries: [Entry] = []
        var problems: [Problem] = []

        init(text: String, path: String) {
            // A Windows line end is one Character in Swift; both kinds read as one here.
            characters = text.map { $0 == "\r\n" ? "\n" : $0 }
            self.path = path
        }

        var current: Character? { position < characters.count ? characters[position] : nil }

        mutating func advance() {
            if current == "\n" { line += 1 }
            position += 1
        }

        mutating func skip(while condition: (Character) -> Bool) {
            while let character = current, condition(character) { advance() }
        }

        mutating func run() {
            while current != nil {
                skip { $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\r" }
                if current == nil { return }
                if current != "#" { readEntry() }
                skip { $0 != "\n" }
            }
        }

        mutating func readEntry() {
            let start = line
            var name = readName()
            if name == "export", current == " " || current == "\t" {
                skip { $0 == " " || $0 == "\t" }
                name = readName()
            }
            skip { $0 == " " || $0 == "\t" }
            guard current == "=", isVariableName(name) else {
                refuse(start, "expected NAME=value", hint: "a comment starts with #")
                return
            }
            advance()
            skip { $0 == " " || $0 == "\t" }
            let quote = current
            if quote == "\"" || quote == "'" {
                advance()
                guard let value = readQuoted(by: quote ?? "'") else {
                    refuse(start, "the quote of \(name) is not closed", hint: nil)
                    return
                }
                entries.append(Entry(name: name, value: value, line: start))
                skip { $0 == " " || $0 == "\t" }
                if let next = current, next != "\n", next != "#" {
                    refuse(start, "something follows the closing quote of \(name)", hint: nil)
                }
            } else {
                entries.append(Entry(name: name, value: readBare(), line: start))
            }
        }

        mutating func readName() -> String {
            let start = position
            skip { $0 == "_" || $0.isASCII && ($0.isLetter || $0.isNumber) }
            return String(characters[start..<position])
        }

        /// Up to the line's end, or to a `#` after white space.
        mutating func readBare() -> String {
            let start = position
            while let character = current, character != "\n" {
                if character == "#", position == start || characters[position - 1].isWhitespace { break }
                advance()
            }
            return String(characters[start..<position]).trimmed
        }

        /// Double quotes know `\n`, `\r`, `\t`, `\"`, `\\` and `\$`; single quotes know nothing. Both may run over lines.
        mutating func readQuoted(by quote: Character) -> String? {
            let escapes: [Character: Character] = ["n": "\n", "r": "\r", "t": "\t", "\"": "\"", "\\": "\\", "$": "$"]
            var value = ""
            while let character = current {
                advance()
                if character == quote { return value }
                if quote == "\"", character == "\\", let next = current, let meant = escapes[next] {
                    value.append(meant)
                    advance()
                } else {
                    value.append(character)
                }
            }
            return nil
        }

        mutating func refuse(_ line: Int, _ message: String, hint: String?) {
            problems.append(Problem(at: SettingPath(), .file(path, line: line, column: 1), message, hint: hint))
        }
    }
}
