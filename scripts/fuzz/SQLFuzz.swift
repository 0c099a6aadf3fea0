/// libFuzzer's entry to the lexer and splitter, compiled together with the module's own sources.
///
/// Any bytes may be refused, none may crash; what is read must be cut without loss, and each statement must read the same alone.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzSQL(_ data: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    let bytes = Array(UnsafeBufferPointer(start: data, count: count))
    let sql: SQLText
    do throws(SQLFault) { sql = try SQLText(bytes) } catch {
        precondition((0..<max(1, count)).contains(error.offset), "a fault outside of the text: \(error)")
        return 0
    }
    var end = SQLText.beginning(of: bytes)
    for token in sql.tokens {
        precondition(token.start >= end && token.end > token.start, "overlapping tokens")
        precondition(bytes[end..<token.start].allSatisfy { $0 == 0x20 || (0x09...0x0D).contains($0) }, "lost bytes")
        precondition(sql.content(of: token).clamped(to: token.range) == sql.content(of: token), "content outside")
        precondition(
            sql.name(of: token).utf8.count <= max(token.length, SQLText.nameLimit),
            "a name longer than its text"
        )
        end = token.end
    }
    var next = 0
    for statement in sql.statements() {
        precondition(
            sql.tokens[next..<statement.tokens.lowerBound].allSatisfy { $0.isComment || sql.isSign($0, ";") },
            "lost tokens"
        )
        next = statement.tokens.upperBound
        checkAlone(statement, of: sql)
    }
    precondition(sql.tokens[next...].allSatisfy { $0.isComment || sql.isSign($0, ";") }, "lost tokens")
    return 0
}

/// What is sent to the server is the statement's text, so that must read as it did among the others.
private func checkAlone(_ statement: Statement, of sql: SQLText) {
    // Between statements a byte order mark is a word; at the beginning of a text it would be skipped.
    if SQLText.beginning(of: Array(sql.bytes[statement.range])) > 0 { return }
    guard let alone = try? SQLText(Array(sql.bytes[statement.range])) else { preconditionFailure("refused alone") }
    precondition(
        alone.tokens.map(\.kind) == sql.tokens[statement.tokens].map(\.kind)
            && alone.tokens.map { $0.start + statement.range.lowerBound } == sql.tokens[statement.tokens].map(\.start),
        "other tokens when alone"
    )
    precondition(alone.statements().map(\.range) == [0..<statement.range.count], "other statements when alone")
}
