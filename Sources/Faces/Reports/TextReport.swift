package import Terminal
package import Words

/// Blocks as a person reads them, no line wider than the terminal but for what must be copied whole.
package func text(of blocks: [Block], for look: Look) -> String {
    var text = ""
    for line in lines(of: blocks, width: look.width) {
        text += line.droppingTrailingSpaces.harmless.text(for: look)
        text += "\n"
    }
    return text
}

func lines(of blocks: [Block], width: Int) -> [Line] {
    // Prose is hard to read in longer lines; tables may use all there is.
    let proseWidth = min(width, 100)
    return blocks.flatMap { block -> [Line] in
        switch block {
        case .heading(let text): Line(text, .strong).wrapped(to: proseWidth)
        case .paragraph(let line): line.wrapped(to: proseWidth)
        case .line(let line): [line]
        case .ends(let left, let right): ends(left, right, width: proseWidth)
        case .facts(let facts): lines(of: facts, width: proseWidth)
        case .table(let table): TableLayout(table, width: width).lines
        case .verbatim(let text): text.visibleLines.droppingLastIfEmpty.map { Line($0) }
        case .blank: [Line([])]
        case .indented(let blocks): lines(of: blocks, width: max(1, width - 2)).map { Line("  ") + $0 }
        }
    }
}

private func ends(_ left: Line, _ right: Line, width: Int) -> [Line] {
    let gap = width - left.displayWidth - right.displayWidth
    if gap >= 2 { return [left + Line(String(repeating: " ", count: gap)) + right] }
    return left.wrapped(to: width) + right.wrapped(to: width)
}

/// Names in one column, values in the next; below one another where the terminal is narrow.
private func lines(of facts: [Block.Fact], width: Int) -> [Line] {
    let widest = facts.map { Line($0.name).displayWidth }.max() ?? 0
    let column = 2 + widest + 3
    guard width - column >= 20 || column * 2 <= width else {
        return facts.flatMap { fact in
            (Line("  ") + Line(fact.name, .dim)).wrapped(to: width)
                + fact.lines(width: max(1, width - 4)).map { Line("    ") + $0 }
        }
    }
    return facts.flatMap { fact in
        let name = (Line("  ") + Line(fact.name, .dim)).padded(to: column)
        let space = Line(String(repeating: " ", count: column))
        return fact.lines(width: width - column).enumerated().map { ($0 == 0 ? name : space) + $1 }
    }
}

extension Block.Fact {
    fileprivate func lines(width: Int) -> [Line] {
        guard isWhole else { return value.wrapped(to: width) }
        let style = value.spans.first?.style ?? .plain
        return value.text.visibleLines.map { Line($0, style) }
    }
}

extension Array where Element == String {
    /// A file's last newline is the end of a line and no line of its own.
    fileprivate var droppingLastIfEmpty: ArraySlice<String> { last == "" ? dropLast() : self[...] }
}

extension Line {
    /// In the log of a workflow a line that begins like a command would be taken for one, and a server may say what it likes.
    fileprivate var harmless: Line {
        let head = text.drop { $0 == " " }
        return head.hasPrefix("::") || head.hasPrefix("##[") ? Line("· ") + self : self
    }

    fileprivate var droppingTrailingSpaces: Line {
        let blank = UInt8(ascii: " ")
        var line = self
        while let last = line.spans.last {
            guard last.text.isEmpty || last.text.utf8.last == blank else { break }
            line.spans[line.spans.count - 1].text = String(last.text.reversed().drop { $0 == " " }.reversed())
            guard line.spans[line.spans.count - 1].text.isEmpty else { break }
            line.spans.removeLast()
        }
        return line
    }
}
