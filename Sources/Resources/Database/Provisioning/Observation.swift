internal import Migrations
internal import PostgreSQL

/// What a look at a server gave: plain values, compared by pure functions.
struct Observation: Sendable {
    /// The role that provisions, and what it may.
    struct Admin: Sendable {
        var name: String
        var isSuperuser: Bool
        var mayCreateDatabases: Bool
        var mayCreateRoles: Bool
        /// From PostgreSQL 16 on one may take these from others who has them oneself.
        var mayReplicate = false
        var bypassesRowSecurity = false
    }

    struct DatabaseFacts: Sendable {
        var owner: String
        var acceptsConnections: Bool
        var encoding: String
        /// `connect`, `create`, `temporary`: what everybody may, who has a role of the server.
        var publicMay: [String]
        var adminMayGrant: Bool
        var adminMayCreate: Bool
        var agentConnects: Bool
        var agentMayCreate: Bool
        /// What was given to the agent's role by name, beside `connect`.
        var agentWasGiven: [String]
    }

    struct ExtensionFacts: Sendable {
        /// Nil where the server does not have its files.
        var available: String?
        var installed: String?
        var isTrusted: Bool
        var needsSuperuser: Bool
        var needs: [String]
    }

    /// Something in the database that lets the agent do more than it needs.
    struct Breadth: Sendable {
        enum Kind: String, Sendable {
            case publicMayCreate, mayCreate, owns, wasGiven
        }

        var kind: Kind
        /// `schema public`, `table public.orders`, quoted as SQL wants it.
        var object: String
        var role: String
        var privileges: String
    }

    var admin: Admin
    /// 150018 for 15.18.
    var version: Int
    var isReplica: Bool
    var isReadOnly: Bool
    /// Connected to the database itself, not to another because it is not there yet.
    var isInside: Bool
    var database: DatabaseFacts?
    var roles: [String: RoleFacts] = [:]
    var extensions: [String: ExtensionFacts] = [:]
    var settings: [String: ServerSetting.Facts] = [:]
    var breadth: [Breadth] = []
    var history: HistoryLook = .notAsked
    var login: LoginOutcome = .notTried
    var requests = 0

    var majorVersion: Int { version / 10_000 }
}

/// The history of migrations as far as it could be read.
enum HistoryLook: Sendable {
    case notAsked
    case read([HistoryEntry])
    case faulty(HistoryFault)
    case refused(ServerError)
}

/// A role of the server, and how the provisioning role stands to it.
struct RoleFacts: Sendable {
    /// What makes a role more than an agent needs; the raw values are the platform's words.
    enum Attribute: String, Sendable, CaseIterable {
        case login, superuser
        case createDatabase = "create_database"
        case createRole = "create_role"
        case replication
        case bypassRowSecurity = "bypass_row_security"

        /// As `alter role` spells it.
        func keyword(_ isOn: Bool) -> String {
            let word =
                switch self {
                case .login: "login"
                case .superuser: "superuser"
                case .createDatabase: "createdb"
                case .createRole: "createrole"
                case .replication: "replication"
                case .bypassRowSecurity: "bypassrls"
                }
            return isOn ? word : "no\(word)"
        }
    }

    var attributes: Set<Attribute>
    /// -1 for none.
    var connectionLimit: Int
    /// When its password stops to work, and whether that has come.
    var validUntil: String?
    var hasExpired: Bool
    /// Its groups, and those whose rights it has without asking for them.
    var groups: [String]
    var inherited: [String]
    var adminHasAdminOption: Bool
}

/// What came of logging in as the agent does.
enum LoginOutcome: Sendable, Hashable {
    case notTried
    case works
    /// The server let it in without asking for the password.
    case unasked
    /// SQLSTATE 28P01: the password is another, or has expired, or there is no such role.
    case refused
    /// The server has no rule that lets this role in from here, or the role may not log in.
    case notAdmitted(String)
    /// Nobody knows.
    case untold(String)
}
