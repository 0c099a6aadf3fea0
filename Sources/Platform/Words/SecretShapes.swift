/// What looks like a secret although nobody said so: the second net of `Redactor`.
enum SecretShapes {
    typealias Text = UnsafeBufferPointer<UInt8>

    static func ranges(in text: Text) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var index = 0
        // Up to here no user part was found, so that a text full of `://` is not looked through again and again.
        var looked = 0
        var words = WordWalk()
        while index < text.count {
            guard isSign[Int(text[index])] else {
                index += 1
                continue
            }
            let range: Range<Int>? =
                switch text[index] {
                case UInt8(ascii: "="): value(behindSign: index, in: text, &words, tells: TellingName.tells)
                case UInt8(ascii: ":"):
                    userInformation(at: index, in: text, looked: &looked)
                        ?? value(behindSign: index, in: text, &words, tells: TellingName.tells)
                case UInt8(ascii: "B"), UInt8(ascii: "b"): authorization(at: index, in: text)
                case UInt8(ascii: "-"): privateKey(at: index, in: text)
                default: nil
                }
            if let range {
                found.append(range)
                index = range.upperBound
            } else {
                index += 1
            }
        }
        return found
    }

    /// The bytes at which a secret can announce itself, so that all others cost one look.
    private static let isSign: [Bool] = (0..<256).map { "=:Bb-".utf8.contains(UInt8($0)) }

    /// `password=…`, `"api_key": "…"`, `SECRET_KEY = '…'`.
    static func value(
        behindSign sign: Int,
        in text: Text,
        _ words: inout WordWalk,
        tells: (Slice<Text>) -> Bool
    ) -> Range<Int>? {
        var end = sign
        while end > 0, text[end - 1].isBlank || text[end - 1].isQuote || text[end - 1] == UInt8(ascii: "\\") {
            end -= 1
        }
        var start = end
        while start > 0, text[start - 1].isNameByte { start -= 1 }
        guard start < end, tells(text[start..<end]) else { return nil }

        // `secret:NAME` is a reference to one, and tells nothing.
        let isReference = text[sign] == UInt8(ascii: ":") && text[start..<end].elementsEqual("secret".utf8)
        if isReference, sign + 1 < text.count, text[sign + 1].isNameByte { return nil }
        // How it begins tells whether it is one; only what is then masked, and never looked at again, is read to its end.
        let head = valueRange(from: sign + 1, in: text, atMost: judged)
        let isSaidOfFile = text[sign] == UInt8(ascii: ":") && isRemark(head, in: text)
        if isSaidOfFile, isPath(endingIn: start, text, &words) { return nil }
        return TellingName.isHarmless(text[head]) ? nil : valueRange(from: sign + 1, in: text, atMost: text.count)
    }

    private static let judged = 256

    /// Where the word begins at which a walk has come; it looks at each byte once.
    struct WordWalk {
        private var start = 0
        private var position = 0

        mutating func start(before index: Int, in text: Text) -> Int {
            while position < index {
                if text[position].isBlank || text[position].isQuote || text[position].endsLine { start = position + 1 }
                position += 1
            }
            return min(start, index)
        }
    }

    /// Whether a name is the last part of a path, as in `/etc/passwd` and `~/.ssh/token`.
    private static func isPath(endingIn name: Int, _ text: Text, _ words: inout WordWalk) -> Bool {
        guard name > 0, text[name - 1] == UInt8(ascii: "/") else { return false }
        return "/.~".utf8.contains(text[words.start(before: name, in: text)])
    }

    /// What is said about a file and is none of its contents: a line's number, or words.
    private static func isRemark(_ value: Range<Int>, in text: Text) -> Bool {
        let first = text[value].prefix { $0 != UInt8(ascii: ":") }
        if first.count < judged / 2, first.allSatisfy(\.isDigit) { return true }
        let isWord = text[value].allSatisfy(\.isLetter) && value.upperBound + 1 < text.count
        return isWord && text[value.upperBound].isBlank && text[value.upperBound + 1].isLetter
    }

    /// To the closing quote where there is an opening one, else to the next blank, quote or `&`.
    private static func valueRange(from position: Int, in text: Text, atMost limit: Int) -> Range<Int> {
        let backslash = UInt8(ascii: "\\")
        var from = position
        while from < text.count, text[from].isBlank { from += 1 }
        let isEscaped = from + 1 < text.count && text[from] == backslash && text[from + 1].isQuote
        if isEscaped { from += 1 }
        let end = min(text.count, from + limit)
        var to = from
        if from < text.count, text[from].isQuote {
            let quote = text[from]
            from += 1
            to = from
            while to < end, text[to] != quote {
                // In JSON inside JSON the closing quote itself carries a backslash.
                if isEscaped, text[to] == backslash, to + 1 < text.count, text[to + 1] == quote { break }
                to += text[to] == backslash && !isEscaped ? 2 : 1
            }
            return from..<max(from, min(to, end))
        }
        while to < end, !text[to].isBlank, !text[to].endsLine, !text[to].isQuote, text[to] != UInt8(ascii: "&") {
            to += 1
        }
        while to > from, ",;)]}>".utf8.contains(text[to - 1]) { to -= 1 }
        return from..<to
    }

    /// `://user:…@host`; a lone user name is a secret only where schemes put tokens there.
    private static func userInformation(at colon: Int, in text: Text, looked: inout Int) -> Range<Int>? {
        guard colon >= looked, colon + 3 < text.count, text[colon + 1] == UInt8(ascii: "/"),
            text[colon + 2] == UInt8(ascii: "/")
        else {
            return nil
        }
        let start = colon + 3
        var authorityEnd: Int?
        var firstColon: Int?
        var lastAt: Int?
        var sawAt = false
        var index = start
        let end = min(text.count, start + 2_048)
        while index < end, text[index] > 0x20, !text[index].isQuote {
            switch text[index] {
            case UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"): authorityEnd = authorityEnd ?? index
            case UInt8(ascii: ":") where authorityEnd == nil: firstColon = firstColon ?? index
            case UInt8(ascii: "@"):
                sawAt = true
                if authorityEnd == nil {
                    lastAt = index
                } else if lastAt == nil, let firstColon, let authorityEnd,
                    !text[(firstColon + 1)..<authorityEnd].allSatisfy(\.isDigit)
                {
                    // A password with a bare slash: what stands behind the colon is no port.
                    lastAt = index
                }
            default: break
            }
            index += 1
        }
        if !sawAt { looked = index }
        guard let lastAt else { return nil }
        if let firstColon, firstColon < lastAt {
            return firstColon + 1 < lastAt ? (firstColon + 1)..<lastAt : nil
        }
        guard start < lastAt, schemeCarriesTokens(endingAt: colon, in: text) else { return nil }
        return start..<lastAt
    }

    private static func schemeCarriesTokens(endingAt colon: Int, in text: Text) -> Bool {
        var start = colon
        while start > 0, text[start - 1].isLetter { start -= 1 }
        let scheme = String(decoding: text[start..<colon], as: UTF8.self).lowercased()
        return ["http", "https", "nats", "tls", "ws", "wss"].contains(scheme)
    }

    /// `Bearer …` and `Basic …`.
    private static func authorization(at index: Int, in text: Text) -> Range<Int>? {
        guard index == 0 || !text[index - 1].isWordByte else { return nil }
        for (word, shortest) in [(bearer, 4), (basic, 12)] where matches(word, at: index, in: text) {
            var from = index + word.count
            while from < text.count, text[from] == 0x20 { from += 1 }
            var to = from
            while to < text.count, text[to].isUnreserved || "+/=".utf8.contains(text[to]) { to += 1 }
            let isProse = text[from..<to].allSatisfy { $0.isLetter && $0 >= 0x61 } && to - from < 12
            if to - from >= shortest, !isProse { return from..<to }
        }
        return nil
    }

    private static let bearer = Array("bearer ".utf8)
    private static let basic = Array("basic ".utf8)

    /// A PEM private key, whole or cut short.
    static func privateKey(at index: Int, in text: Text) -> Range<Int>? {
        guard matches(begin, at: index, in: text) else { return nil }
        var to = index + begin.count
        let titleStart = to
        while to < text.count, text[to] != UInt8(ascii: "-"), to - titleStart < 40 { to += 1 }
        guard String(decoding: text[titleStart..<to], as: UTF8.self).hasSuffix("PRIVATE KEY") else { return nil }
        while to < text.count, !matches(end, at: to, in: text) { to += 1 }
        to = min(to + end.count, text.count)
        while to < text.count, text[to] != UInt8(ascii: "-"), !text[to].endsLine { to += 1 }
        while to < text.count, text[to] == UInt8(ascii: "-") { to += 1 }
        return index..<to
    }

    private static let begin = Array("-----begin ".utf8)
    static let end = Array("-----end ".utf8)

    /// Compares without regard to case; the word is given in small letters.
    static func matches(_ word: [UInt8], at index: Int, in text: Text) -> Bool {
        guard index + word.count <= text.count else { return false }
        for offset in word.indices {
            let byte = text[index + offset]
            guard (byte.isLetter ? byte | 0x20 : byte) == word[offset] else { return false }
        }
        return true
    }
}

extension UInt8 {
    var isNameByte: Bool { isLetter || isDigit || self == 0x5F || self == 0x2D || self == 0x2E }
}
