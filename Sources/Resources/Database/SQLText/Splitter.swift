/// Finds where statements end: at a semicolon that stands neither in parentheses, as between the actions of a rule, nor in a body
/// of `begin atomic … end`.
struct Splitter {
    /// How far the first words of a statement have come towards those of a routine with a body.
    private enum Opening {
        case nothing, create, or, replace
        /// `create [or replace] function|procedure …`
        case routine
        /// … `begin`, which opens a body if `atomic` follows.
        case begin
        case other
    }

    private let text: SQLText
    private var statements: [Statement] = []
    private var opening = Opening.nothing
    private var depth = 0
    private var bodies = 0
    /// First and last token of the statement that is being read, comments aside.
    private var ends: ClosedRange<Int>?
    /// Where the surroundings of the next statement begin.
    private var margin: Int

    init(_ text: SQLText, from index: Int) {
        self.text = text
        margin = index
    }

    /// `limit` is the index behind the last token that will be given.
    mutating func take(_ index: Int, before limit: Int) {
        let token = text.tokens[index]
        switch token.kind {
        case .lineComment, .blockComment: return
        case .punctuation:
            switch text.bytes[token.start] {
            case UInt8(ascii: ";") where depth == 0:
                guard bodies > 0 else { return close(at: token.end, behind: index + 1, before: limit) }
                opening = .nothing
            case UInt8(ascii: "("):
                depth += 1
                read(nil)
            case UInt8(ascii: ")"):
                depth = max(0, depth - 1)
            default:
                read(nil)
            }
        case .word: read(token)
        default: read(nil)
        }
        ends = (ends?.lowerBound ?? index)...index
    }

    mutating func finish(at end: Int, before limit: Int) -> [Statement] {
        if let ends { close(at: end, behind: ends.upperBound + 1, before: limit) }
        return statements
    }

    private mutating func close(at end: Int, behind index: Int, before limit: Int) {
        let next = index + trailingComments(behind: index, before: limit)
        if let ends {
            let range = text.tokens[ends.lowerBound].start..<text.tokens[ends.upperBound].end
            statements.append(
                Statement(
                    range: range,
                    end: end,
                    tokens: ends.lowerBound..<ends.upperBound + 1,
                    surroundings: margin..<next,
                )
            )
        }
        margin = next
        ends = nil
        opening = .nothing
        depth = 0
        bodies = 0
    }

    /// How many comments stand behind a token with nothing else in their line.
    private func trailingComments(behind index: Int, before limit: Int) -> Int {
        var next = index
        while next < limit, !startsNewLine(next) {
            guard text.tokens[next].isComment else { return 0 }
            next += 1
        }
        return next - index
    }

    private func startsNewLine(_ index: Int) -> Bool {
        text.bytes[text.tokens[index - 1].end..<text.tokens[index].start].contains(where: \.isNewline)
    }

    /// `nil` stands for anything but a word without quotes.
    ///
    /// In a body every statement has its semicolon, so that an `end` right behind one, or behind `atomic`, closes the body, and
    /// any other belongs to a `case` or is a name.
    private mutating func read(_ word: Token?) {
        guard opening != .other, depth == 0 || opening != .routine else { return }
        guard let word, depth == 0 else {
            opening = opening == .routine || opening == .begin ? .routine : .other
            return
        }
        switch opening {
        case .nothing where text.isWord(word, "create"): opening = .create
        case .nothing where bodies > 0 && text.isWord(word, "end"):
            bodies -= 1
            opening = .other
        case .create where text.isWord(word, "or"): opening = .or
        case .or where text.isWord(word, "replace"): opening = .replace
        case .create where isRoutine(word), .replace where isRoutine(word): opening = .routine
        case .routine where text.isWord(word, "begin"): opening = .begin
        case .begin where text.isWord(word, "atomic"):
            bodies += 1
            opening = .nothing
        case .begin where text.isWord(word, "begin"): break
        case .routine, .begin: opening = .routine
        default: opening = .other
        }
    }

    private func isRoutine(_ word: Token) -> Bool { text.isWord(word, "function") || text.isWord(word, "procedure") }
}
