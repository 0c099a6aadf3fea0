package import Terminal
internal import Words

/// `--help`: a page for the terminal's width, in two columns where there is room and stacked where there is not.
package struct HelpText {
    private let command: CommandOutline
    private let plugins: [Plugins.Plugin]
    private let look: Look
    /// Lines longer than this are hard to read.
    private let width: Int

    package init(_ command: CommandOutline, plugins: [Plugins.Plugin] = [], look: Look) {
        self.command = command
        self.plugins = plugins
        self.look = look
        width = min(look.width, 100)
    }

    package var text: String {
        var sections: [[Line]] = [paragraph(command.summary), usage]
        if !command.discussion.isEmpty { sections.append(discussion) }
        sections += groups.map { title, rows in Line(title, .strong).wrapped(to: width) + rows.flatMap(layOut) }
        if !command.examples.isEmpty { sections.append(examples) }
        if !command.visibleSubcommands.isEmpty {
            sections.append(paragraph("\(command.spelled) COMMAND --help tells more about each."))
        }
        return sections.map { $0.map { $0.text(for: look) + "\n" }.joined() }.joined(separator: "\n")
    }

    private struct Row {
        var label: Line
        var about: String
    }

    /// Titles and rows in the order they are shown; options under their category's name where they have one.
    private var groups: [(title: String, rows: [Row])] {
        var groups: [(title: String, rows: [Row])] = []
        groups.append(("Commands", command.visibleSubcommands.map(row)))
        groups.append(("Plugins", plugins.map { Row(label: Line($0.name, .name), about: $0.path) }))
        groups.append(
            ("Arguments", command.arguments.map { Row(label: Line($0.spec.name, .name), about: $0.spec.about) })
        )
        let own = command.options.map(\.spec).filter { !$0.isHidden }
        var categories: [String?] = []
        for option in own where !categories.contains(option.category) { categories.append(option.category) }
        for category in categories {
            groups.append((category ?? "Options", own.filter { $0.category == category }.map(row)))
        }
        let shared = command.sharedOptions.map(\.spec).filter { !$0.isHidden }
        groups.append((own.isEmpty ? "Options" : "Options of every command", shared.map(row)))
        return groups.filter { !$0.rows.isEmpty }
    }

    private func row(_ command: CommandOutline) -> Row {
        let names = [command.name] + command.aliases
        return Row(label: Line(names.joined(separator: ", "), .name), about: command.summary)
    }

    private func row(_ option: OptionSpec) -> Row {
        let value = option.isFlag ? Line([]) : Line(" " + option.placeholder)
        return Row(label: Line(option.names, .name) + value, about: option.about)
    }

    private var usage: [Line] {
        let words = Line("Usage: ", .strong) + Line(command.usage)
        let lines = words.wrapped(to: width)
        return lines.prefix(1) + lines.dropFirst().joined(hangingBy: 7, width: width)
    }

    private func paragraph(_ text: String) -> [Line] {
        Line(text).wrapped(to: width)
    }

    private var discussion: [Line] {
        command.discussion.paragraphs.enumerated().flatMap { number, text in
            (number > 0 ? [Line("")] : []) + paragraph(text)
        }
    }

    /// Wide enough for most labels; a longer one pushes its text to the next line.
    private var labelColumn: Int {
        let widths = groups.flatMap(\.rows).map(\.label.displayWidth)
        let limit = width >= 60 ? 26 : 0
        return min(widths.filter { $0 <= limit }.max() ?? 0, limit)
    }

    private func layOut(_ row: Row) -> [Line] {
        let column = labelColumn
        let indent = column > 0 ? 2 + column + 2 : 6
        let about = Line(row.about).wrapped(to: width - indent)
        let space = Line(String(repeating: " ", count: indent))
        guard row.label.displayWidth <= column else {
            // Stacked, nothing is gained by standing under the long names of others.
            let label = column > 0 ? Line("  ") + row.label : Line("  ") + row.label.droppingIndent
            return label.wrapped(to: width) + (row.about.isEmpty ? [] : about.map { space + $0 })
        }
        let label = Line("  ") + row.label
        let first = label.padded(to: indent) + (about.first ?? Line(""))
        return [row.about.isEmpty ? label : first] + about.dropFirst().map { space + $0 }
    }

    private var examples: [Line] {
        let rows = command.examples.flatMap { example in
            // Never wrapped: whoever copies it wants it whole.
            [Line("  \(example.line)", .name)]
                + (example.about.isEmpty
                    ? [] : Line(example.about, .dim).wrapped(to: width - 6).map { Line("      ") + $0 })
        }
        return [Line("Examples", .strong)] + rows
    }
}

extension Sequence where Element == Line {
    /// The rest of a wrapped line, wrapped again further to the right.
    fileprivate func joined(hangingBy indent: Int, width: Int) -> [Line] {
        let words = reduce(Line([])) { $0.spans.isEmpty ? $1 : $0 + Line(" ") + $1 }
        guard !words.spans.isEmpty else { return [] }
        let space = Line(String(repeating: " ", count: indent))
        return words.wrapped(to: width - indent).map { space + $0 }
    }
}

extension Line {
    fileprivate var droppingIndent: Line {
        var line = self
        guard let first = line.spans.first else { return line }
        line.spans[0].text = String(first.text.drop { $0 == " " })
        return line
    }
}

extension String {
    /// What blank lines part, each as one line.
    var paragraphs: [String] {
        var paragraphs: [[Substring]] = [[]]
        for line in split(separator: "\n", omittingEmptySubsequences: false) {
            if line.allSatisfy({ $0 == " " }) {
                paragraphs.append([])
            } else {
                paragraphs[paragraphs.count - 1].append(line)
            }
        }
        return paragraphs.filter { !$0.isEmpty }.map { $0.joined(separator: " ") }
    }
}
