internal import Deadlines
internal import Doctor
internal import FoundationEssentials
internal import Migrations
internal import Platform
internal import PostgreSQL
internal import Provisioning
internal import TestSupport
internal import Testing
internal import Words

@testable import DatabaseHealth

/// Long enough never to pass by accident.
func soon() -> Deadline { .after(.seconds(60)) }

/// What a run found, by the checks' ids.
struct Found {
    let outcomes: [CheckOutcome]

    subscript(_ id: String) -> CheckOutcome? { outcomes.first { $0.kind.id == id } }
    func ids(_ status: CheckOutcome.Status) -> Set<String> {
        Set(outcomes.filter { $0.status == status }.map(\.kind.id))
    }

    /// Nothing that was marked may stand anywhere in it.
    func expectNoSecret() {
        for outcome in outcomes { #expect(!outcome.json.compact.contains("marked"), "\(outcome.kind.id)") }
    }
}

extension DatabaseHealth {
    func found(only: [String] = [], timeout: Duration = .seconds(30)) async -> Found {
        let found = Found(
            outcomes: await Doctor([checkup()], timeout: timeout).examine(Selection(only: only), by: soon()).outcomes
        )
        found.expectNoSecret()
        return found
    }
}

extension CheckOutcome {
    var failureClass: String? { worst?.failureClass }
    /// The statements and commands it gives to copy.
    var fixes: [String] {
        findings.flatMap(\.remedies).compactMap { if case .fix(let line) = $0 { line } else { nil } }
    }

    func expect(
        _ status: Status,
        _ failureClass: FailureClass? = nil,
        saying text: String = "",
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(self.status == status, "\(summary)", sourceLocation: sourceLocation)
        #expect(self.failureClass == failureClass?.rawValue, "\(summary)", sourceLocation: sourceLocation)
        if !text.isEmpty {
            #expect(
                (findings.map(\.message) + [summary]).contains { $0.contains(text) },
                "\(findings.map(\.message)) \(summary)",
                sourceLocation: sourceLocation
            )
        }
    }
}

/// The server that the tests share, each in a database of its own.
enum Clinic {
    private static let shared = Result { try start() }

    /// One that no other test spoils.
    static func fresh() async throws -> PostgreSQLServer { try await aside { try start() } }

    private static func start() throws -> PostgreSQLServer {
        try PostgreSQLServer(settings: [
            "autovacuum": "on", "wal_level": "logical", "max_wal_senders": "10", "max_prepared_transactions": "10",
            "max_connections": "60",
        ])
    }

    static func server() async throws -> PostgreSQLServer { try await aside { try shared.get() } }
}

/// The platform's database as bootstrap makes it, its roles named so that no other test has them.
final class Site: Sendable {
    let server: PostgreSQLServer
    let id = "h\(UInt32.random(in: 0 ..< .max))"
    let admin: Target
    let agent: Target

    var name: String { "db_\(id)" }
    var role: String { "agent_\(id)" }

    init(on server: PostgreSQLServer? = nil) async throws {
        let found: PostgreSQLServer
        if let server { found = server } else { found = try await Clinic.server() }
        self.server = found
        let id = id
        _ = try await aside {
            try found.psql(
                "create role prov_\(id) login createdb createrole password 'prov-marked'; grant pg_monitor to prov_\(id)"
            )
        }
        var admin = Target(
            host: "127.0.0.1",
            port: found.port,
            database: "db_\(id)",
            user: "prov_\(id)",
            password: "prov-marked"
        )
        admin.grace = .seconds(10)
        self.admin = admin
        agent = admin.with(user: "agent_\(id)", password: "agent-marked")
        let resource = DatabaseResource(
            region: "fr-par",
            database: declared(),
            admin: admin,
            agent: agent,
            migrations: try Site.files(),
            author: Author(name: "tester@here", ihctlVersion: "0")
        )
        var left = try await resource.survey(by: soon()).changes.filter(\.isFeasible)
        while let index = left.firstIndex(where: { change in Set(left.map(\.address)).isDisjoint(with: change.after) })
        {
            _ = try await resource.carryOut(left.remove(at: index), by: soon())
        }
        try #require(left.isEmpty)
    }

    static func files() throws -> MigrationFolder {
        try MigrationFolder.read("\(projectRoot)/manifests/migrations", shown: "manifests/migrations")
    }

    /// What the platform file would say.
    func declared(_ change: (inout Database) -> Void = { _ in }) -> Database {
        var database = Database()
        database.name = name
        database.user = role
        database.group = "island_hopper_agent"
        database.extensions = ["pgcrypto", "citext"]
        database.settings = Named([("max_connections", Literal("60")), ("work_mem", Literal("4096kB"))])
        change(&database)
        return database
    }

    func health(
        agents: Int? = 1,
        agent: Target? = nil,
        admin: Target?? = nil,
        files: MigrationFolder?? = nil,
        isProtected: Bool = false,
        limits: HealthLimits = HealthLimits(),
        _ change: (inout Database) -> Void = { _ in },
    ) throws -> DatabaseHealth {
        DatabaseHealth(
            region: "fr-par",
            database: declared(change),
            agent: agent ?? self.agent,
            admin: admin ?? self.admin,
            migrations: try files ?? Site.files(),
            agents: agents,
            isProtected: isProtected,
            limits: limits
        )
    }

    /// As the superuser, in the site's database.
    @discardableResult
    func psql(_ sql: String) async throws -> String {
        let (server, name) = (server, name)
        return try await aside { try server.psql(sql, database: name) }
    }

    /// What a finding gives to copy.
    func paste(_ line: String) async throws {
        try await DatabaseHealthTests.paste(line, admin: server.url(database: name))
    }

    /// As the superuser, on a connection of its own that stays.
    func open() async throws -> Connection {
        try await Connection.open(try Target(url: server.url(database: name)), by: soon())
    }
}

/// Runs a line that a finding gives to copy, as a reader does: in a shell where the admin's URL stands in its variable.
func paste(_ line: String, admin url: String) async throws {
    let outcome = try await aside {
        try run(["sh", "-c", line], environment: ["DATABASE_ADMIN_URL": url])
    }
    try require(outcome)
}

/// Asks until the answer is yes; the suite's time limit ends what never comes.
func eventually(_ condition: () async throws -> Bool) async throws {
    while try await !condition() { try await Task.sleep(for: .milliseconds(20)) }
}
