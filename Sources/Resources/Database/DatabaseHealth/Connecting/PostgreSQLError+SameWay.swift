internal import Ladder
internal import PostgreSQL
internal import Words

extension PostgreSQLError {
    /// Whether both broke before any role was asked for, and in the same manner: who came made no difference then.
    func brokeAs(_ other: PostgreSQLError) -> Bool {
        switch (kind, other.kind) {
        case (.transport(let one), .transport(let two)): FailureClass(one) == FailureClass(two)
        case (.deadlinePassed, .deadlinePassed), (.notPostgreSQL, .notPostgreSQL): true
        default: code == .cannotConnectNow && other.code == .cannotConnectNow
        }
    }
}
