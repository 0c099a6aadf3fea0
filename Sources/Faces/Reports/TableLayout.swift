internal import Terminal
internal import Words

/// A table in a given width.
///
/// Columns are as wide as what they hold, shrunk fairly where that is too much; cells are wrapped and never cut. Where not even that helps,
/// every row becomes a list of names and values.
struct TableLayout {
    private let table: Block.Table
    private let width: Int
    private let indent = 2
    private let gap: Int

    init(_ table: Block.Table, width: Int) {
        self.table = table
        self.width = width
        gap = width >= 60 ? 3 : 2
    }

    var lines: [Line] {
        guard let widths = columnWidths else { return stacked }
        let titles = table.columns.map { Line($0.title, .dim) }
        let header = table.columns.contains { !$0.title.isEmpty } ? layOut(titles, widths) : []
        return header + table.rows.flatMap { layOut($0, widths) }
    }

    /// Nil where some column would become too narrow to read.
    private var columnWidths: [Int]? {
        let wanted = table.columns.indices.map { column in
            widest(in: column, \.widestLine)
        }
        let room = width - indent - gap * (wanted.count - 1)
        guard wanted.reduce(0, +) > room else { return wanted }
        // First those that may give way; then, if they are at their least, all.
        let least = table.columns.indices.map { column in
            let longestWord = widest(in: column, \.longestWord)
            return table.columns[column].keepsWidth || table.columns[column].isNumber
                ? wanted[column] : min(wanted[column], max(8, min(longestWord, 16)))
        }
        guard least.reduce(0, +) <= room else { return nil }
        return shrink(wanted, to: room, least: least)
    }

    /// Takes one column after the other from the widest until all fit.
    private func shrink(_ wanted: [Int], to room: Int, least: [Int]) -> [Int] {
        var widths = wanted
        var excess = widths.reduce(0, +) - room
        while excess > 0 {
            let candidates = widths.indices.filter { widths[$0] > least[$0] }
            guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { break }
            // Down to the next widest in one go, so that a cell of a megabyte costs no million steps.
            let next = candidates.filter { $0 != widest }.map { widths[$0] }.max() ?? 0
            let step = max(1, min(excess, widths[widest] - max(next, least[widest])))
            widths[widest] -= step
            excess -= step
        }
        return widths
    }

    private func widest(in column: Int, _ measure: (Line) -> Int) -> Int {
        table.rows.reduce(measure(Line(table.columns[column].title))) { widest, row in
            column < row.count ? max(widest, measure(row[column])) : widest
        }
    }

    /// One row as the lines its tallest cell takes.
    private func layOut(_ row: [Line], _ widths: [Int]) -> [Line] {
        if let line = oneLine(row, widths) { return [line] }
        let cells = widths.indices.map { column in
            column < row.count ? row[column].wrapped(to: widths[column]) : []
        }
        let height = cells.map(\.count).max() ?? 0
        return (0..<height).map { number in
            var spans = [Line.Span(String(repeating: " ", count: indent))]
            for column in widths.indices {
                if column > 0 { spans.append(Line.Span(String(repeating: " ", count: gap))) }
                let cell = number < cells[column].count ? cells[column][number] : Line([])
                spans += cell.padded(to: widths[column], right: table.columns[column].isNumber).spans
            }
            return Line(spans)
        }
    }

    /// The row where each cell is one plain line that fits, as in a table of thousands almost all do.
    private func oneLine(_ row: [Line], _ widths: [Int]) -> Line? {
        guard row.count == widths.count else { return nil }
        var spans: [Line.Span] = []
        spans.reserveCapacity(2 * row.count + 1)
        // What stands between two cells is one run of blanks.
        var blanks = indent
        for (column, cell) in row.enumerated() {
            guard cell.fitsAsItIs(widths[column]), let width = cell.plainWidth else { return nil }
            let isNumber = table.columns[column].isNumber
            let missing = widths[column] - width
            spans.append(Line.Span(String(repeating: " ", count: blanks + (isNumber ? missing : 0))))
            spans += cell.spans
            blanks = gap + (isNumber ? 0 : missing)
        }
        return Line(spans)
    }

    private var stacked: [Line] {
        let blocks = table.rows.enumerated().flatMap { number, row -> [Block] in
            let facts = zip(table.columns, row).map { Block.Fact($0.title, $1) }
            return (number > 0 ? [.blank] : []) + [.facts(facts.filter { !$0.value.text.isEmpty })]
        }
        return lines(of: blocks, width: width)
    }

    private func lines(of blocks: [Block], width: Int) -> [Line] {
        Reports.lines(of: blocks, width: width)
    }
}

extension Line {
    /// A cell may have several lines.
    fileprivate var widestLine: Int {
        plainWidth ?? text.visibleLines.map(\.displayWidth).max() ?? 0
    }

    fileprivate var longestWord: Int {
        text.visibleLines.flatMap { $0.split(separator: " ") }.map(\.displayWidth).max() ?? 0
    }
}
