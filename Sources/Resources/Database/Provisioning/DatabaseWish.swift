internal import Migrations
internal import Platform
internal import PostgreSQL
internal import Words

/// What the platform file wants of one region's PostgreSQL: desired state, a pure function of the model and the URLs it refers to.
struct DatabaseWish: Sendable {
    let region: String
    let name: String
    /// The agent's login role; nil where neither the file nor a URL names one.
    let role: String?
    /// The role the agent's URL logs in as, where it is another than the file's.
    let otherRole: String?
    /// The database the agent's URL leads to, where it is another.
    let otherName: String?
    /// The role without login that holds an agent's rights.
    let group: String?
    /// So many connections the agents may want at once; nil where no pool is declared.
    let connections: Int?
    let extensions: [String]
    let settings: [(name: String, value: String)]
    let oldestVersion: Int
    /// A replica is only looked at.
    let isReplica: Bool
    let ignored: Set<String>
    let files: [MigrationFile]?

    init(
        _ database: Database,
        region: String,
        admin: Target,
        agent: Target?,
        agents: Int,
        migrations: MigrationFolder?,
    ) {
        self.region = region
        // A URL without a path means the database named as its user, which nobody who provisions means.
        let named = [agent?.database, admin.database].compactMap(\.self).first { !$0.isEmpty }
        name = database.name ?? named ?? admin.user
        let meant = name
        otherName = agent.flatMap { $0.database == meant || $0.database.isEmpty ? nil : $0.database }
        role = database.user ?? agent?.user
        otherRole = agent.flatMap { $0.user == database.user ?? $0.user ? nil : $0.user }
        group = database.group
        connections = database.pool.map { ($0.max + $0.overflow) * max(1, agents) }
        var seen: Set<String> = []
        extensions = database.extensions.filter { seen.insert($0).inserted }
        settings = database.settings.items.map { ($0.name, $0.value.spelled) }
        oldestVersion = database.version
        isReplica = database.role == .replica
        ignored = Set(database.ignore)
        files = migrations?.files
    }

    var database: Address { .name(name, region) }
    var agentRole: Address? { role.map { .role($0, region) } }
    var groupRole: Address? { group.map { .role($0, region) } }
    var migrations: Address { .migrations(region) }
    func address(ofExtension name: String) -> Address { .extension(name, region) }
    func address(ofSetting name: String) -> Address { .setting(name, region) }

    /// What `ignore:` may hold.
    var ignorable: [String] {
        RoleFacts.Attribute.allCases.flatMap { ["role.\($0.rawValue)", "group.\($0.rawValue)"] }
            + ["role.password", "role.connection_limit", "role.valid_until", "role.member_of", "role.connect"]
            + extensions.map { "extensions.\($0)" } + settings.map { "settings.\($0.name)" }
    }
}
