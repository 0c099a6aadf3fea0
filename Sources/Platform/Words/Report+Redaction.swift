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
        var masking = JSONMasking(redactor: self)
        return masking.mask(value, under: key)
    }

    package func redact(_ line: Line) -> Line { masked(line) ?? line }

    private func masked(_ line: Line) -> Line? {
        var masked: Line?
        for index in line.spans.indices {
            guard let text = self.masked(line.spans[index].text) else { continue }
            masked = masked ?? line
            masked?.spans[index].text = text
        }
        guard line.spans.count > 1 else { return masked }
        // A name in one span and its value in the next: the line as a whole knows better than its spans.
        guard let whole = self.masked(line.text) else { return masked }
        return whole == masked?.text ? masked : Line(whole)
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
        let tell = table.columns.map { TellingName.tells($0.title) }
        for row in table.rows.indices {
            for column in table.rows[row].indices {
                let tells = column < tell.count && tell[column]
                if let masked = masked(table.rows[row][column], tells: tells) { table.rows[row][column] = masked }
            }
        }
        return table
    }

    private func masked(_ line: Line, tells: Bool) -> Line? {
        tells && hides(line.text) ? Line(Secret.mask, .dim) : masked(line)
    }

    private func redact(_ line: Line, named name: String) -> Line {
        masked(line, tells: TellingName.tells(name)) ?? line
    }

    func redact(_ text: String, named name: String) -> String {
        TellingName.tells(name) && hides(text) ? Secret.mask : redact(text)
    }

    /// Whether text under a telling name is the secret itself, and not a word about it.
    fileprivate func hides(_ text: String) -> Bool {
        let firstWord = text.utf8.prefix { !$0.isBlank }
        return !TellingName.isHarmless(firstWord)
    }
}

/// One walk over JSON, in which few keys come again and again.
private struct JSONMasking {
    let redactor: Redactor
    private var keys: [String: (shown: String, tells: Bool)] = [:]

    init(redactor: Redactor) {
        self.redactor = redactor
    }

    mutating func mask(_ value: JSONValue, under key: String) -> JSONValue {
        switch value {
        case .null, .boolean, .number, .integer: return value
        case .string(let text):
            if known(key).tells, redactor.hides(text) { return .string(Secret.mask) }
            return redactor.masked(text).map(JSONValue.string) ?? value
        case .array(let elements): return .array(elements.map { mask($0, under: key) })
        case .object(let members):
            var masked: [String: JSONValue] = [:]
            masked.reserveCapacity(members.count)
            for (key, value) in members where masked[known(key).shown] == nil {
                masked[known(key).shown] = mask(value, under: key)
            }
            return .object(masked)
        }
    }

    private mutating func known(_ key: String) -> (shown: String, tells: Bool) {
        if let known = keys[key] { return known }
        let new = (redactor.redact(key), TellingName.tells(key))
        keys[key] = new
        return new
    }
}
