package import SQLText

/// What a statement means for the transaction it would run in; judged by its first words, as the server does.
package enum StatementNature: Sendable, Hashable {
    case ordinary
    /// The server runs it outside a transaction only.
    case alone(Alone)
    /// It may end transactions itself: `call`, `do`.
    case independent
    /// `begin`, `commit` and their like, and what gives up the runner's lock; the word as it stands.
    case transactionControl(String)

    /// The statements that want no transaction, and what tells afterwards whether one had been carried out.
    package enum Alone: Sendable, Hashable {
        /// The table's and the index's names as parts, the latter nil where the server would make one up.
        case createIndex(name: String?, table: [String])
        case dropIndex([String])
        case reindex
        case detachPartition(parent: [String], partition: [String])
        case createDatabase(String)
        case dropDatabase(String)
        /// To run it twice is to run it once: `vacuum`, `alter system`.
        case repeatable(String)
        case other(String)
    }
}

extension SQLText {
    /// The nature of one of this text's statements.
    package func nature(of statement: Statement) -> StatementNature {
        var reader = WordReader(self, statement)
        if let control = reader.transactionControl() { return .transactionControl(control) }
        reader.rewind()
        if reader.takes("call") || reader.takes("do") { return .independent }
        if let alone = reader.alone() { return .alone(alone) }
        return .ordinary
    }
}

/// The words of a statement, read from left to right, comments left out.
struct WordReader {
    private let text: SQLText
    private let tokens: [Token]
    private var index = 0

    init(_ text: SQLText, _ statement: Statement) {
        self.text = text
        tokens = text.tokens[statement.tokens].filter { !$0.isComment }
    }

    mutating func rewind() { index = 0 }

    /// Goes past the word if it is the next one.
    mutating func takes(_ word: StaticString) -> Bool {
        guard index < tokens.count, text.isWord(tokens[index], word) else { return false }
        index += 1
        return true
    }

    /// Goes past all the words, or none.
    mutating func takes(_ words: StaticString...) -> Bool {
        let start = index
        for word in words where !takes(word) {
            index = start
            return false
        }
        return true
    }

    mutating func takes(sign: StaticString) -> Bool {
        guard index < tokens.count, text.isSign(tokens[index], sign) else { return false }
        index += 1
        return true
    }

    func has(_ word: StaticString) -> Bool {
        tokens[min(index, tokens.count)...].contains { text.isWord($0, word) }
    }

    /// A name of one or more parts, as the server reads it.
    mutating func name() -> [String]? {
        var parts: [String] = []
        while index < tokens.count, tokens[index].isIdentifier {
            parts.append(text.name(of: tokens[index]))
            index += 1
            guard index < tokens.count, text.isSign(tokens[index], ".") else { return parts }
            index += 1
        }
        return nil
    }

    mutating func transactionControl() -> String? {
        if takes("rollback") {
            _ = takes("work") || takes("transaction")
            // Back to a savepoint: the transaction stays open.
            return takes("to") ? nil : "rollback"
        }
        let words: [StaticString] = ["begin", "commit", "end", "abort"]
        if let word = words.first(where: { takes($0) }) { return "\(word)" }
        if takes("start", "transaction") { return "start transaction" }
        if takes("prepare", "transaction") { return "prepare transaction" }
        // It gives up the session's locks as well, so also the one that tells others of a run.
        if takes("discard", "all") { return "discard all" }
        return nil
    }

    mutating func alone() -> StatementNature.Alone? {
        if takes("vacuum") { return .repeatable("vacuum") }
        if takes("alter", "system") { return .repeatable("alter system") }
        if takes("cluster") {
            // Without a table it takes one after the other.
            _ = takes("verbose")
            return index == tokens.count ? .repeatable("cluster") : nil
        }
        if takes("create", "database") { return name().map { .createDatabase($0.joined(separator: ".")) } }
        if takes("drop", "database") {
            _ = takes("if", "exists")
            return name().map { .dropDatabase($0.joined(separator: ".")) }
        }
        if takes("create", "tablespace") { return .other("create tablespace") }
        if takes("drop", "tablespace") { return .other("drop tablespace") }
        if takes("create", "subscription") { return .other("create subscription") }
        if takes("drop", "subscription") { return .other("drop subscription") }
        if takes("reindex") { return reindex() }
        if takes("create", "unique", "index") || takes("create", "index") { return createIndex() }
        if takes("drop", "index") {
            guard takes("concurrently") else { return nil }
            _ = takes("if", "exists")
            return name().map { .dropIndex($0) }
        }
        if takes("alter", "table") { return detachPartition() }
        return nil
    }

    private mutating func createIndex() -> StatementNature.Alone? {
        guard takes("concurrently") else { return nil }
        _ = takes("if", "not", "exists")
        var index: String?
        if !takes("on") {
            index = name()?.last
            guard takes("on") else { return nil }
        }
        _ = takes("only")
        return name().map { .createIndex(name: index, table: $0) }
    }

    private mutating func reindex() -> StatementNature.Alone? {
        // The wider ones commit after each table by themselves.
        let isWide = has("database") || has("system") || has("schema")
        return has("concurrently") || isWide ? .reindex : nil
    }

    private mutating func detachPartition() -> StatementNature.Alone? {
        _ = takes("if", "exists")
        _ = takes("only")
        guard let parent = name(), takes("detach", "partition"), let partition = name() else { return nil }
        return takes("concurrently") ? .detachPartition(parent: parent, partition: partition) : nil
    }
}
