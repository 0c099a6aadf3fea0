internal import SQLText

/// Migrations whose files are a section each.
extension MigrationFile {
    func wholeFiles() throws(SourceFault) -> Migration {
        let up = try wholeFile(SourceText(path: path, bytes: bytes), .up)
        guard let wayBack else { return Migration(file: self, up: up, down: nil) }
        return Migration(file: self, up: up, down: try wholeFile(wayBack, .down))
    }

    private func wholeFile(_ source: SourceText, _ direction: Direction) throws(SourceFault) -> Script {
        let text: SQLText
        do throws(SourceFault) {
            text = try SQLText(reading: source.bytes, at: source.path)
        } catch {
            return try Script(unreadAt: source.path, because: error)
        }
        let reader = ScriptReader(dialect: dialect, path: source.path, text: text)
        var options = ScriptOptions()
        options.isTransactional = conduct.isTransactional ?? true
        return try reader.script(
            direction,
            directive: 0..<0,
            range: 0..<text.bytes.count,
            options,
            obstacle: dialect == .flyway ? conduct.obstacle ?? placeholder(reader) : nil
        )
    }

    /// Flyway puts its values even into comments and strings.
    private func placeholder(_ reader: ScriptReader) -> SourceFault? {
        guard conduct.hasPlaceholders else { return nil }
        let bytes = reader.text.bytes
        let start = bytes.indices.dropLast().first {
            bytes[$0] == UInt8(ascii: "$") && bytes[$0 + 1] == UInt8(ascii: "{")
        }
        guard let start else { return nil }
        let end = bytes[start...].prefix(64).firstIndex(of: UInt8(ascii: "}"))
        let name = end.map { reader.text.text(start..<$0 + 1) } ?? "${"
        return reader.fault(
            start,
            "Flyway puts a value in the place of \(name), ihctl does not",
            hint:
                "write the value out; where no value is meant, say placeholderReplacement=false in \(reader.path).conf"
        )
    }

    func program() throws(SourceFault) -> Migration {
        let language = path.hasSuffix(".go") ? "Go" : "Java"
        let fault = SourceFault(
            path,
            line: 1,
            column: 1,
            "a migration in \(language), which \(dialect.name) alone can run",
            hint: "apply it with \(dialect.name) and adopt again, or write it as SQL"
        )
        return Migration(file: self, up: try Script(unreadAt: path, because: fault), down: nil)
    }
}
