internal import PostgreSQL

extension SQLState {
    /// The database was made, or altered, to take no connections.
    static let takesNoConnections = SQLState(rawValue: "55000")
    static let protocolViolation = SQLState(rawValue: "08P01")
    static let featureNotSupported = SQLState(rawValue: "0A000")
    static let sequenceExhausted = SQLState(rawValue: "2200H")
}

/// What of the server's code refused: the one thing in it that tells one cause from another in every language.
enum Refuser: String {
    /// Looks the role up: may it log in, and how many times at once.
    case role = "InitializeSessionUserId"
    /// Reads `pg_hba.conf`.
    case hostRules = "ClientAuthentication"
    /// Looks the database up: does it take connections, from this role, and how many.
    case database = "CheckMyDatabase"
    /// The slots that are kept for superusers are all that is left.
    case reserve = "InitPostgres"
}
