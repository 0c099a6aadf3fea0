package import Words

// Laying out lines of styled text in columns.
extension Line {
    package var displayWidth: Int { plainWidth ?? spans.reduce(0) { $0 + $1.text.visible.displayWidth } }

    /// The line filled with spaces to a width; a longer one stays as it is.
    package func padded(to width: Int, right: Bool = false) -> Line {
        let missing = width - displayWidth
        guard missing > 0 else { return self }
        let filling = Span(String(repeating: " ", count: missing))
        return Line(right ? [filling] + spans : spans + [filling])
    }

    /// The line cut to a width, with `…` in the place of what is missing.
    package func truncated(to width: Int) -> Line {
        guard displayWidth > width else { return self }
        var left = width - 1
        var kept: [Span] = []
        for span in spans {
            var text = ""
            for character in span.text.visible {
                let columns = character.displayWidth
                if columns > left {
                    kept.append(Span(text + (width > 0 ? "…" : ""), span.style))
                    return Line(kept)
                }
                left -= columns
                text.append(character)
            }
            kept.append(Span(text, span.style))
        }
        return Line(kept)
    }

    /// Lines of at most `width` columns, broken at spaces, and inside a word only where it is longer than a line.
    package func wrapped(to width: Int) -> [Line] {
        if fitsAsItIs(width) { return [self] }
        var wrapping = Wrapping(width: max(1, width))
        for span in spans {
            for (number, line) in span.text.visibleLines.enumerated() {
                if number > 0 { wrapping.endLine() }
                wrapping.add(line, span.style)
            }
        }
        return wrapping.finish()
    }
}

extension Line {
    /// Its columns where it is plain letters on one line, as almost every cell of a table is; nil where that has to be found out.
    package var plainWidth: Int? {
        var width = 0
        for span in spans {
            guard span.text.isPlain else { return nil }
            width += span.text.utf8.count
        }
        return width
    }

    /// Whether wrapping would change nothing.
    package func fitsAsItIs(_ width: Int) -> Bool {
        guard let own = plainWidth, own <= width else { return false }
        // Blanks at the ends are the wrapping's to take away.
        let blank = UInt8(ascii: " ")
        guard let first = spans.first?.text.utf8.first, let last = spans.last?.text.utf8.last else { return false }
        return first != blank && last != blank
    }
}

extension String {
    /// Plain text wrapped to a width.
    package func wrapped(to width: Int) -> [String] { Line(self).wrapped(to: width).map(\.text) }

    package func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - displayWidth))
    }
}

/// Fills lines word by word; a word may run over several spans.
private struct Wrapping {
    let width: Int
    private var lines: [Line] = []
    private var line: [Line.Span] = []
    private var lineWidth = 0
    private var spaces: [Line.Span] = []
    private var spacesWidth = 0
    private var word: [Line.Span] = []
    private var wordWidth = 0

    init(width: Int) {
        self.width = width
    }

    mutating func add(_ text: String, _ style: Line.Style) {
        var rest = Substring(text)
        while let first = rest.first {
            if first == " " {
                let run = rest.prefix { $0 == " " }
                endWord()
                spaces.append(Line.Span(String(run), style))
                spacesWidth += run.count
                rest = rest.dropFirst(run.count)
            } else {
                let run = rest.prefix { $0 != " " }
                word.append(Line.Span(String(run), style))
                wordWidth += run.displayWidth
                rest = rest.dropFirst(run.count)
            }
        }
    }

    mutating func endLine() {
        endWord()
        lines.append(Line(line))
        line = []
        lineWidth = 0
        spaces = []
        spacesWidth = 0
    }

    mutating func finish() -> [Line] {
        endLine()
        return lines
    }

    private mutating func endWord() {
        guard !word.isEmpty else { return }
        defer {
            word = []
            wordWidth = 0
            spaces = []
            spacesWidth = 0
        }
        if lineWidth + spacesWidth + wordWidth <= width {
            line += spaces + word
            lineWidth += spacesWidth + wordWidth
            return
        }
        if lineWidth > 0 {
            lines.append(Line(line))
            line = []
            lineWidth = 0
        }
        if wordWidth > width {
            breakWord()
        } else {
            line = word
            lineWidth = wordWidth
        }
    }

    /// Parts a word that is longer than a line, behind a sign such as a slash where one is near the end of the line.
    private mutating func breakWord() {
        var letters = word.flatMap { span in span.text.map { (character: $0, style: span.style) } }[...]
        while !letters.isEmpty {
            var columns = 0
            var fitting = letters.prefix { letter in
                columns += letter.character.displayWidth
                return columns <= width
            }
            if fitting.isEmpty { fitting = letters.prefix(1) }
            if fitting.count < letters.count,
                let sign = fitting.lastIndex(where: { "/@,;&?=:".contains($0.character) }),
                fitting.distance(from: fitting.startIndex, to: sign) >= fitting.count / 2
            {
                fitting = fitting[...sign]
            }
            line = fitting.map { Line.Span(String($0.character), $0.style) }.joiningEqualStyles
            lineWidth = line.reduce(0) { $0 + $1.text.displayWidth }
            letters = letters[fitting.endIndex...]
            if !letters.isEmpty { lines.append(Line(line)) }
        }
    }
}
