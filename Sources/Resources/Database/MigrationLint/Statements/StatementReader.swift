internal import SQLText

/// Goes through the tokens of one statement, or of a part of one, comments left out.
struct StatementReader {
    let text: SQLText
    private let indices: ArraySlice<Int>
    private(set) var place: Int

    init(_ statement: Statement, in text: SQLText) {
        self.text = text
        indices = statement.tokens.filter { !text.tokens[$0].isComment }[...]
        place = 0
    }

    private init(_ text: SQLText, _ indices: ArraySlice<Int>) {
        self.text = text
        self.indices = indices
        place = indices.startIndex
    }

    var isAtEnd: Bool { place >= indices.endIndex }
    var current: Token? { peek(0) }
    var past: Int { indices.endIndex }

    func peek(_ distance: Int) -> Token? { token(at: place + distance) }

    func token(at place: Int) -> Token? { indices.indices.contains(place) ? text.tokens[indices[place]] : nil }

    /// The offsets from one place up to another, which lies behind the part.
    func range(from first: Int, to past: Int? = nil) -> Range<Int> {
        let past = past ?? place
        guard let start = token(at: first)?.start ?? token(at: first - 1)?.end else { return 0..<0 }
        return start..<max(start, token(at: past - 1)?.end ?? start)
    }

    /// All that is left.
    var rest: StatementReader { StatementReader(text, indices[min(place, indices.endIndex)...]) }
    var whole: Range<Int> { range(from: indices.startIndex, to: indices.endIndex) }

    func part(_ places: Range<Int>) -> StatementReader { StatementReader(text, indices[places]) }

    // Looking

    // Written out for one to four words: a list of them would be made anew at every token.

    /// Whether this word comes next.
    @inline(__always)
    func isAt(_ word: StaticString) -> Bool { isWord(word, at: 0) }

    @inline(__always)
    func isAt(_ first: StaticString, _ second: StaticString) -> Bool { isWord(first, at: 0) && isWord(second, at: 1) }

    @inline(__always)
    func isAt(_ first: StaticString, _ second: StaticString, _ third: StaticString) -> Bool {
        isAt(first, second) && isWord(third, at: 2)
    }

    @inline(__always)
    func isAt(_ first: StaticString, _ second: StaticString, _ third: StaticString, _ last: StaticString) -> Bool {
        isAt(first, second, third) && isWord(last, at: 3)
    }

    func isWord(_ word: StaticString, at distance: Int) -> Bool {
        guard let token = peek(distance), token.kind == .word else { return false }
        return text.isWord(token, word)
    }

    @inline(__always)
    func isAtAny(_ words: StaticString...) -> Bool {
        guard let token = current, token.kind == .word else { return false }
        return words.contains { text.isWord(token, $0) }
    }

    func isAtSign(_ sign: StaticString) -> Bool { current.map { text.isSign($0, sign) } ?? false }

    // Taking

    /// Goes past a word if it comes next.
    @inline(__always)
    mutating func take(_ word: StaticString) -> Bool { advance(by: 1, if: isAt(word)) }

    @inline(__always)
    mutating func take(_ first: StaticString, _ second: StaticString) -> Bool {
        advance(by: 2, if: isAt(first, second))
    }

    @inline(__always)
    mutating func take(_ first: StaticString, _ second: StaticString, _ third: StaticString) -> Bool {
        advance(by: 3, if: isAt(first, second, third))
    }

    @inline(__always)
    mutating func take(_ first: StaticString, _ second: StaticString, _ third: StaticString, _ last: StaticString)
        -> Bool
    {
        advance(by: 4, if: isAt(first, second, third, last))
    }

    @inline(__always)
    mutating func takeAny(_ words: StaticString...) -> Bool {
        guard let token = current, token.kind == .word else { return false }
        return advance(by: 1, if: words.contains { text.isWord(token, $0) })
    }

    @inline(__always)
    private mutating func advance(by count: Int, if isTaken: Bool) -> Bool {
        if isTaken { place += count }
        return isTaken
    }

    mutating func takeSign(_ sign: StaticString) -> Bool {
        guard isAtSign(sign) else { return false }
        place += 1
        return true
    }

    mutating func advance() { place = min(place + 1, indices.endIndex) }

    mutating func advance(to place: Int) { self.place = min(place, indices.endIndex) }

    mutating func identifier() -> String? {
        guard let token = current, token.isIdentifier else { return nil }
        place += 1
        return text.name(of: token)
    }

    /// `name`, `schema.name`; of more parts the last two.
    mutating func name() -> ObjectName? {
        guard var last = identifier() else { return nil }
        var schema: String?
        while isAtSign("."), let token = peek(1), token.isIdentifier {
            place += 2
            (schema, last) = (last, text.name(of: token))
        }
        return ObjectName(last, schema: schema)
    }

    /// A table of a statement that takes several: `only name *`.
    mutating func table() -> ObjectName? {
        _ = take("only")
        let name = name()
        _ = takeSign("*")
        return name
    }

    /// Names with commas between them.
    mutating func names() -> [ObjectName] {
        var names: [ObjectName] = []
        repeat {
            guard let name = table() else { break }
            names.append(name)
        } while takeSign(",")
        return names
    }

    /// What stands in the parentheses that come next; goes past them.
    mutating func parenthesized() -> StatementReader? {
        guard isAtSign("(") else { return nil }
        let first = place + 1
        skipGroup()
        let isClosed = token(at: place - 1).map { text.isSign($0, ")") } ?? false
        return part(first..<max(first, isClosed ? place - 1 : place))
    }

    /// `(a, b)`; expressions between the commas are left out.
    mutating func columnList() -> [String] {
        (parenthesized()?.commaSeparated() ?? []).compactMap { part in
            var part = part
            return part.identifier()
        }
    }

    /// Goes past one token, or past all of a group in parentheses or brackets.
    mutating func skipGroup() {
        guard isAtSign("(") || isAtSign("[") else { return advance() }
        var depth = 0
        repeat {
            if isAtSign("(") || isAtSign("[") { depth += 1 }
            if isAtSign(")") || isAtSign("]") { depth -= 1 }
            advance()
        } while depth > 0 && !isAtEnd
    }

    /// The rest, cut at the commas that stand in no parentheses.
    func commaSeparated() -> [StatementReader] {
        var reader = self
        var parts: [StatementReader] = []
        var first = place
        while !reader.isAtEnd {
            if reader.isAtSign(",") {
                parts.append(part(first..<reader.place))
                reader.advance()
                first = reader.place
            } else {
                reader.skipGroup()
            }
        }
        if first < indices.endIndex { parts.append(part(first..<indices.endIndex)) }
        return parts
    }

    /// Where one or two words stand in the rest, outside of parentheses.
    func find(_ first: StaticString, _ second: StaticString? = nil) -> Int? {
        var reader = self
        while !reader.isAtEnd {
            if reader.isAt(first), second.map({ reader.isWord($0, at: 1) }) ?? true { return reader.place }
            reader.skipGroup()
        }
        return nil
    }

    /// Every token of the rest, those in parentheses too.
    var tokens: some Sequence<Token> {
        indices[min(place, indices.endIndex)...].lazy.map { [text] in text.tokens[$0] }
    }
}
