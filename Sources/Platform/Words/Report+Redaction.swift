// Redaction of everything that is shown: values, lines, and whole reports before any renderer sees them.
extension Redactor {
    package func redact(_ report: Report) -> Report {
        var report = report
        report.environment = report.environment.map(redact)
        report.region = report.region.map(redact)
        report.data = Dictionary(report.data.map { (redact($0.key), redact($0.value, under: $0.key)) }) { first, _ in
            first
        }
        report.findings = report.findings.map { $0.map(redact) }
        report.checks = report.checks.map { $0.map(redact) }
        report.body = report.body.map(redact)
        return report
    }

    package func redact(_ outcome: CheckOutcome) -> CheckOutcome {
        var masked = outcome
        masked.findings = outcome.findings.map(redact)
        masked.seen = outcome.seen.map(redact)
        masked.reason = outcome.reason.map(redact)
        return masked
    }

    /// JSON, where a telling key hides the text below it.
    package func redact(_ value: JSONValue, under key: String = "") -> JSONValue {
        switch value {
        case .null, .boolean, .number, .integer: value
        case .string(let text): .string(redact(text, named: key))
        case .array(let elements): .array(elements.map { redact($0, under: key) })
        case .object(let members):
            .object(Dictionary(members.map { (redact($0.key), redact($0.value, under: $0.key)) }) { first, _ in first })
        }
    }

    package func redact(_ line: Line) -> Line {
        var masked = line
        for index in masked.spans.indices { masked.spans[index].text = redact(masked.spans[index].text) }
        guard line.spans.count > 1 else { return masked }
        // A name in one span and its value in the next: the line as a whole knows better than its spans.
        let whole = redact(line.text)
        return whole == masked.text ? masked : Line(whole)
    }

    package func redact(_ block: Block) -> Block {
        switch block {
        case .heading(let text): .heading(redact(text))
        case .paragraph(let line): .paragraph(redact(line))
        case .line(let line): .line(redact(line))
        case .ends(let left, let right): .ends(redact(left), redact(right))
        case .facts(let facts): .facts(facts.map(redact))
        case .table(let table): .table(redact(table))
        case .verbatim(let text): .verbatim(redact(text))
        case .blank: .blank
        case .indented(let blocks): .indented(blocks.map(redact))
        }
    }

    private func redact(_ fact: Block.Fact) -> Block.Fact {
        Block.Fact(redact(fact.name), redact(fact.value, named: fact.name), isWhole: fact.isWhole)
    }

    private func redact(_ table: Block.Table) -> Block.Table {
        var table = table
        let titles = table.columns.map(\.title)
        for row in table.rows.indices {
            for column in table.rows[row].indices {
                let title = column < titles.count ? titles[column] : ""
                table.rows[row][column] = redact(table.rows[row][column], named: title)
            }
        }
        return table
    }

    private func redact(_ line: Line, named name: String) -> Line {
        guard TellingName.tells(name), hides(line.text) else { return redact(line) }
        return Line(Secret.mask, .dim)
    }

    func redact(_ text: String, named name: String) -> String {
        TellingName.tells(name) && hides(text) ? Secret.mask : redact(text)
    }

    /// Whether text under a telling name is the secret itself, and not a word about it.
    private func hides(_ text: String) -> Bool {
        let firstWord = text.utf8.prefix { !$0.isBlank }
        return !TellingName.isHarmless(firstWord)
    }
}
