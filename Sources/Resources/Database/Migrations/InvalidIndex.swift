package import Deadlines
package import PostgreSQL

/// An index that a concurrent build or rebuild left behind: it costs every write and serves no read.
package struct InvalidIndex: Sendable, Hashable {
    package var schema: String
    package var name: String
    package var table: String
    /// As the server would write it.
    package var definition: String

    /// Quoted where needed.
    package var qualifiedName: String { "\(InvalidIndex.quoted(schema)).\(InvalidIndex.quoted(name))" }

    private static func quoted(_ name: String) -> String {
        let isPlain = name.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }
        return isPlain && name.first?.isNumber == false ? name : SQL.quoted(identifier: [name])
    }

    /// All of the database, but those that somebody is building now.
    package static func all(on session: some Session, by deadline: Deadline) async throws -> [InvalidIndex] {
        let rows = try await session.query(
            """
            select n.nspname::text, c.relname::text, i.indrelid::regclass::text, pg_get_indexdef(i.indexrelid)
            from pg_index i
            join pg_class c on c.oid = i.indexrelid
            join pg_namespace n on n.oid = c.relnamespace
            where not i.indisvalid and c.relkind = 'i'
                and not exists (select from pg_stat_progress_create_index p where p.index_relid = i.indexrelid)
                and n.nspname not like 'pg\\_temp\\_%' and n.nspname not like 'pg\\_toast\\_temp\\_%'
            order by 1, 2
            """,
            by: deadline
        )
        return try rows.map { row in
            InvalidIndex(schema: try row[0], name: try row[1], table: try row[2], definition: try row[3])
        }
    }

    package func drop(on connection: Connection, by deadline: Deadline) async throws(PostgreSQLError) {
        try await connection.query("drop index concurrently if exists \(identifier: schema, name)", by: deadline)
    }
}
