// How many columns text takes on a terminal.
//
// glibc's wcwidth would need a UTF-8 locale (it says -1 for everything outside ASCII in the "C" locale, which is where a program stands
// that never calls setlocale), knows single code points only, and changes with the system. So: Swift's own clusters and categories, and
// one compact table for what is wide, checked against wcwidth in the tests.
extension StringProtocol {
    /// Columns on a terminal; colour sequences take none.
    package var displayWidth: Int {
        if isPlain { return utf8.count }
        var width = 0
        var rest = Substring(self)
        while let character = rest.first {
            if character == "\u{1B}", let end = rest.endOfColourSequence {
                rest = rest[end...]
                continue
            }
            width += character.displayWidth
            rest = rest.dropFirst()
        }
        return width
    }
}

extension Substring {
    /// Behind `ESC [ … m`, the only sequence that is ever written.
    fileprivate var endOfColourSequence: Index? {
        guard dropFirst().first == "[" else { return nil }
        let body = dropFirst(2).drop { $0.isASCII && ($0.isNumber || $0 == ";") }
        guard body.first == "m" else { return nil }
        return body.index(after: body.startIndex)
    }
}

extension Character {
    package var displayWidth: Int {
        let scalars = unicodeScalars
        guard let first = scalars.first else { return 0 }
        if scalars.count == 1 { return first.displayWidth }
        // A joined family, a flag, a skin tone or an emoji selector: one picture, two columns.
        for scalar in scalars.dropFirst() {
            if scalar.value == 0xFE0F, first.properties.isEmoji { return 2 }
            if scalar.value == 0x200D, first.properties.isEmoji { return 2 }
            if scalar.properties.isEmojiModifier, first.properties.isEmojiModifierBase { return 2 }
        }
        if (0x1F1E6...0x1F1FF).contains(first.value) { return 2 }
        return scalars.reduce(0) { $0 + $1.displayWidth }
    }
}

extension Unicode.Scalar {
    /// 0, 1 or 2 columns.
    var displayWidth: Int {
        if value < 0x300 { return value < 0x20 || (0x7F..<0xA0).contains(value) || value == 0xAD ? 0 : 1 }
        // The vowels and final consonants of a Hangul syllable stand inside its first letter.
        if (0x1160...0x11FF).contains(value) || (0xD7B0...0xD7FB).contains(value) { return 0 }
        if isWide { return 2 }
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .lineSeparator, .paragraphSeparator, .control: return 0
        default: return 1
        }
    }

    /// East Asian wide and full width, and whatever is shown as a picture unasked (Unicode 15, UAX #11).
    private var isWide: Bool {
        guard value >= 0x1100 else { return false }
        switch value {
        case 0x1100...0x115F, 0x2E80...0x2E99, 0x2E9B...0x2EF3, 0x2F00...0x2FD5, 0x2FF0...0x303E, 0x3041...0x3096,
            0x309B...0x30FF,
            0x3105...0x312F, 0x3131...0x318E, 0x3190...0x31E3, 0x31EF...0x321E, 0x3220...0x3247, 0x3250...0x4DBF,
            0x4E00...0xA48C,
            0xA490...0xA4C6, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE52,
            0xFE54...0xFE66,
            0xFE68...0xFE6B, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x16FE3, 0x16FF0...0x16FF1, 0x17000...0x187F7,
            0x18800...0x18CD5, 0x18D00...0x18D08, 0x1AFF0...0x1B2FB, 0x1F200...0x1F202, 0x1F210...0x1F23B,
            0x1F240...0x1F248,
            0x1F250...0x1F251, 0x1F260...0x1F265, 0x20000...0x2FFFD, 0x30000...0x3FFFD:
            return !(0x302A...0x302D).contains(value) && !(0x3099...0x309A).contains(value)
        case 0x2329, 0x232A: return true
        case 0x1F1E6...0x1F1FF: return false
        default: return properties.isEmojiPresentation
        }
    }
}
