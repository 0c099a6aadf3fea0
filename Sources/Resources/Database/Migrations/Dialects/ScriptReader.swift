internal import SQLText

/// Makes a script of a part of a text and says what keeps it from being run.
struct ScriptReader {
    let dialect: Dialect
    let path: String
    let text: SQLText

    /// A fault in a section of ihctl's own is thrown; one in another tool's is kept as an obstacle, for what was applied need not run.
    func script(
        _ direction: Direction,
        directive: Range<Int>,
        range: Range<Int>,
        _ options: ScriptOptions,
        obstacle: SourceFault? = nil,
    ) throws(SourceFault) -> Script {
        var options = options
        var range = range
        var statements = text.statements(in: range)
        if dialect != .ihctl, let inner = insideTransaction(statements) {
            range = inner
            statements = Array(statements.dropFirst().dropLast())
            options.isTransactional = true
        } else if dialect.followsStatements, statements.contains(where: isAlone) {
            options.isTransactional = false
        }
        var script = Script(
            text: text,
            path: path,
            directive: directive,
            range: range,
            statements: statements,
            options: options
        )
        script.obstacle = obstacle ?? fault(in: script, direction)
        if dialect == .ihctl, let fault = script.obstacle { throw fault }
        return script
    }

    func fault(_ offset: Int, _ message: String, hint: String? = nil) -> SourceFault {
        let position = text.position(of: offset)
        return SourceFault(path, line: position.line, column: position.column, message, hint: hint)
    }

    /// What the server would refuse halfway, or what would break the bond between a migration and its line in the history.
    private func fault(in script: Script, _ direction: Direction) -> SourceFault? {
        for statement in script.statements {
            let place = statement.range.lowerBound
            switch text.nature(of: statement) {
            case .transactionControl(let word):
                return fault(
                    place,
                    "\(word) has no place in a migration",
                    hint: script.options.isTransactional
                        ? "ihctl runs the section in a transaction of its own"
                        : "with transaction=false each statement is run by itself"
                )
            case .alone(.createIndex(name: nil, table: _)):
                return fault(
                    place,
                    "an index that is built concurrently needs a name",
                    hint: "what a build that was cut short leaves behind could not be found without it"
                )
            case .alone(let alone) where script.options.isTransactional:
                return fault(
                    place,
                    "\(alone.words) cannot run inside a transaction",
                    hint: dialect.wayOutOfTransaction(direction)
                )
            case .alone, .ordinary, .independent: break
            }
        }
        return nil
    }

    private func isAlone(_ statement: Statement) -> Bool {
        if case .alone = text.nature(of: statement) { true } else { false }
    }

    /// What stands between a plain `begin` that comes first and a plain `commit` that comes last, the only ones of their kind.
    private func insideTransaction(_ statements: [Statement]) -> Range<Int>? {
        guard let first = statements.first, let last = statements.last, statements.count > 1,
            isPlain(first, ["begin", "start"]), isPlain(last, ["commit", "end"])
        else { return nil }
        let isBroken = statements.dropFirst().dropLast().contains { statement in
            if case .transactionControl = text.nature(of: statement) { true } else { false }
        }
        return isBroken ? nil : first.end..<last.range.lowerBound
    }

    /// Whether a statement is one of the words and no more than that says: no isolation level, no chain.
    private func isPlain(_ statement: Statement, _ words: [StaticString]) -> Bool {
        let tokens = text.tokens[statement.tokens].filter { !$0.isComment }
        guard let first = tokens.first, words.contains(where: { text.isWord(first, $0) }) else { return false }
        return tokens.dropFirst().allSatisfy { text.isWord($0, "work") || text.isWord($0, "transaction") }
    }
}

extension Script {
    /// In the place of a text that cannot be read.
    init(unreadAt path: String, because fault: SourceFault) throws(SourceFault) {
        do throws(SQLFault) {
            self.init(
                text: try SQLText([]),
                path: path,
                directive: 0..<0,
                range: 0..<0,
                statements: [],
                options: ScriptOptions(),
                obstacle: fault
            )
        } catch {
            throw fault
        }
    }
}
