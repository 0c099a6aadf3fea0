internal import MigrationLint
internal import Testing

/// For a rule: a statement, what of it is meant, and what is said.
struct RuleCase: Sendable, CustomTestStringConvertible {
    var rule: String
    /// The part the finding points to stands in `«…»`.
    var sql: String
    var severity = LintSeverity.error
    var message: String
    var replacement: String?
    var version: Int?
    var style = false

    var testDescription: String { "\(rule): \(sql)" }

    static let all: [RuleCase] =
        ofIndexes + ofTransactions + ofConstraints + ofColumns + ofRemovals + ofTables + ofStyle
}
