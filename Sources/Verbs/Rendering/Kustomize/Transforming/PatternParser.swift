/// Reads a regular expression.
struct PatternParser {
    private let characters: [UnicodeScalar]
    private var position = 0
    private var depth = 0
    /// Repetitions multiply the machine's size, nested ones more so.
    private var budget = 20_000
    /// What `(?i)` and `(?s)` turn on for the rest of their group.
    private var flags = Flags()
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
        case ".":
            return .one(CharacterClass(ranges: flags.dotTakesLines ? [] : [10...10], isNegated: true))
        case "^": return .start
        case "$": return .end
        case "*", "+", "?": throw PatternError(reason: "nothing stands before \(character)")
        case "\\": return try escape()
        case "[": return .one(try bracket())
        case "(":
            let outer = flags
            if take("?"), try beginsNoGroup() { return .empty }
            let tree = try choice()
            guard take(")") else { throw PatternError(reason: "a ( without its )") }
            flags = outer
            return tree
        default: return .one(cased(CharacterClass(ranges: [character.value...character.value])))
        }
    }

    /// Reads what follows `(?`: flags, a name, or a colon alone; true for flags that are no group.
    private mutating func beginsNoGroup() throws(PatternError) -> Bool {
        if take("P") || next == "<" {
            guard take("<") else { throw PatternError(reason: "(?P without its <") }
            while let character = next, character != ">" {
                guard character != "=", character != "!" else {
                    throw PatternError(reason: "looking behind is not supported")
                }
                position += 1
            }
            guard take(">") else { throw PatternError(reason: "a < without its >") }
            return false
        }
        var isOn = true
        while let character = next {
            position += 1
            switch character {
            case "i": flags.ignoresCase = isOn
            case "s": flags.dotTakesLines = isOn
            case "-": isOn = false
            case ":": return false
            case ")": return true
            default: throw PatternError(reason: "(?\(character) is not supported")
            }
        }
        throw PatternError(reason: "a ( without its )")
    }

    /// The other case of ASCII letters too, where case does not count.
    private func cased(_ characters: CharacterClass) -> CharacterClass {
        guard flags.ignoresCase else { return characters }
        var both = characters
        for range in characters.ranges {
            let small = range.clamped(to: 97...122)
            if range.overlaps(97...122) { both.ranges.append(small.lowerBound - 32...small.upperBound - 32) }
            let large = range.clamped(to: 65...90)
            if range.overlaps(65...90) { both.ranges.append(large.lowerBound + 32...large.upperBound + 32) }
        }
        return both
    }

    private mutating func escape() throws(PatternError) -> PatternTree {
        guard let character = next else { throw PatternError(reason: "a backslash at the end") }
        position += 1
        switch character {
        case "A": return .start
        case "z": return .end
        case "x":
            let value = try hexadecimal()
            return .one(cased(CharacterClass(ranges: [value...value])))
        default: return .one(cased(try Self.escaped(character)))
        }
    }

    /// What follows `\x`: two digits, or any number of them in braces.
    private mutating func hexadecimal() throws(PatternError) -> UInt32 {
        var digits = ""
        let isBraced = take("{")
        while let character = next, Character(character).isHexDigit, digits.utf8.count < (isBraced ? 6 : 2) {
            digits.unicodeScalars.append(character)
            position += 1
        }
        guard isBraced ? take("}") : digits.utf8.count == 2, let value = UInt32(digits, radix: 16) else {
            throw PatternError(reason: "\\x without its digits")
        }
        return value
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
        case "r": return CharacterClass(ranges: [13...13])
        case "f": return CharacterClass(ranges: [12...12])
        case "v": return CharacterClass(ranges: [11...11])
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
            if character == "]", !isFirst { return cased(CharacterClass(ranges: ranges, isNegated: isNegated)) }
            isFirst = false
            if character == "[", next == ":" {
                ranges += try namedClass()
                continue
            }
            let low: UInt32
            if character == "\\" {
                guard let escaped = next else { throw PatternError(reason: "a [ without its ]") }
                position += 1
                let characters: CharacterClass
                if escaped == "x" {
                    let value = try hexadecimal()
                    characters = CharacterClass(ranges: [value...value])
                } else {
                    characters = try Self.escaped(escaped)
                }
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

    /// `[:alpha:]`, its first bracket read already.
    private mutating func namedClass() throws(PatternError) -> [ClosedRange<UInt32>] {
        _ = take(":")
        var name = ""
        while let character = next, character != ":", character != "]" {
            name.unicodeScalars.append(character)
            position += 1
        }
        guard take(":"), take("]"), let ranges = Self.namedClasses[name] else {
            throw PatternError(reason: "[:\(name):] is not supported")
        }
        return ranges
    }

    private static let namedClasses: [String: [ClosedRange<UInt32>]] = [
        "alpha": [65...90, 97...122], "digit": [48...57], "alnum": [48...57, 65...90, 97...122], "lower": [97...122],
        "upper": [65...90], "space": [9...13, 32...32], "blank": [9...9, 32...32],
        "punct": [33...47, 58...64, 91...96, 123...126],
        "xdigit": [48...57, 65...70, 97...102], "word": [48...57, 65...90, 95...95, 97...122], "print": [32...126],
        "graph": [33...126], "cntrl": [0...31, 127...127], "ascii": [0...127],
    ]

    private struct Flags {
        var ignoresCase = false
        var dotTakesLines = false
    }
}
