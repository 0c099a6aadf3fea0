internal import Words

/// Lines of a file with their numbers, and below the last one a caret under a place in it.
///
/// Counted in columns of the terminal, so that tabs and wide letters before the place do not move the caret away from it; a long line is cut
/// round the place.
package func caretLines(_ lines: [String], first number: Int, offset: Int, room: Int = 64) -> [String] {
    let gutter = String(number + lines.count - 1).count
    var shown = lines.dropLast().enumerated().map { index, line in
        numbered(number + index, Line(line.plainColumns).truncated(to: room).text, gutter)
    }
    guard let last = lines.last else { return [] }
    let before = String(decoding: last.utf8.prefix(offset), as: UTF8.self).plainColumns
    // What a tab is wide hangs on what stands before it, so the line is laid out as a whole.
    let window = Window(of: last.plainColumns, around: before.displayWidth, room: room)
    shown.append(numbered(number + lines.count - 1, window.text, gutter))
    shown.append(String(repeating: " ", count: gutter) + " | " + String(repeating: " ", count: window.caret) + "^")
    return shown
}

private func numbered(_ number: Int, _ text: String, _ gutter: Int) -> String {
    let digits = String(number)
    return String(repeating: " ", count: gutter - digits.count) + digits + " | " + text
}

/// So much of a line as there is room for, with `…` where some is missing.
private struct Window {
    var text: String
    /// The column in it that is pointed at.
    var caret: Int

    init(of line: String, around column: Int, room: Int) {
        guard line.displayWidth > room else {
            (text, caret) = (line, column)
            return
        }
        // Two thirds of the room before the place: what is wrong there often follows from what stands before it.
        let start = max(0, min(column - room * 2 / 3, line.displayWidth - room + 2))
        var left = 0
        var (shown, width) = (start > 0 ? "…" : "", start > 0 ? 1 : 0)
        caret = column
        var isPlaced = false
        for character in line {
            let columns = character.displayWidth
            defer { left += columns }
            if start > 0, left <= start { continue }
            if left >= column, !isPlaced { (caret, isPlaced) = (width, true) }
            guard width + columns < room else {
                shown += "…"
                break
            }
            shown.append(character)
            width += columns
        }
        if !isPlaced { caret = min(width, room - 1) }
        text = shown
    }
}

extension String {
    /// One line as it is shown: tabs as the blanks they stand for, control characters visible.
    fileprivate var plainColumns: String { visibleLines.joined(separator: " ") }
}
