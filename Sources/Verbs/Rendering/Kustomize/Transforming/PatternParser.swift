/// Reads a regular expression.
struct PatternParser {
    private let characters: [UnicodeScalar]
    private var position = 0
    private var depth = 0
    /// Repetitions multiply the machine's size, nested ones more so.
    private var budget = 20_000
    private static let deepest = 50
    private static let mostRepetitions = 1_000

    init(_ text: String) {
        characters = Array(text.unicodeScalars)
    }

    mutating func expression() throws(PatternError) -> PatternTree {
        let tree = try choice()
        guard position == characters.count else { throw PatternError(reason: "a ) without its (") }
        return tree
    }

    private var next: UnicodeScalar? { position < characters.count ? characters[position] : nil }

    private mutating func take(_ character: UnicodeScalar) -> Bool {
        guard next == character else { return false }
        position += 1
        return true
    }

    private mutating func choice() throws(PatternError) -> PatternTree {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw PatternError(reason: "groups stand too deep in one another") }
        var parts = [try sequence()]
        while take("|") { parts.append(try sequence()) }
        return parts.count == 1 ? parts[0] : .choice(parts)
    }

    private mutating func sequence() throws(PatternError) -> PatternTree {
        var parts: [PatternTree] = []
        while let character = next, character != "|", character != ")" {
            var part = try atom()
            while let (least, most) = try repetition() {
                try spend(on: part, times: max(least, most ?? 1))
                part = .repeated(part, least: least, most: most)
                // The lazy kind matches the same texts.
                _ = take("?")
            }
            parts.append(part)
        }
        return .sequence(parts)
    }

    private mutating func spend(on part: PatternTree, times: Int) throws(PatternError) {
        budget -= Self.size(part) * max(1, times)
        guard budget > 0 else { throw PatternError(reason: "its repetitions are too many") }
    }

    private static func size(_ tree: PatternTree) -> Int {
        switch tree {
        case .empty, .one, .start, .end: 1
        case .sequence(let parts), .choice(let parts): parts.reduce(1) { $0 + size($1) }
        case .repeated(let part, let least, let most): 1 + size(part) * max(1, least, most ?? 1)
        }
    }

    private mutating func repetition() throws(PatternError) -> (least: Int, most: Int?)? {
        if take("*") { return (0, nil) }
        if take("+") { return (1, nil) }
        if take("?") { return (0, 1) }
        let start = position
        guard take("{") else { return nil }
        // Without a number it is a brace like any other.
        guard let least = number() else {
            position = start
            return nil
        }
        var most: Int? = least
        if take(",") { most = number() }
        guard take("}") else {
            position = start
            return nil
        }
        guard max(least, most ?? 0) <= Self.mostRepetitions, most ?? least >= least else {
            throw PatternError(reason: "a repetition out of range")
        }
        return (least, most)
    }

    private mutating func number() -> Int? {
        var digits = ""
        while let character = next, ("0"..."9").contains(character), digits.utf8.count < 6 {
            digits.unicodeScalars.append(character)
            position += 1
        }
        return Int(digits)
    }

    private mutating func atom() throws(PatternError) -> PatternTree {
        guard let character = next else { return .empty }
        position += 1
        switch character {
        case ".": return .one(CharacterClass(ranges: [10...10], isNegated: true))
        case "^": return .start
        case "$": return .end
        case "*", "+", "?": throw PatternError(reason: "nothing stands before \(character)")
        case "\\": return try escape()
        case "[": return .one(try bracket())
        case "(":
            if take("?") {
                guard take(":") else { throw PatternError(reason: "flags and named groups are not supported") }
            }
            let tree = try choice()
            guard take(")") else { throw PatternError(reason: "a ( without its )") }
            return tree
        default: return .one(CharacterClass(ranges: [character.value...character.value]))
        }
    }

    private mutating func escape() throws(PatternError) -> PatternTree {
        guard let character = next else { throw PatternError(reason: "a backslash at the end") }
        position += 1
        switch character {
        case "A": return .start
        case "z": return .end
        default: return .one(try Self.escaped(character))
        }
    }

    private static func escaped(_ character: UnicodeScalar) throws(PatternError) -> CharacterClass {
        switch character {
        case "d": return CharacterClass(ranges: [48...57])
        case "D": return CharacterClass(ranges: [48...57], isNegated: true)
        case "w": return CharacterClass(ranges: [48...57, 65...90, 95...95, 97...122])
        case "W": return CharacterClass(ranges: [48...57, 65...90, 95...95, 97...122], isNegated: true)
        case "s": return CharacterClass(ranges: [9...10, 12...13, 32...32])
        case "S": return CharacterClass(ranges: [9...10, 12...13, 32...32], isNegated: true)
        case "n": return CharacterClass(ranges: [10...10])
        case "t": return CharacterClass(ranges: [9...9])
        case "a"..."z", "A"..."Z", "0"..."9": throw PatternError(reason: "\\\(character) is not supported")
        default: return CharacterClass(ranges: [character.value...character.value])
        }
    }

    private mutating func bracket() throws(PatternError) -> CharacterClass {
        var ranges: [ClosedRange<UInt32>] = []
        let isNegated = take("^")
        var isFirst = true
        while true {
            guard let character = next else { throw PatternError(reason: "a [ without its ]") }
            position += 1
            if character == "]", !isFirst { return CharacterClass(ranges: ranges, isNegated: isNegated) }
            isFirst = false
            if character == "[", next == ":" { throw PatternError(reason: "named classes are not supported") }
            let low: UInt32
            if character == "\\" {
                guard let escaped = next else { throw PatternError(reason: "a [ without its ]") }
                position += 1
                let characters = try Self.escaped(escaped)
                guard !characters.isNegated else {
                    throw PatternError(reason: "\\\(escaped) within [ ] is not supported")
                }
                guard characters.ranges.count == 1, characters.ranges[0].count == 1 else {
                    ranges += characters.ranges
                    continue
                }
                low = characters.ranges[0].lowerBound
            } else {
                low = character.value
            }
            guard next == "-", position + 1 < characters.count, characters[position + 1] != "]" else {
                ranges.append(low...low)
                continue
            }
            position += 1
            _ = take("\\")
            guard let high = next, high.value >= low else { throw PatternError(reason: "a range from high to low") }
            position += 1
            ranges.append(low...high.value)
        }
    }
}
