internal import PostgreSQL
internal import Words

/// One thing that is asked of the server, and what its rows say of the server's health: pure.
protocol Question: Sendable {
    var kind: CheckKind { get }
    /// Where the platform file says it, below `database`.
    var setting: [String] { get }
    /// Whether only the agent's own connection can tell.
    var isOfAgent: Bool { get }
    var sql: SQL { get }
    func diagnosis(of rows: Rows, in view: View) throws -> Diagnosis
    /// What the server's refusal of the question means, where it means something of its own.
    func diagnosis(ofRefusal error: ServerError, in view: View) -> Diagnosis?
}

extension Question {
    var setting: [String] { [] }
    var isOfAgent: Bool { false }
    func diagnosis(ofRefusal error: ServerError, in view: View) -> Diagnosis? { nil }
}

/// From where the server was looked at.
struct View: Sendable {
    let ward: Ward
    /// Whose connection it is.
    var role: String
    var isOfAdmin: Bool
    var isSuperuser: Bool
    /// Sessions of other roles whose doings are kept from this one.
    var hiddenSessions: Int
    var isInRecovery: Bool
    var version: Int
    /// The server's address as numbers, or the path of its socket.
    var serverAddress: String

    var address: Address { ward.address }
    var limits: HealthLimits { ward.limits }

    /// That all is well can only be said of what was seen.
    func healthy(_ seen: String, whereSessionsAreSeen measures: [Measure] = []) -> Diagnosis {
        hiddenSessions == 0
            ? .healthy(seen, measures: measures)
            : .skipped(blindness("\(counted(hiddenSessions, "session"))"))
    }

    /// Why something is not seen, and what would mend it.
    func blindness(_ what: String) -> String {
        let way = isOfAdmin || ward.admin != nil ? "" : "; or declare database.admin_url"
        return "\(role) may not see \(what): grant pg_monitor to \(quoted(role))\(way)"
    }

    static let question: SQL = """
        select current_user::text, (select rolsuper from pg_roles where rolname = current_user),
            (select count(*) from pg_stat_activity where query = '<insufficient privilege>' and datid is not null),
            pg_is_in_recovery(), current_setting('server_version_num')::int
        """
}

extension View {
    init(_ row: Row, ward: Ward, isOfAdmin: Bool, serverAddress: String) throws {
        self.ward = ward
        self.isOfAdmin = isOfAdmin
        self.serverAddress = serverAddress
        role = try row[0]
        isSuperuser = try row[1]
        hiddenSessions = try row[2]
        isInRecovery = try row[3]
        version = try row[4]
    }
}
