internal import Deadlines
internal import FoundationEssentials
internal import Migrations
internal import Platform
internal import PostgreSQL
internal import TestSupport
internal import Words

@testable import Provisioning

/// Long enough never to pass by accident.
func soon() -> Deadline { .after(.seconds(60)) }

/// One declared database on a server, its roles named so that no other test has them.
final class Site: Sendable {
    let server: PostgreSQLServer
    let id = "s\(UInt32.random(in: 0 ..< .max))"
    let admin: Target
    let agent: Target
    let password = "agent-\(UInt64.random(in: 0 ..< .max))-marked"
    static let adminPassword = "admin-9f2c-marked"

    var name: String { "db_\(id)" }
    var role: String { "agent_\(id)" }
    var group: String { "group_\(id)" }
    var provisioner: String { "prov_\(id)" }

    /// `rights` are the provisioning role's; on a server of its own where the test spoils it.
    init(rights: String = "createdb createrole", own server: PostgreSQLServer? = nil) async throws {
        let found = try await aside { try server ?? TestServers.postgreSQL() }
        self.server = found
        let (id, password) = (id, password)
        _ = try await aside {
            try found.psql("create role prov_\(id) login \(rights) password '\(Site.adminPassword)'")
        }
        var admin = Target(
            host: "127.0.0.1",
            port: found.port,
            database: "db_\(id)",
            user: "prov_\(id)",
            password: Site.adminPassword
        )
        admin.grace = .seconds(10)
        self.admin = admin
        agent = admin.with(user: "agent_\(id)", password: password)
    }

    /// What the platform file would say.
    func declared(_ change: (inout Database) -> Void = { _ in }) -> Database {
        var database = Database()
        database.name = name
        database.user = role
        database.group = group
        database.extensions = ["pgcrypto", "citext"]
        change(&database)
        return database
    }

    var files: MigrationFolder {
        MigrationFolder(
            path: "migrations",
            files: [
                file(
                    1,
                    "create table public.sessions (id bigint primary key)",
                    "create table public.costs (id bigint)"
                ),
                file(2, "grant select, insert on public.sessions to \(group)"),
            ]
        )
    }

    func resource(
        _ database: Database? = nil,
        admin: Target? = nil,
        agent: Target?? = nil,
        agents: Int = 1,
        migrations: MigrationFolder?? = nil,
    ) -> DatabaseResource {
        DatabaseResource(
            region: "fr-par",
            database: database ?? declared(),
            admin: admin ?? self.admin,
            agent: agent ?? self.agent,
            agents: agents,
            migrations: migrations ?? files,
            author: Author(name: "tester@here", ihctlVersion: "0")
        )
    }

    func psql(_ sql: String, in database: String = "postgres") async throws -> String {
        let server = server
        return try await aside { try server.psql(sql, database: database) }
    }

    /// Everything as declared.
    @discardableResult
    func settled() async throws -> DatabaseResource {
        let resource = resource()
        try await apply(resource)
        return resource
    }
}

/// Surveys and carries out, in the order that the changes ask for.
@discardableResult
func apply(_ resource: DatabaseResource) async throws -> [Finding] {
    try await carryOut(try await resource.survey(by: soon()).changes, on: resource)
}

@discardableResult
func carryOut(_ changes: [Change], on resource: DatabaseResource) async throws -> [Finding] {
    var left = changes.filter(\.isFeasible)
    var findings: [Finding] = []
    while !left.isEmpty {
        let waiting = Set(left.map(\.address))
        guard let index = left.firstIndex(where: { waiting.isDisjoint(with: $0.after) }) else { break }
        findings += try await resource.carryOut(left.remove(at: index), by: soon())
    }
    return findings
}

func file(_ version: Int, _ statements: String...) -> MigrationFile {
    guard let number = Version(String(version)) else { preconditionFailure("\(version) is no version") }
    return MigrationFile(
        version: number,
        name: "m",
        path: "migrations/\(version)_m.sql",
        bytes: Array("-- ihctl:up\n\(statements.joined(separator: ";\n"));\n".utf8)
    )
}

func failure<Failure: Error>(_ type: Failure.Type = Failure.self, of body: () async throws -> Void) async -> Failure? {
    do {
        try await body()
        return nil
    } catch {
        return error as? Failure
    }
}

extension Survey {
    func change(_ suffix: String) -> Change? { changes.first { $0.address.description.hasSuffix(suffix) } }
    var ids: [String] { findings.map(\.id) }

    func finding(_ id: String) -> Finding? { findings.first { $0.id == id } }
}

extension Change {
    var paths: [String] { fields.map(\.path) }
}

extension Finding {
    /// The statements it gives to copy.
    var fixes: [String] {
        remedies.compactMap { if case .fix(let line) = $0 { line } else { nil } }
    }
}

/// Tries a statement as somebody; gives the SQLSTATE, nil where it went well.
func outcome(of sql: String, as target: Target) async throws -> String? {
    do throws(PostgreSQLError) {
        let connection = try await Connection.open(target, by: soon())
        do throws(PostgreSQLError) {
            try await connection.execute(sql, by: soon())
        } catch {
            await connection.close()
            throw error
        }
        await connection.close()
        return nil
    } catch {
        guard let code = error.code else { throw error }
        return code.rawValue
    }
}
