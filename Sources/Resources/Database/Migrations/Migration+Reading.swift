internal import SQLText
internal import Words

extension MigrationFile {
    /// Reads the file as SQL: its sections, their options and statements.
    package func read() throws(SourceFault) -> Migration {
        let text: SQLText
        do throws(SQLFault) {
            text = try SQLText(bytes)
        } catch {
            throw SourceFault(error, in: self)
        }
        return try SectionReader(file: self, text: text).migration()
    }
}

extension SourceFault {
    /// A fault of the SQL itself, in words.
    fileprivate init(_ fault: SQLFault, in file: MigrationFile) {
        let place = SQLPosition(of: fault.offset, in: file.bytes)
        self.init(file.path, line: place.line, column: place.column, "\(fault.kind)", hint: fault.hint)
    }
}

/// Cuts a text into its sections and checks each.
private struct SectionReader {
    let file: MigrationFile
    let text: SQLText

    private struct Section {
        let direction: Direction
        let directive: Directive
        let marker: Token
    }

    func migration() throws(SourceFault) -> Migration {
        let sections = try sections()
        guard let first = sections.first else {
            throw SourceFault(
                file.path,
                line: 1,
                column: 1,
                "the file has no section",
                hint: "write -- ihctl:up above the statements that lead to it, -- ihctl:down above those that lead back"
            )
        }
        if let early = text.statements(in: 0..<first.marker.range.lowerBound).first {
            throw fault(early.range.lowerBound, "this stands before -- ihctl:up and would never run")
        }
        var scripts: [Direction: Script] = [:]
        for (index, section) in sections.enumerated() {
            let end = index + 1 < sections.count ? sections[index + 1].marker.range.lowerBound : text.bytes.count
            scripts[section.direction] = try script(section, until: end)
        }
        guard let up = scripts[.up] else {
            throw fault(first.marker.range.lowerBound, "there is no -- ihctl:up", hint: "it stands above -- ihctl:down")
        }
        return Migration(file: file, up: up, down: scripts[.down])
    }

    private func sections() throws(SourceFault) -> [Section] {
        var sections: [Section] = []
        for token in text.tokens where token.kind == .lineComment {
            guard let directive = Directive(comment: text.text(token.range)) else { continue }
            guard Directive.words.contains(directive.word) else {
                let nearest = NearestName.to(directive.word, among: Directive.words)
                throw fault(
                    token.range.lowerBound,
                    directive.word.isEmpty
                        ? "ihctl: is followed by no word" : "there is no directive ihctl:\(directive.word)",
                    hint: nearest.map { "did you mean ihctl:\($0)?" }
                        ?? "there are ihctl:up, ihctl:down and ihctl:allow"
                )
            }
            guard directive.isSection else { continue }
            if sections.contains(where: { $0.direction == directive.direction }) {
                throw fault(
                    token.range.lowerBound,
                    "a second -- ihctl:\(directive.word)",
                    hint: "each section stands once"
                )
            }
            if directive.direction == .up, !sections.isEmpty {
                throw fault(token.range.lowerBound, "-- ihctl:up stands below -- ihctl:down", hint: "put it first")
            }
            sections.append(Section(direction: directive.direction, directive: directive, marker: token))
        }
        return sections
    }

    private func script(_ section: Section, until end: Int) throws(SourceFault) -> Script {
        let options: ScriptOptions
        do throws(OptionFault) {
            options = try ScriptOptions.read(section.directive.arguments)
        } catch {
            throw fault(section.marker.range.lowerBound, error.message, hint: error.hint)
        }
        let range = section.marker.range.upperBound..<end
        let script = Script(
            text: text,
            path: file.path,
            directive: section.marker.range,
            range: range,
            statements: text.statements(in: range),
            options: options
        )
        try check(script, section.direction)
        return script
    }

    /// What the server would refuse halfway, or what would break the bond between a migration and its line in the history.
    private func check(_ script: Script, _ direction: Direction) throws(SourceFault) {
        for statement in script.statements {
            let place = statement.range.lowerBound
            switch text.nature(of: statement) {
            case .transactionControl(let word):
                throw fault(
                    place,
                    "\(word) has no place in a migration",
                    hint: script.options.isTransactional
                        ? "ihctl runs the section in a transaction of its own"
                        : "with transaction=false each statement is run by itself"
                )
            case .alone(.createIndex(name: nil, table: _)):
                throw fault(
                    place,
                    "an index that is built concurrently needs a name",
                    hint: "what a build that was cut short leaves behind could not be found without it"
                )
            case .alone(let alone) where script.options.isTransactional:
                throw fault(
                    place,
                    "\(alone.words) cannot run inside a transaction",
                    hint: "write -- ihctl:\(direction.rawValue) transaction=false, best in a migration of its own"
                )
            case .alone, .ordinary, .independent: break
            }
        }
    }

    private func fault(_ offset: Int, _ message: String, hint: String? = nil) -> SourceFault {
        let position = text.position(of: offset)
        return SourceFault(file.path, line: position.line, column: position.column, message, hint: hint)
    }
}

extension StatementNature.Alone {
    package var words: String {
        switch self {
        case .createIndex: "create index concurrently"
        case .dropIndex: "drop index concurrently"
        case .reindex: "reindex"
        case .detachPartition: "detach partition concurrently"
        case .createDatabase: "create database"
        case .dropDatabase: "drop database"
        case .repeatable(let words), .other(let words): words
        }
    }
}
