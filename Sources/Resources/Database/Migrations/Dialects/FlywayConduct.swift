/// What the file `V1__Name.sql.conf` says of the migration beside it.
struct FlywayConduct: Sendable, Hashable {
    /// Nil where Flyway, and ihctl with it, goes by the statements.
    var isTransactional: Bool?
    var hasPlaceholders = true
    var obstacle: SourceFault?

    init() {}

    init(_ source: SourceText) {
        let lines = String(decoding: source.bytes, as: UTF8.self).split(
            separator: "\n",
            omittingEmptySubsequences: false
        )
        for (index, line) in lines.enumerated() {
            let text = line.filter { !$0.isWhitespace }
            guard !text.hasPrefix("#"), let equals = text.firstIndex(of: "=") else { continue }
            let value = text[text.index(after: equals)...].lowercased()
            switch text[..<equals] {
            case "executeInTransaction": isTransactional = value != "false"
            case "placeholderReplacement": hasPlaceholders = value != "false"
            case "encoding" where value != "utf-8" && value != "utf8":
                refuse(source, index, "the file is not UTF-8 but \(value)", "save it as UTF-8")
            case "shouldExecute":
                refuse(source, index, "Flyway decides by a condition whether this runs", "take the condition away")
            default: break
            }
        }
    }

    private mutating func refuse(_ source: SourceText, _ index: Int, _ message: String, _ hint: String) {
        obstacle = obstacle ?? SourceFault(source.path, line: index + 1, column: 1, message, hint: hint)
    }
}
