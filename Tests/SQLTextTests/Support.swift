internal import SQLText

/// A text given as a literal, which stands for a file's bytes.
func lexed(_ text: String) throws(SQLFault) -> SQLText { try SQLText(Array(text.utf8)) }

/// The text of every statement.
func split(_ text: String) throws(SQLFault) -> [String] {
    let sql = try lexed(text)
    return sql.statements().map { sql.text(of: $0) }
}

/// The tokens as `kind text`, which reads well in a failure.
func kinds(_ text: String) throws(SQLFault) -> [String] {
    let sql = try lexed(text)
    return sql.tokens.map { "\($0.kind) \(sql.text(of: $0))" }
}

/// The fault of a text, if it has one.
func fault(_ bytes: [UInt8]) -> SQLFault? {
    do throws(SQLFault) {
        _ = try SQLText(bytes)
        return nil
    } catch {
        return error
    }
}

func fault(_ text: String) -> SQLFault? { fault(Array(text.utf8)) }
