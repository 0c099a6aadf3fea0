internal import SQLText
internal import Words

extension MigrationFile {
    /// Reads the file as SQL: its sections, their options and statements.
    package func read() throws(SourceFault) -> Migration {
        guard !isProgram else { return try program() }
        return switch dialect {
        case .ihctl, .dbmate, .goose: try sections()
        case .golangMigrate, .flyway: try wholeFiles()
        }
    }

    private func sections() throws(SourceFault) -> Migration {
        let text: SQLText
        do throws(SourceFault) {
            text = try SQLText(reading: bytes, at: path)
        } catch {
            guard dialect != .ihctl else { throw error }
            return Migration(file: self, up: try Script(unreadAt: path, because: error), down: nil)
        }
        return try SectionReader(file: self, text: text).migration()
    }
}

extension SQLText {
    /// A fault of the SQL itself is told in words.
    init(reading bytes: [UInt8], at path: String) throws(SourceFault) {
        do throws(SQLFault) {
            try self.init(bytes)
        } catch {
            let position = SQLPosition(of: error.offset, in: bytes)
            throw SourceFault(
                path,
                line: position.line,
                column: position.column,
                "\(error.kind)",
                hint: error.hint
            )
        }
    }
}

/// Cuts a text into its sections and checks each.
private struct SectionReader {
    let file: MigrationFile
    let text: SQLText

    private struct Section {
        let direction: Direction
        var options: ScriptOptions
        let marker: Token
    }

    private struct Sections {
        var list: [Section] = []
        var isOutsideTransactions = false
        var obstacle: SourceFault?
    }

    private var scripts: ScriptReader { ScriptReader(dialect: file.dialect, path: file.path, text: text) }
    private var up: String { file.dialect.marker(.up) ?? "" }
    private var down: String { file.dialect.marker(.down) ?? "" }

    func migration() throws(SourceFault) -> Migration {
        let sections = try sections()
        guard let first = sections.list.first else {
            throw SourceFault(
                file.path,
                line: 1,
                column: 1,
                "the file has no section",
                hint: "write \(up) above the statements that lead to it, \(down) above those that lead back"
            )
        }
        if let early = text.statements(in: 0..<first.marker.range.lowerBound).first {
            throw fault(early.range.lowerBound, "this stands before \(up) and would never run")
        }
        var read: [Direction: Script] = [:]
        for (index, section) in sections.list.enumerated() {
            let isLast = index + 1 == sections.list.count
            let end = isLast ? text.bytes.count : sections.list[index + 1].marker.range.lowerBound
            var options = section.options
            if sections.isOutsideTransactions { options.isTransactional = false }
            read[section.direction] = try scripts.script(
                section.direction,
                directive: section.marker.range,
                range: section.marker.range.upperBound..<end,
                options,
                obstacle: sections.obstacle
            )
        }
        guard var way = read[.up] else {
            throw fault(first.marker.range.lowerBound, "there is no \(up)", hint: "it stands above \(down)")
        }
        if file.dialect == .ihctl, way.statements.isEmpty {
            // Applied as it is, it would be told as edited when somebody fills it in.
            way.obstacle = fault(
                first.marker.range.lowerBound,
                "no statement stands under \(up)",
                hint: "write it, or remove the file"
            )
        }
        return Migration(file: file, up: way, down: read[.down])
    }

    private func sections() throws(SourceFault) -> Sections {
        var sections = Sections()
        for token in text.tokens where token.kind == .lineComment {
            let place = token.range.lowerBound
            switch try marker(token) {
            case nil, .nothing?: continue
            case .noTransaction?: sections.isOutsideTransactions = true
            case .obstacle(let error)?:
                sections.obstacle = sections.obstacle ?? fault(place, error.message, hint: error.hint)
            case .section(let direction, let options)?:
                if sections.list.contains(where: { $0.direction == direction }) {
                    // To dbmate the first one counts, and what looks like it further down is a comment.
                    if file.dialect == .dbmate { continue }
                    throw fault(
                        place,
                        "a second \(direction == .up ? up : down)",
                        hint: "each section stands once"
                    )
                }
                if direction == .up, !sections.list.isEmpty {
                    throw fault(place, "\(up) stands below \(down)", hint: "put it first")
                }
                sections.list.append(Section(direction: direction, options: options, marker: token))
            }
        }
        return sections
    }

    private func marker(_ token: Token) throws(SourceFault) -> Marker? {
        let start = token.range.lowerBound
        var lineStart = start
        var isIndented = false
        while lineStart > 0, text.bytes[lineStart - 1] == 0x20 || text.bytes[lineStart - 1] == 0x09 {
            lineStart -= 1
            isIndented = true
        }
        let isFirst = lineStart == 0 || text.bytes[lineStart - 1] == 0x0A || text.position(of: lineStart).column == 1
        let place: CommentPlace = !isFirst ? .behindStatement : isIndented ? .indented : .first
        do throws(OptionFault) {
            return try file.dialect.marker(text.text(token.range), place)
        } catch {
            throw fault(start, error.message, hint: error.hint)
        }
    }

    private func fault(_ offset: Int, _ message: String, hint: String? = nil) -> SourceFault {
        scripts.fault(offset, message, hint: hint)
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
