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

    /// The one that hardly any other table has.
    fileprivate var tellingColumn: String {
        switch self {
        case .ihctl, .dbmate: "version"
        case .golangMigrate: "dirty"
        case .goose: "version_id"
        case .flyway: "installed_rank"
        }
    }

    /// Whether the columns are the tool's; with few of them, one more makes it another's table.
    func recognizes(_ found: Set<String>) -> Bool {
        columns.isSubset(of: found) && (columns.count > 2 || found.count == columns.count)
    }
}

extension ForeignHistory {
    /// The tool's table, and nil where there is none.
    ///
    /// It is the one that is asked for, else one of the tool's own name, else one that looks like it; of several the first on the search path.
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
        var isCalledSo: Bool
        var columns: Set<String>
    }

    private static func table(
        _ dialect: Dialect,
        named name: String?,
        on session: some Session,
        by deadline: Deadline,
    ) async throws -> String? {
        let names = dialect.tableNames.joined(separator: ",")
        var choice: SQL = """
            n.nspname !~ '^pg_|^information_schema$' and (
                c.relname = any (string_to_array(\(names)::text, ','))
                or exists (
                    select from pg_attribute a
                    where a.attrelid = c.oid and a.attname = \(dialect.tellingColumn) and not a.attisdropped
                )
            )
            """
        if let name { choice = "c.oid = to_regclass(\(name))" }
        let rows = try await session.query(
            """
            select quote_ident(n.nspname) || '.' || quote_ident(c.relname),
                array_position(current_schemas(false), n.nspname) is not null,
                c.relname = any (string_to_array(\(names)::text, ',')),
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
            let columns: [String] = try row[3]
            return Candidate(name: try row[0], isOnPath: try row[1], isCalledSo: try row[2], columns: Set(columns))
        }
        if let name {
            guard let table = found.first else { throw ForeignHistoryFault.absent(dialect, name) }
            guard dialect.recognizes(table.columns) else {
                throw ForeignHistoryFault.foreign(dialect, table: table.name)
            }
            return table.name
        }
        let fitting = found.filter { dialect.recognizes($0.columns) }
        let called = fitting.filter(\.isCalledSo)
        return try only(called.isEmpty ? fitting : called, dialect)
    }

    private static func only(_ candidates: [Candidate], _ dialect: Dialect) throws(ForeignHistoryFault) -> String? {
        if let table = candidates.first(where: \.isOnPath) { return table.name }
        guard candidates.count < 2 else { throw ForeignHistoryFault.ambiguous(dialect, candidates.map(\.name)) }
        return candidates.first?.name
    }
}
