package import Deadlines
package import PostgreSQL

extension Dialect {
    /// What the tool calls its table when nobody says otherwise.
    package var tableNames: [String] {
        switch self {
        case .ihctl: []
        case .dbmate, .golangMigrate: ["schema_migrations"]
        case .goose: ["goose_db_version"]
        // Before version 5 it was the latter.
        case .flyway: ["flyway_schema_history", "schema_version"]
        }
    }

    private var columns: Set<String> {
        switch self {
        case .ihctl: []
        case .dbmate: ["version"]
        case .golangMigrate: ["version", "dirty"]
        case .goose: ["version_id", "is_applied", "tstamp"]
        case .flyway:
            ["installed_rank", "version", "description", "type", "script", "checksum", "installed_on", "success"]
        }
    }

    /// dbmate and golang-migrate call their tables alike; a column more makes it another's.
    func recognizes(_ found: Set<String>) -> Bool {
        columns.isSubset(of: found) && (self != .dbmate || found.count == 1)
    }
}

extension ForeignHistory {
    /// The tool's table: the named one, else the first on the search path, else the only one anywhere; nil where there is none.
    package static func find(
        _ dialect: Dialect,
        named name: String? = nil,
        on session: some Session,
        by deadline: Deadline,
    ) async throws -> ForeignHistory? {
        guard let table = try await table(dialect, named: name, on: session, by: deadline) else { return nil }
        return try await read(dialect, table, on: session, by: deadline)
    }

    private struct Candidate {
        var name: String
        var isOnPath: Bool
        var columns: Set<String>
    }

    private static func table(
        _ dialect: Dialect,
        named name: String?,
        on session: some Session,
        by deadline: Deadline,
    ) async throws -> String? {
        let names = dialect.tableNames.joined(separator: ",")
        var choice: SQL =
            "c.relname = any (string_to_array(\(names)::text, ',')) and n.nspname !~ '^pg_|^information_schema$'"
        if let name { choice = "c.oid = to_regclass(\(name))" }
        let rows = try await session.query(
            """
            select quote_ident(n.nspname) || '.' || quote_ident(c.relname),
                array_position(current_schemas(false), n.nspname) is not null,
                array(
                    select a.attname::text from pg_attribute a
                    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                )
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'p') and (\(choice))
            order by array_position(current_schemas(false), n.nspname) nulls last,
                array_position(string_to_array(\(names)::text, ','), c.relname::text), 1
            """,
            by: deadline
        )
        let found = try rows.map { row throws(PostgreSQLError) -> Candidate in
            let columns: [String] = try row[2]
            return Candidate(name: try row[0], isOnPath: try row[1], columns: Set(columns))
        }
        if let name {
            guard let table = found.first else { throw ForeignHistoryFault.absent(dialect, name) }
            guard dialect.recognizes(table.columns) else {
                throw ForeignHistoryFault.foreign(dialect, table: table.name)
            }
            return table.name
        }
        let fitting = found.filter { dialect.recognizes($0.columns) }
        if let table = fitting.first(where: \.isOnPath) { return table.name }
        guard fitting.count < 2 else { throw ForeignHistoryFault.ambiguous(dialect, fitting.map(\.name)) }
        return fitting.first?.name
    }
}
