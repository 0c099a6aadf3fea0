/// Walks over the bytes of a `.env` file once.
///
/// No message shows what a line holds: it may be a secret.
struct DotEnvScanner {
    private let bytes: [UInt8]
    private let path: String
    private var position = 0
    private var line = 1
    private var lineStart = 0
    private var lineOfName: [String: Int] = [:]
    private(set) var entries: [DotEnv.Entry] = []
    private(set) var problems: [Problem] = []
    private(set) var warnings: [Problem] = []

    init(_ text: String, path: String) {
        bytes = Array(text.utf8)
        self.path = path
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        lineStart = position
    }

    mutating func run() {
        while position < bytes.count {
            skip(while: \.isBlankOrLineEnd)
            guard let byte = current else { return }
            if byte != UInt8(ascii: "#") { readEntry() }
            skip { $0 != UInt8(ascii: "\n") }
        }
    }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func advance() {
        if current == UInt8(ascii: "\n") {
            line += 1
            lineStart = position + 1
        }
        position += 1
    }

    private mutating func skip(while condition: (UInt8) -> Bool) {
        while let byte = current, condition(byte) { advance() }
    }

    private mutating func readEntry() {
        var start = place
        var name = readName()
        if name == "export", current?.isBlank == true {
            skip(while: \.isBlank)
            start = place
            name = readName()
        }
        skip(while: \.isBlank)
        guard current == UInt8(ascii: "="), isVariableName(name) else {
            return tell(start, "expected NAME=value", hint: "a comment begins with #")
        }
        advance()
        guard let value = readValue(of: name, from: start) else { return }
        guard !value.contains(0) else { return tell(start, "the value of \(name) holds a zero byte") }
        if let first = lineOfName.updateValue(start.line, forKey: name.uppercased()) {
            warnings.append(problem(.warning, start, "\(name) stands here again and holds, line \(first) does not"))
        }
        let text = String(decoding: value, as: UTF8.self)
        entries.append(DotEnv.Entry(name: name, value: text, line: start.line, column: start.column))
    }

    private mutating func readName() -> String {
        let start = position
        skip { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "_") }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func readValue(of name: String, from start: Place) -> ArraySlice<UInt8>? {
        let bare = readBare()
        guard let quote = bare.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return bare }
        // Quotes may run over lines; where one is never closed, the lines after it are read as if it were not there.
        let endOfLine = (position, line, lineStart)
        (position, line, lineStart) = (bare.startIndex + 1, start.line, start.lineStart)
        guard let value = readQuoted(by: quote) else {
            (position, line, lineStart) = endOfLine
            tell(start, "the quote of \(name) is not closed")
            return nil
        }
        skip(while: \.isBlank)
        if let next = current, !next.isBlankOrLineEnd, next != UInt8(ascii: "#") {
            tell(start, "something follows the closing quote of \(name)", hint: "a quote inside is written \\\"")
            return nil
        }
        return value[...]
    }

    /// Up to the line's end, or to a `#` behind white space, without the white space round it.
    private mutating func readBare() -> ArraySlice<UInt8> {
        skip(while: \.isBlank)
        var start = position
        while let byte = current, byte != UInt8(ascii: "\n") {
            if byte == UInt8(ascii: "#"), bytes[position - 1].isBlank { break }
            advance()
        }
        var end = position
        while end > start, bytes[end - 1].isBlankOrLineEnd { end -= 1 }
        while start < end, bytes[start].isBlankOrLineEnd { start += 1 }
        return bytes[start..<end]
    }

    /// Double quotes know `\n`, `\r`, `\t`, `\"`, `\\` and `\$`; single quotes know nothing.
    private mutating func readQuoted(by quote: UInt8) -> [UInt8]? {
        var value: [UInt8] = []
        while let byte = current {
            advance()
            if byte == quote { return value }
            if byte == UInt8(ascii: "\r"), current == UInt8(ascii: "\n") { continue }
            if quote == UInt8(ascii: "\""), byte == UInt8(ascii: "\\"), let meant = current?.escaped {
                value.append(meant)
                advance()
            } else {
                value.append(byte)
            }
        }
        return nil
    }

    private struct Place {
        let line: Int
        let column: Int
        let lineStart: Int
    }

    private var place: Place {
        let before = bytes[lineStart..<position]
        return Place(line: line, column: before.count { $0 & 0xC0 != 0x80 } + 1, lineStart: lineStart)
    }

    private mutating func tell(_ place: Place, _ message: String, hint: String? = nil) {
        problems.append(problem(.error, place, message, hint: hint))
    }

    private func problem(_ severity: Problem.Severity, _ place: Place, _ message: String, hint: String? = nil)
        -> Problem
    {
        Problem(severity, at: SettingPath(), .file(path, line: place.line, column: place.column), message, hint: hint)
    }
}

extension UInt8 {
    fileprivate var isBlank: Bool { self == 0x20 || self == 0x09 }
    fileprivate var isBlankOrLineEnd: Bool { isBlank || self == 0x0A || self == 0x0D }

    /// What a backslash before it makes of it.
    fileprivate var escaped: UInt8? {
        switch self {
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "$"): self
        default: nil
        }
    }
}
