/// What looks like a secret in a log alone, beyond what `SecretShapes` takes for one anywhere.
enum LogShapes {
    typealias Text = SecretShapes.Text

    static func ranges(in text: Text) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var words = SecretShapes.WordWalk()
        var index = 0
        while index < text.count {
            if let range = shape(at: index, in: text, &words), range.upperBound > index {
                found.append(range)
                index = range.upperBound
            } else {
                index += 1
            }
        }
        return found
    }

    private static func shape(at index: Int, in text: Text, _ words: inout SecretShapes.WordWalk) -> Range<Int>? {
        switch text[index] {
        case UInt8(ascii: "="), UInt8(ascii: ":"):
            SecretShapes.value(behindSign: index, in: text, &words, tells: TellingName.tellsInLog)
        case UInt8(ascii: "-"):
            SecretShapes.privateKey(at: index, in: text) ?? endOfKey(at: index, in: text) ?? option(at: index, in: text)
        case UInt8(ascii: "p"), UInt8(ascii: "P"): statement(at: index, in: text)
        case UInt8(ascii: "a"), UInt8(ascii: "A"):
            authorization(at: index, in: text) ?? login(at: index, in: text) ?? token(at: index, in: text)
        case UInt8(ascii: "r"), UInt8(ascii: "R"): setting(requirepass, at: index, in: text)
        case UInt8(ascii: "m"), UInt8(ascii: "M"): setting(masterauth, at: index, in: text)
        case UInt8(ascii: "c"), UInt8(ascii: "C"): cookie(at: index, in: text)
        case UInt8(ascii: "s"), UInt8(ascii: "e"): token(at: index, in: text)
        default: nil
        }
    }

    private static let requirepass = Array("requirepass".utf8)
    private static let masterauth = Array("masterauth".utf8)
    private static let backslash = UInt8(ascii: "\\")
    private static let quote = UInt8(ascii: "'")
    /// So far one looks for the end of something; what is open for longer is masked so far.
    private static let longest = 4_096

    // MARK: SQL

    /// `… PASSWORD 'x' …`: a statement's own way to tell one, which has no sign between name and value.
    private static func statement(at index: Int, in text: Text) -> Range<Int>? {
        guard SecretShapes.matches(password, at: index, in: text),
            let first = literal(at: behindGap(from: index + password.count, in: text), in: text)
        else {
            return nil
        }
        var end = first.upperBound
        // Literals with only a line's end between them are one.
        while end < text.count, text[end] == quote {
            let next = behindGap(from: end + 1, in: text)
            guard next > end + 1, next < text.count, text[next] == quote else { break }
            end = closingQuote(from: next + 1, in: text)
        }
        return first.lowerBound < end ? first.lowerBound..<end : nil
    }

    private static let password = Array("password".utf8)

    /// Behind white space of any kind, also as JSON writes it, and comments.
    private static func behindGap(from start: Int, in text: Text) -> Int {
        let limit = min(text.count, start + longest / 8)
        var index = start
        while index < limit {
            let next: UInt8 = index + 1 < limit ? text[index + 1] : 0
            if text[index] <= 0x20 {
                index += 1
            } else if text[index] == backslash, "nrt".utf8.contains(next) {
                index += 2
            } else if text[index] == UInt8(ascii: "-"), next == UInt8(ascii: "-") {
                while index < limit, !text[index].endsLine { index += 1 }
            } else if text[index] == UInt8(ascii: "/"), next == UInt8(ascii: "*") {
                index += 2
                while index < limit, text[index - 1] != UInt8(ascii: "*") || text[index] != UInt8(ascii: "/") {
                    index += 1
                }
                index += 1
            } else {
                break
            }
        }
        return min(index, text.count)
    }

    /// What stands within `'…'`, `E'…'`, `U&'…'`, `$$…$$`, `$t$…$t$`.
    private static func literal(at position: Int, in text: Text) -> Range<Int>? {
        guard position < text.count else { return nil }
        if text[position] == UInt8(ascii: "$") { return dollarQuoted(at: position, in: text) }
        var start = position
        if SecretShapes.matches([UInt8(ascii: "u"), UInt8(ascii: "&")], at: start, in: text) {
            start += 2
        } else if text[start].isLetter {
            start += 1
        }
        guard start < text.count, text[start] == quote else { return nil }
        return (start + 1)..<closingQuote(from: start + 1, in: text)
    }

    /// Whether a backslash hides a quote is a setting of the server's: the later end is taken.
    private static func closingQuote(from start: Int, in text: Text) -> Int {
        max(
            closingQuote(from: start, in: text, hasEscapes: true),
            closingQuote(from: start, in: text, hasEscapes: false)
        )
    }

    private static func closingQuote(from start: Int, in text: Text, hasEscapes: Bool) -> Int {
        let limit = min(text.count, start + longest)
        var index = start
        while index < limit {
            if hasEscapes, text[index] == backslash {
                index += 2
            } else if text[index] == quote {
                // A quote within is written twice.
                guard index + 1 < text.count, text[index + 1] == quote else { return index }
                index += 2
            } else {
                index += 1
            }
        }
        return limit
    }

    private static func dollarQuoted(at position: Int, in text: Text) -> Range<Int>? {
        var start = position + 1
        while start < text.count, text[start].isWordByte, start - position < 64 { start += 1 }
        guard start < text.count, text[start] == UInt8(ascii: "$") else { return nil }
        start += 1
        let tag = text[position..<start]
        let limit = min(text.count, start + longest)
        var end = start
        while end < limit {
            if text[end] == UInt8(ascii: "$"), text[end...].starts(with: tag) { break }
            end += 1
        }
        return start < end ? start..<end : nil
    }

    // MARK: Commands and headers

    /// Redis's `AUTH x`, `AUTH user x`, and the same in quotes.
    private static func login(at index: Int, in text: Text) -> Range<Int>? {
        guard isWord(auth, at: index, in: text) else { return nil }
        let isShouted = text[index..<(index + auth.count)].allSatisfy { $0 < 0x61 }
        let isFirst = index == 0 || text[index - 1].endsLine || text[index - 1].isQuote
        guard isShouted || isFirst, let first = argument(behind: index + auth.count, in: text) else { return nil }
        let second = argument(behind: first.end, in: text)
        return first.content.lowerBound..<(second ?? first).content.upperBound
    }

    private static let auth = Array("auth".utf8)

    private static func setting(_ name: [UInt8], at index: Int, in text: Text) -> Range<Int>? {
        guard isWord(name, at: index, in: text) else { return nil }
        return argument(behind: index + name.count, in: text)?.content
    }

    /// `--password x`, `"--token", "x"`.
    private static func option(at index: Int, in text: Text) -> Range<Int>? {
        guard SecretShapes.matches([0x2D, 0x2D], at: index, in: text), index == 0 || !text[index - 1].isNameByte else {
            return nil
        }
        var end = index + 2
        while end < text.count, text[end].isNameByte, end - index < 64 { end += 1 }
        guard TellingName.tellsInLog(text[(index + 2)..<end]), let told = argument(behind: end, in: text),
            text[told.content.lowerBound] != UInt8(ascii: "-")
        else {
            return nil
        }
        return told.content
    }

    /// `Authorization: WORD x`: the word stays; a lone one goes.
    private static func authorization(at index: Int, in text: Text) -> Range<Int>? {
        guard let start = header(authorizationName, signs: ":=,", at: index, in: text) else { return nil }
        let first = bare(from: start, in: text)
        var from = first.upperBound
        while from < text.count, text[from].isBlank { from += 1 }
        var second = bare(from: from, in: text)
        // `Digest username="…", response="…"` has parts.
        if text[second].contains(UInt8(ascii: "=")), second.upperBound < text.count, text[second.upperBound].isQuote {
            second = second.lowerBound..<lineEnd(from: second.upperBound, in: text)
        }
        let value = second.isEmpty ? first : second
        return value.isEmpty || isSaid(text[value]) ? nil : value
    }

    private static let authorizationName = Array("authorization".utf8)

    /// `Cookie: …`, `Set-Cookie: …`, to the end of the line or of the quotes.
    private static func cookie(at index: Int, in text: Text) -> Range<Int>? {
        guard let start = header(cookieName, signs: ":", at: index, in: text) else { return nil }
        let isQuoted = text[start - 1].isQuote
        var end = start
        while end < text.count, !text[end].endsLine, !isQuoted || text[end] != text[start - 1] { end += 1 }
        return start < end ? start..<end : nil
    }

    private static let cookieName = Array("cookie".utf8)

    /// Where the value of a header begins.
    private static func header(_ name: [UInt8], signs: String, at index: Int, in text: Text) -> Int? {
        guard SecretShapes.matches(name, at: index, in: text), index == 0 || !text[index - 1].isLetter else {
            return nil
        }
        var start = index + name.count
        while start < text.count, text[start].isBlank || text[start].isQuote || text[start] == backslash { start += 1 }
        guard start < text.count, signs.utf8.contains(text[start]) else { return nil }
        start += 1
        while start < text.count, text[start].isBlank || text[start] == backslash { start += 1 }
        if start < text.count, text[start].isQuote { start += 1 }
        return start
    }

    // MARK: Tokens

    /// Words that begin as the keys of well-known services do, and signed tokens.
    private static func token(at index: Int, in text: Text) -> Range<Int>? {
        guard index == 0 || !text[index - 1].isNameByte,
            beginnings.contains(where: { text[index...].starts(with: $0) })
        else {
            return nil
        }
        var end = index
        while end < text.count, text[end].isNameByte { end += 1 }
        let word = text[index..<end]
        // Words of prose with hyphens have no digit.
        guard word.count >= 20, word.contains(where: \.isDigit) else { return nil }
        return index..<end
    }

    private static let beginnings = ["sk-", "AKIA", "ASIA", "eyJ"].map { Array($0.utf8) }

    /// The end of a private key whose beginning is cut off: all that stands before it may be of it.
    private static func endOfKey(at index: Int, in text: Text) -> Range<Int>? {
        guard SecretShapes.matches(SecretShapes.end, at: index, in: text) else { return nil }
        let start = index + SecretShapes.end.count
        var end = start
        while end < text.count, text[end] != UInt8(ascii: "-"), end - start < 40 { end += 1 }
        guard String(decoding: text[start..<end], as: UTF8.self).hasSuffix("PRIVATE KEY") else { return nil }
        while end < text.count, text[end] == UInt8(ascii: "-") { end += 1 }
        return 0..<end
    }

    // MARK: Words

    private static func isWord(_ word: [UInt8], at index: Int, in text: Text) -> Bool {
        SecretShapes.matches(word, at: index, in: text) && (index == 0 || !text[index - 1].isNameByte)
    }

    /// What stands behind blanks, with quotes or without; nil where it is a word about the name.
    private static func argument(behind name: Int, in text: Text) -> (content: Range<Int>, end: Int)? {
        var start = name
        if start < text.count, text[start].isQuote { start += 1 }
        if start < text.count, text[start] == UInt8(ascii: ",") { start += 1 }
        guard start < text.count, text[start].isBlank else { return nil }
        while start < text.count, text[start].isBlank { start += 1 }
        guard start < text.count else { return nil }
        guard text[start].isQuote else {
            let word = bare(from: start, in: text)
            return word.isEmpty || isSaid(text[word]) ? nil : (content: word, end: word.upperBound)
        }
        let limit = min(text.count, start + longest)
        var end = start + 1
        while end < limit, text[end] != text[start], !text[end].endsLine { end += text[end] == backslash ? 2 : 1 }
        end = min(end, limit)
        return start + 1 < end ? (content: (start + 1)..<end, end: end) : nil
    }

    private static func bare(from start: Int, in text: Text) -> Range<Int> {
        var end = start
        while end < text.count, text[end] > 0x20, !text[end].isQuote, end - start < longest { end += 1 }
        return start..<end
    }

    private static func lineEnd(from start: Int, in text: Text) -> Int {
        var end = start
        while end < text.count, !text[end].endsLine { end += 1 }
        return end
    }

    private static func isSaid(_ word: Slice<Text>) -> Bool {
        TellingName.isHarmless(word) || said.contains(String(decoding: word.prefix(20), as: UTF8.self).lowercased())
    }

    /// What a sentence goes on with.
    private static let said: Set<String> = [
        "failed", "failed:", "failure", "error", "error:", "command", "called", "to", "for", "and", "or", "with", "ok",
        "are", "were", "will",
    ]
}
