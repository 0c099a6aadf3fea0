extension StringProtocol {
    /// Printable ASCII and nothing else: every byte is a column.
    package var isPlain: Bool { utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } }
}

extension String {
    /// The same text without power over the terminal.
    ///
    /// Control characters become their pictures (`␛`), direction marks and other hidden commands their numbers. Newlines too: whoever wants lines splits before.
    package var visible: String {
        if isPlain { return self }
        guard unicodeScalars.contains(where: { $0.hasPowerOverTerminal }) else { return self }
        var shown = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            if !scalar.hasPowerOverTerminal {
                shown.append(scalar)
            } else if scalar.value < 0x20, let picture = Unicode.Scalar(0x2400 + scalar.value) {
                shown.append(picture)
            } else if scalar.value == 0x7F {
                shown.append("\u{2421}")
            } else {
                let digits = String(scalar.value, radix: 16, uppercase: true)
                shown.append(
                    contentsOf: "<U+\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)>".unicodeScalars
                )
            }
        }
        return String(shown)
    }

    /// Visible text that may have several lines: newlines stay, tabs become spaces, a return before a newline goes.
    package var visibleLines: [String] {
        // Almost every text is one plain line.
        if isPlain { return [self] }
        return replacingLineEnds.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.contains("\t") ? String(line).expandingTabs.visible : String(line).visible
        }
    }

    private var replacingLineEnds: String {
        guard utf8.contains(0x0D) else { return self }
        var scalars = String.UnicodeScalarView()
        var heldReturn = false
        for scalar in unicodeScalars {
            if heldReturn, scalar != "\n" { scalars.append("\r") }
            heldReturn = scalar == "\r"
            if !heldReturn { scalars.append(scalar) }
        }
        if heldReturn { scalars.append("\r") }
        return String(scalars)
    }

    private var expandingTabs: String {
        var expanded = ""
        var column = 0
        for character in self {
            let piece = character == "\t" ? String(repeating: " ", count: 8 - column % 8) : String(character)
            expanded += piece
            column += piece.displayWidth
        }
        return expanded
    }
}

extension Unicode.Scalar {
    /// Controls of both sets, line and paragraph separators, marks that reorder text, and tags that nobody sees.
    var hasPowerOverTerminal: Bool {
        switch value {
        case 0x00..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0x200E, 0x200F, 0x061C, 0x202A...0x202E, 0x2066...0x2069,
            0xFFF9...0xFFFB:
            true
        default: false
        }
    }
}
