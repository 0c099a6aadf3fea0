internal import Deadlines
internal import PostgreSQL
internal import Words

/// What somebody who is let in can see of why another is not: the server itself never says so to the one it refuses.
struct Insight: Sendable {
    struct Role: Sendable {
        var mayLogIn: Bool
        var hasExpired: Bool
        var validUntil: String?
        var connectionLimit: Int
        var used: Int
    }

    /// Nil for no such role; a role is only looked for by an admin.
    var role: Role?
    var isOfAdmin: Bool
    var databases: [String]
    var connections: Int
    var maximum: Int
    var reserved: Int

    /// Through the provisioning role or, failing that, as the agent itself through the database that is always there.
    static func gain(of ward: Ward, after error: PostgreSQLError, by deadline: Deadline) async -> Insight? {
        guard let code = error.code, worthwhile.contains(code) else { return nil }
        var ways: [(Target, isOfAdmin: Bool)] = []
        if let admin = ward.admin {
            ways.append((admin, true))
            ways.append((admin.with(database: "postgres"), true))
        }
        if code == .unknownDatabase { ways.append((ward.agent.with(database: "postgres"), false)) }
        for (target, isOfAdmin) in ways {
            do throws(PostgreSQLError) {
                let connection = try await Connection.open(target, by: deadline)
                let insight = try? await look(on: connection, ward.agent, isOfAdmin: isOfAdmin, by: deadline)
                await connection.close()
                if let insight { return insight }
            } catch {
                continue
            }
        }
        return nil
    }

    private static let worthwhile: [SQLState] = [
        .invalidPassword, .invalidAuthorization, .unknownDatabase, .tooManyConnections,
    ]

    private static func look(on connection: Connection, _ agent: Target, isOfAdmin: Bool, by deadline: Deadline)
        async throws -> Insight
    {
        let rows = try await connection.query(
            """
            select r.rolcanlogin, coalesce(r.rolvaliduntil <= now(), false), r.rolvaliduntil::text, r.rolconnlimit,
                (select count(*) from pg_stat_activity where usename = r.rolname),
                array(select datname::text from pg_database where datallowconn and not datistemplate order by 1),
                (select count(*) from pg_stat_activity where datid is not null),
                current_setting('max_connections')::int, current_setting('superuser_reserved_connections')::int
            from (select 1) x left join pg_roles r on r.rolname = \(agent.user)::name
            """,
            by: deadline
        )
        guard let row = rows.first else { throw PostgreSQLError(.library("no row")) }
        let mayLogIn: Bool? = try row[0]
        var role: Role?
        if let mayLogIn {
            role = Role(
                mayLogIn: mayLogIn,
                hasExpired: try row[1],
                validUntil: try row[2],
                connectionLimit: try row[3],
                used: try row[4]
            )
        }
        return Insight(
            role: role,
            isOfAdmin: isOfAdmin,
            databases: try row[5],
            connections: try row[6],
            maximum: try row[7],
            reserved: try row[8]
        )
    }
}
